"""A plan as a planner makes it by hand: one visit after another by its due date, each where it costs least
now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .schedule import Schedule, Trip

#: leaders and members looked at for a new trip in a week, the cheapest first
LEADERS, MEMBERS = 6, 24


@dataclass(slots=True)
class _Best:
    cost: float = float("inf")
    trip: Trip | None = None
    instead: Trip | None = None


def fill(schedule: Schedule, visits: Iterable[int] | None = None) -> None:
    """Give each visit without a place (or each of ``visits``) the cheapest one there is now, in the order
    of due dates; those for which there is none are left.
    """
    frame = schedule.frame
    wanted = schedule.left if visits is None else visits
    for visit in sorted(wanted, key=lambda one: (frame.visits[one].due, one)):
        insert(schedule, visit)


def insert(schedule: Schedule, visit: int) -> bool:
    """Put one visit where it costs least, and of equal places into the first; say whether it found one."""
    best, frame = _Best(), schedule.frame
    one = frame.visits[visit]
    weeks = [week for week, mask in frame.window(visit) if mask.bit_count() >= one.length]
    for week in weeks:
        _join(schedule, visit, week, best)
        if best.cost <= 0:
            break
    floor = frame.floor(frame.region[visit], one.team)
    for week in weeks:
        if best.cost <= floor:
            break
        _new(schedule, visit, week, best)
    if best.trip is None or best.cost >= frame.settings.left_out:
        return False
    if best.instead:
        schedule.take(best.instead)
    schedule.put(best.trip)
    return True


def _join(schedule: Schedule, visit: int, week: int, best: _Best) -> None:
    """Try to lengthen a trip that goes to the region in that week already."""
    frame = schedule.frame
    one = frame.visits[visit]
    for trip in list(schedule.trips.get((frame.region[visit], week), ())):
        if len(trip.crew) != one.team or trip.length + one.length > len(frame.weeks[week].days):
            continue
        schedule.take(trip)
        longer = schedule.fit(week, trip.region, trip.crew, (*trip.visits, visit))
        schedule.put(trip)
        if longer:
            over = sum(schedule.over(i, one.length) - schedule.over(i) for i in trip.crew)
            late = schedule.lateness(longer) - schedule.lateness(trip)
            cost = frame.settings.unfair * over + frame.settings.late * late
            if cost < best.cost:
                best.cost, best.trip, best.instead = cost, longer, trip


def _new(schedule: Schedule, visit: int, week: int, best: _Best) -> None:
    """Try a trip of its own: the cheapest leader who may, and the cheapest others beside him."""
    frame = schedule.frame
    region = frame.region[visit]
    for cost, crew in crews(schedule, visit, week, best.cost):
        trip = schedule.fit(week, region, crew, (visit,))
        if trip:
            cost_then = cost + frame.settings.late * schedule.lateness(trip)
            if cost_then < best.cost:
                best.cost, best.trip, best.instead = cost_then, trip, None
            return


def crews(
    schedule: Schedule, visit: int, week: int, below: float = float("inf")
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Crews that could do a visit in a week at a cost ``below`` a limit, with that cost, the cheap ones
    first; whether they fit is for `Schedule.fit`.
    """
    one = schedule.frame.visits[visit]
    able, leading = _able(schedule, visit, week)
    cheapest = sorted(able)[: MEMBERS + one.team]
    for cost, leader in sorted(leading)[:LEADERS]:
        others = [(more, n) for more, n in cheapest if n != leader]
        for start in range(len(others) - one.team + 2) if one.team > 1 else (0,):
            picked = others[start : start + one.team - 1]
            together = cost + sum(more for more, _ in picked)
            if together >= below:
                break
            yield together, (leader, *(n for _, n in picked))


def _able(schedule: Schedule, visit: int, week: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Who could go, and who could lead, with what each adds to the cost: the nearest first, until there are
    enough of whom the next one is no better.
    """
    frame = schedule.frame
    one, region = frame.visits[visit], frame.region[visit]
    able: list[tuple[int, int]] = []
    leading: list[tuple[int, int]] = []
    for n in frame.near[region]:
        least = frame.settings.travel * sum(frame.travel[n][region])
        if len(leading) >= LEADERS and len(able) >= MEMBERS and max(leading)[0] <= least:
            break
        member, lead = frame.masks(visit, n, week)
        free = ~schedule.busy[n][week]
        if (member & free).bit_count() < one.length:
            continue
        cost = schedule.added(week, region, (n,), one.length)
        able.append((cost, n))
        if (lead & free).bit_count() >= one.length and schedule.may_lead(visit, n):
            leading.append((cost, n))
    return able, leading
