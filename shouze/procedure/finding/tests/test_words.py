"""How texts are cut, and what may be asked."""

import pytest

from shouze.procedure.finding import words
from shouze.procedure.finding.queries import marked


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("DC-20A", "dc20a"),
        ("ＤＣ－20Ａ", "dc20a"),
        ("宁波示例电器有限公司", "宁波示例电器有限公司"),
        ("检测任务 T2024-0001（北京）", "检测任务 t20240001 北京"),
        ("A·B", "a b"),
    ],
)
def test_it_keeps_a_text_in_one_form_however_it_is_typed(typed: str, kept: str) -> None:
    assert words.plain(typed) == kept


def test_it_says_a_name_by_its_initials_and_by_its_pinyin() -> None:
    assert words.sounds("宁波示例电器有限公司") == "nbsldqyxgs ningboshilidianqiyouxiangongsi"
    assert words.sounds("重庆长虹").split()[0] == "cqch"


@pytest.mark.parametrize(
    "asked", ["宁波", "示例电器", "nbsl", "sldq", "ningbo", "shilidian", "DC-20", "dc20a"]
)
def test_it_asks_only_for_parts_that_the_line_has(asked: str) -> None:
    line = set(words.parts("宁波示例电器有限公司 DC-20A"))
    assert any(set(way.parts) <= line for way in words.ways(asked))


@pytest.mark.parametrize("asked", ["宁", "n", "7", "12", "", "·"])
def test_it_does_not_search_for_what_is_too_short(asked: str) -> None:
    assert words.ways(asked) == ()


def test_it_does_not_ask_for_what_every_firm_is_called_unless_that_is_all() -> None:
    (way,) = words.ways("示例有限公司")
    assert way.parts == ("示例", "例有")
    (way,) = words.ways("有限公司")
    assert way.parts == ("有限", "限公", "公司")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("示例", "示例"),
        ("nbsl", "宁波示例"),
        ("shili", "示例"),
        ("shil", "示例"),
        ("dianqi", "电器"),
        ("zz", ""),
    ],
)
def test_it_marks_what_was_asked_for_in_the_name(asked: str, shown: str) -> None:
    pieces = marked("宁波示例电器有限公司", asked)
    assert "".join(text for text, hit in pieces if hit) == shown
    assert "".join(text for text, _ in pieces) == "宁波示例电器有限公司"
