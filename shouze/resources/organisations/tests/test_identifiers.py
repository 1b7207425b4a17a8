"""Identifiers: what is right is read, and any one wrong character is named."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shouze.resources.organisations import identifiers as ids
from shouze.resources.organisations.identifiers import CertificateNumber, Country, InvalidIdentifier

# Published test vectors of the standard's algorithm and fictional codes made with it.
USCC = (
    "91371323760038087M",
    "91330100799655058B",
    "9144030071526726XG",
    "914403001922038216",
    "91330206MA2AB0018D",
    "91440606MA4XY00268",
    "91110000MA01C0038W",
    "91320500MA1WT0049L",
)
NUMBER = "2024990711000118"


@pytest.mark.parametrize("code", USCC)
def test_it_reads_a_uscc(code: str) -> None:
    read = ids.uscc(f" {code.lower()} ")
    assert str(read) == code
    assert read.organisation_code == code[8:17]


@given(code=st.sampled_from(USCC), place=st.integers(0, 17), char=st.sampled_from(ids.USCC_ALPHABET))
def test_it_refuses_a_uscc_with_any_one_character_changed(code: str, place: int, char: str) -> None:
    assume(code[place] != char)
    changed = code[:place] + char + code[place + 1 :]
    with pytest.raises(InvalidIdentifier) as refusal:
        ids.uscc(changed)
    assert "GB 32100-2015" in refusal.value.words.zh
    assert refusal.value.position is not None


@given(code=st.sampled_from(USCC), place=st.integers(0, 17), char=st.sampled_from("IOSVZ*"))
def test_it_names_the_foreign_character_and_its_place(code: str, place: int, char: str) -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        ids.uscc(code[:place] + char + code[place + 1 :])
    assert refusal.value.position == place + 1
    assert f"“{char}”" in refusal.value.words.en and f"“{char}”" in refusal.value.words.zh


def test_it_says_which_check_character_was_expected() -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        ids.uscc("91330206MA2AB0018E")
    assert refusal.value.words.zh == (
        "统一社会信用代码“91330206MA2AB0018E”第 18 位“E”有误：应为校验码“D”（GB 32100-2015）。"
    )


@pytest.mark.parametrize("code", [uscc[8:17] for uscc in USCC])
def test_it_reads_the_organisation_code_inside_a_uscc(code: str) -> None:
    assert ids.organisation_code(code) == code
    assert ids.organisation_code(f"{code[:8]}-{code[8]}") == code


@given(
    code=st.sampled_from([uscc[8:17] for uscc in USCC]),
    place=st.integers(0, 7),
    digit=st.sampled_from("0123456789"),
)
def test_it_refuses_an_organisation_code_with_one_digit_changed(code: str, place: int, digit: str) -> None:
    assume(code[place].isdigit() and code[place] != digit)
    with pytest.raises(InvalidIdentifier, match="Character 9"):
        ids.organisation_code(code[:place] + digit + code[place + 1 :])


@pytest.mark.parametrize(("code", "name"), [("330206", "浙江"), ("440606", "广东"), ("810000", "香港")])
def test_it_reads_a_division(code: str, name: str) -> None:
    assert ids.PROVINCES[ids.division(code)[:2]].zh == name


@pytest.mark.parametrize("code", ["990101", "33020", "33O206", "3302061", ""])
def test_it_refuses_a_division_that_is_none(code: str) -> None:
    with pytest.raises(InvalidIdentifier, match="GB/T 2260"):
        ids.division(code)


@pytest.mark.parametrize("place", ["156 330206", "344 810000", "446 820000", "158 710000"])
def test_it_asks_for_a_division_where_there_are_divisions(place: str) -> None:
    where, code = place.split()
    assert ids.division_in(ids.country(where), code) == code
    with pytest.raises(InvalidIdentifier):
        ids.division_in(ids.country(where), "")


@pytest.mark.parametrize(("where", "code"), [("156", "810000"), ("344", "330206"), ("276", "330206")])
def test_it_refuses_a_division_of_another_place(where: str, code: str) -> None:
    with pytest.raises(InvalidIdentifier):
        ids.division_in(Country(where), code)


def test_it_wants_no_division_abroad() -> None:
    assert ids.division_in(Country("276"), "") is None


@pytest.mark.parametrize("code", ["999", "000", "CN", "15", "15A"])
def test_it_refuses_a_country_that_is_none(code: str) -> None:
    with pytest.raises(InvalidIdentifier, match="GB/T 2659"):
        ids.country(code)


@pytest.mark.parametrize("code", ["1000118", "XX00118", "X00118", "X0001180"])
def test_it_refuses_a_factory_code_of_another_shape(code: str) -> None:
    assert ids.factory_code("x000118") == "X000118"
    with pytest.raises(InvalidIdentifier):
        ids.factory_code(code)


def test_it_takes_a_certificate_number_apart() -> None:
    assert ids.certificate_number(NUMBER) == CertificateNumber(2024, "99", "0711", 118)


@given(
    year=st.integers(2000, 2099),
    body=st.integers(0, 99),
    product=st.integers(0, 9999),
    serial=st.integers(0, 999999),
)
def test_it_composes_what_it_takes_apart(year: int, body: int, product: int, serial: int) -> None:
    number = ids.compose_certificate_number(
        year=year, body=f"{body:02d}", product=f"{product:04d}", serial=serial
    )
    assert ids.certificate_number(str(number)) == number


@pytest.mark.parametrize(
    "parts",
    [
        (1999, "99", "0711", 1),
        (2024, "999", "0711", 1),
        (2024, "9X", "0711", 1),
        (2024, "99", "0711", 1000000),
    ],
)
def test_it_refuses_parts_that_do_not_fit(parts: tuple[int, str, str, int]) -> None:
    year, body, product, serial = parts
    with pytest.raises(InvalidIdentifier):
        ids.compose_certificate_number(year=year, body=body, product=product, serial=serial)


@pytest.mark.parametrize(
    "typed",
    [
        "2024990711000118",
        "２０２４９９０７１１０００１１８",
        "2024 9907 1100 0118",
        "2O2499O7IlOOO1l8",
        "证书编号：2024-9907-1100-0118。",
        "No. Z024990711000118",
        "2024990711000118 2024990711000118",
    ],
)
def test_it_finds_the_number_that_was_meant(typed: str) -> None:
    assert [str(number) for number in ids.nearest_numbers(typed)] == [NUMBER]


@pytest.mark.parametrize(
    "typed", ["", "DC-20A", "20249907110001184", "202499071100011", "2G24990711000118", "OIlOIlOIlOIlOIl0"]
)
def test_it_finds_nothing_where_the_meaning_is_open(typed: str) -> None:
    assert ids.nearest_numbers(typed) == ()


@given(st.text(max_size=80))
def test_it_never_fails_on_any_text(typed: str) -> None:
    for number in ids.nearest_numbers(typed):
        assert str(number).startswith("20")


@pytest.mark.parametrize("text", ["0574-88880118", "+86 574 8888 0118", "13800000118", "(0574)88880118转802"])
def test_it_reads_phones_as_people_write_them(text: str) -> None:
    assert ids.phone(text) == text


@pytest.mark.parametrize("text", ["", "none", "1234", "call 88880118"])
def test_it_refuses_what_is_no_phone(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        ids.phone(text)


@pytest.mark.parametrize(("text", "where"), [("315000", "156"), ("70173", "276"), ("SW1A 1AA", "826")])
def test_it_reads_postal_codes(text: str, where: str) -> None:
    assert ids.zip_code(text, Country(where)) == text


@pytest.mark.parametrize(("text", "where"), [("31500", "156"), ("", "276"), ("宁波", "826")])
def test_it_refuses_postal_codes_of_another_shape(text: str, where: str) -> None:
    with pytest.raises(InvalidIdentifier):
        ids.zip_code(text, Country(where))
