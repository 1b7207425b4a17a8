"""What a region needs, as trips: every visit is worth something, every crew costs something, and the trip
that is worth most beyond its cost is found exactly.

A *trip* of so many days on site in a week is worth the visits that it holds, and costs its crew's travel and
load. Whether a crew may lead them is known by the specialities that its members hold together. Windows,
lateness, the days that each member has in a row in that week, and the days of his journey are kept; which
days these are, rotation, independence and what else a crew does in that week are not, so that what is found
here bounds from below what a real trip costs. All amounts are thousandths of a point, in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .frame import Frame, covers_speciality

POINT: Final = 1000
#: more than any trip costs; a few of them together still fit 64 bits
NEVER: Final = 10**12
#: specialities that are told apart in one region; rarer ones are taken as one, which only makes trips cheaper
APART: Final = 8
#: linear programmes of one region at most, and how near to each other worth and proof may be left
ROUNDS, NEAR = 40, 0.002

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column:
    """A trip: in which week, which specialities (bits) its crew must hold, days on site, and its visits by
    their place in the part.
    """

    week: int
    asks: int
    days: int
    visits: tuple[int, ...]


def rooms(masks: list[list[int]]) -> Whole:
    """The longest run of days by inspector and week."""
    known: dict[int, int] = {}
    return np.array([[known.setdefault(one, _run(one)) for one in row] for row in masks], dtype=np.int64)


def _run(mask: int) -> int:
    length = 0
    while mask:
        length, mask = length + 1, mask & mask >> 1
    return length


class Part:
    """The visits of a region that are made by teams of one size."""

    def __init__(self, frame: Frame, region: int, visits: list[int]) -> None:
        self.frame, self.region, self.visits = frame, region, visits
        self.team = frame.visits[visits[0]].team
        self.most = max(len(week.days) for week in frame.weeks)
        of = [frame.visits[one].speciality for one in visits]
        asked = sorted(set(of), key=lambda one: (-of.count(one), one))
        self.kinds = min(len(asked), APART)
        self.kind = np.array([min(asked.index(one), APART - 1) for one in of])
        self.length = np.array([frame.visits[one].length for one in visits])
        # What is longer than any week has no window: its lateness says so.
        self._days = np.minimum(self.length, self.most)
        self.way = np.array([sum(ways[region]) for ways in frame.travel], dtype=np.int64)
        self.holds = np.array([self._held(one, asked) for one in range(len(frame.inspectors))])
        self.late = self._lateness()

    def _held(self, inspector: int, asked: list[str]) -> int:
        periods = self.frame.inspectors[inspector].registrations
        held = (n for n, one in enumerate(asked) if any(covers_speciality(p, one) for p in periods))
        return sum({1 << min(n, APART - 1) for n in held})

    def _lateness(self) -> Whole:
        """What each visit's lateness costs in each week at least; `NEVER` where it may not lie there."""
        frame = self.frame
        late = np.full((len(self.visits), len(frame.weeks)), NEVER, dtype=np.int64)
        for n, visit in enumerate(self.visits):
            length = frame.visits[visit].length
            for week, mask in frame.window(visit):
                days = [day for bit, day in enumerate(frame.weeks[week].days) if mask >> bit & 1]
                if len(days) >= length:
                    late[n, week] = POINT * frame.settings.late * frame.late(visit, days[length - 1])
        return late

    def alone(self, price: Whole, room: Whole) -> Whole:
        """What each inspector costs in a week for so many days on site: travel, and ``price`` a day away."""
        days = np.arange(1, self.most + 1)
        away = self.way[:, None] + days[None, :]
        cost = POINT * self.frame.settings.travel * self.way[:, None] + price[:, None] * away
        found: Whole = np.where(room[:, :, None] >= away[:, None, :], cost[:, None, :], NEVER)
        return found

    def crews(self, price: Whole, room: Whole) -> Whole:
        """What the cheapest crew costs: by specialities that it must hold together, week, days on site."""
        alone = self.alone(price, room)
        shape = (1 << self.kinds, *alone.shape[1:])
        if len(alone) < self.team:
            return np.full(shape, NEVER, dtype=np.int64)
        held, best = np.unique(self.holds), np.full(shape, NEVER, dtype=np.int64)
        for one in held:
            best[one] = alone[self.holds == one].min(axis=0)
        single, sets = best[held].copy(), np.arange(1 << self.kinds)
        for bit in range(self.kinds):
            without = sets[sets >> bit & 1 == 0]
            best[without] = np.minimum(best[without], best[without | 1 << bit])
        for _ in range(self.team - 1):
            more = np.full(shape, NEVER, dtype=np.int64)
            for one, cost in zip(held, single, strict=True):
                np.minimum(more, best[sets & ~one] + cost, out=more)
            best = more
        # The same inspector may have been counted twice: so many different ones cost this at least.
        different = np.partition(alone, self.team - 1, axis=0)[: self.team].sum(axis=0)
        cheapest: Whole = np.minimum(np.maximum(best, different), NEVER)
        return cheapest

    def caps(self, crew: Whole, left_out: int) -> Whole:
        """What a visit is worth at most: what it costs on a trip of its own, or left out."""
        weeks = np.arange(crew.shape[1])
        alone = crew[1 << self.kind[:, None], weeks[None, :], self._days[:, None] - 1] + self.late
        most: Whole = np.minimum(alone.min(axis=1), POINT * left_out)
        return most

    def singles(self, crew: Whole, most: int) -> list[Column]:
        """For each visit its cheapest trips of its own, in so many weeks."""
        found = []
        for n, kind in enumerate(self.kind):
            cost = crew[1 << kind, :, self._days[n] - 1] + self.late[n]
            weeks = [int(one) for one in np.argsort(cost, kind="stable")[:most] if cost[one] < NEVER]
            found += [Column(week, 1 << int(kind), int(self.length[n]), (n,)) for week in weeks]
        return found

    def worth(self, values: Whole) -> tuple[Whole, Whole]:
        """What the best trip is worth by specialities, week and days on site; and each visit by week."""
        value = np.maximum(values[:, None] - self.late, 0)
        best = np.zeros((1, self.most + 1, value.shape[1]), dtype=np.int64)
        for kind in range(self.kinds):
            own, more = self._of_kind(kind, value), best.copy()
            for days in range(1, self.most + 1):
                np.maximum(more[:, days:], best[:, : -days or None] + own[days], out=more[:, days:])
            best = np.concatenate([best, more])
        return best[:, 1:].transpose(0, 2, 1), value

    def _of_kind(self, kind: int, value: Whole) -> Whole:
        """What the visits of one speciality are worth within so many days, by week."""
        best = np.zeros((self.most + 1, value.shape[1]), dtype=np.int64)
        for length in range(1, self.most + 1):
            rows = value[(self.kind == kind) & (self.length == length)]
            count = min(self.most // length, len(rows))
            if count:
                together = np.cumsum(-np.sort(-rows, axis=0)[:count], axis=0)
                before = best.copy()
                for n in range(1, count + 1):
                    rest = before[: self.most + 1 - n * length] + together[n - 1]
                    best[n * length :] = np.maximum(best[n * length :], rest)
        return best

    def chosen(self, week: int, asks: int, days: int, value: Whole) -> Column:
        """The trip that is worth most in a week, of those specialities and days on site at most."""
        there = [n for n in np.flatnonzero(value[:, week]) if asks >> self.kind[n] & 1]
        best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
        for length in range(1, days + 1):
            same = sorted((-int(value[n, week]), int(n)) for n in there if self.length[n] == length)
            for worth, n in same[: days // length]:
                for have, (before, found) in sorted(best.items(), reverse=True):
                    whole = (before - worth, (*found, n))
                    if have + length <= days and whole > best.get(have + length, (-1, ())):
                        best[have + length] = whole
        found = max(best.values())[1]
        kinds = sum({1 << int(self.kind[n]) for n in found})
        return Column(week, kinds, int(sum(self.length[n] for n in found)), tuple(sorted(found)))

    def cost(self, column: Column, crew: Whole) -> int:
        """What a trip costs by the crews' costs: its crew, and the lateness of its visits."""
        late = sum(int(self.late[n, column.week]) for n in column.visits)
        return int(crew[column.asks, column.week, column.days - 1]) + late

    def proven(self, values: Whole, crew: Whole) -> Whole:
        """The greatest part of these values with which no trip is worth more than it costs."""
        while True:
            worth, _ = self.worth(values)
            over = worth > crew
            if not over.any():
                return values
            worst = np.argmax(worth[over] / np.maximum(crew[over], 1))
            values = values * int(crew[over][worst]) // int(worth[over][worst])


def parts_of(frame: Frame, visits: list[int]) -> list[Part]:
    """Visits by region and size of the team."""
    found: dict[tuple[int, int], list[int]] = {}
    for visit in visits:
        found.setdefault((frame.region[visit], frame.visits[visit].team), []).append(visit)
    return [Part(frame, region, there) for (region, _), there in sorted(found.items())]


def generate(part: Part, crew: Whole, left_out: int) -> tuple[list[Column], Whole]:
    """The trips that matter, and what each visit is worth with them: trips are added to a linear programme
    until none is worth more than it costs. The values are proven: no trip whatever is worth more.
    """
    caps = part.caps(crew, left_out)
    found: dict[Column, int] = {}
    best = np.zeros_like(caps)
    for _ in range(ROUNDS if caps.any() else 0):
        dual = _values(part, caps, found)
        # Between the best so far and the programme's own: fewer rounds, as the values swing less.
        added = 0
        for values in ((6 * dual + 4 * best) // 10, dual) if best.any() else (dual,):
            worth, value = part.worth(values)
            safe = part.proven(values, crew)
            best = max(best, safe, key=lambda one: int(one.sum()))
            added = _add(part, crew, found, worth, value)
            if added:
                break
        if not added or dual.sum() - best.sum() <= NEAR * dual.sum():
            break
    return list(found), best


def _add(part: Part, crew: Whole, found: dict[Column, int], worth: Whole, value: Whole) -> int:
    """Take up the best trip of each week and number of days that is worth more than it costs."""
    profit, before = worth - crew, len(found)
    best = profit.argmax(axis=0)
    gains = np.take_along_axis(profit, best[None], axis=0)[0]
    for week, days in zip(*np.nonzero(gains > 0), strict=True):
        column = part.chosen(int(week), int(best[week, days]), int(days) + 1, value)
        found.setdefault(column, part.cost(column, crew))
    return len(found) - before


def _values(part: Part, caps: Whole, found: dict[Column, int]) -> Whole:
    """What visits are worth at most in all, none more than its cap, no trip more than it costs."""
    # The solver is heavy, and only who plans needs it.
    from ortools.linear_solver import pywraplp

    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    values = [solver.NumVar(0, int(cap) / POINT, "") for cap in caps]
    for column, cost in found.items():
        row = solver.Constraint(-solver.infinity(), cost / POINT)
        for n in column.visits:
            row.SetCoefficient(values[n], 1)
    solver.Maximize(solver.Sum(values))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return np.zeros_like(caps)
    said = np.array([round(POINT * one.solution_value()) for one in values], dtype=np.int64)
    return np.clip(said, 0, caps)
