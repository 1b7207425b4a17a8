"""A day that a reader typed, and texts that are none."""

from datetime import date

import pytest

from shouze.audiences.parts.days import day_of


def test_it_reads_a_day() -> None:
    assert day_of("2026-02-28") == date(2026, 2, 28)


@pytest.mark.parametrize("text", ["", "2026-02-30", "28.02.2026", "二月", "2026-02-28T08:00"])
def test_it_takes_no_other_text_for_a_day(text: str) -> None:
    assert day_of(text) is None
