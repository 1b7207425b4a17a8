"""A second bound, for what the first one drops: windows, and trips that are whole.

In a region, visits that nobody who lives there may lead (or for which there are not enough people) cost
travel trip by trip, and a trip holds only visits whose windows share its week. The cheapest set of such
trips, each region by itself and with whoever could lead always free, is a covering problem; CP-SAT says
below which cost no such set can be, whether or not it found the best one. No plan travels for less in that
region, so the sum over regions is a true bound on travel and lateness together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from .frame import Frame, covers_speciality

#: effort of CP-SAT for one region, in its own deterministic seconds
SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Lead:
    """Those who hold the same specialities, as one: the least travel of them, and the price of a trip."""

    holds: frozenset[str]
    away: int
    price: int


def travelling(frame: Frame, visits: list[int], left_out: int) -> int:
    """The bound on travel and lateness of the given visits, each of which may be left out at ``left_out``."""
    parts: dict[tuple[int, int], list[int]] = {}
    for visit in visits:
        parts.setdefault((frame.region[visit], frame.visits[visit].team), []).append(visit)
    return sum(_part(frame, region, team, part, left_out) for (region, team), part in parts.items())


def _part(frame: Frame, region: int, team: int, visits: list[int], left_out: int) -> int:
    leads = _leads(frame, region, team, {frame.visits[one].speciality for one in visits})
    dear = [
        one
        for one in visits
        if all(lead.price for lead in leads if frame.visits[one].speciality in lead.holds)
    ]
    if not dear:
        return 0
    leads = _leads(frame, region, team, {frame.visits[one].speciality for one in dear})
    return _cover(frame, leads, dear, left_out)


def _leads(frame: Frame, region: int, team: int, asked: set[str]) -> list[_Lead]:
    """Who could lead, by what they hold; those left out of whom others hold more for no more."""
    beside = frame.floor(region, team - 1)
    least: dict[frozenset[str], int] = {}
    for n in frame.near[region]:
        held = frame.inspectors[n].registrations
        holds = frozenset(one for one in asked if any(covers_speciality(period, one) for period in held))
        if holds:
            least.setdefault(holds, sum(frame.travel[n][region]))
    found = [_Lead(holds, away, away * frame.settings.travel + beside) for holds, away in least.items()]
    return [
        one for one in found if not any(one.holds < more.holds and more.away <= one.away for more in found)
    ]


def _cover(frame: Frame, leads: list[_Lead], visits: list[int], left_out: int) -> int:
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    costs: list[Any] = []
    placed: dict[int, list[Any]] = {visit: [] for visit in visits}
    for room, late in _weeks(frame, visits):
        for lead in leads:
            there = [one for one in late if frame.visits[one].speciality in lead.holds]
            if there and room > lead.away:
                trips = model.NewIntVar(0, len(there), "")
                chosen = {one: model.NewBoolVar("") for one in there}
                for one, variable in chosen.items():
                    model.Add(variable <= trips)
                    placed[one].append(variable)
                    costs.append(variable * (frame.settings.late * late[one]))
                lengths = sum(variable * frame.visits[one].length for one, variable in chosen.items())
                model.Add(lengths <= (room - lead.away) * trips)
                costs.append(trips * lead.price)
    for variables in placed.values():
        left = model.NewBoolVar("")
        model.Add(sum(variables) + left >= 1)
        costs.append(left * left_out)
    model.Minimize(sum(costs))
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = SECONDS
    if solver.Solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0
    # The bound is a whole number as all costs are; what CP-SAT gives as a float is rounded down, not up.
    return max(0, int(solver.BestObjectiveBound() - 1e-6))


def _weeks(frame: Frame, visits: list[int]) -> list[tuple[int, dict[int, int]]]:
    """By week: its days, and the visits that may lie in it with the least days of lateness there. A week is
    left out where another is as long and holds the same visits no later.
    """
    weeks: dict[int, dict[int, int]] = {}
    for visit in visits:
        one = frame.visits[visit]
        for n, mask in frame.window(visit):
            days = [day for bit, day in enumerate(frame.weeks[n].days) if mask >> bit & 1]
            if len(days) >= one.length:
                weeks.setdefault(n, {})[visit] = frame.late(visit, days[one.length - 1])
    rows = sorted(
        ((len(frame.weeks[n].days), late) for n, late in weeks.items()),
        key=lambda row: (-len(row[1]), -row[0]),
    )
    kept: list[tuple[int, dict[int, int]]] = []
    for room, late in rows:
        if not any(
            room <= other and all(there.get(one, _NEVER) <= days for one, days in late.items())
            for other, there in kept
        ):
            kept.append((room, late))
    return kept


_NEVER: Final = 1 << 30
