"""The set-up of a transfer between two houses: a certificate at the old body, a decided case at the new
one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from shouze.certification.certificates.models import Certificate
from shouze.certification.transfers.models import Body, Transfer
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import database, fresh
from shouze.demo.tests.way import MODELS, _application
from shouze.kernel import clock
from shouze.kernel.rulebook import FOLDER

from .houses import NEW_ADDRESS, NEW_CODE, OLD_ADDRESS, OLD_CODE, House, Road, Walk, rules_of


@contextmanager
def two_houses(
    name: str,
    stage_set: tuple[str, Stage],
    folder: Path,
    ruled: Callable[[House], None] = lambda house: None,
) -> Iterator[Road]:
    """Two bodies that know each other; the old one has a valid certificate, and rules that were ``ruled``."""
    template, stage = stage_set
    with database(f"old_{name}", template) as old_name, database(f"new_{name}", template) as new_name:
        old = House(OLD_CODE, old_name, folder / "old", rules_of(folder, OLD_CODE), fresh(stage))
        new = House(NEW_CODE, new_name, folder / "new", FOLDER, fresh(stage))
        ruled(old)
        for house in (old, new):
            house.folder.mkdir()
        try:
            road = Road(old, new, Walk(new.stage, house=new))
            _certify(road)
            _know(road)
            yield road
        finally:
            for house in (old, new):
                if house.connection is not None:
                    house.connection.close()


def _certify(road: Road) -> None:
    walk = Walk(road.old.stage, house=road.old, now=clock.moment("2024-05-06", "09:00"))
    with road.old.inside():
        walk.reach("certificate.approved").do("certificate.approved")
        road.number = Certificate.objects.get(case=walk.case).number


def _know(road: Road) -> None:
    at = road.tick()
    for house in (road.old, road.new):
        house.publish(at)
    for house, other, address in ((road.old, road.new, NEW_ADDRESS), (road.new, road.old, OLD_ADDRESS)):
        card = other.card(at)
        given = {
            "code": card["code"],
            "name": f"示例机构{card['code']}",
            "address": address,
            "keys": card["keys"],
            "logs": card["logs"],
        }
        done = house.do("body.registered", "E001", at, **given)
        house.do("body.confirmed", "E029", at, done.subject)


def apply(road: Road, **changed: Any) -> None:
    """The client applies at the new body."""
    walk = road.walk
    walk.now = road.tick()
    with road.new.inside(), clock.moved(walk.now):
        content = _application(walk)
        body = Body.objects.get(code=OLD_CODE)
        given = {
            **content,
            "body": str(body.pk),
            "old_number": road.number,
            "old_first_issued_on": "2024-05-06",
            "old_valid_until": "2029-05-05",
            "old_models": list(MODELS),
            "old_certificate": walk.file("old"),
            "last_inspected_on": "2024-06-18",
            "inspection_report": walk.file("inspection"),
            "test_report": walk.file("test"),
            "free_will": True,
            **changed,
        }
    done = walk.at("transfer.applied", "C001", **given)
    walk.case = done.subject
    with road.new.inside():
        found = Transfer.objects.get(case=walk.case)
    road.transfer = found.reference
    road.now = walk.now


def check(road: Road, state: str = "valid", **changed: Any) -> None:
    """The acceptance officer looks the old certificate up."""
    at = road.tick()
    with road.new.inside():
        print_ = road.walk.file(f"print {at}")
    given = {
        "state": state,
        "valid_until": "2029-05-05",
        "source": "公共服务平台",
        "printout": print_,
        **changed,
    }
    road.new.do("transfer.status_checked", "E002", at, road.transfer, **given)


def evaluate(road: Road) -> None:
    """Everything at the new body up to the decision; the old body has answered."""
    walk = road.walk
    walk.now = road.tick()
    walk.at("application.accepted", "E002", walk.case, engineer=walk.person("E003"), opinion="齐全。")
    road.now = walk.now
    road.new.do("transfer.asked", "E015", road.tick(), road.transfer)
    road.work(road.new)
    road.old.do("answer.given", "E015", road.tick(), road.row(road.old).pk)
    road.work(road.old)
    road.new.do("transfer.compared", "E003", road.tick(), road.transfer, opinion="无实质差异。")
    assess(road)


def assess(road: Road, **given: Any) -> None:
    """The engineer evaluates the risk; plan, agreement and evaluation follow, then review and decision."""
    walk = road.walk
    road.new.do("transfer.assessed", "E003", road.tick(), walk.case, opinion="风险可接受。", **given)
    with road.new.inside():
        walk.now = road.now
        walk.go("plan.made", "agreement.concluded", "fees.received")
        road.now = walk.now


def decide(road: Road) -> None:
    """Evaluation, review, decision."""
    with road.new.inside():
        road.walk.now = road.now
        road.walk.go("evaluation.completed", "review.concluded", "decision.made")
        road.now = road.walk.now + timedelta(minutes=1)
