"""The programme begins with the certificate, moves when the class drops, and has one open line of a kind."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shouze.certification.certificates.models import Certificate
from shouze.certification.surveillance import programme, scanning
from shouze.certification.surveillance.checks import share_used
from shouze.certification.surveillance.due import Terms, planned
from shouze.certification.surveillance.jobs import sweep, warn_of_due
from shouze.certification.surveillance.models import Task
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Standing, new_uid, perform
from shouze.resources.people.queries import MACHINE

pytestmark = pytest.mark.django_db


def certified(stage: Stage) -> tuple[Way, Certificate]:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    return way, Certificate.objects.get(case=way.case)


def doing(on: date) -> Doing:
    """An act in progress, as an act of another room has it when it calls the programme."""
    nobody = Standing(MACHINE, "", "machine", None, None, (), (), ())
    return Doing(uid=new_uid(), at=clock.moment(on), actor=nobody)


def lines(**only: Any) -> dict[str, Task]:
    return {one.kind: one for one in Task.objects.filter(**only).exclude(state="closed")}


def begun(stage: Stage) -> tuple[Certificate, Task]:
    way, certificate = certified(stage)
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=certificate.pk)
    return certificate, lines()["follow_up"]


def test_it_begins_with_the_certificate(stage: Stage) -> None:
    certificate, line = begun(stage)
    assert (line.letter, line.counted_from, line.cause, line.state) == (
        "B",
        certificate.issued_on,
        "first",
        "open",
    )
    assert line.due_on == certificate.issued_on.replace(year=certificate.issued_on.year + 1)
    perform("surveillance.programmed", by=MACHINE, subject=certificate.pk)
    assert Task.objects.filter(kind="follow_up").count() == 1


def test_it_puts_on_the_programme_what_a_job_has_left(stage: Stage) -> None:
    way, _certificate = certified(stage)
    with clock.moved(way.now):
        sweep(0)
        sweep(0)
    assert set(lines()) == {"follow_up", "sampling"}


def test_a_certificate_transferred_in_counts_from_the_other_body_s_last_inspection(stage: Stage) -> None:
    way, certificate = certified(stage)
    before = way.now.date() - timedelta(days=200)
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=certificate.pk, given={"counted_from": before})
        later = {"counted_from": "9999-12-31"}
        again = partial(perform, "surveillance.programmed", by=MACHINE, subject=certificate.pk, given=later)
        assert refusal(again) == {"counted_from_later"}
    line = lines()["follow_up"]
    assert (line.cause, line.counted_from) == ("transferred", before)
    assert line.due_on == before.replace(year=before.year + 1)


def test_a_drop_brings_the_line_forward_and_a_rise_moves_nothing(stage: Stage) -> None:
    certificate, line = begun(stage)
    key, on = (certificate.factory_id, certificate.product_code), certificate.issued_on + timedelta(days=30)
    assert programme.reschedule(doing(on), *key, "A") == []
    assert lines()["follow_up"].due_on == line.due_on
    programme.reschedule(doing(on), *key, "D")
    moved = lines()
    assert moved["follow_up"].letter == "D"
    assert moved["follow_up"].due_on < line.due_on
    assert moved["follow_up"].unannounced
    # a worse class asks for samples from the market too
    assert set(moved) == {"follow_up", "sampling", "market_sample"}
    assert moved["market_sample"].due_on == moved["follow_up"].due_on
    assert programme.reschedule(doing(on), *key, "C") == []


EVENTS = st.lists(
    st.tuples(st.sampled_from((*"ABCD", "begin", "transferred")), st.integers(0, 90)), max_size=9
)


def test_nothing_but_a_visit_moves_a_line_later_and_what_is_told_twice_is_told_once(stage: Stage) -> None:
    certificate, _line = begun(stage)
    key = (certificate.factory_id, certificate.product_code)

    @settings(max_examples=25, derandomize=True, database=None, phases=[Phase.generate])
    @given(EVENTS)
    def happens(events: list[tuple[str, int]]) -> None:
        before, on = transaction.savepoint(), certificate.issued_on
        for event, days in events:
            on += timedelta(days=days)
            due = {kind: one.due_on for kind, one in lines().items()}
            for told in ("once", "again"):
                if len(event) == 1:
                    moved = programme.reschedule(doing(on), *key, event)
                else:
                    since = on - timedelta(days=200) if event == "transferred" else None
                    moved = programme.begin(doing(on), certificate, since)
                assert told == "once" or not moved
            now = {kind: one.due_on for kind, one in lines().items()}
            assert set(due) <= set(now) and all(now[kind] <= due[kind] for kind in due), (event, due, now)
        transaction.savepoint_rollback(before)

    happens()


def test_a_plan_behind_the_new_day_falls_away(stage: Stage) -> None:
    certificate, line = begun(stage)
    days = {"planned_from": line.due_on, "planned_to": line.due_on}
    Task.objects.filter(pk=line.pk).update(state="planned", **days)
    on = certificate.issued_on + timedelta(days=30)
    programme.reschedule(doing(on), certificate.factory_id, certificate.product_code, "D")
    assert (lines()["follow_up"].state, lines()["follow_up"].planned_from) == ("open", None)


def test_the_next_line_follows_by_the_class_of_that_day(stage: Stage) -> None:
    certificate, line = begun(stage)
    on = line.due_on - timedelta(days=8)
    made = programme.go_on(doing(on + timedelta(days=30)), line, on)
    assert [one.kind for one in made] == ["follow_up"]
    after = lines()["follow_up"]
    # the job of the issue comes late: what was supervised since is not brought back
    programme.begin(doing(on), certificate)
    assert lines()["follow_up"].due_on == after.due_on
    refused = lambda: perform("surveillance.ended", by=MACHINE, subject=after.pk)  # noqa: E731
    assert refusal(refused) == {"in_force"}
    assert (after.counted_from, after.due_on, after.cause) == (on, on.replace(year=on.year + 1), "periodic")
    Certificate.objects.filter(pk=certificate.pk).update(state="cancelled")
    Task.objects.filter(pk=after.pk).update(state="open")
    with clock.moved(clock.moment(on)):
        sweep(0)
    assert set(Task.objects.filter(pk=after.pk).values_list("state", flat=True)) == {"superseded"}
    assert programme.go_on(doing(on), after, on) == []


def test_the_database_holds_one_open_line_of_a_kind(stage: Stage) -> None:
    _certificate, line = begun(stage)
    line.pk = None
    with pytest.raises(IntegrityError, match="surveillance_one_open"), transaction.atomic():
        Task.objects.create(
            **{f.name: getattr(line, f.name) for f in Task._meta.concrete_fields if f.name != "id"}
        )


def test_it_warns_once_of_each_level(stage: Stage) -> None:
    _certificate, line = begun(stage)
    with clock.moved(clock.moment(line.due_on - timedelta(days=60))):
        assert warn_of_due() == 1
        assert warn_of_due() == 0
    with clock.moved(clock.moment(line.due_on + timedelta(days=1))):
        given = {"level": 100, "due_on": line.due_on - timedelta(days=1)}
        wrong = lambda: perform("surveillance.warned", by=MACHINE, subject=line.pk, given=given)  # noqa: E731
        assert refusal(wrong) == {"no_warning"}
        assert warn_of_due() == 1
    assert Task.objects.get(pk=line.pk).warned == 100


def test_the_statements_say_what_the_arithmetic_says(stage: Stage) -> None:
    """Many lines of every class and age: statement by statement the same as line by line."""
    chance, on = Random(4), date(2026, 11, 23)  # noqa: S311
    terms = {"A": (24, 12), "B": (11, 11), "C": (12, 6), "D": (6, 6)}
    made = [_drawn(chance, on) for _ in range(300)]
    Task.objects.bulk_create(made)
    expected: dict[str, Any] = {"reached": set(), "earlier": {}}
    for one in made:
        used = share_used(one.counted_from, one.due_on, on)
        level = max((level for level in (60, 80, 100) if used >= level), default=0)
        if level > one.warned:
            expected["reached"].add((one.pk, level))
        months, first = terms[one.letter]
        asks = planned(one.counted_from, Terms(one.letter, months, first), first=one.first).due_on
        if asks < one.due_on:
            expected["earlier"][one.pk] = asks
    assert {(line, level) for line, _, level in scanning.reached(on, [60, 80, 100])} == expected["reached"]
    assert dict(scanning.later_than_asked(terms)) == expected["earlier"]
    counts = scanning.due_by_class(on, 60)
    assert sum(overdue for overdue, _ in counts.values()) == sum(one.due_on < on for one in made)


def _drawn(chance: Random, on: date) -> Task:
    letter, months, first_months = chance.choice((("A", 24, 12), ("B", 12, 12), ("C", 12, 6), ("D", 6, 6)))
    first = chance.random() < 0.5
    since = on - timedelta(days=chance.randrange(760))
    due = planned(since, Terms(letter, months, first_months), first=first).due_on
    return Task(
        id=uuid4(), state="open", factory_id=uuid4(), factory_owner_id=uuid4(), product_code="0711",
        kind="follow_up", due_on=due, counted_from=since, letter=letter, first=first, cause="periodic",
        warned=chance.choice((0, 60, 80)),
    )  # fmt: skip
