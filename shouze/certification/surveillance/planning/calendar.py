"""The working days that a plan is made on: by the published calendar, and where that of a year is not
published yet, by an assumed one that says so.

Assumed is: Monday to Friday without the holidays that the law itself names (`statutory_days`), nothing moved
for them. It serves the plan alone; every deadline of law goes on refusing such a year (`kernel.clock`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from shouze.kernel import clock, rulebook

DAYS: Final = "statutory_days"
SATURDAY: Final = 5


def is_published(year: int) -> bool:
    """Say whether the calendar of a year is published."""
    try:
        clock.is_working_day(date(year, 1, 1))
    except clock.CalendarNotPublished:
        return False
    return True


def assumed_days(first: date, last: date) -> list[date]:
    """The working days between two days of one year by the assumption; none where the law's holidays of that
    year are not on record, as nothing is guessed.
    """
    free = {one.code for one in rulebook.codes(DAYS, on=date(first.year, 12, 31))}
    if not any(one.startswith(f"{first.year}-") for one in free):
        return []
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY and day.isoformat() not in free]


def working_days(first: date, last: date, assume: Iterable[int] = ()) -> tuple[list[date], list[int]]:
    """The working days between two days, both inclusive, and the years for which they are assumed: those
    without a published calendar, and those of ``assume`` (a plan that was frozen before it was published).
    """
    found: list[date] = []
    assumed: list[int] = []
    asked = frozenset(assume)
    for year in range(first.year, last.year + 1):
        begin, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        if year in asked or not is_published(year):
            days = assumed_days(begin, end)
            assumed += [year] if days else []
        else:
            days = [
                day
                for day in (begin + timedelta(days=n) for n in range((end - begin).days + 1))
                if clock.is_working_day(day)
            ]
        found += days
    return found, assumed


def unpublished(first: date, last: date) -> list[int]:
    """The years between two days whose calendar is not published."""
    return [year for year in range(first.year, last.year + 1) if not is_published(year)]
