from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.kernel import clock

PUBLISHED = st.dates(date(2014, 1, 1), date(2025, 6, 30))
COUNTS = st.integers(0, 60)


def test_it_counts_holidays_and_make_up_days() -> None:
    # 2024: the Qingming holiday is 4-6 April, and Sunday 7 April is worked instead.
    assert not clock.is_working_day(date(2024, 4, 5))
    assert clock.is_working_day(date(2024, 4, 7))
    assert clock.add_working_days(date(2024, 4, 3), 1) == date(2024, 4, 7)
    assert clock.working_days_between(date(2024, 4, 3), date(2024, 4, 8)) == 2


def test_it_does_not_count_the_first_day() -> None:
    assert clock.add_working_days(date(2024, 3, 8), 0) == date(2024, 3, 8)
    assert clock.add_working_days(date(2024, 3, 8), 5) == date(2024, 3, 15)


def test_it_refuses_a_year_without_a_calendar() -> None:
    with pytest.raises(clock.CalendarNotPublished, match="2099"):
        clock.add_working_days(date(2099, 1, 1), 1)
    assert clock.add_calendar_days(date(2099, 1, 1), 1) == date(2099, 1, 2)


def test_it_moves_and_returns() -> None:
    with clock.moved(clock.moment("2024-03-08", "23:30")):
        assert clock.today() == date(2024, 3, 8)
        with clock.moved(clock.moment("2024-02-29")):
            assert clock.today() == date(2024, 2, 29)
        assert clock.now().hour == 23
    assert clock.today() > date(2024, 3, 8)


def test_it_refuses_a_naive_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.legal_date(datetime(2024, 3, 8))  # noqa: DTZ001
    assert clock.legal_date(clock.moment("2024-03-08", "00:10")) == date(2024, 3, 8)


@given(PUBLISHED, COUNTS)
def test_it_ends_on_a_working_day_no_earlier_than_as_many_calendar_days(day: date, count: int) -> None:
    end = clock.add_working_days(day, count)
    assert end >= clock.add_calendar_days(day, count)
    assert clock.working_days_between(day, end) == count
    assert count == 0 or clock.is_working_day(end)
    # Nobody gains a day by waiting: the day before the end is one working day short.
    assert count == 0 or clock.working_days_between(day, end - timedelta(days=1)) == count - 1


@given(PUBLISHED, PUBLISHED, COUNTS, COUNTS)
def test_it_keeps_the_order_of_days_and_of_counts(one: date, other: date, few: int, many: int) -> None:
    first, second = sorted((one, other))
    assert clock.add_working_days(first, few) <= clock.add_working_days(second, few)
    less, more = sorted((few, many))
    there = clock.add_working_days(first, less)
    assert clock.add_working_days(there, more - less) == clock.add_working_days(first, more)


@given(PUBLISHED, st.integers(1, 60))
def test_it_comes_back_from_a_working_day(day: date, count: int) -> None:
    end = clock.add_working_days(day, count)
    back = clock.working_days_before(end, count)
    assert back <= day and clock.add_working_days(back, count) == end
