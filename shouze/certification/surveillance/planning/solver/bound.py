"""A bound below which no plan can cost, by a linear relaxation that GLOP solves.

Every trip of an inspector with ``w`` days of a week has at most ``w - t`` days on site, ``t`` being his
travel to the region: a day on site there costs at least ``t / (w - t)`` days of travel. What is left is a
transport problem: days of inspectors to regions, each region's days on site covered by as many inspectors
as its visits ask and, by speciality, by those who hold it; the load beyond the fair share is counted, and a
visit may be left out at its price. Windows, teams that go together, whole trips, rotation, independence and
lateness are dropped. Each dropped constraint can only make a plan dearer, so the optimum of what is left is
a true bound.
"""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import Any

from .covering import travelling
from .frame import Frame, covers_speciality


def bound(frame: Frame, hopeless: frozenset[int]) -> int:
    """The better of two bounds, in the units of the objective; ``hopeless`` are the visits that no plan can
    hold, at their full price.

    The first is the transport problem. The second adds to the bound on travel (`covering`) that on the load
    beyond the fair share; as a visit that is left out would count in both, each takes half its price.
    """
    visits = [n for n in range(len(frame.visits)) if n not in hopeless]
    settings = frame.settings
    half = settings.left_out // 2
    together = travelling(frame, visits, half) + _transport(frame, visits, 0, half)
    return settings.left_out * len(hopeless) + max(
        _transport(frame, visits, settings.travel, settings.left_out), together
    )


def _transport(frame: Frame, visits: list[int], travel: int, left_out: int) -> int:
    """The optimum of the transport problem with these weights; 0 where it could not be solved."""
    # The solver is heavy, and only who plans needs it.
    from ortools.linear_solver import pywraplp

    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    if solver is None:
        return 0
    model = _Model(frame, solver, visits, travel, left_out)
    solver.Minimize(sum(model.costs))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0
    # A basis is optimal within a tolerance: the bound gives that away.
    value = float(solver.Objective().Value())
    return max(0, ceil(value * (1 - 1e-6) - 1e-3))


class _Model:
    def __init__(self, frame: Frame, solver: Any, visits: list[int], travel: int, left_out: int) -> None:
        self._visits, self._travel = visits, travel
        self.costs: list[Any] = []
        self._frame, self._solver = frame, solver
        self._on_site: dict[tuple[int, int], list[Any]] = {}
        self._leave_out(left_out)
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
                if way and self._travel:
                    self.costs.append(there * (self._travel * way / (days - way)))
            if taken:
                solver.Add(sum(taken) <= days * count)
                load += taken
        if load:
            solver.Add(sum(load) <= self._most_days(inspector))
            over = solver.NumVar(0, solver.infinity(), "")
            solver.Add(over >= sum(load) - frame.fair[inspector])
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
