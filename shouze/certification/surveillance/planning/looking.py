"""What the acts on plans are judged by: files read, lines held against the constraints of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.states import WAITING
from shouze.kernel.acts import Doing, of_subject

from . import freezing, inputs
from .checks import PlanFacts, sentence
from .gathering import gather
from .models import Plan, PlanLine
from .settling import settle
from .solver.instance import Instance, Line
from .solver.judging import Broken, judge


def requesting_facts(doing: Doing, subject: None, given: inputs.PlanRequest) -> PlanFacts:
    """Read the frozen instance."""
    try:
        return PlanFacts(freezing.read_instance(given.instance))
    except (freezing.NoPlan, FileNotFoundError):
        return PlanFacts(None)


def drafting_facts(doing: Doing, plan: Plan, given: inputs.PlanDraft) -> PlanFacts:
    """Read the solution and hold it against its instance."""
    try:
        instance, found = freezing.read_instance(plan.instance), freezing.read_solution(given.solution)
    except (freezing.NoPlan, FileNotFoundError):
        return PlanFacts(None)
    return PlanFacts((instance, found), judge(instance, found.lines))


@of_subject
def adopting_facts(doing: Doing, plan: Plan, given: object) -> PlanFacts:
    """Find the lines that do not hold any more on the day of the act, and why."""
    lines = as_lines(plan)
    now = _now(plan, doing.on)
    open_keys = {one.key for one in gather(plan.first, plan.last, doing.on, afresh=True).visits}
    gone = [Broken(one.visit, "unknown_visit") for one in lines if one.visit not in open_keys]
    broken = [*gone, *judge(now, [one for one in lines if one.visit in open_keys])]
    names = {one.key: one.name for one in now.visits}
    why = {one.visit: sentence(one) for one in reversed(broken)}
    dropped = [
        {"visit": key, "name": names.get(key, ""), "zh": words.zh, "en": words.en}
        for key, words in sorted(why.items())
    ]
    return PlanFacts(plan, dropped=dropped)


def recalculating_facts(doing: Doing, plan: Plan, given: inputs.Recalculation) -> PlanFacts:
    """Read the inputs with their new calendar, and what it does to the lines that may still move."""
    try:
        then, new = freezing.read_instance(plan.instance), freezing.read_instance(given.instance)
    except (freezing.NoPlan, FileNotFoundError):
        return PlanFacts(None)
    lines = as_lines(plan, holding=True)
    now = _now(plan, doing.on)
    waiting = Task.objects.filter(pk__in=[one.visit for one in lines], state__in=WAITING)
    free = {str(key) for key in waiting.values_list("pk", flat=True)}
    fixed = {one.visit for one in lines if one.visit not in free or one.first <= doing.on}
    published = replace(now, working=new.working, assumed=new.assumed)
    return PlanFacts((then, new), moved=settle(now, published, lines, fixed))


def changing_facts(doing: Doing, plan: Plan, given: inputs.LineChange) -> PlanFacts:
    """Find the line, and what its change would break that is not broken already."""
    line = PlanLine.objects.filter(plan=plan, pk=given.line).first()
    if line is None or not Task.objects.filter(pk=line.task_id, state__in=WAITING).exists():
        return PlanFacts(None, known=False)
    team = (str(given.leader), *(str(one) for one in given.members if one != given.leader))
    changed = Line(str(line.task_id), given.first, given.last, str(given.leader), team)
    lines = [one for one in as_lines(plan, holding=True) if one.visit != changed.visit]
    now = _now(plan, doing.on)
    before = set(judge(now, lines))
    broken = [one for one in judge(now, [*lines, changed]) if one not in before]
    return PlanFacts(line, broken)


def as_lines(plan: Plan, *, holding: bool = False) -> list[Line]:
    """The lines of a plan, those that still hold only where that is asked."""
    found = plan.lines.filter(holds=True) if holding else plan.lines.all()
    return [
        Line(str(one.task_id), one.first, one.last, str(one.leader_id), tuple(one.team))
        for one in found.order_by("first", "id")
    ]


def _now(plan: Plan, on: date) -> Instance:
    """The plan's instance with the people of today: its own visits, so that regions and journeys stay, and
    its own calendar, which `plan.recalculated` alone puts right.
    """
    then = freezing.read_instance(plan.instance)
    now = gather(plan.first, plan.last, on, afresh=True)
    fresh = {one.key: one for one in now.visits}
    visits: list[Any] = [_renewed(one, fresh.get(one.key)) for one in then.visits]
    return replace(now, visits=tuple(visits), working=then.working, assumed=then.assumed)


def _renewed(then: Any, now: Any) -> Any:
    return replace(now, place=then.place, earliest=then.earliest) if now else then
