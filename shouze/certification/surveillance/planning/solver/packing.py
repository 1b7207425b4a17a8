"""One step of improvement: the visits of a region over the whole year are packed anew into whole trips.

What costs there is taken out of the plan; the trips that matter are generated (`columns`) with everybody's
days as the rest of the plan leaves them; each gets the cheapest crews with which it fits, and CP-SAT chooses
among them and the trips that were there. What comes out is kept only where the plan got cheaper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any, Final

import numpy as np

from .columns import POINT, Column, Part, Whole, generate, rooms
from .greedy import fill
from .schedule import Schedule, Trip

#: trips that are chosen among, crews of each, inspectors looked at for them with the same specialities, and
#: trips of its own for each visit
COLUMNS, CREWS, ALIKE, ALONE = 2000, 3, 3, 4
#: crews of a trip that are tried, until enough of them fit
TRIED: Final = 24
#: effort of CP-SAT, in its own deterministic seconds
SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class _Way:
    """How a step goes: its seed, and what a day away costs each inspector where that is fixed."""

    seed: int
    prices: Whole | None


@dataclass(frozen=True, slots=True)
class _Choice:
    """A trip that would fit, and what it costs as the rest of the plan is."""

    trip: Trip
    cost: int


def pack(schedule: Schedule, region: int, seed: int, prices: Whole | None = None) -> bool:
    """Pack anew what costs something in a region, and what is left out there; say whether the plan got
    cheaper. With ``prices`` (thousandths of a point a day away, by inspector) load costs these instead of
    what is beyond the fair share: so those whom many regions need are kept for where they are needed most.
    """
    before = _total(schedule, prices)
    schedule.keep()
    trips = [
        trip
        for week in range(len(schedule.frame.weeks))
        for trip in schedule.trips.get((region, week), ())
        if _costs(schedule, trip, prices)
    ]
    left = [one for one in sorted(schedule.left) if schedule.frame.region[one] == region]
    for trip in trips:
        schedule.take(trip)
    visits = sorted([*left, *(one for trip in trips for one in trip.visits)])
    for team in sorted({schedule.frame.visits[one].team for one in visits}):
        there = [trip for trip in trips if len(trip.crew) == team]
        of = [one for one in visits if schedule.frame.visits[one].team == team]
        _choose(schedule, Part(schedule.frame, region, of), there, _Way(seed, prices))
    fill(schedule, [one for one in visits if one in schedule.left])
    if _total(schedule, prices) < before:
        return True
    schedule.undo()
    return False


def _total(schedule: Schedule, prices: Whole | None) -> int:
    """What the plan costs, load at ``prices`` where there are any."""
    if prices is None:
        return POINT * schedule.cost()
    loads = int((prices * np.array(schedule.load)).sum())
    return POINT * schedule.cost(load=False) + loads


def _costs(schedule: Schedule, trip: Trip, prices: Whole | None) -> bool:
    """Whether a trip costs travel, lateness, or load."""
    if schedule.lateness(trip):
        return True
    return any(
        sum(schedule.frame.travel[one][trip.region])
        or schedule.over(one)
        or (prices is not None and prices[one])
        for one in trip.crew
    )


def _choose(schedule: Schedule, part: Part, trips: list[Trip], way: _Way) -> None:
    """Put the cheapest set of trips for a part's visits."""
    frame = schedule.frame
    free = [
        [there & ~taken for there, taken in zip(*rows, strict=True)]
        for rows in zip(frame.present, schedule.busy, strict=True)
    ]
    price, room = way.prices if way.prices is not None else _prices(schedule), rooms(free)
    alone = part.alone(price, room)
    crew = part.crews(price, room)
    columns, values = generate(part, crew, frame.settings.left_out)
    profit = {one: part.cost(one, crew) - int(values[list(one.visits)].sum()) for one in columns}
    columns.sort(key=lambda one: (profit[one], one.week, one.visits))
    columns = [*part.singles(crew, ALONE), *columns[:COLUMNS]]
    choices = [
        _Choice(trip, _cost(schedule, price, trip))
        for column in columns
        for trip in islice(_fitting(schedule, part, column, alone), CREWS)
    ]
    choices += [_Choice(trip, _cost(schedule, price, trip)) for trip in trips]
    for trip in _solved(schedule, choices, part.visits, len(trips), way.seed):
        visits = [one for one in trip.visits if one in schedule.left]
        again = schedule.fit(trip.week, trip.region, trip.crew, visits) if visits else None
        if again:
            schedule.put(again)


def _prices(schedule: Schedule) -> Whole:
    """What a day away costs each inspector's load: nothing below his share."""
    unfair = POINT * schedule.frame.settings.unfair
    people = range(len(schedule.load))
    return np.array([unfair if schedule.load[one] >= schedule.frame.fair[one] else 0 for one in people])


def _cost(schedule: Schedule, price: Whole, trip: Trip) -> int:
    settings, cost = schedule.frame.settings, 0
    for one in trip.crew:
        way = sum(schedule.frame.travel[one][trip.region])
        cost += POINT * settings.travel * way + int(price[one]) * (way + trip.length)
    return cost + POINT * settings.late * schedule.lateness(trip)


def _fitting(schedule: Schedule, part: Part, column: Column, alone: Whole) -> Iterator[Trip]:
    """The trip with the cheapest crews with which it fits."""
    visits = [part.visits[n] for n in column.visits]
    for crew in islice(_crews(part, column, alone[:, column.week, column.days - 1]), TRIED):
        trip = schedule.fit(column.week, part.region, crew, visits)
        if trip:
            yield trip


def _crews(part: Part, column: Column, alone: Whole) -> list[tuple[int, ...]]:
    """Crews that hold what a trip asks, the cheapest first; of those who hold the same, only a few."""
    alike: dict[int, list[int]] = {}
    for one in np.argsort(alone, kind="stable"):
        held = int(part.holds[one]) & column.asks
        if alone[one] < POINT * part.frame.settings.left_out and len(alike.setdefault(held, [])) < ALIKE:
            alike[held].append(int(one))
    people = sorted(one for some in alike.values() for one in some)
    found = []
    for crew in combinations(people, part.team):
        held = 0
        for one in crew:
            held |= int(part.holds[one])
        if not column.asks & ~held:
            found.append((int(alone[list(crew)].sum()), crew))
    return [crew for _, crew in sorted(found)]


def _solved(
    schedule: Schedule, choices: list[_Choice], visits: list[int], there: int, seed: int
) -> list[Trip]:
    """The cheapest choice that covers every visit, or leaves it out; nobody on two trips in a week."""
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    taken = [model.NewBoolVar("") for _ in choices]
    of: dict[int, list[Any]] = {visit: [] for visit in visits}
    mine: dict[tuple[int, int], list[Any]] = {}
    for n, (one, variable) in enumerate(zip(choices, taken, strict=True)):
        model.AddHint(variable, n >= len(choices) - there)
        for visit in one.trip.visits:
            of[visit].append(variable)
        for member in one.trip.crew:
            mine.setdefault((member, one.trip.week), []).append(variable)
    for together in mine.values():
        model.AddAtMostOne(together)
    _months(schedule, model, choices, taken)
    costs = [one.cost // 10 * variable for one, variable in zip(choices, taken, strict=True)]
    for variables in of.values():
        left = model.NewBoolVar("")
        model.AddBoolOr([*variables, left])
        costs.append(POINT // 10 * schedule.frame.settings.left_out * left)
    model.Minimize(sum(costs))
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = SECONDS
    if solver.Solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [one.trip for one in choices[len(choices) - there :]]
    chosen = [one for one, variable in zip(choices, taken, strict=True) if solver.Value(variable)]
    # A visit that two trips cover goes with the first of them, the fuller one.
    return [one.trip for one in sorted(chosen, key=lambda one: (-len(one.trip.visits), one.trip.week))]


def _months(schedule: Schedule, model: Any, choices: list[_Choice], taken: list[Any]) -> None:
    """Nobody is out on more days of a month than the rule allows."""
    frame = schedule.frame
    out: dict[tuple[int, int], list[Any]] = {}
    for one, variable in zip(choices, taken, strict=True):
        for member in one.trip.crew:
            days = schedule.need(one.trip, member).bit_count()
            out.setdefault((member, frame.month_of[one.trip.week]), []).append(days * variable)
    for (member, month), together in out.items():
        model.Add(sum(together) <= frame.settings.days_a_month - schedule.month[member][month])
