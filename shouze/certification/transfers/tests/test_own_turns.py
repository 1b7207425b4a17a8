"""Our own renewal of a certificate and its handover to another body, in every order: at no moment are two
certificates valid, and none is missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import pytest
from pytest_django import DjangoDbBlocker

from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.changes.tests.turning import Turning
from shouze.certification.transfers import answers
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel.acts import Refused

from . import setting
from .faulty import Faulty, Script
from .houses import House, Road, ruled_otherwise, undone

pytestmark = pytest.mark.django_db

OURS: Final = ("apply", "approve")
THEIRS: Final = (("hand", "issue"), ("hand", "take_back"))
#: what is refused, by the order that is tried; where the handover is released the renewal goes on
REFUSED: Final = {
    "apply approve hand issue": {"hand": {"not_valid"}},
    "apply hand approve issue": {"hand": {"turn_open"}},
    "apply hand issue approve": {"hand": {"turn_open"}},
    "hand apply approve issue": {"apply": {"handed_over"}},
    "hand apply issue approve": {"apply": {"handed_over"}},
    # The word of the issue has not arrived: the old body does not know.
    "hand issue apply approve": {"apply": {"handed_over"}},
    "apply approve hand take_back": {"hand": {"not_valid"}},
    "apply hand approve take_back": {"hand": {"turn_open"}},
    "apply hand take_back approve": {"hand": {"turn_open"}},
    "hand apply approve take_back": {"apply": {"handed_over"}},
    "hand apply take_back approve": {"apply": {"handed_over"}},
    "hand take_back apply approve": {},
}


class Outsider(Faulty):
    """He looks at every certificate of the old body, and asks the new one."""

    def look(self) -> None:
        """By what both say in public exactly one is valid."""
        with self.road.old.inside():
            old = [json.loads(one) for one in PublicRecord.objects.values_list("record", flat=True)]
        with self.road.new.inside():
            told = answers.standing(self.road.transfer, self.road.now)
        word = told["standing"] if told else None
        valid = sum(answers.valid_of(one, word)[0] for one in old) + bool(word and word["issued"])
        assert valid == 1, (valid, self.road.told[-5:])


@dataclass
class Turns:
    """What both bodies try; what is refused is noted, and leaves everything as it is."""

    play: Outsider
    turning: Turning
    refused: dict[str, set[str]] = field(default_factory=dict)

    def attempt(self, step: str) -> None:
        """Try one step, and let the outsider look."""
        try:
            getattr(self, step)()
        except Refused as refused:
            self.refused[step] = {one.code for one in refused.objections}
        self.play.look()

    def apply(self) -> None:
        """The holder applies for a renewal at the old body, and it comes to its decision."""
        self._ours(lambda: self.turning.apply("renewal.applied", number="new"))
        self._ours(lambda: self.turning.accept().evaluate().decide())

    def approve(self) -> None:
        """The second signature: the old certificate ends, one with a new number begins."""
        if "apply" not in self.refused:
            self._ours(lambda: self.turning.approve("renewal.approved"))

    def hand(self) -> None:
        """The new body asks, and the old one hands over."""
        script = Script(self.play)
        script.request()
        script.grant()

    def issue(self) -> None:
        """The one deciding event; without a handover the new body has nothing to issue on."""
        Script(self.play).issue()

    def take_back(self) -> None:
        """The old body recalls, and the new one releases."""
        Script(self.play).recall()
        self.play.settle()

    def _ours(self, do: Callable[[], object]) -> None:
        road = self.play.road
        self.turning.way.now = road.tick()
        try:
            with road.old.inside():
                do()
        finally:
            road.now = self.turning.way.now


@pytest.fixture(scope="module")
def road(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Road]:
    with (
        django_db_blocker.unblock(),
        setting.two_houses("turns", stage_set, tmp_path_factory.mktemp("two"), _rule) as found,
    ):
        setting.apply(found)
        setting.check(found)
        setting.evaluate(found)
        setting.decide(found)
        for house in (found.new, found.old):
            house.publish(found.tick())
        yield found


def _rule(house: House) -> None:
    """It is renewed at any time."""
    law = 'unit: calendar_days, reference: {title: "强制性产品认证管理规定", clause: order117.22}'
    ruled_otherwise(house, "deadlines/deadlines.yaml", f"value: 90, {law}", f"value: 1800, {law}")


def _orders() -> Iterator[str]:
    for theirs in THEIRS:
        for places in combinations(range(4), 2):
            ours, others = iter(OURS), iter(theirs)
            yield " ".join(next(ours) if at in places else next(others) for at in range(4))


def test_it_tries_every_order() -> None:
    assert set(_orders()) == set(REFUSED)


@pytest.mark.parametrize("order", REFUSED)
def test_it_has_one_valid_certificate_in_every_order_of_renewal_and_handover(road: Road, order: str) -> None:
    began, walked = road.now, road.walk.now
    with undone(road.new, road.old):
        with road.old.inside():
            found = Certificate.objects.get(number=road.number)
            way = Way(road.old.stage, "0711", road.now, found.case_id)
        turns = Turns(Outsider(road), Turning(way, found.pk))
        turns.play.look()
        for step in order.split():
            turns.attempt(step)
        turns.play.settle()
        turns.play.look()
        assert turns.refused == REFUSED[order]
        with road.old.inside():
            ended = Certificate.objects.get(number=road.number).state
            renewed = Certificate.objects.exclude(number=road.number).filter(state="valid").count()
        issued = bool(road.row(road.new).successors)
        assert (ended, renewed, issued) == _end(order)
    road.now, road.walk.now = began, walked


def _end(order: str) -> tuple[str, int, bool]:
    """The state of the old certificate, how many it was renewed to, and whether the new body issued."""
    refused = REFUSED[order]
    if "hand" in refused or not refused:
        return "cancelled", 1, False
    return ("cancelled", 0, True) if "issue" in order else ("valid", 0, False)
