"""When the next supervision is due: to the day, over many days, and over many sequences of classes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.certification.surveillance.due import (
    CLASSES,
    Terms,
    first_due,
    next_due,
    planned,
    rescheduled,
    worse,
)
from shouze.certification.surveillance.terms import terms_of
from shouze.kernel import clock

DAYS = st.dates(date(2013, 10, 1), date(2060, 12, 31))
LETTERS = st.sampled_from(CLASSES)
ON = date(2025, 6, 12)


def follow_up(letter: str, on: date = ON) -> Terms:
    found = terms_of(letter, "CNCA-C07-01:2024", on).of("follow_up")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2024-05-20", 12, "2025-05-20"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-11-30", 1, "2024-12-30"),
        ("2024-01-31", 0, "2024-01-31"),
    ],
)
def test_it_counts_calendar_months_to_the_day(day: str, months: int, after: str) -> None:
    assert clock.add_calendar_months(date.fromisoformat(day), months) == date.fromisoformat(after)


@given(DAYS, st.integers(0, 60))
def test_it_keeps_the_day_of_the_month_or_the_last_one(day: date, months: int) -> None:
    after = clock.add_calendar_months(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    last = (after + timedelta(days=1)).month != after.month
    assert after.day == day.day or (last and after.day < day.day)


@given(DAYS, DAYS, st.integers(0, 60))
def test_it_never_lets_a_later_day_fall_due_earlier(one: date, other: date, months: int) -> None:
    first, second = sorted((one, other))
    assert clock.add_calendar_months(first, months) <= clock.add_calendar_months(second, months)


def test_it_follows_the_worked_example_to_the_day() -> None:
    assert first_due(date(2024, 5, 20), follow_up("B")) == date(2025, 5, 20)
    assert next_due(date(2025, 5, 13), follow_up("B")) == date(2026, 5, 13)
    line = rescheduled(planned(date(2025, 5, 13), follow_up("B")), follow_up("D"), date(2025, 9, 12))
    assert (line.letter, line.due_on) == ("D", date(2025, 11, 13))


def test_it_counts_a_certificate_transferred_in_from_the_other_bodys_last_inspection() -> None:
    assert planned(date(2024, 6, 18), follow_up("C")).due_on == date(2025, 6, 18)


@given(DAYS, LETTERS, LETTERS, st.integers(0, 900), st.booleans())
def test_it_brings_forward_on_a_drop_and_moves_nothing_on_a_rise(
    since: date, planned_as: str, became: str, after: int, first: bool
) -> None:
    line = planned(since, follow_up(planned_as), first=first)
    on = since + timedelta(days=after)
    moved = rescheduled(line, follow_up(became), on)
    if not worse(became, planned_as):
        assert moved == line
        return
    assert moved.letter == became
    assert moved.due_on <= line.due_on
    asked = planned(since, follow_up(became), first=first).due_on
    grace = on + timedelta(days=follow_up(became).grace)
    assert moved.due_on in (asked, grace, line.due_on)
    assert moved.due_on == asked or asked < grace or line.due_on < asked


@given(DAYS, st.lists(st.tuples(LETTERS, st.integers(0, 200)), max_size=12))
def test_it_never_falls_due_later_whatever_the_class_does_before_it_is_closed(
    since: date, moves: list[tuple[str, int]]
) -> None:
    line, on = planned(since, follow_up("B")), since
    for letter, days in moves:
        on += timedelta(days=days)
        after = rescheduled(line, follow_up(letter), on)
        assert after.due_on <= line.due_on
        assert after.counted_from == since
        assert not worse(line.letter, after.letter)
        line = after


@given(DAYS, st.lists(LETTERS, min_size=1, max_size=8))
def test_it_comes_to_the_same_however_often_a_class_is_told(since: date, letters: list[str]) -> None:
    line, on = planned(since, follow_up("A")), since + timedelta(days=40)
    for letter in letters:
        once = rescheduled(line, follow_up(letter), on)
        assert rescheduled(once, follow_up(letter), on) == once
        line = once


@given(DAYS, LETTERS)
def test_it_leaves_the_grace_after_a_late_drop(since: date, letter: str) -> None:
    line = planned(since, follow_up("A"))
    on = line.due_on - timedelta(days=60)
    moved = rescheduled(line, follow_up(letter), on)
    assert moved.due_on >= min(line.due_on, on + timedelta(days=follow_up(letter).grace))
