"""The watch over periods and requests: opened once, warned of ever nearer, answered by what was done."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.certification.certificates.models import Certificate
from shouze.certification.surveillance.jobs import programme as begin_programme
from shouze.demo.stage import Stage
from shouze.demo.tests.after import CANCELLING, RESTORING
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.measures import jobs
from shouze.oversight.measures.levels import reached, to_warn
from shouze.oversight.measures.models import Reaction
from shouze.oversight.measures.stopping import last_day_to_ask


class Watched(Way):
    """A certificate whose acts are followed as the worker would."""

    def do(self, act: str, **how: Any) -> Done:
        done = super().do(act, **how)
        if act.partition(".")[0] in ("certificate", "suspension", "restoration", "cancellation", "request"):
            with clock.moved(self.now + timedelta(seconds=1)):
                jobs.follow(str(done.uid))
        return done

    def watch(self, on: date) -> int:
        """Do the watch of a day."""
        self.now = clock.moment(on, "06:40")
        with clock.moved(self.now):
            return jobs.watch_all(on)

    def answer(self, reaction: Reaction, who: str = "E005", **changed: Any) -> Done:
        """Answer a reaction."""
        self.now += timedelta(minutes=1)
        given = {"result": "no_measure", "words": "已核实，理由充分。", **changed}
        with clock.moved(self.now):
            return perform("reaction.answered", by=self.stage.people[who], subject=reaction.pk, given=given)


def issued(stage: Stage) -> Watched:
    way = Watched(stage)
    way.reach("certificate.approved").go("certificate.approved")
    return way


def row(way: Way) -> Certificate:
    return Certificate.objects.get(case=way.case)


def told(cause: str = "") -> list[tuple[str, str, str]]:
    found = Reaction.objects.filter(cause=cause) if cause else Reaction.objects.all()
    return [(one.cause, one.state, one.result) for one in found.order_by("number")]


@given(levels=st.lists(st.integers(0, 365), max_size=6), left=st.integers(-10, 400))
def test_a_level_is_the_fewest_days_that_are_reached(levels: list[int], left: int) -> None:
    level = reached(levels, left)
    assert (level is None) == all(left > one for one in levels)
    assert level is None or (left <= level and not any(left <= one < level for one in levels))


@given(levels=st.lists(st.integers(1, 90), min_size=1, max_size=5, unique=True), jumps=st.data())
def test_however_seldom_it_is_looked_each_level_is_warned_of_once_and_nearer(
    levels: list[int], jumps: st.DataObject
) -> None:
    warned, seen, left = None, [], 100
    while left >= 0:
        level = reached(levels, left)
        if to_warn(level, warned):
            seen.append(warned := level)
        left -= jumps.draw(st.integers(1, 40))
    assert seen == sorted(set(seen), key=lambda one: -(one or 0))


@given(day=st.dates(date(2020, 1, 31), date(2035, 12, 31)), months=st.integers(0, 24))
def test_so_many_calendar_months_before_a_day_is_a_day_of_that_month(day: date, months: int) -> None:
    found = last_day_to_ask(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@pytest.mark.django_db
def test_it_warns_of_a_suspension_that_ends_and_asks_for_its_withdrawal_after_it(stage: Stage) -> None:
    way = issued(stage)
    until = clock.legal_date(way.now) + timedelta(days=60)
    way.do("certificate.suspended", until=until.isoformat())
    assert way.watch(until - timedelta(days=31)) == 0
    assert way.watch(until - timedelta(days=30)) == 2
    assert way.watch(until - timedelta(days=29)) == 0
    assert way.watch(until - timedelta(days=10)) == 1
    assert way.watch(until - timedelta(days=3)) == 1
    assert Reaction.objects.get().warned == 7
    assert way.watch(until) == 0
    done = way.watch(until + timedelta(days=1))
    assert done >= 1
    found = Reaction.objects.get(cause="suspension_over")
    assert (found.post, found.proposed) == ("decider", [{"act": "certificate.withdrawn", "code": "0201"}])
    way.do("certificate.withdrawn", reasons=["0201"])
    found.refresh_from_db()
    assert (found.state, found.result) == ("answered", "measure_taken")
    assert ledger.entry(UUID(found.measures[0])).act == "certificate.withdrawn"
    assert {one.state for one in Reaction.objects.all()} == {"answered"}


@pytest.mark.django_db
def test_what_a_holder_asks_is_a_task_until_it_is_settled(stage: Stage) -> None:
    way = issued(stage)
    way.go("certificate.suspended", *RESTORING[:-1])
    assert told("restoration_applied") == [("restoration_applied", "open", "")]
    assert told("suspension_ending") == [("suspension_ending", "answered", "measure_taken")]
    way.go(RESTORING[-1])
    assert told("restoration_applied") == [("restoration_applied", "answered", "measure_taken")]
    way.go("cancellation.applied")
    way.do("request.refused", kind="cancellation")
    way.go(*CANCELLING)
    assert told("cancellation_asked") == [("cancellation_asked", "answered", "measure_taken")] * 2


@pytest.mark.django_db
def test_nobody_applied_for_the_renewal_until_it_ran_out(stage: Stage) -> None:
    way = issued(stage)
    last = row(way).valid_until
    warned = []
    for days in (91, 90, 61, 60, 30, 1, 0):
        way.watch(last - timedelta(days=days))
        found = Reaction.objects.filter(cause="renewal_open").first()
        warned.append(found.warned if found else None)
    assert warned == [None, 90, 90, 60, 30, 30, 30]
    way.now = clock.moment(last + timedelta(days=1), "00:20")
    way.do("certificate.expired")
    assert told("renewal_open") == [("renewal_open", "answered", "overtaken")]


@pytest.mark.django_db
def test_it_is_escalated_when_it_is_late_and_answered_with_its_measure_or_a_reason(stage: Stage) -> None:
    way = issued(stage)
    way.do("certificate.suspended")
    over = row(way).suspended_until
    assert over
    way.watch(over + timedelta(days=1))
    late = Reaction.objects.get(cause="suspension_over")
    assert late.decide_by
    assert way.watch(late.decide_by) == 0
    assert way.watch(late.decide_by + timedelta(days=1)) == 1
    late.refresh_from_db()
    assert late.escalated_on == late.decide_by + timedelta(days=1)
    strange = str(ledger.entries_for_case(row(way).case_id)[0].uid)
    named = partial(way.answer, late, result="measure_taken", measures=[strange])
    assert refusal(named) == {"still_so", "strange_entry"}
    assert refusal(partial(way.answer, late, who="E002")) >= {"no_post"}
    way.do("certificate.withdrawn", reasons=["0201"])
    assert told("suspension_over") == [("suspension_over", "answered", "measure_taken")]


@pytest.mark.django_db
def test_a_seasonal_stop_is_asked_a_month_before_the_supervision_and_granted(stage: Stage) -> None:
    way = issued(stage)
    with clock.moved(way.now):
        begin_programme(str(ledger.entries_for_case(row(way).case_id)[-1].uid))
    first = clock.legal_date(way.now)
    asked = {
        "from_on": first.isoformat(),
        "until": (first + timedelta(days=300)).isoformat(),
        "words": "订单在下半年。",
        "annuity": True,
    }
    apply = partial(way.do, "stop.applied", who="C001", subject=row(way).pk)
    assert refusal(partial(apply, **{**asked, "annuity": False})) == {"annuity"}
    assert refusal(partial(apply, **{**asked, "until": (first + timedelta(days=400)).isoformat()})) == {
        "period"
    }
    done = apply(**asked)
    with clock.moved(way.now):
        jobs.follow(str(done.uid))
    assert told() == [("stop_asked", "open", "")]
    longer = (first + timedelta(days=301)).isoformat()
    suspended = partial(way.do, "certificate.suspended", reasons=["0208"])
    assert refusal(partial(suspended, until=longer)) == {"longer_than_asked"}
    suspended(until=asked["until"])
    assert told() == [("stop_asked", "answered", "measure_taken")]


@pytest.mark.django_db(transaction=True)
def test_it_is_made_again_from_the_ledger(own_stage: Stage) -> None:
    way = issued(own_stage)
    way.go("certificate.suspended", "restoration.applied")
    way.do("restoration.verified", conforming=False)
    over = row(way).suspended_until
    assert over
    way.watch(over - timedelta(days=5))
    way.watch(over + timedelta(days=1))
    way.watch(over + timedelta(days=30))
    way.do("certificate.withdrawn", reasons=["0201"])
    assert {one.state for one in Reaction.objects.all()} == {"answered"}
    assert compare() == []
