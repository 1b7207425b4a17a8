"""A file that is not sound keeps the whole rulebook from loading, and says where and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shouze.kernel.rulebook import BadRules, Rulebook
from shouze.kernel.rulebook.tests.writing import VALUES, write

CODES = """
    kind: codes
    id: colours
    words: {zh: 颜色, en: Colours}
    given: {from: 2010-01-01, reference: {title: 示例}, verified_on: 2026-11-23, confidence: known}
    columns: [warm]
    codes:
      - {code: "01", zh: 红, en: red, warm: true}
      - {code: "02", zh: 蓝, en: blue, to: 2019-12-31}
      - {code: "02", zh: 青, en: cyan, from: 2020-01-01}
"""

AUTHORITY = """
    kind: authority
    id: authority
    words: {zh: 权限, en: Authority}
    given: {from: 2010-01-01, reference: {title: 示例}, verified_on: 2026-11-23, confidence: known}
    acts:
      - {act: door.opened, posts: [keeper], function: keeping}
      - {act: door.opened, posts: [keeper, chief], function: keeping, from: 2020-01-01, signature: true}
"""

SEPARATION = """
    kind: separation
    id: separation
    words: {zh: 分离, en: Separation}
    given: {from: 2010-01-01, reference: {title: 示例}, verified_on: 2026-11-23, confidence: known}
    pairs:
      - {functions: [keeping, checking], verdict: forbidden, to: 2019-12-31}
"""


def names(table: str, *codes: str) -> str:
    rows = "\n".join(f"      - {{code: {code}, zh: {code}, en: {code}}}" for code in codes)
    return CODES.replace("id: colours", f"id: {table}").partition("      - {")[0] + rows + "\n"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (('reference: {title: "示例规则"}, ', ""), "reference: Field required"),
        (("verified_on: 2026-11-23, ", ""), "verified_on: Field required"),
        ((", confidence: known", ""), "confidence: Field required"),
        (("from: 2010-01-01, ", ""), "from: Field required"),
        (("confidence: known", "confidence: sure"), "confidence"),
        (("value: 10, ", ""), "value: Field required"),
        (("value: 10,", "value: 10, colour: red,"), "colour: Extra inputs"),
        (("en: Answer", "fr: Réponse"), "words"),
        (("from: 2020-03-01", "from: 2024-01-01"), "overlaps"),
        (("to: 2022-12-31", "to: 2020-02-28"), "overlaps another or ends too early"),
        (('title: "示例规则"', 'title: "示例规则", clause: law.1'), "clause law.1 is not in the rulebook"),
        (("kind: values", "kind: riddles"), "kind"),
        (("    values:\n", "    values: [\n"), "not YAML"),
    ],
)
def test_it_refuses_a_file_that_is_not_sound(tmp_path: Path, wrong: tuple[str, str], problem: str) -> None:
    assert Rulebook(write(tmp_path, values=VALUES)).history("deadlines/answer")
    with pytest.raises(BadRules) as refused:
        Rulebook(write(tmp_path, values=VALUES.replace(*wrong)))
    assert problem in " ".join(refused.value.problems)


def test_it_tells_all_problems_of_all_files_at_once(tmp_path: Path) -> None:
    unsound = VALUES.replace("verified_on: 2026-11-23, ", "")
    with pytest.raises(BadRules) as refused:
        Rulebook(write(tmp_path, one=unsound, two=CODES.replace("warm: true", "cold: true")))
    assert {problem.partition(":")[0] for problem in refused.value.problems} == {"one.yaml", "two.yaml"}


def test_it_refuses_one_rule_in_two_files(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="stand in one file"):
        Rulebook(write(tmp_path, one=VALUES, two=VALUES))


def test_it_knows_the_codes_of_a_day(tmp_path: Path) -> None:
    book = Rulebook(write(tmp_path, codes=CODES))
    assert [code.words.en for code in book.codes("colours", on=date(2019, 12, 31))] == ["red", "blue"]
    assert [code.words.en for code in book.codes("colours", on=date(2020, 1, 1))] == ["red", "cyan"]
    assert book.codes("colours", on=date(2009, 1, 1)) == ()
    assert book.code("colours", "01", on=date(2020, 1, 1)).get("warm") is True


def test_it_knows_who_has_authority_on_a_day(tmp_path: Path) -> None:
    files = {
        "posts": names("posts", "keeper", "chief"),
        "functions": names("functions", "keeping", "checking"),
    }
    book = Rulebook(write(tmp_path, authority=AUTHORITY, separation=SEPARATION, **files))
    assert book.authority(date(2019, 12, 31))["door.opened"].posts == ("keeper",)
    assert book.authority(date(2020, 1, 1))["door.opened"].signature
    assert book.authority(date(2009, 1, 1)) == {}
    forbidden = book.separation("checking", "keeping", date(2019, 12, 31))
    assert forbidden is not None
    assert not forbidden.allowed
    assert book.separation("keeping", "checking", date(2020, 1, 1)) is None


def test_it_refuses_authority_for_posts_and_functions_that_do_not_exist(tmp_path: Path) -> None:
    files = {"posts": names("posts", "keeper"), "functions": names("functions", "checking")}
    with pytest.raises(BadRules) as refused:
        Rulebook(write(tmp_path, authority=AUTHORITY, **files))
    told = " ".join(refused.value.problems)
    assert "post chief" in told
    assert "function keeping" in told
