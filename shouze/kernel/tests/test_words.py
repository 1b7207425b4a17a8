"""Words are read in the reader's language and travel unchanged through JSON and pydantic."""

from __future__ import annotations

import json

import pytest
from django.utils import translation
from pydantic import BaseModel, ValidationError

from shouze.kernel.words import Words

ACCEPTANCE = Words("受理", "Acceptance")


class Holder(BaseModel):
    words: Words


def test_it_speaks_chinese_when_no_language_is_active() -> None:
    with translation.override(None):
        assert str(ACCEPTANCE) == "受理"


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-hans", "受理"), ("zh", "受理"), ("en", "Acceptance"), ("en-gb", "Acceptance")],
)
def test_it_speaks_the_language_of_the_reader(language: str, text: str) -> None:
    with translation.override(language):
        assert f"{ACCEPTANCE}" == text


def test_it_fills_both_languages_with_words_of_their_own() -> None:
    sentence = Words("不能{act}", "cannot: {act}").fill(act=ACCEPTANCE)
    assert sentence == Words("不能受理", "cannot: Acceptance")


def test_it_travels_through_pydantic_and_json() -> None:
    held = Holder(words=ACCEPTANCE)
    assert json.loads(held.model_dump_json()) == {"words": ACCEPTANCE.as_json()}
    assert Holder.model_validate(held.model_dump()) == held


def test_it_refuses_one_language_alone() -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"words": {"zh": "受理"}})


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        ACCEPTANCE.zh = "拒绝"  # type: ignore[misc]


def test_it_joins_in_the_manner_of_each_language() -> None:
    assert Words.join([Words("甲", "A"), Words("乙", "B")]) == Words("甲、乙", "A, B")
