"""Terms in calendar months: the law's examples, and what holds for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.kernel import clock

DAYS = st.dates(date(2010, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-12-31", 12, "2025-12-31"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-15", -1, "2024-12-15"),
    ],
)
def test_it_finds_the_day_of_the_same_number(day: str, months: int, then: str) -> None:
    assert clock.add_calendar_months(date.fromisoformat(day), months) == date.fromisoformat(then)


def test_it_ends_a_suspension_of_three_months_the_day_before() -> None:
    assert clock.last_of_months(date(2025, 9, 15), 3) == date(2025, 12, 14)


@given(DAYS, st.integers(-60, 60))
def test_it_lands_in_the_right_month_and_never_later_than_the_number(day: date, months: int) -> None:
    then = clock.add_calendar_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then.day < day.day and (then + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(0, 60))
def test_it_keeps_the_order_of_days(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert clock.add_calendar_months(first, months) <= clock.add_calendar_months(second, months)
