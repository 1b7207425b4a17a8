"""When the next supervision is due: to the day, over many days, and over many sequences of classes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.certification.surveillance.due import (
    CLASSES,
    Line,
    Terms,
    first_due,
    next_due,
    planned,
    rescheduled,
    worse,
)
from shouze.certification.surveillance.terms import KINDS, terms_of
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


@given(DAYS, LETTERS, LETTERS, st.integers(0, 900), st.booleans())
def test_a_worse_class_never_has_longer(since: date, one: str, other: str, after: int, first: bool) -> None:
    better, bad = sorted((one, other))
    days = [planned(since, follow_up(letter), first=first).due_on for letter in (better, bad)]
    assert days[1] <= days[0]
    line, on = planned(since, follow_up("A"), first=first), since + timedelta(days=after)
    moved = [rescheduled(line, follow_up(letter), on).due_on for letter in (better, bad)]
    assert moved[1] <= moved[0] <= line.due_on


@given(DAYS, LETTERS, LETTERS)
def test_a_worse_class_never_lacks_a_sample_that_a_better_one_gives(
    since: date, one: str, other: str
) -> None:
    better, bad = (terms_of(letter, "CNCA-C07-01:2024", ON) for letter in sorted((one, other)))
    for kind in KINDS:
        given_by, asked = better.of(kind), bad.of(kind)
        assert asked is not None or given_by is None
        if asked and given_by:
            assert planned(since, asked).due_on <= planned(since, given_by).due_on


@given(DAYS, st.permutations(CLASSES), st.integers(0, 900))
def test_classes_told_on_one_day_come_to_the_same_in_any_order(
    since: date, letters: list[str], after: int
) -> None:
    on = since + timedelta(days=after)
    line, sorted_line = planned(since, follow_up("A")), planned(since, follow_up("A"))
    for letter, in_order in zip(letters, CLASSES, strict=True):
        line = rescheduled(line, follow_up(letter), on)
        sorted_line = rescheduled(sorted_line, follow_up(in_order), on)
    assert line == sorted_line


def recomputed(since: date, letter: str, moves: list[tuple[date, str]]) -> Line:
    """The line by its whole history at once: the earliest day that any drop below all before it left."""
    days, worst = [planned(since, follow_up(letter)).due_on], letter
    for on, became in moves:
        if worse(became, worst):
            asked = planned(since, follow_up(became)).due_on
            days.append(max(asked, on + timedelta(days=follow_up(became).grace)))
            worst = became
    return Line(since, worst, min(days))


@given(DAYS, LETTERS, st.lists(st.tuples(st.integers(0, 200), LETTERS), max_size=12), st.integers(0, 3))
def test_it_comes_step_by_step_to_what_the_whole_history_says(
    since: date, letter: str, history: list[tuple[int, str]], looked_again: int
) -> None:
    line, on, moves = planned(since, follow_up(letter)), since, []
    for days, became in history:
        on += timedelta(days=days)
        moves.append((on, became))
        # Told once or told again on every later day: the scan of a night changes nothing.
        for again in range(1 + looked_again):
            line = rescheduled(line, follow_up(became), on + timedelta(days=again))
    assert line == recomputed(since, letter, moves)
