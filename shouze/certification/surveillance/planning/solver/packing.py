"""One step of improvement by CP-SAT: the visits of a region over some weeks are packed anew into trips.

The trips that are there, and some crews beside them, are bins; each visit goes into one of them or is left
out. What comes out is put through `Schedule.fit`, which holds every constraint, and is kept only where the
plan got cheaper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .frame import Frame
from .greedy import crews, fill
from .instance import Visit
from .schedule import Schedule, Trip

#: visits that one step packs at most, and seconds that it may take
MOST, SECONDS = 48, 2.0


@dataclass(slots=True)
class _Bin:
    """A crew that could be in the region in a week, for so many days on site from a day on."""

    week: int
    crew: tuple[int, ...]
    start: int
    room: int
    there: Trip | None
    visits: list[tuple[int, Any]] = field(default_factory=list)
    opened: Any = None


def pack(schedule: Schedule, region: int, turn: int, seed: int) -> bool:
    """Pack anew what costs travel in a region, and what is left out there: all of it, or a part by ``turn``
    where that is too much; say whether the plan got cheaper.
    """
    frame = schedule.frame
    trips = [
        trip
        for week in range(len(frame.weeks))
        for trip in schedule.trips.get((region, week), ())
        if any(sum(frame.travel[one][region]) for one in trip.crew)
    ]
    left = [one for one in sorted(schedule.left) if frame.region[one] == region][:MOST]
    trips = _part(trips, turn, MOST - len(left))
    visits = [visit for trip in trips for visit in trip.visits] + left
    if len(trips) + len(left) < 2:  # noqa: PLR2004  one trip cannot be packed into fewer
        return False
    bins = _bins(schedule, trips, visits)
    packed = _solve(schedule, region, visits, bins, seed)
    return packed is not None and _try(schedule, region, trips, packed)


def _part(trips: list[Trip], turn: int, most: int) -> list[Trip]:
    """So many visits' trips, the weeks of the year in turns."""
    total = sum(len(trip.visits) for trip in trips)
    if total <= most:
        return trips
    start = turn * len(trips) // 3 % len(trips)
    found: list[Trip] = []
    for trip in trips[start:] + trips[:start]:
        if sum(len(one.visits) for one in found) + len(trip.visits) > most:
            break
        found.append(trip)
    return found


def _bins(schedule: Schedule, trips: list[Trip], visits: list[int]) -> list[_Bin]:
    """Where visits may go: the trips that are there, and a few cheap crews in each week in which a window
    ends or a trip is.
    """
    frame, region = schedule.frame, schedule.frame.region[visits[0]]
    found = []
    for trip in trips:
        schedule.take(trip)
        start, room = _room(schedule, trip.week, trip.region, trip.crew)
        schedule.put(trip)
        found.append(_Bin(trip.week, trip.crew, start, room, trip))
    kinds = {(frame.visits[one].speciality, frame.visits[one].team): one for one in visits}
    weeks = {trip.week for trip in trips} | {_last_week(frame, one) for one in visits}
    seen = {(one.week, one.crew) for one in found}
    for week in sorted(weeks):
        for visit in kinds.values():
            for _, crew in islice(crews(schedule, visit, week), 2):
                start, room = _room(schedule, week, region, crew)
                if room and (week, crew) not in seen:
                    seen.add((week, crew))
                    found.append(_Bin(week, crew, start, room, None))
    return found


def _last_week(frame: Frame, visit: int) -> int:
    """The last week that ends before a visit is late, or the first of its window."""
    window = frame.window(visit)
    return max(
        (n for n, _ in window if frame.weeks[n].days[-1] <= frame.visits[visit].due), default=window[0][0]
    )


def _room(schedule: Schedule, week: int, region: int, crew: tuple[int, ...]) -> tuple[int, int]:
    """The longest stretch of days on site that a crew has for a region in a week: first day and length."""
    frame = schedule.frame
    size = len(frame.weeks[week].days)
    best = (0, 0)
    for start in range(size):
        for length in range(best[1] + 1, size - start + 1):
            if all(_free(schedule, one, week, region, start, length) for one in crew):
                best = (start, length)
            else:
                break
    return best


def _free(schedule: Schedule, one: int, week: int, region: int, start: int, length: int) -> bool:
    frame = schedule.frame
    out, back = frame.travel[one][region]
    if start < out or start + length + back > len(frame.weeks[week].days):
        return False
    bits = ((1 << length + out + back) - 1) << start - out
    return not (bits & ~frame.present[one][week] or bits & schedule.busy[one][week])


def _fits(schedule: Schedule, visit: int, one: _Bin) -> bool:
    frame = schedule.frame
    wanted: Visit = frame.visits[visit]
    if len(one.crew) != wanted.team or wanted.length > one.room:
        return False
    bits = ((1 << one.room) - 1) << one.start
    day = frame.weeks[one.week].days[one.start]
    if bits & ~frame.window_in(visit, one.week):
        return False
    able = all(
        not bits & ~frame.masks(visit, member, one.week)[0] and frame.independent(visit, member, day)
        for member in one.crew
    )
    return able and any(
        not bits & ~frame.masks(visit, member, one.week)[1] and schedule.may_lead(visit, member)
        for member in one.crew
    )


def _solve(
    schedule: Schedule, region: int, visits: list[int], bins: list[_Bin], seed: int
) -> list[tuple[_Bin, list[int]]] | None:
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    settings, costs, frame = schedule.frame.settings, [], schedule.frame
    placed: dict[int, list[Any]] = {visit: [] for visit in visits}
    for one in bins:
        for visit in visits:
            if (one.there and visit in one.there.visits) or _fits(schedule, visit, one):
                chosen = model.NewBoolVar("")
                model.AddHint(chosen, bool(one.there and visit in one.there.visits))
                one.visits.append((visit, chosen))
                placed[visit].append(chosen)
                late = frame.late(visit, frame.weeks[one.week].days[one.start + one.room - 1])
                costs.append(chosen * (settings.late * late))
        costs += _opened(schedule, model, region, one)
    _apart(schedule, model, bins)
    for chosen in placed.values():
        left = model.NewBoolVar("")
        model.AddExactlyOne([*chosen, left])
        costs.append(left * settings.left_out)
    model.Minimize(sum(costs))
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = SECONDS
    if solver.Solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    packed = [(one, [visit for visit, chosen in one.visits if solver.Value(chosen)]) for one in bins]
    return [(one, found) for one, found in packed if found]


def _opened(schedule: Schedule, model: Any, region: int, one: _Bin) -> list[Any]:
    """A bin is opened when a visit goes into it; opened, it costs its crew's travel."""
    frame, opened = schedule.frame, model.NewBoolVar("")
    lengths = [chosen * frame.visits[visit].length for visit, chosen in one.visits]
    model.Add(sum(lengths) <= max(one.room, one.there.length if one.there else 0) * opened)
    one.opened = opened
    travel = sum(sum(frame.travel[member][region]) for member in one.crew)
    return [opened * (frame.settings.travel * travel)]


def _apart(schedule: Schedule, model: Any, bins: list[_Bin]) -> None:
    """Nobody goes on two trips in a week here; what is there already stays possible."""
    mine: dict[tuple[int, int], list[_Bin]] = {}
    for one in bins:
        for member in one.crew:
            mine.setdefault((member, one.week), []).append(one)
    for together in mine.values():
        new = [one.opened for one in together if one.there is None]
        for one in together:
            if one.there is not None and new:
                model.AddAtMostOne([one.opened, *new])
        if len(new) > 1:
            model.AddAtMostOne(new)


def _try(schedule: Schedule, region: int, trips: list[Trip], packed: list[tuple[_Bin, list[int]]]) -> bool:
    before = schedule.cost()
    schedule.keep()
    for trip in trips:
        schedule.take(trip)
    for one, visits in packed:
        trip_now = schedule.fit(one.week, region, one.crew, visits)
        if trip_now:
            schedule.put(trip_now)
    fill(schedule, [visit for trip in trips for visit in trip.visits if visit in schedule.left])
    if schedule.cost() < before:
        return True
    schedule.undo()
    return False
