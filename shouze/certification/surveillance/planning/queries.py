"""Readers of yearly plans, for the pages."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from shouze.resources.people.models import Person

from .calendar import is_published
from .models import Plan, PlanLine, Run


@dataclass(frozen=True, slots=True)
class Load:
    """What an inspector does in a plan: lines and days on site by month ("2026-03"), and together."""

    person: uuid.UUID
    name: str
    lines: Sequence[PlanLine]
    days: int
    led: int
    by_month: Mapping[str, int]


def plans() -> QuerySet[Plan]:
    """All plans, the latest first."""
    return Plan.objects.order_by("-requested_on", "-number")


def find_plan(plan: uuid.UUID) -> Plan | None:
    """Return the plan with that id, or None."""
    return Plan.objects.filter(pk=plan).first()


def to_recalculate() -> list[Plan]:
    """The plans that rest on an assumed calendar of a year whose calendar is published by now."""
    found = Plan.objects.filter(state__in=("drafted", "adopted")).exclude(assumed=[])
    return [one for one in found.order_by("number") if any(is_published(year) for year in one.assumed)]


def find_run(plan: uuid.UUID) -> Run | None:
    """Return how far the working out of a plan is; None before it began and after it ended."""
    return Run.objects.filter(pk=plan).first()


def lines(plan: uuid.UUID) -> QuerySet[PlanLine]:
    """The lines of a plan, by day."""
    return PlanLine.objects.filter(plan_id=plan).order_by("first", "name", "id")


def lines_of(plan: uuid.UUID, person: uuid.UUID) -> QuerySet[PlanLine]:
    """The lines of a plan in whose team a person is, by day."""
    return lines(plan).filter(team__contains=[str(person)])


def find_line(plan: uuid.UUID, line: str) -> PlanLine | None:
    """Return the line of a plan with that id, or None, also for what is no id."""
    try:
        return PlanLine.objects.filter(plan_id=plan, pk=uuid.UUID(line)).first()
    except ValueError:
        return None


def earlier(plan: Plan) -> Plan | None:
    """The last plan that was adopted before this one; None for none."""
    found = Plan.objects.filter(state="adopted", number__lt=plan.number)
    return found.order_by("-adopted_on", "-number").first()


def names_in(found: Sequence[PlanLine]) -> dict[uuid.UUID, str]:
    """The names of everybody in the teams of lines; one query."""
    people = {uuid.UUID(one) for line in found for one in line.team}
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))


def loads(found: Sequence[PlanLine], working: Mapping[date, int]) -> list[Load]:
    """What each inspector does, by name; ``working`` numbers the working days."""
    names, of = names_in(found), defaultdict(list)
    for line in found:
        for one in line.team:
            of[uuid.UUID(one)].append(line)
    return sorted(
        (_load(person, names.get(person, ""), mine, working) for person, mine in of.items()),
        key=lambda one: (one.name, one.person),
    )


def _load(person: uuid.UUID, name: str, mine: Sequence[PlanLine], working: Mapping[date, int]) -> Load:
    by_month: dict[str, int] = defaultdict(int)
    for line in mine:
        by_month[f"{line.first:%Y-%m}"] += length(line, working)
    led = sum(1 for line in mine if line.leader_id == person)
    return Load(person, name, mine, sum(by_month.values()), led, dict(by_month))


def length(line: PlanLine, working: Mapping[date, int]) -> int:
    """Working days that a line takes."""
    if line.first in working and line.last in working:
        return working[line.last] - working[line.first] + 1
    return (line.last - line.first).days + 1
