"""The one clock, and the Chinese working day.

In: nothing. Out: the present moment (aware, Asia/Shanghai), the present legal date, and arithmetic in
calendar days, calendar months and working days. Everything else in the house receives time as an argument
(``at=``, ``on=``).
"""

from .calendar_months import add_calendar_months, last_of_months
from .moment import SHANGHAI, legal_date, moment, moved, now, today
from .working_days import (
    CalendarNotPublished,
    add_calendar_days,
    add_working_days,
    is_working_day,
    working_days_before,
    working_days_between,
)

__all__ = [
    "SHANGHAI",
    "CalendarNotPublished",
    "add_calendar_days",
    "add_calendar_months",
    "add_working_days",
    "is_working_day",
    "last_of_months",
    "legal_date",
    "moment",
    "moved",
    "now",
    "today",
    "working_days_before",
    "working_days_between",
]
