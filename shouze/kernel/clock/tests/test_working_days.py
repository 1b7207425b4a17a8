from datetime import date, datetime

import pytest

from shouze.kernel import clock


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
