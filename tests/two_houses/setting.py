"""Two bodies that know each other; the old one has certificates, the new one cases that are accepted, each
for the transfer of one of them. All before today; what comes then is done by the processes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from shouze.audiences.machines import tokens
from shouze.certification.certificates.models import Certificate
from shouze.certification.transfers.models import Transfer
from shouze.certification.transfers.tests import setting
from shouze.certification.transfers.tests.houses import (
    NEW_CODE,
    OLD_CODE,
    House,
    Road,
    Walk,
    rules_of,
)
from shouze.demo.stage import Stage
from shouze.demo.tests.houses import database, fresh
from shouze.demo.tests.way import WHO, Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.rulebook import FOLDER

from .installation import PROCESSES, Installation
from .road import Road as Wire

#: working at the bodies: who asks, answers, hands over, approves
PERSONS = ("E015", "E005", "E006")


class Today(Walk):
    """A walk whose acts, once it is on its way, are done now: the worker beside it acts, too."""

    def go(self, *acts: str) -> Way:
        for act in acts:
            now(self.house, act, WHO[act], self.subject(act), **self.given(act))
        return self


def now(house: House | None, act: str, who: str, subject: uuid.UUID | None, **given: Any) -> None:
    """Do an act at the gate of a house, now."""
    assert house
    with house.inside():
        by = house.stage.people[who]
        perform(act, by=by, subject=subject, given=given, signing=shown_to(act, by, subject, clock.now()))


@dataclass
class Pair:
    """The two installations, the road between them, and the transfers that are prepared."""

    old: Installation
    new: Installation
    wire: Wire
    transfers: list[Road]


@contextmanager
def installed(stage_set: tuple[str, Stage], folder: Path, many: int, *, cold: bool = False) -> Iterator[Pair]:
    """Two installations that run, with ``many`` transfers prepared. ``cold``: each process starts from
    nothing, in seconds; else it is forked from its house, loaded once.
    """
    template, stage = stage_set
    with database("old_body", template) as old_name, database("new_body", template) as new_name:
        old, new = (
            Installation(House(code, name, folder / code, rules, fresh(stage)))
            for code, name, rules in (
                (OLD_CODE, old_name, rules_of(folder, OLD_CODE)),
                (NEW_CODE, new_name, FOLDER),
            )
        )
        pair = Pair(old, new, Wire(old, new), [])
        try:
            _begin(pair, cold=cold)
            _know(pair)
            pair.transfers.extend(_prepare(pair, number) for number in range(many))
            _serve(pair)
            yield pair
        finally:
            pair.wire.close()
            for one in (old, new):
                one.stop()
                if one.house.connection is not None:
                    one.house.connection.close()


def _begin(pair: Pair, *, cold: bool) -> None:
    for one in (pair.old, pair.new):
        one.house.folder.mkdir()
        with one.house.inside(), connection.cursor() as cursor:
            # What tests of before left in the queue is of other houses.
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        if not cold:
            one.load()


def _know(pair: Pair) -> None:
    at = clock.now() - timedelta(days=100)
    for one in (pair.old, pair.new):
        one.house.publish(at)
    for one, other in ((pair.old, pair.new), (pair.new, pair.old)):
        card = other.house.card(at)
        given = {"code": card["code"], "name": f"示例机构{card['code']}", "address": other.address}
        keys = {"keys": card["keys"], "logs": card["logs"]}
        done = one.house.do("body.registered", "E001", at, **given, **keys)
        one.house.do("body.confirmed", "E029", at, done.subject)
        with one.house.inside():
            people = one.house.stage.people
            one.tokens = {who: tokens.give(people[who], at=clock.now()) for who in PERSONS}


def _prepare(pair: Pair, number: int) -> Road:
    """A certificate of ninety days, for models of its own, and the accepted application for its transfer of
    ten.
    """
    models = [f"M-{number}-{each}" for each in (1, 2)]
    lines = [{"model": name, "specification": "220 V"} for name in models]
    old, new = pair.old.house, pair.new.house
    walk = Walk(old.stage, house=old, now=clock.now() - timedelta(days=90))
    with old.inside():
        walk.reach("certificate.approved", {"application.submitted": {"models": lines}})
        walk.do("certificate.approved")
        certificate = Certificate.objects.get(case=walk.case)
    road = Road(old, new, Today(new.stage, house=new), number=certificate.number)
    road.now = clock.now() - timedelta(days=10)
    setting.apply(
        road,
        models=lines,
        old_models=models,
        old_first_issued_on=certificate.first_issued_on.isoformat(),
        old_valid_until=certificate.valid_until.isoformat(),
        last_inspected_on=(clock.today() - timedelta(days=60)).isoformat(),
    )
    setting.check(road, valid_until=certificate.valid_until.isoformat())
    officer = {"engineer": road.walk.person("E003"), "opinion": "齐全。"}
    new.do("application.accepted", "E002", road.tick(), road.walk.case, **officer)
    return road


def _serve(pair: Pair) -> None:
    for one in (pair.old, pair.new):
        one.loaded()
        for kind in PROCESSES:
            one.start(kind)
    pair.wire.open()


def assess(road: Road) -> None:
    """The new body compares the two sets of rules and evaluates the risk."""
    now(road.new, "transfer.compared", "E003", road.transfer, opinion="无实质差异。")
    now(road.new, "transfer.assessed", "E003", road.walk.case, opinion="风险可接受。")


def decide(road: Road) -> None:
    """From the plan to the decision."""
    with road.new.inside():
        road.walk.go("plan.made", "agreement.concluded", "fees.received")
        road.walk.go("evaluation.completed", "review.concluded", "decision.made")


def suspend(road: Road) -> None:
    """The old body suspends the certificate."""
    with road.old.inside():
        found = Certificate.objects.get(number=road.number).pk
    until = clock.add_calendar_days(clock.today(), 60).isoformat()
    given = {"reasons": ["0201"], "until": until, "models": [], "words": "抽查不合格。"}
    now(road.old, "certificate.suspended", "E005", found, **given)


def look_up(road: Road) -> None:
    """The old certificate is looked up on the day of the issue."""
    with road.new.inside():
        found = Transfer.objects.get(reference=road.transfer)
        given = {
            "state": "valid",
            "valid_until": found.assessed["applied"]["old_valid_until"],
            "source": "公共服务平台",
            "printout": road.walk.file(f"print {road.transfer}"),
        }
    now(road.new, "transfer.status_checked", "E002", road.transfer, **given)


def here(installation: Installation, road: Road) -> uuid.UUID:
    """The id of the transfer in that house."""
    with installation.house.inside():
        return uuid.UUID(str(Transfer.objects.values_list("id", flat=True).get(reference=road.transfer)))
