"""One step of improvement by CP-SAT: the trips of a week keep their days, and get the crews that cost
least.
"""

from __future__ import annotations

from typing import Any, Final

from .schedule import Schedule, Trip

#: inspectors looked at for a trip beside its crew, the nearest and least loaded first
CANDIDATES: Final = 12
SECONDS: Final = 1.0


def man(schedule: Schedule, week: int, seed: int) -> bool:
    """Give the trips of a week new crews; say whether the plan got cheaper."""
    trips = [trip for trip in schedule.all_trips() if trip.week == week]
    before = schedule.cost()
    schedule.keep()
    for trip in trips:
        schedule.take(trip)
    crews = _solve(schedule, week, trips, seed) if trips else None
    for trip, crew in zip(trips, crews or [], strict=False):
        again = schedule.fit(week, trip.region, crew, trip.visits)
        if again is None:
            break
        schedule.put(again)
    if crews and not any(visit in schedule.left for trip in trips for visit in trip.visits):
        if schedule.cost() < before:
            return True
    schedule.undo()
    return False


def _able(schedule: Schedule, trip: Trip, one: int) -> bool:
    """Whether an inspector may be a member on all days of a trip, its travel among them."""
    frame = schedule.frame
    out, back = frame.travel[one][trip.region]
    size = len(frame.weeks[trip.week].days)
    if trip.start < out or trip.start + trip.length + back > size:
        return False
    bits = schedule.need(trip, one)
    if bits & ~frame.present[one][trip.week] or bits & schedule.busy[one][trip.week]:
        return False
    site = ((1 << trip.length) - 1) << trip.start
    day = frame.weeks[trip.week].days[trip.start]
    return all(
        not site & ~frame.masks(visit, one, trip.week)[0] and frame.independent(visit, one, day)
        for visit in trip.visits
    )


def _leads(schedule: Schedule, trip: Trip, one: int, visit: int) -> bool:
    site = ((1 << trip.length) - 1) << trip.start
    return not site & ~schedule.frame.masks(visit, one, trip.week)[1] and schedule.may_lead(visit, one)


def _solve(schedule: Schedule, week: int, trips: list[Trip], seed: int) -> list[tuple[int, ...]] | None:
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    chosen: list[dict[int, Any]] = []
    mine: dict[int, list[tuple[Trip, Any]]] = {}
    for trip in trips:
        row = {one: model.NewBoolVar("") for one in _candidates(schedule, trip)}
        for one, variable in row.items():
            model.AddHint(variable, one in trip.crew)
            mine.setdefault(one, []).append((trip, variable))
        model.Add(sum(row.values()) == len(trip.crew))
        for visit in trip.visits:
            model.AddBoolOr([row[one] for one in row if _leads(schedule, trip, one, visit)])
        chosen.append(row)
    costs = [part for one, parts in mine.items() for part in _cost(schedule, model, week, one, parts)]
    model.Minimize(sum(costs))
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = SECONDS
    if solver.Solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [
        _crew(trip, [one for one in row if solver.Value(row[one])])
        for trip, row in zip(trips, chosen, strict=True)
    ]


def _crew(trip: Trip, chosen: list[int]) -> tuple[int, ...]:
    """A crew with those first who led before, so that leaders change as little as may be."""
    return tuple(sorted(chosen, key=lambda one: (one not in trip.leaders, one)))


def _candidates(schedule: Schedule, trip: Trip) -> list[int]:
    frame = schedule.frame
    able = [one for one in range(len(frame.inspectors)) if _able(schedule, trip, one)]
    able.sort(key=lambda one: (schedule.added(trip.week, trip.region, (one,), trip.length), one))
    leading = [
        [one for one in able if _leads(schedule, trip, one, visit)][: CANDIDATES // 3]
        for visit in trip.visits
    ]
    return sorted({*able[:CANDIDATES], *trip.crew, *(one for row in leading for one in row)})


def _cost(schedule: Schedule, model: Any, week: int, one: int, parts: list[tuple[Trip, Any]]) -> list[Any]:
    """An inspector's trips do not overlap, stay within his month, and cost travel and load over his share."""
    frame, settings = schedule.frame, schedule.frame.settings
    for day in range(len(frame.weeks[week].days)):
        on_it = [variable for trip, variable in parts if schedule.need(trip, one) >> day & 1]
        if len(on_it) > 1:
            model.AddAtMostOne(on_it)
    days = sum(variable * schedule.need(trip, one).bit_count() for trip, variable in parts)
    month = frame.month_of[week]
    model.Add(days <= settings.days_a_month - schedule.month[one][month])
    over = model.NewIntVar(0, 10_000, "")
    model.Add(over >= days + schedule.load[one] - frame.fair[one])
    travel = sum(variable * sum(frame.travel[one][trip.region]) for trip, variable in parts)
    return [travel * settings.travel, over * settings.unfair]
