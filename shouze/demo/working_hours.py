"""When the people of the demo house work: on working days, in working hours."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from shouze.kernel import clock

_SATURDAY = 5


def works(day: date) -> bool:
    """Say whether the house works on ``day``: by the published calendar, else from Monday to Friday.

    No term of law is counted so; it only places the acts of the demo house.
    """
    try:
        return clock.is_working_day(day)
    except clock.CalendarNotPublished:
        return day.weekday() < _SATURDAY


def working_days(first: date, last: date) -> list[date]:
    """List the days from ``first`` to ``last``, both inside, on which the house works."""
    return [day for day in _days(first, last) if works(day)]


def working_day_after(day: date, count: int) -> date:
    """Return the ``count``-th day after ``day`` on which the house works."""
    while count > 0:
        day += timedelta(days=1)
        count -= works(day)
    return day


def some_time(day: date, random: Random) -> datetime:
    """Return a moment in the working hours of ``day``, early enough for a few more acts on it."""
    hour, minute = random.choice((9, 9, 10, 10, 11, 13, 14, 14, 15)), random.randrange(60)
    return clock.moment(day, f"{hour:02d}:{minute:02d}") + timedelta(seconds=random.randrange(60))


def soon_after(moment: datetime, random: Random) -> datetime:
    """Return a moment of the same day, some minutes later."""
    return moment + timedelta(minutes=random.randrange(6, 40), seconds=random.randrange(60))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))
