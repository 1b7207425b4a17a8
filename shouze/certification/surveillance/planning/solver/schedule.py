"""A plan in the making: trips of a crew into a region within a week, and what they cost.

A trip is its crew's consecutive working days on site in one region in one ISO week; each member travels out
on the working days before it and back on those after, in the same week. All changes go through `put` and
`take`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .frame import Frame
from .instance import Line


@dataclass(slots=True, eq=False)
class Trip:
    """Where a crew is in a week: visits in order with who leads each, from the ``start``-th working day on.
    """

    week: int
    region: int
    crew: tuple[int, ...]
    visits: tuple[int, ...]
    leaders: tuple[int, ...]
    start: int
    length: int


class Schedule:
    """All trips, with the days taken of each inspector. ``left`` are the visits that have no place."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        weeks, months = len(frame.weeks), len(frame.months)
        self.busy = [[0] * weeks for _ in frame.inspectors]
        self.load = [0] * len(frame.inspectors)
        self.month = [[0] * months for _ in frame.inspectors]
        self.trips: dict[tuple[int, int], list[Trip]] = {}
        self.trip_of: dict[int, Trip] = {}
        self.left: set[int] = set(range(len(frame.visits)))
        self._done: list[tuple[Trip, bool]] = []

    def keep(self) -> None:
        """Keep what was changed: `undo` goes back to here."""
        self._done.clear()

    def undo(self) -> None:
        """Take back every change since the last `keep`."""
        done, self._done = self._done, []
        for trip, was_put in reversed(done):
            (self.take if was_put else self.put)(trip)
        self._done.clear()

    def need(self, trip: Trip, inspector: int) -> int:
        """The bits that a trip takes of a member's week, travel among them."""
        out, back = self.frame.travel[inspector][trip.region]
        return self.frame.weeks[0].bits(trip.start - out, trip.length + out + back)

    def put(self, trip: Trip) -> None:
        """Take a trip up; it must fit (`fit`)."""
        self.trips.setdefault((trip.region, trip.week), []).append(trip)
        for visit in trip.visits:
            self.trip_of[visit] = trip
            self.left.discard(visit)
        self._count(trip, 1)
        self._done.append((trip, True))

    def take(self, trip: Trip) -> None:
        """Take a trip out; its visits have no place then."""
        self.trips[trip.region, trip.week].remove(trip)
        for visit in trip.visits:
            del self.trip_of[visit]
            self.left.add(visit)
        self._count(trip, -1)
        self._done.append((trip, False))

    def _count(self, trip: Trip, sign: int) -> None:
        month = self.frame.month_of[trip.week]
        for one in trip.crew:
            bits = self.need(trip, one)
            self.busy[one][trip.week] ^= bits
            self.load[one] += sign * bits.bit_count()
            self.month[one][month] += sign * bits.bit_count()

    def all_trips(self) -> Iterator[Trip]:
        """Every trip, by region and week."""
        for key in sorted(self.trips):
            yield from self.trips[key]

    def fit(self, week: int, region: int, crew: tuple[int, ...], visits: Iterable[int]) -> Trip | None:
        """Place visits as one trip of a crew, at the first day of the week at which every constraint holds;
        None when there is none. The schedule is not changed.
        """
        frame = self.frame
        order = sorted(visits, key=lambda one: (frame.visits[one].due, one))
        length = sum(frame.visits[one].length for one in order)
        size = len(frame.weeks[week].days)
        ways = [frame.travel[one][region] for one in crew]
        first, last = max(out for out, _ in ways), size - length - max(back for _, back in ways)
        if last < first or not self._month_allows(week, crew, length, ways):
            return None
        for start in range(first, last + 1):
            if not self._free(week, crew, start, length, ways):
                continue
            leaders = self._leaders(week, crew, order, start)
            if leaders:
                return Trip(week, region, crew, tuple(order), leaders, start, length)
        return None

    def _month_allows(
        self, week: int, crew: Sequence[int], length: int, ways: Sequence[tuple[int, int]]
    ) -> bool:
        month, most = self.frame.month_of[week], self.frame.settings.days_a_month
        return all(
            self.month[one][month] + length + out + back <= most
            for one, (out, back) in zip(crew, ways, strict=True)
        )

    def _free(
        self, week: int, crew: Sequence[int], start: int, length: int, ways: Sequence[tuple[int, int]]
    ) -> bool:
        for one, (out, back) in zip(crew, ways, strict=True):
            bits = ((1 << length + out + back) - 1) << start - out
            if bits & ~self.frame.present[one][week] or bits & self.busy[one][week]:
                return False
        return True

    def _leaders(self, week: int, crew: tuple[int, ...], order: Sequence[int], start: int) -> tuple[int, ...]:
        """Who leads each visit, the crew's first where he may; empty where somebody may not go or nobody
        lead.
        """
        found: list[int] = []
        for visit in order:
            length = self.frame.visits[visit].length
            bits = ((1 << length) - 1) << start
            leader = self._leader(visit, week, crew, bits, zip(order, found, strict=False))
            if leader is None:
                return ()
            found.append(leader)
            start += length
        return tuple(found)

    def _leader(
        self, visit: int, week: int, crew: tuple[int, ...], bits: int, led: Iterable[tuple[int, int]]
    ) -> int | None:
        """The first of a crew who may lead a visit on its days; ``led`` says who leads the trip's others."""
        frame, leader, before = self.frame, None, list(led)
        if len(crew) != frame.visits[visit].team or bits & ~frame.window_in(visit, week):
            return None
        first = frame.weeks[week].days[(bits & -bits).bit_length() - 1]
        for one in crew:
            member, lead = frame.masks(visit, one, week)
            if bits & ~member or not frame.independent(visit, one, first):
                return None
            if leader is None and not bits & ~lead and self.may_lead(visit, one, before):
                leader = one
        return leader

    def may_lead(self, visit: int, inspector: int, also: Sequence[tuple[int, int]] = ()) -> bool:
        """Say whether an inspector may lead a visit by the rule of rotation: with his visits of the factory
        in the plan, and those of the same trip (``also``, with their leaders), no order of them is longer
        than the rule allows.
        """
        led = self.frame.led_last(visit, inspector) + 1
        siblings = self.frame.siblings[self.frame.visits[visit].factory]
        if len(siblings) > 1:
            led += sum(1 for other, leader in also if leader == inspector and other in siblings)
            for other in siblings:
                trip = self.trip_of.get(other)
                if other != visit and trip and trip.leaders[trip.visits.index(other)] == inspector:
                    led += 1
        return led <= self.frame.settings.in_a_row

    def over(self, inspector: int, more: int = 0) -> int:
        """Person-days over the fair share, with so many more."""
        return max(0, self.load[inspector] + more - self.frame.fair[inspector])

    def added(self, week: int, region: int, crew: Iterable[int], length: int) -> int:
        """What a new trip costs: travel, and load over the fair share."""
        settings, cost = self.frame.settings, 0
        for one in crew:
            ways = sum(self.frame.travel[one][region])
            cost += settings.travel * ways
            cost += settings.unfair * (self.over(one, ways + length) - self.over(one))
        return cost

    def lateness(self, trip: Trip) -> int:
        """Calendar days by which the visits of a trip are late, together."""
        start, total, days = trip.start, 0, self.frame.weeks[trip.week].days
        for visit in trip.visits:
            start += self.frame.visits[visit].length
            total += self.frame.late(visit, days[start - 1])
        return total

    def cost(self, *, load: bool = True) -> int:
        """What the whole plan costs; without what is beyond the fair share where ``load`` is not asked."""
        settings, travel, late = self.frame.settings, 0, 0
        for trip in self.all_trips():
            travel += sum(sum(self.frame.travel[one][trip.region]) for one in trip.crew)
            late += self.lateness(trip)
        over = sum(self.over(one) for one in range(len(self.load))) if load else 0
        return (
            settings.travel * travel
            + settings.late * late
            + settings.unfair * over
            + settings.left_out * len(self.left)
        )

    def lines(self) -> list[Line]:
        """The plan as lines, by first day and visit."""
        found = [line for trip in self.as_lines() for line in trip]
        return sorted(found, key=lambda one: (one.first, one.visit))

    def as_lines(self) -> list[list[Line]]:
        """The lines of each trip, from which the very same state can be made again."""
        return [list(self._lines(trip)) for trip in self.all_trips()]

    def _lines(self, trip: Trip) -> Iterator[Line]:
        start, days = trip.start, self.frame.weeks[trip.week].days
        keys = tuple(self.frame.inspectors[one].key for one in trip.crew)
        for visit, leader in zip(trip.visits, trip.leaders, strict=True):
            one = self.frame.visits[visit]
            last = days[start + one.length - 1]
            yield Line(one.key, days[start], last, self.frame.inspectors[leader].key, keys)
            start += one.length
