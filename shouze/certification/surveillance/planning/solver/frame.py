"""The instance as the solver sees it: weeks of working days as bits, regions, travel, and who may do what
when.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import takewhile

from .instance import Inspector, Instance, Period, Visit
from .places import kilometres, regions, travel

#: a day of law as a number; weeks are ISO weeks, and belong to the month of their Thursday
THURSDAY = 4


class Week:
    """An ISO week's working days within the instance, in order; bit n of a mask is its n-th working day."""

    __slots__ = ("days", "full", "month")

    def __init__(self, days: Sequence[date]) -> None:
        self.days = tuple(days)
        self.full = (1 << len(days)) - 1
        year, week, _ = days[0].isocalendar()
        thursday = date.fromisocalendar(year, week, THURSDAY)
        self.month = (thursday.year, thursday.month)

    def mask(self, first: date, last: date) -> int:
        """The bits of the days between two days, both inclusive."""
        return sum(1 << n for n, day in enumerate(self.days) if first <= day <= last)

    def bits(self, start: int, length: int) -> int:
        """The bits of ``length`` working days from the ``start``-th."""
        return ((1 << length) - 1) << start


def weeks_of(working: Sequence[date]) -> list[Week]:
    """The ISO weeks that have working days, in order."""
    found: dict[tuple[int, int], list[date]] = {}
    for day in sorted(working):
        found.setdefault(day.isocalendar()[:2], []).append(day)
    return [Week(days) for days in found.values()]


class Frame:
    """Everything about an instance that does not change while a plan is sought; visits and inspectors by
    place in their tuples.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.settings = instance.settings
        self.visits = instance.visits
        self.inspectors = instance.inspectors
        self.weeks = weeks_of(instance.working)
        self.months = sorted({week.month for week in self.weeks})
        self.month_of = [self.months.index(week.month) for week in self.weeks]
        self.centres, found = regions((one.place for one in self.visits), self.settings.radius)
        self.region = [found[one.place] for one in self.visits]
        self.travel = [
            [travel(kilometres(one.place, centre), self.settings.steps) for centre in self.centres]
            for one in self.inspectors
        ]
        self.near = [
            sorted(range(len(self.inspectors)), key=lambda one: (sum(self.travel[one][region]), one))
            for region in range(len(self.centres))
        ]
        self.present = [[self._present(one, week) for week in self.weeks] for one in self.inspectors]
        self.barred = [dict(one.barred) for one in self.inspectors]
        self._ways: dict[tuple[str, str], int] = {}
        self.way = [
            self._ways.setdefault((one.speciality, one.product), len(self._ways)) for one in self.visits
        ]
        self._masks: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._windows: dict[int, list[tuple[int, int]]] = {}
        self.siblings: dict[str, list[int]] = {}
        for n, one in enumerate(self.visits):
            self.siblings.setdefault(one.factory, []).append(n)

    def window(self, visit: int) -> list[tuple[int, int]]:
        """The weeks in which a visit may lie, each with the bits of its days, those of lateness among them.
        """
        found = self._windows.get(visit)
        if found is None:
            one = self.visits[visit]
            last = date.fromordinal(one.due.toordinal() + self.settings.grace)
            masks = ((n, week.mask(one.earliest, last)) for n, week in enumerate(self.weeks))
            found = self._windows[visit] = [(n, mask) for n, mask in masks if mask]
        return found

    def window_in(self, visit: int, week: int) -> int:
        """The bits of a week in which a visit may lie; 0 where none."""
        return next((mask for n, mask in self.window(visit) if n == week), 0)

    def masks(self, visit: int, inspector: int, week: int) -> tuple[int, int]:
        """The bits of a week on which an inspector may be a member of a visit's team, and may lead it; the
        days on which he is there, free or not.
        """
        key = self.way[visit], inspector, week
        found = self._masks.get(key)
        if found is None:
            found = self._masks[key] = self._held(
                self.visits[visit], self.inspectors[inspector], week, inspector
            )
        return found

    def independent(self, visit: int, inspector: int, first: date) -> bool:
        """Say whether an inspector is independent of a visit's parties on its first day."""
        barred = self.barred[inspector]
        return not barred or all(
            party not in barred or barred[party] < first for party in self.visits[visit].parties
        )

    def led_last(self, visit: int, inspector: int) -> int:
        """How many of the factory's last visits an inspector led without a break."""
        key = self.inspectors[inspector].key
        return sum(1 for _ in takewhile(lambda one: one == key, reversed(self.visits[visit].led_by)))

    def floor(self, region: int, team: int) -> int:
        """What a trip of so many inspectors to a region costs at least."""
        return self.settings.travel * sum(sum(self.travel[one][region]) for one in self.near[region][:team])

    def late(self, visit: int, last: date) -> int:
        """Calendar days by which a visit that ends on ``last`` is late."""
        return max(0, (last - self.visits[visit].due).days)

    @cached_property
    def fair(self) -> list[int]:
        """Person-days up to which an inspector's load is fair: his share of all days on site by the days on
        which he is there, with the tolerance of the rule.
        """
        there = [sum(mask.bit_count() for mask in weeks) for weeks in self.present]
        needed = sum(one.length * one.team for one in self.visits)
        whole = sum(there) or 1
        return [-(-needed * mine * (100 + self.settings.tolerance) // (whole * 100)) for mine in there]

    def _present(self, one: Inspector, week: Week) -> int:
        away = 0
        for first, last in one.away:
            away |= week.mask(first, last)
        return _within(one.registrations, week) & _within(one.appointments, week) & ~away

    def _held(self, visit: Visit, one: Inspector, n: int, inspector: int) -> tuple[int, int]:
        week, present = self.weeks[n], self.present[inspector][n]
        appointed = _within([p for p in one.appointments if covers_product(p, visit.product)], week)
        expert = _within([p for p in one.registrations if covers_speciality(p, visit.speciality)], week)
        member = present & appointed
        return member, member & expert


def covers_product(period: Period, product: str) -> bool:
    """Say whether an appointment reaches a product code, by prefix."""
    return any(part == "*" or product.startswith(part) for part in period.covers)


def covers_speciality(period: Period, speciality: str) -> bool:
    """Say whether a registration names a speciality."""
    return "*" in period.covers or speciality in period.covers


def _within(periods: Sequence[Period], week: Week) -> int:
    mask = 0
    for one in periods:
        mask |= week.mask(one.first, one.last)
    return mask
