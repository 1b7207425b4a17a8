"""The table of the sixteen kinds: none without a verdict, and of several kinds never less than of one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze.certification.changes.particulars import ALL, GROUPS, OF
from shouze.certification.changes.ruling import rule, strictest
from shouze.kernel import rulebook

DAY = date(2026, 3, 2)
KINDS = tuple(one.code for one in rulebook.codes("change_kinds", on=DAY))
some = st.lists(st.sampled_from(KINDS), min_size=1, unique=True)
days = st.dates(date(2009, 9, 1), date(2035, 12, 31))


@given(st.sampled_from(KINDS), days)
def test_it_has_a_verdict_on_every_kind_on_every_day(kind: str, on: date) -> None:
    ruling = rule([kind], on)
    assert (
        ruling.handling and ruling.reasons and ruling.legal_cases and "change_application" in ruling.documents
    )
    asked = {code for code, _ in ruling.elements}
    assert asked == {"test": {"XS"}, "inspect": {"GC"}}.get(ruling.handling, set())
    assert all(rulebook.clause(basis) for _, basis in ruling.elements)


@given(some, some)
def test_it_never_asks_less_of_more_kinds(few: list[str], more: list[str]) -> None:
    one, both = rule(few, DAY), rule([*few, *more], DAY)
    assert {code for code, _ in one.elements} <= {code for code, _ in both.elements}
    assert set(one.documents) <= set(both.documents) and set(one.reasons) <= set(both.reasons)
    assert set(one.registers) <= set(both.registers) and set(one.legal_cases) <= set(both.legal_cases)
    assert strictest([one.handling, both.handling], DAY) == both.handling
    assert both.technical_person <= one.technical_person and both.waived <= one.waived


@given(some)
def test_it_does_not_matter_in_which_order_kinds_are_named(kinds: list[str]) -> None:
    there, back = rule(kinds, DAY), rule(list(reversed(kinds)), DAY)
    assert (there.handling, there.reasons) == (back.handling, back.reasons)
    assert [code for code, _ in there.elements] == [code for code, _ in back.elements]


def test_it_is_never_milder_than_the_reason_under_which_it_is_reported() -> None:
    for kind in KINDS:
        ruling = rule([kind], DAY)
        reported = rulebook.code("change_reasons", ruling.reasons[0], on=DAY).text("handling")
        assert strictest([reported, ruling.handling], DAY) == ruling.handling, kind


#: kind -> handling, case of Order 117 Art. 24, reason reported, entry of the register
SIXTEEN = {
    "1": ("verify", "1", "0201", ""), "2": ("verify", "1", "0201", ""), "3": ("confirm", "2", "0202", ""),
    "4": ("test", "2", "0202", ""), "5": ("confirm", "2", "0202", ""),
    "6": ("verify", "1", "0201", "factory"), "7": ("verify", "1", "0201", "factory"),
    "8": ("verify", "1", "0201", "factory"),
    "9": ("inspect", "4", "0204", "factory"), "10": ("verify", "1", "0201", "applicant"),
    "11": ("verify", "1", "0201", "producer"), "12": ("test", "3", "0203", ""),
    "13": ("test", "3", "0203", ""), "14": ("test", "3", "0203", ""), "15": ("inspect", "4", "0204", ""),
    "16": ("confirm", "5", "0299", ""),
}  # fmt: skip


def test_it_rules_on_each_of_the_sixteen_as_the_order_says() -> None:
    ruled = {kind: rule([kind], DAY) for kind in KINDS}
    assert {
        kind: (one.handling, *one.legal_cases, *one.reasons, "".join(one.registers))
        for kind, one in ruled.items()
    } == SIXTEEN


def test_every_kind_has_its_questions_and_stands_in_one_group() -> None:
    assert set(OF) == set(KINDS)
    assert sorted(kind for group in GROUPS for kind in group.kinds) == sorted(KINDS)
    assert set(ALL) == {name for one in OF.values() for name in one.all}


def test_it_refuses_no_kind_at_all() -> None:
    with pytest.raises(ValueError, match="at least one kind"):
        rule([], DAY)
