"""A bound below which no plan can cost: a transport problem says what inspectors' days are worth, and with
these values each region is bounded by itself.

The *transport problem*: every trip of an inspector with ``w`` days of a week has at most ``w - t`` days on
site, ``t`` being his travel to the region, so that a day on site there costs at least ``t / (w - t)`` days
of travel. Days of inspectors go to regions, each region's days on site are covered by as many inspectors as
its visits ask and, by speciality, by those who hold it; the load beyond the fair share is counted, and a
visit may be left out at its price. Windows, teams that go together, whole trips, rotation, independence and
lateness are dropped. GLOP solves it; its optimum is a bound.

Its dual values say what a further day of each inspector's load costs (nothing below his fair share, the
weight of the rule above it, something between at it). Whatever these *prices* are, as long as they lie in
that range, load costs at least price times what is beyond the share. With load so priced, regions have
nothing in common but people's free days, and each is bounded by the trips that it needs (`columns`): whole
journeys, windows and lateness. This is the Dantzig-Wolfe bound at these prices. Its last step is in whole
numbers, so that no tolerance of a solver enters the proof.

The better of both is the bound. Each dropped constraint can only make a plan dearer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from .columns import POINT, Whole, generate, parts_of, rooms
from .frame import Frame, covers_speciality


@dataclass(frozen=True, slots=True)
class Prices:
    """What a day of load is worth by inspector, in thousandths of a point, and the bound that comes with it.
    """

    day: Whole
    bound: int


def bound(frame: Frame, hopeless: frozenset[int], prices: Prices) -> int:
    """The better of the two bounds, in the units of the objective; ``hopeless`` are the visits that no plan
    can hold, at their full price.
    """
    settings, room = frame.settings, rooms(frame.present)
    visits = [n for n in range(len(frame.visits)) if n not in hopeless]
    total = -int((prices.day * np.array(frame.fair)).sum())
    for part in parts_of(frame, visits):
        _, values = generate(part, part.crews(prices.day, room), settings.left_out)
        total += int(values.sum())
    return settings.left_out * len(hopeless) + max(prices.bound, -(-total // POINT), 0)


def priced(frame: Frame, hopeless: frozenset[int]) -> Prices:
    """Solve the transport problem of all visits but the hopeless; no prices where it could not be solved."""
    # The solver is heavy, and only who plans needs it.
    from ortools.linear_solver import pywraplp

    none = np.zeros(len(frame.inspectors), dtype=np.int64)
    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    model = _Model(frame, solver, [n for n in range(len(frame.visits)) if n not in hopeless])
    solver.Minimize(sum(model.costs))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return Prices(none, 0)
    for inspector, share in model.shares.items():
        none[inspector] = min(max(0, round(POINT * share.dual_value())), POINT * frame.settings.unfair)
    # A basis is optimal within a tolerance: the bound gives that away.
    return Prices(none, max(0, ceil(float(solver.Objective().Value()) * (1 - 1e-6) - 1e-3)))


class _Model:
    def __init__(self, frame: Frame, solver: Any, visits: list[int]) -> None:
        self._visits = visits
        self.costs: list[Any] = []
        self.shares: dict[int, Any] = {}
        self._frame, self._solver = frame, solver
        self._on_site: dict[tuple[int, int], list[Any]] = {}
        self._leave_out(frame.settings.left_out)
        for inspector in range(len(frame.inspectors)):
            self._inspector(inspector)
        self._cover()

    def _leave_out(self, price: int) -> None:
        """By region, speciality and days: how many visits are left out, a fraction allowed."""
        frame, solver = self._frame, self._solver
        self._kinds = Counter(
            (frame.region[n], one.speciality, one.length * one.team)
            for n, one in ((n, frame.visits[n]) for n in self._visits)
        )
        self._left = {kind: solver.NumVar(0, count, "") for kind, count in self._kinds.items()}
        self.costs.append(price * sum(self._left.values()))

    def _inspector(self, inspector: int) -> None:
        """Days on site by region, out of weeks of so many days, and the load that comes of them."""
        frame, solver = self._frame, self._solver
        weeks = Counter(mask.bit_count() for mask in frame.present[inspector] if mask)
        load: list[Any] = []
        for days, count in weeks.items():
            taken: list[Any] = []
            for region in range(len(frame.centres)):
                way = sum(frame.travel[inspector][region])
                if way >= days:
                    continue
                there = solver.NumVar(0, (days - way) * count, "")
                self._on_site.setdefault((inspector, region), []).append(there)
                taken.append(there * (days / (days - way)))
                if way:
                    self.costs.append(there * (frame.settings.travel * way / (days - way)))
            if taken:
                solver.Add(sum(taken) <= days * count)
                load += taken
        if load:
            solver.Add(sum(load) <= self._most_days(inspector))
            over = solver.NumVar(0, solver.infinity(), "")
            self.shares[inspector] = solver.Add(over >= sum(load) - frame.fair[inspector])
            self.costs.append(over * frame.settings.unfair)

    def _most_days(self, inspector: int) -> int:
        """The days on which an inspector is there, of each month no more than the rule lets him be out."""
        frame, months = self._frame, Counter[int]()
        for week, mask in enumerate(frame.present[inspector]):
            months[frame.month_of[week]] += mask.bit_count()
        return sum(min(days, frame.settings.days_a_month) for days in months.values())

    def _cover(self) -> None:
        """Each region has its days on site: all of them by anybody, one day in a team's by who may lead."""
        frame, solver = self._frame, self._solver
        for region in range(len(frame.centres)):
            kinds = [kind for kind in self._kinds if kind[0] == region]
            done = [one for (_, there), parts in self._on_site.items() if there == region for one in parts]
            needed = [(self._kinds[kind] - self._left[kind]) * kind[2] for kind in kinds]
            solver.Add(sum(done) >= sum(needed))
        led: dict[tuple[int, str], list[Any]] = {}
        for n, one in ((n, frame.visits[n]) for n in self._visits):
            led.setdefault((frame.region[n], one.speciality), []).append(one.length)
        for (region, speciality), lengths in led.items():
            able = [
                one
                for (inspector, there), parts in self._on_site.items()
                if there == region and self._holds(inspector, speciality)
                for one in parts
            ]
            longest = max(lengths)
            left = [self._left[kind] for kind in self._kinds if kind[:2] == (region, speciality)]
            solver.Add(sum(able) + longest * sum(left) >= sum(lengths))

    def _holds(self, inspector: int, speciality: str) -> bool:
        return any(
            covers_speciality(one, speciality) for one in self._frame.inspectors[inspector].registrations
        )
