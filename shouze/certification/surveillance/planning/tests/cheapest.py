"""The cheapest plan of a few visits, by one model that knows every trip there can be: slow, and apart from
the solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, permutations
from typing import Any

from shouze.certification.surveillance.planning.solver.accounting import account
from shouze.certification.surveillance.planning.solver.frame import Frame, weeks_of
from shouze.certification.surveillance.planning.solver.instance import Instance, Line
from shouze.certification.surveillance.planning.solver.judging import judge
from shouze.certification.surveillance.planning.solver.places import kilometres, travel

WEEKS, VISITS, PEOPLE = 3, 3, 4


@dataclass(frozen=True, slots=True)
class _Trip:
    """The lines of a trip, what it costs but for load, and who is away on which days."""

    lines: tuple[Line, ...]
    cost: int
    away: dict[str, tuple[date, ...]]


def few(instance: Instance) -> Instance:
    """So small a part of an instance that every trip of it can be listed."""
    working = tuple(day for week in weeks_of(instance.working)[:WEEKS] for day in week.days)
    visits, people = instance.visits[:VISITS], instance.inspectors[:PEOPLE]
    return replace(instance, last=working[-1], working=working, visits=visits, inspectors=people)


def cheapest(instance: Instance) -> int:
    """What the cheapest plan costs; rotation is left to the lines of each trip."""
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    frame, settings, costs = Frame(instance), instance.settings, []
    trips = [(one, model.NewBoolVar("")) for one in _trips(instance)]
    costs += [one.cost * chosen for one, chosen in trips]
    for visit in instance.visits:
        left = model.NewBoolVar("")
        model.AddExactlyOne([left, *(x for one, x in trips if any(v.visit == visit.key for v in one.lines))])
        costs.append(settings.left_out * left)
    for n, person in enumerate(instance.inspectors):
        mine = [(one.away[person.key], chosen) for one, chosen in trips if person.key in one.away]
        for day in instance.working:
            model.AddAtMostOne([chosen for days, chosen in mine if day in days])
        months = {frame.weeks[week].month for week in range(len(frame.weeks))}
        for month in months:
            of = [len(days) * chosen for days, chosen in mine if _month(frame, days[0]) == month]
            model.Add(sum(of) <= settings.days_a_month)
        over = model.NewIntVar(0, 1000, "")
        model.Add(over >= sum(len(days) * chosen for days, chosen in mine) - frame.fair[n])
        costs.append(settings.unfair * over)
    model.Minimize(sum(costs))
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.Solve(model) == cp_model.OPTIMAL
    return int(solver.ObjectiveValue())


def _month(frame: Frame, day: date) -> tuple[int, int]:
    return next(week.month for week in frame.weeks if day in week.days)


def _trips(instance: Instance) -> Iterator[_Trip]:
    """Every trip that breaks no constraint by itself."""
    frame = Frame(instance)
    for size in range(1, len(instance.visits) + 1):
        for order in permutations(range(len(instance.visits)), size):
            alike = {(frame.region[one], instance.visits[one].team) for one in order}
            if len(alike) == 1:
                yield from _of(instance, frame, order)


def _of(instance: Instance, frame: Frame, order: tuple[int, ...]) -> Iterator[_Trip]:
    team = instance.visits[order[0]].team
    length = sum(instance.visits[one].length for one in order)
    for week in frame.weeks:
        for start in range(len(week.days) - length + 1):
            for crew in combinations(instance.inspectors, team):
                keys = [one.key for one in crew]
                trip = _trip(instance, frame, order, week.days[start : start + length], keys)
                if trip:
                    yield trip


def _trip(
    instance: Instance, frame: Frame, order: tuple[int, ...], days: tuple[date, ...], crew: list[str]
) -> _Trip | None:
    lines: list[Line] = []
    start = 0
    for one in order:
        visit = instance.visits[one]
        there = days[start : start + visit.length]
        start += visit.length
        led = [Line(visit.key, there[0], there[-1], leader, tuple(crew)) for leader in crew]
        good = next((line for line in led if not judge(instance, [*lines, line])), None)
        if good is None:
            return None
        lines.append(good)
    whole = account(instance, lines)
    settings = instance.settings
    cost = settings.travel * whole.travel + settings.late * whole.late
    place = frame.centres[frame.region[order[0]]]
    at = {day: n for n, day in enumerate(instance.working)}
    people = {one.key: one for one in instance.inspectors}
    away = {}
    for key in crew:
        out, back = travel(kilometres(people[key].place, place), settings.steps)
        away[key] = instance.working[at[days[0]] - out : at[days[-1]] + back + 1]
    return _Trip(tuple(lines), cost, away)
