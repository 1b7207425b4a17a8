"""Schemes are found by the day that their transition policy names, and say all that a case needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shouze.kernel import rulebook
from shouze.resources.products.queries import find_product
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.shapes import Scheme, SchemeProduct

LINES = [
    pytest.param(scheme, line, id=f"{scheme.number}-{line.code}-{line.valid_from or ''}")
    for scheme in schemes.list_schemes()
    for line in scheme.products
]
CLASSES = ("A", "B", "C", "D")


@pytest.mark.parametrize(
    ("code", "accepted_on", "number"),
    [
        ("0711", date(2024, 6, 20), "CNCA-C07-01:2017"),
        ("0711", date(2024, 6, 30), "CNCA-C07-01:2017"),
        ("0711", date(2024, 7, 1), "CNCA-C07-01:2024"),
        ("0901", date(2024, 3, 8), "CNCA-C09-01:2023"),
        ("0914", date(2023, 8, 1), "CNCA-C09-01:2023"),
        ("0914", date(2025, 8, 14), "CNCA-C09-01:2023"),
        ("0914", date(2025, 8, 15), "CNCA-C09-02:2025"),
        ("2401", date(2024, 3, 8), "CNCA-C24-01:2021"),
        ("2404", date(2025, 3, 8), "CNCA-C24-01:2024"),
        ("1119", date(2023, 9, 25), "CNCA-C11-16:2018"),
        ("1119", date(2023, 9, 26), "CNCA-C11-16:2023"),
    ],
)
def test_it_finds_the_scheme_of_the_day_of_acceptance(code: str, accepted_on: date, number: str) -> None:
    scheme = schemes.scheme_for(code, accepted_on)
    assert scheme.number == number
    assert scheme.transition.decided_by == "accepted_on"
    assert schemes.get_scheme(number) == scheme


@pytest.mark.parametrize(("code", "on"), [("0711", date(2017, 10, 31)), ("0401", date(2024, 3, 8))])
def test_it_refuses_where_no_scheme_is_in_force(code: str, on: date) -> None:
    assert schemes.find_scheme(code, on) is None
    with pytest.raises(schemes.NoSchemeInForce) as refused:
        schemes.scheme_for(code, on)
    assert code in refused.value.sentence.zh
    assert on.isoformat() in refused.value.sentence.en


def test_it_refuses_a_number_that_it_does_not_hold() -> None:
    with pytest.raises(schemes.UnknownScheme, match="CNCA-C99"):
        schemes.get_scheme("CNCA-C99-01:2099")


@pytest.mark.parametrize(("scheme", "line"), LINES)
def test_it_has_standards_documents_and_test_items_for_every_product(
    scheme: Scheme, line: SchemeProduct
) -> None:
    on = line.valid_from or scheme.valid_from
    plan = schemes.test_plan_for(scheme, line.code, on)
    assert plan.standards
    assert plan.working_days == 30
    assert plan.samples_main >= 1
    assert len({item.key for item in plan.items}) == len(plan.items)
    assert any(item.safety for item in plan.items)
    assert {item.standard for item in plan.items} == {standard.number for standard in plan.standards}
    documents = {document.key: document for document in schemes.documents_for(scheme, line.code)}
    assert documents["application_form"].required_when == "always"
    assert documents["production_agreement"].required_when == "oem_or_odm"
    assert scheme.ref in plan.refs


@pytest.mark.parametrize(("scheme", "line"), LINES)
def test_it_covers_products_that_the_catalogue_holds_as_third_party(
    scheme: Scheme, line: SchemeProduct
) -> None:
    product = find_product(line.code, line.valid_from or scheme.valid_from)
    assert product is not None
    assert product.third_party


@pytest.mark.parametrize(("scheme", "line"), LINES)
@pytest.mark.parametrize("enterprise_class", CLASSES)
def test_it_has_a_mode_for_every_product_and_class(
    scheme: Scheme, line: SchemeProduct, enterprise_class: str
) -> None:
    on = line.valid_from or scheme.valid_from
    mode = schemes.mode_for(scheme, enterprise_class, on, line.code)
    codes = [element.code for element in mode.elements]
    assert "XS" in codes
    assert ("初始工厂检查" in mode.text) is ("GC" in codes)
    assert mode.text == mode.words.zh


@pytest.mark.parametrize(
    ("number", "on"), [("CNCA-C07-01:2017", date(2024, 3, 8)), ("CNCA-C07-01:2024", date(2024, 7, 1))]
)
def test_it_asks_household_class_b_for_no_inspection_and_class_d_for_one(number: str, on: date) -> None:
    scheme = schemes.get_scheme(number)
    better, worse = (schemes.mode_for(scheme, one, on) for one in ("B", "D"))
    assert "GC" not in {element.code for element in better.elements}
    inspection = {element.code: element for element in worse.elements}["GC"]
    assert inspection.before_certificate
    assert {element.code: element.before_certificate for element in better.elements} == {
        "XS": True,
        "GZ": False,
    }
    assert better.decision.row.endswith("-ab")


@pytest.mark.parametrize("on", [date(2023, 8, 1), date(2025, 8, 14), date(2025, 8, 15)])
def test_it_asks_power_banks_for_an_inspection(on: date) -> None:
    scheme = schemes.scheme_for("0914", on)
    mode = schemes.mode_for(scheme, "B", on, "0914")
    assert "GC" in {element.code for element in mode.elements}


def test_it_does_not_guess_a_mode_where_the_products_of_a_scheme_differ() -> None:
    scheme, on = schemes.get_scheme("CNCA-C09-01:2023"), date(2024, 3, 8)
    assert schemes.mode_for(scheme, "B", on, "0901").code == "1002"
    with pytest.raises(rulebook.NoRowFits):
        schemes.mode_for(scheme, "B", on)


def test_it_replays_a_mode_under_its_own_version() -> None:
    scheme, on = schemes.get_scheme("CNCA-C07-01:2017"), date(2024, 3, 8)
    decision = schemes.mode_for(scheme, "C", on).decision
    facts = {"scheme": scheme.number, "class": "C", "product": ""}
    assert rulebook.decide_again(decision.ref, facts) == decision


def test_it_asks_for_the_day_where_standards_changed_within_a_scheme() -> None:
    scheme = schemes.get_scheme("CNCA-C11-16:2023")
    before = schemes.test_plan_for(scheme, "1119", date(2025, 8, 31))
    after = schemes.test_plan_for(scheme, "1119", date(2025, 9, 1))
    assert before.standards[0].number == "GB 17761-2018"
    assert after.standards[0].number == "GB 17761-2024"
    with pytest.raises(schemes.NotUnderScheme):
        schemes.test_plan_for(scheme, "1119")


def test_it_gives_the_range_of_person_days() -> None:
    scheme = schemes.get_scheme("CNCA-C07-01:2017")
    assert schemes.person_days(scheme, "initial") == (Decimal(1), Decimal(4))
    assert schemes.person_days(scheme, "follow_up") == (Decimal(1), Decimal(2))


def test_it_plans_the_induction_cooker_of_the_worked_example() -> None:
    plan = schemes.test_plan_for(schemes.get_scheme("CNCA-C07-01:2017"), "0711")
    assert (plan.samples_main, plan.samples_spare) == (3, 1)
    numbers = [standard.number.rpartition("-")[0] for standard in plan.standards]
    assert numbers == ["GB 4706.1", "GB 4706.29", "GB 4343.1", "GB 17625.1"]
    heating = next(item for item in plan.items if item.key == "GB 4706.1-2005:11")
    assert heating.safety
    assert heating.words.zh == "发热"


def test_it_speaks_of_specialities_that_exist() -> None:
    known = {code.code for code in rulebook.codes("specialities", on=date(2024, 3, 8))}
    assert {scheme.speciality for scheme in schemes.list_schemes()} <= known
