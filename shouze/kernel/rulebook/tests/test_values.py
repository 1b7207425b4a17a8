"""Values are found at a date, cited, and refused with a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shouze.kernel.rulebook import (
    Confidence,
    NoRuleInForce,
    Rulebook,
    RuleValue,
    UnknownRule,
    UnknownVersion,
)
from shouze.kernel.rulebook.tests.writing import VALUES, small_book, write

ANSWER = "deadlines/answer"


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    return small_book(tmp_path)


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2010, 1, 1), 10),
        (date(2020, 2, 29), 10),
        (date(2020, 3, 1), 5),
        (date(2022, 12, 31), 5),
        (date(2024, 1, 1), 3),
        (date(2099, 1, 1), 3),
    ],
)
def test_it_finds_the_version_of_the_day(book: Rulebook, on: date, days: int) -> None:
    assert book.value(ANSWER, on=on).whole == days


@pytest.mark.parametrize("on", [date(2009, 12, 31), date(2023, 1, 1), date(2023, 12, 31)])
def test_it_refuses_a_day_without_a_rule_and_names_the_periods(book: Rulebook, on: date) -> None:
    with pytest.raises(NoRuleInForce) as refused:
        book.value(ANSWER, on=on)
    assert on.isoformat() in refused.value.sentence.zh
    assert "2020-03-01 – 2022-12-31" in refused.value.sentence.en


def test_it_names_the_nearest_when_an_id_is_unknown(book: Rulebook) -> None:
    with pytest.raises(UnknownRule) as refused:
        book.value("deadlines/anwser", on=date(2024, 1, 1))
    assert ANSWER in refused.value.sentence.zh
    assert ANSWER in refused.value.sentence.en


def test_it_tells_when_a_version_ends(book: Rulebook) -> None:
    ends = [version.valid_to for version in book.history(ANSWER)]
    assert ends == [date(2020, 2, 29), date(2022, 12, 31), None]


def test_it_cites_a_version_by_id_day_and_content(book: Rulebook) -> None:
    value = book.value(ANSWER, on=date(2012, 5, 5))
    stem, _, mark = value.ref.partition("#")
    assert stem == "deadlines/answer@2010-01-01"
    assert len(mark) == len("0123456789ab")
    assert book.version(value.ref) == value


def test_it_keeps_a_citation_when_a_later_version_is_added(book: Rulebook, tmp_path: Path) -> None:
    before = [version.ref for version in book.history(ANSWER)]
    later = VALUES + "          - {from: 2030-01-01, value: 1, unit: working_days}\n"
    after = Rulebook(write(tmp_path, values=later)).history(ANSWER)
    assert [version.ref for version in after[:-1]] == before


@pytest.mark.parametrize(
    ("edited", "same"),
    [
        (("value: 5", "value: 6"), False),
        (("示例规则", "别的规则"), False),
        (("zh: 答复", "zh: 回复"), True),
        (("verified_on: 2026-11-23", "verified_on: 2026-11-24"), True),
        (("confidence: assumed", "confidence: stated"), True),
    ],
)
def test_it_changes_a_citation_with_what_has_effect_only(
    book: Rulebook, tmp_path: Path, edited: tuple[str, str], same: bool
) -> None:
    ref = book.value(ANSWER, on=date(2021, 1, 1)).ref
    other = Rulebook(write(tmp_path, values=VALUES.replace(*edited)))
    assert (other.value(ANSWER, on=date(2021, 1, 1)).ref == ref) is same
    assert other.digest() != book.digest() or edited[0].startswith("zh")


def test_it_refuses_a_citation_whose_text_was_edited(book: Rulebook, tmp_path: Path) -> None:
    ref = book.value(ANSWER, on=date(2021, 1, 1)).ref
    other = Rulebook(write(tmp_path, values=VALUES.replace("value: 5", "value: 6")))
    with pytest.raises(UnknownVersion) as refused:
        other.version(ref)
    assert ref in str(refused.value.sentence.zh)


def test_it_lists_what_is_assumed(book: Rulebook) -> None:
    assumed = book.assumed()
    assert book.value(ANSWER, on=date(2021, 1, 1)).ref in assumed
    assert any(ref.startswith("choice@2010-01-01#") and ref.endswith("/rest") for ref in assumed)
    assert len(assumed) == 1 + 1


def test_it_lists_everything_with_its_versions(book: Rulebook) -> None:
    entries = {entry.id: entry for entry in book.everything()}
    assert entries.keys() == {ANSWER, "choice"}
    assert [version.confidence for version in entries[ANSWER].versions].count(Confidence.ASSUMED) == 1
    assert entries["choice"].assumed


def test_it_gives_values_that_cannot_be_changed(tmp_path: Path) -> None:
    text = VALUES.replace("value: 3", "value: {list: [1, 2]}")
    value = Rulebook(write(tmp_path, values=text)).value(ANSWER, on=date(2025, 1, 1))
    with pytest.raises(TypeError):
        value.fields["list"] = ()  # type: ignore[index]
    assert value.fields["list"] == (1, 2)
    assert value.model_dump(mode="json")["value"] == {"list": [1, 2]}


def test_it_says_when_a_value_is_not_what_its_reader_expects(book: Rulebook) -> None:
    value: RuleValue = book.value(ANSWER, on=date(2025, 1, 1))
    assert value.amount == value.whole
    for reading in ("text", "holds", "listed", "fields"):
        with pytest.raises(TypeError, match="deadlines/answer@2024-01-01"):
            getattr(value, reading)
