"""The catalogue answers as it stood on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouze.resources.products.queries import (
    NotInCatalogue,
    designated,
    find_product,
    get_product,
    list_products,
    search,
)

DAY = date(2024, 3, 8)


@pytest.mark.parametrize(
    ("code", "on", "mark"),
    [
        ("0711", DAY, "third_party"),
        ("0401", DAY, "declaration_b"),
        ("0401", date(2018, 9, 30), "third_party"),
        ("0401", date(2018, 10, 1), "declaration_b"),
        ("0501", DAY, "declaration_a"),
        ("0307", DAY, "declaration_b"),
        ("0103", DAY, "removed"),
        ("0802", DAY, "uncertain"),
        ("2312", DAY, "third_party"),
    ],
)
def test_it_says_how_a_product_is_assessed_on_a_day(code: str, on: date, mark: str) -> None:
    product = get_product(code, on)
    assert product.mark == mark
    assert product.third_party is (mark == "third_party")
    assert product.mark_words.zh


def test_it_knows_power_banks_from_the_day_they_are_accepted() -> None:
    opened = date(2023, 8, 1)
    assert find_product("0914", opened - timedelta(days=1)) is None
    product = get_product("0914", opened)
    assert (product.acceptance_from, product.mandatory_from) == (opened, date(2024, 8, 1))


def test_it_refuses_a_code_that_is_not_there() -> None:
    assert find_product("9999", DAY) is None
    with pytest.raises(NotInCatalogue, match="9999"):
        get_product("9999", DAY)


def test_it_names_every_product_in_both_languages() -> None:
    products = list_products(DAY)
    assert len(products) > 120
    assert len({product.code for product in products}) == len(products)
    for product in products:
        assert product.name.zh
        assert product.name.en.isascii()
        assert product.category_name.zh


@pytest.mark.parametrize(
    ("text", "code"),
    [("磁灶", "0711"), ("0711", "0711"), ("induction", "0711"), ("移动电源", "0914"), ("07", "0701")],
)
def test_it_finds_by_two_characters_of_code_or_name(text: str, code: str) -> None:
    assert search(text, DAY)[0].code == code


def test_it_finds_nothing_by_one_character_and_no_more_than_asked() -> None:
    assert search("电", DAY) == ()
    assert len(search("防爆", DAY, limit=5)) == 5


@pytest.mark.parametrize(
    ("code", "on", "is_designated"),
    [
        ("0711", DAY, True),
        ("1101", DAY, False),
        ("0904", date(2024, 6, 30), True),
        ("0904", date(2024, 7, 1), False),
        ("0914", date(2023, 7, 31), False),
        ("0914", date(2023, 8, 1), True),
    ],
)
def test_it_knows_for_what_the_body_is_designated(code: str, on: date, is_designated: bool) -> None:
    assert designated(code, on) is is_designated
