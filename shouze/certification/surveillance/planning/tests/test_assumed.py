"""A year whose calendar is not published is planned on an assumed one, that says so and is put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.planning import calendar, freezing
from shouze.certification.surveillance.planning.gathering import gather
from shouze.certification.surveillance.planning.jobs import take_up_calendar
from shouze.certification.surveillance.planning.models import Plan, PlanLine
from shouze.certification.surveillance.planning.settling import settle
from shouze.certification.surveillance.planning.solver.instance import Instance, Line
from shouze.certification.surveillance.planning.solver.judging import judge
from shouze.certification.surveillance.planning.solver.solving import solve
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import perform
from shouze.kernel.acts.replay import compare
from shouze.resources.people.queries import MACHINE

from .test_plan import Planning, planning

__all__ = ["planning"]
UNKNOWN = 2027
#: Labour Day of 2025: Monday the 5th was moved for it, so nobody travels then
MOVED, TUESDAY = date(2025, 5, 5), date(2025, 5, 6)


def test_every_holiday_of_the_law_is_one_of_the_published_calendar_too() -> None:
    named = [date.fromisoformat(one.code) for one in rulebook.codes(calendar.DAYS, on=date(2028, 1, 1))]
    published = [day for day in named if calendar.is_published(day.year)]
    assert len(published) >= 26
    assert not any(clock.is_working_day(day) for day in published)
    assert {day.year for day in named} >= {UNKNOWN, UNKNOWN + 1}


def test_a_year_that_is_not_published_is_assumed_and_named_and_deadlines_go_on_refusing() -> None:
    days, assumed = calendar.working_days(date(2026, 12, 28), date(UNKNOWN, 1, 8))
    assert assumed == [UNKNOWN] == calendar.unpublished(date(2026, 12, 28), date(UNKNOWN, 1, 8))
    assert date(UNKNOWN, 1, 1) not in days and date(UNKNOWN, 1, 4) in days and date(UNKNOWN, 1, 2) not in days
    with pytest.raises(clock.CalendarNotPublished):
        clock.add_working_days(date(2026, 12, 31), 1)
    # Nothing is guessed where the law's own holidays are not on record.
    assert calendar.working_days(date(2099, 1, 1), date(2099, 12, 31)) == ([], [])


def _on_assumption(planning: Planning) -> Instance:
    """The inputs as they would be, had the calendar of the year not been published."""
    first, last = planning.days
    known = gather(first, last, planning.now.date())
    working, assumed = calendar.working_days(first, last, [first.year])
    return replace(known, working=tuple(working), assumed=tuple(assumed))


def _drafted(planning: Planning, first: date) -> Plan:
    """A plan on the assumed calendar, its one visit on two days from ``first``."""
    instance = _on_assumption(planning)
    digest = freezing.freeze_instance(instance, at=planning.now, person=MACHINE)
    given = {"first": instance.first, "last": instance.last, "instance": digest}
    person = planning.person("E007")
    plan = perform("plan.requested", by=person, given=given).subject
    found = solve(instance, rounds=1)
    (line,) = found.lines
    at = instance.working.index(first)
    last = instance.working[at + instance.visits[0].length - 1]
    solution = freezing.Found((replace(line, first=first, last=last),), (), 0, 0, 0, 0, 0, 0)
    by_hand = freezing.freeze_solution(solution, at=planning.now, person=MACHINE)
    perform("plan.drafted", by=person, subject=plan, given={"solution": by_hand})
    return Plan.objects.get(pk=plan)


@pytest.mark.django_db
def test_what_a_published_calendar_breaks_is_listed_and_moved_to_the_nearest_days(planning: Planning) -> None:
    Task.objects.filter(pk=planning.task.pk).update(due_on=MOVED + timedelta(days=20))
    with clock.moved(planning.now):
        plan = _drafted(planning, TUESDAY)
        assert plan.assumed == [2025]
        perform("plan.adopted", by=planning.person("E007"), subject=plan.pk)
        assert Task.objects.get(pk=planning.task.pk).planned_from == TUESDAY
        take_up_calendar(0)
        plan, line = Plan.objects.get(pk=plan.pk), PlanLine.objects.get()
        assert plan.assumed == [] and len(plan.affected) == 1
        assert "路途" in plan.affected[0]["zh"] and str(TUESDAY) in plan.affected[0]["en"]
        assert line.holds and line.first == TUESDAY + timedelta(days=1)
        assert Task.objects.get(pk=planning.task.pk).planned_from == line.first
        assert (
            freezing.read_instance(plan.instance).working == gather(*planning.days, plan.requested_on).working
        )
        take_up_calendar(0)
        assert len(Plan.objects.get(pk=plan.pk).affected) == 1


def _recalculate(plan: Plan, instance: Instance) -> None:
    digest = freezing.freeze_instance(instance, at=clock.now(), person=MACHINE)
    perform("plan.recalculated", by=MACHINE, subject=plan.pk, given={"instance": digest})


@pytest.mark.django_db
def test_the_inputs_must_say_what_they_assume_and_nothing_else_may_change(planning: Planning) -> None:
    first, last = date(2025, 1, 1), date(UNKNOWN, 3, 31)
    with clock.moved(planning.now):
        honest = gather(first, last, planning.now.date())
        silent = replace(honest, assumed=())
        person, given = planning.person("E007"), {"first": first, "last": last}

        def asked(instance: Instance) -> None:
            digest = freezing.freeze_instance(instance, at=planning.now, person=person)
            perform("plan.requested", by=person, given={**given, "instance": digest})

        assert honest.assumed == (UNKNOWN,)
        assert refusal(lambda: asked(silent)) == {"calendar_not_published"}
        asked(honest)
        plan = _drafted(planning, TUESDAY - timedelta(days=40))
        later = freezing.read_instance(plan.instance)
        for wrong in (later, replace(later, assumed=()), replace(later, assumed=(), inspectors=())):
            assert refusal(partial(_recalculate, plan, wrong)) == {"other_inputs"}
        take_up_calendar(0)
        assert Plan.objects.get(pk=plan.pk).assumed == []
        assert compare() == []


@pytest.mark.django_db
def test_a_line_without_days_left_loses_its_place_and_one_under_way_stays(planning: Planning) -> None:
    Task.objects.filter(pk=planning.task.pk).update(due_on=MOVED + timedelta(days=20))
    with clock.moved(planning.now):
        then = _on_assumption(planning)
        (visit,), team = then.visits, tuple(one.key for one in then.inspectors[:2])
        days, _ = calendar.working_days(then.first, then.last)
        line = Line(visit.key, TUESDAY, TUESDAY + timedelta(days=visit.length - 1), team[0], team)
        narrow = replace(visit, earliest=TUESDAY, due=line.last - timedelta(days=then.settings.grace))
        then = replace(then, visits=(narrow,))
        now = replace(then, working=tuple(days), assumed=())
        assert judge(then, [line]) == []
        (gone,) = settle(then, now, [line], ())
        assert (gone.first, gone.fixed) == (None, False)
        (stays,) = settle(then, now, [line], {visit.key})
        assert (stays.first, stays.fixed) == (None, True)
        assert "核对" in stays.as_json("厂")["zh"] and "没有可行" in gone.as_json("厂")["zh"]
