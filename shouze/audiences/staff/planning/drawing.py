"""What the page of a plan draws and lists: loads of inspectors over the year, months, differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shouze.certification.surveillance.planning.models import Plan, PlanLine
from shouze.certification.surveillance.planning.queries import Load


@dataclass(frozen=True, slots=True)
class Bar:
    """A visit on an inspector's row: where it begins and how long, in thousandths of the plan's days."""

    left: int
    width: int
    late: bool
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """An inspector's row: his load, and his visits as bars."""

    load: Load
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a plan, with the share of the busiest one in per cent."""

    first: date
    visits: int
    person_days: int
    late: int
    share: int


def rows(plan: Plan, loads: Sequence[Load]) -> list[Row]:
    """Every inspector's row."""
    days = (plan.last - plan.first).days + 1
    return [Row(one, [_bar(plan, line, days) for line in one.lines]) for one in loads]


def _bar(plan: Plan, line: PlanLine, days: int) -> Bar:
    left = 1000 * (line.first - plan.first).days // days
    width = max(4, 1000 * ((line.last - line.first).days + 1) // days)
    return Bar(left, width, line.last > line.due_on, f"{line.name} {line.first}–{line.last}")


def ticks(plan: Plan) -> Iterator[tuple[int, date]]:
    """Where each month of a plan begins, in thousandths."""
    days = (plan.last - plan.first).days + 1
    day = plan.first
    while day <= plan.last:
        yield 1000 * (day - plan.first).days // days, day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months(lines: Sequence[PlanLine]) -> list[Month]:
    """Visits, person-days on site and late visits by month."""
    found: dict[date, list[PlanLine]] = defaultdict(list)
    for line in lines:
        found[line.first.replace(day=1)].append(line)
    most = max((len(one) for one in found.values()), default=1)
    return [_month(first, found[first], most) for first in sorted(found)]


def _month(first: date, lines: Sequence[PlanLine], most: int) -> Month:
    days = sum(((one.last - one.first).days + 1) * len(one.team) for one in lines)
    late = sum(1 for one in lines if one.last > one.due_on)
    return Month(first, len(lines), days, late, 100 * len(lines) // most)


def figures(plan: Plan, words: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of a plan: what is planned, what it costs, and how near it is to the cheapest one."""
    shown: list[dict[str, Any]] = [
        {"words": words["planned"], "value": f"{plan.planned} / {plan.visits}"},
        {"words": words["left"], "value": len(plan.left), "tone": "warn" if plan.left else "good"},
    ]
    if plan.cost is not None:
        shown += [
            {"words": words["travel"], "value": plan.travel},
            {"words": words["late"], "value": plan.late, "tone": "warn" if plan.late else ""},
            {"words": words["over"], "value": plan.over},
            {"words": words["cost"], "value": _number(plan.cost)},
            {"words": words["bound"], "value": _number(plan.bound)},
            {"words": words["gap"], "value": f"{plan.gap or 0:.1f}%"},
            {"words": words["greedy"], "value": _number(plan.greedy)},
        ]
    return shown


def _number(value: int | None) -> str:
    return "—" if value is None else f"{value:,}"
