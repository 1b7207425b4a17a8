"""People find a product by what they call it."""

from __future__ import annotations

from datetime import date

import pytest

from shouze.kernel import rulebook
from shouze.resources.products.finding import EVERYDAY, find, initials
from shouze.resources.products.queries import find_product

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0711", "0711"), ("电磁灶", "0711"), ("电磁炉", "0711"), ("induction hob", "0711"), ("dcz", "0711"),
        ("diancizao", "0711"), ("dcl", "0711"), ("8516.60", "0711"), ("851660", "0711"), ("充电宝", "0914"),
        ("power bank", "0914"), ("空气炸锅", "0712"), ("AIR FRYER", "0712"), ("扫地机", "0708"),
        ("空开", "0307"), ("kettle", "0717"),
    ],
)  # fmt: skip
def test_it_finds_a_product_by_code_name_word_heading_and_sound(text: str, code: str) -> None:
    assert code in [one.product.code for one in find(text, DAY)]


def test_it_puts_the_nearest_first_and_says_by_which_word() -> None:
    first = find("电磁炉", DAY)[0]
    assert (first.product.code, first.by) == ("0711", "电磁炉")
    assert find("电磁灶", DAY)[0].by == ""
    assert find("0711", DAY)[0].product.code == "0711"
    assert initials("电磁灶") == "dcz"


def test_it_finds_nothing_by_one_character_or_by_what_nobody_says() -> None:
    assert find("电", DAY) == ()
    assert find("纸飞机", DAY) == ()
    assert find("an", DAY) == find(" AN ", DAY)


def test_it_knows_every_product_that_has_an_everyday_word() -> None:
    named = [one.code for one in rulebook.codes(EVERYDAY, on=DAY)]
    assert [code for code in named if find_product(code, DAY) is None] == []
