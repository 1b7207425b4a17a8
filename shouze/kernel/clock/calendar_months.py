"""Terms in calendar months, as the law counts them (Civil Code Art. 202: the day of the same number, or the
month's last where it has no such day).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

_YEAR: Final = 12


def add_calendar_months(day: date, months: int) -> date:
    """Return the day of the same number so many calendar months later (negative: earlier), or the last day
    of a shorter month (31 August and six months: 28 or 29 February).
    """
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_months(first: date, months: int) -> date:
    """Return the last day of a period of so many calendar months that begins on ``first`` (15 September and
    three months: 14 December).
    """
    return add_calendar_months(first, months) - timedelta(days=1)
