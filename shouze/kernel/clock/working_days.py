"""Working days (工作日) by the published Chinese calendar, holidays and make-up working days included.

The State Council publishes the calendar of a year late in the year before. A year without a published
calendar is refused, never guessed (domain invariant 18).
"""

from datetime import date, timedelta

import chinese_calendar


class CalendarNotPublished(ValueError):
    """The working-day calendar of a year is not known yet."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"{day.year}年的节假日安排尚未收录，不能推算工作日 "
            f"(the working-day calendar of {day.year} is not published; no working day is guessed)"
        )
        self.day = day


def is_working_day(day: date) -> bool:
    """Say whether ``day`` is a working day in China. Raises CalendarNotPublished for an unknown year."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as unknown:
        raise CalendarNotPublished(day) from unknown


def add_working_days(day: date, count: int) -> date:
    """Return the working day ``count`` working days after ``day``; day 0 is ``day`` itself and is not
    counted.

    Raises CalendarNotPublished when the walk enters a year without a calendar.
    """
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_before(day: date, count: int) -> date:
    """Return the working day ``count`` working days before ``day``; ``day`` itself is not counted.

    Raises CalendarNotPublished when the walk enters a year without a calendar.
    """
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def add_calendar_days(day: date, count: int) -> date:
    """Return the date ``count`` calendar days after ``day`` (day 0 = ``day``)."""
    return day + timedelta(days=count)


def working_days_between(start: date, end: date) -> int:
    """Count the working days after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))
