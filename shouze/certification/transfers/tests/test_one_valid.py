"""Whatever happens to the certificates of a unit, and whoever is first: no model of it ever stands on two in
force, and none loses its certificate by an act that does not say so.

Random turns through the gate, in a PostgreSQL in which acts are committed and two may sign at once. Where the
approvals do not ask who holds a model and the register's unique index is dropped, the second of two at once
breaks it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest
from django.db import connection
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from pytest_django import DjangoDbBlocker

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING
from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.kernel import clock

from .houses import House, ruled_otherwise, rules_of
from .one_valid import NAMES, Unit

pytestmark = pytest.mark.django_db
LIVES, TURNS = 4, 12
SOME: Final = st.sets(st.sampled_from(NAMES), min_size=1, max_size=2)
ENDING: Final = ("certificate.withdrawn", "certificate.cancelled")
MEASURES: Final = (
    "certificate.suspended",
    "certificate.restored",
    "certificate.restored",
    "certificate.reissued",
    *ENDING,
)
KINDS: Final = ("new", "coming in", "change", "renewal", "same", "separate", "separate")


@pytest.fixture(scope="module")
def house(
    stage_set: tuple[str, Stage], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house that knows another body, and renews at any time."""
    template, stage = stage_set
    folder: Path = tmp_path_factory.mktemp("one")
    with django_db_blocker.unblock(), houses.database(f"units_{os.getpid()}", template) as name:
        found = House("99", name, folder, rules_of(folder, "99"), houses.fresh(stage))
        law = 'unit: calendar_days, reference: {title: "强制性产品认证管理规定", clause: order117.22}'
        ruled_otherwise(found, "deadlines/deadlines.yaml", f"value: 90, {law}", f"value: 1900, {law}")
        at = clock.moment("2024-03-01", "09:00")
        found.do("body.registered", "E001", at, code="01", name="示例认证机构")
        found.connection.close()
        yield found


@contextmanager
def unit_in(house: House) -> Iterator[Unit]:
    """A unit with one certificate, for M-1, in a database of its own."""
    with houses.database(f"unit_{os.getpid()}", house.database) as name:
        here = House("99", name, house.folder, house.rules, house.stage)
        with here.inside():
            unit = Unit(houses.fresh(house.stage), clock.moment("2024-03-04", "09:00"))
            unit.apply({"M-1"})
            assert unit.attempt("begun", lambda: unit.sign(unit.ready.pop()))
            try:
                yield unit
            finally:
                connection.close()


class Lives(RuleBasedStateMachine):
    """The turns of a unit, each in a database of its own."""

    house: House
    told: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.signed = self.measured = 0
        self.stack = ExitStack()
        self.unit = self.stack.enter_context(unit_in(self.house))

    @rule(kind=st.sampled_from(KINDS), place=st.integers(0, 9), wanted=SOME)
    def prepare(self, kind: str, place: int, wanted: set[str]) -> None:
        """Something comes up to its last signature, mostly for models that are free as yet."""
        taken = set(self.unit.held()) | (self.unit.applied if kind in KINDS[:2] else set())
        self.unit.attempt(kind, lambda: self.unit.prepare(kind, self.one(place), wanted - taken or wanted))

    @precondition(lambda self: self.measured < self.signed)
    @rule(place=st.integers(0, 9), act=st.sampled_from(MEASURES))
    def measure(self, place: int, act: str) -> None:
        """Something happens to a certificate; some of them end it."""
        one, self.measured = self.one(place), self.measured + 1
        ends = {line["name"] for line in one.facts["product"]["models"]} if act in ENDING else ()
        self.unit.attempt(act, lambda: self.unit.measure(one, act), ends)

    @precondition(lambda self: self.unit.ready)
    @rule(place=st.integers(0, 9))
    def sign(self, place: int) -> None:
        """The last signature under something."""
        self.signed += 1
        one = self.unit.ready.pop(place % len(self.unit.ready))
        self.unit.attempt(one.act, lambda: self.unit.sign(one), one.ends)

    @precondition(lambda self: len(self.unit.ready) > 1)
    @rule(place=st.integers(0, 9))
    def sign_two(self, place: int) -> None:
        """Two sign at once, rather what is about the same models."""
        self.signed += 1
        one = self.unit.ready.pop(place % len(self.unit.ready))
        other = max(self.unit.ready, key=lambda it: len(it.models & one.models))
        self.unit.ready.remove(other)
        self.unit.attempt("two", lambda: self.unit.sign_at_once(one, other), one.ends | other.ends)

    def one(self, place: int) -> Certificate:
        """A certificate, rather one in force."""
        found = Certificate.objects.filter(state__in=LIVING).order_by("number")
        rows = list(found or Certificate.objects.order_by("number"))
        return rows[place % len(rows)]

    def teardown(self) -> None:
        """The database is thrown away."""
        self.told.update(self.unit.told)
        self.stack.close()


def test_no_model_ever_stands_on_two_certificates_in_force(house: House) -> None:
    told: Counter[str] = Counter()
    lives = type("LivesHere", (Lives,), {"house": house, "told": told})
    how = settings(
        max_examples=LIVES,
        stateful_step_count=TURNS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    run_state_machine_as_test(lives, settings=how)
    assert sum(many for what, many in told.items() if what.endswith(".approved")) > 2, told


@pytest.mark.parametrize("ways", [("new", "separate"), ("coming in", "same")], ids=" and ".join)
def test_of_two_who_sign_for_a_model_at_once_one_is_refused(house: House, ways: tuple[str, str]) -> None:
    with unit_in(house) as unit:
        for kind in ways:
            unit.prepare(kind, Certificate.objects.get(), {"M-2"})
        unit.attempt("two", lambda: unit.sign_at_once(*unit.ready))
        assert unit.told["at once, 1 done"] == 1
        assert "M-2" in unit.held()
