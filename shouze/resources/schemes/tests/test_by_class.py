"""A class changes the work: the worse it is, the more is asked and the less allowed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from shouze.kernel import rulebook
from shouze.resources.schemes import by_class
from shouze.resources.schemes import queries as schemes

ON = date(2025, 9, 12)
CASES = [
    pytest.param(scheme, line.code, line.valid_from or scheme.valid_from, id=f"{scheme.number}-{line.code}")
    for scheme in schemes.list_schemes()
    for line in scheme.products
]
WIDTHS = ("wide", "usual", "narrow")


def test_it_visits_a_once_in_two_years_b_and_c_once_a_year_d_twice() -> None:
    found = [by_class.for_class(letter, "CNCA-C07-01:2024", ON).interval_months for letter in "ABCD"]
    assert found == [24, 12, 12, 6]


def test_it_asks_more_of_a_worse_class_and_allows_less() -> None:
    work = [by_class.for_class(letter, "CNCA-C07-01:2024", ON) for letter in "ABCD"]
    for better, worse in pairwise(work):
        assert worse.first_months <= better.first_months
        assert worse.interval_months <= better.interval_months
        assert worse.unit_models <= better.unit_models
        assert WIDTHS.index(worse.unit_width) >= WIDTHS.index(better.unit_width)
        assert set(worse.follow_up) >= set(better.follow_up)
        assert set(worse.own_tests) <= set(better.own_tests)
        assert set(worse.conveniences) <= set(better.conveniences)
        within = Decimal(1), Decimal(4)
        assert worse.person_days(within) >= better.person_days(within)
    assert [one.notice for one in work] == ["announced", "either", "unannounced", "unannounced"]


@pytest.mark.parametrize(
    ("letter", "within", "days"),
    [
        ("A", ("1", "4"), "1"),
        ("B", ("1", "4"), "2.5"),
        ("B", ("1", "2"), "1.5"),
        ("B", ("4", "6"), "5"),
        ("C", ("1", "4"), "4"),
        ("D", ("1", "2"), "2.5"),
    ],
)
def test_it_fixes_person_days_inside_the_range_by_class(
    letter: str, within: tuple[str, str], days: str
) -> None:
    low, high = map(Decimal, within)
    work = by_class.for_class(letter, "CNCA-C07-01:2024", ON)
    assert work.person_days((low, high)) == Decimal(days)


@pytest.mark.parametrize(("scheme", "product", "on"), CASES)
def test_it_adds_elements_on_a_basis_and_takes_none_away(
    scheme: schemes.Scheme, product: str, on: date
) -> None:
    for letter in "ABCD":
        asked = {one.code for one in schemes.mode_for(scheme, letter, on, product).elements}
        added = by_class.added_to(scheme, letter, on, product)
        assert not asked & {one.code for one in added}
        assert all(one.basis in rulebook.clauses() for one in added)
        assert letter in "CD" or not added


def test_it_names_every_answer_in_both_languages() -> None:
    for letter in "ABCD":
        work = by_class.for_class(letter, "CNCA-C07-01:2024", ON)
        named = [
            ("unit_widths", work.unit_width),
            ("visit_notices", work.notice),
            ("day_positions", work.days_position),
            ("sample_takers", work.sampling.taker),
            *(("class_conveniences", one) for one in work.conveniences),
            *(("elements", one) for one in (*work.follow_up, *(one.code for one in work.added))),
        ]
        assert all(by_class.words_of(table, code, ON).zh for table, code in named)
    with pytest.raises(rulebook.NoRowFits):
        by_class.for_class("E", "CNCA-C07-01:2024", ON)
