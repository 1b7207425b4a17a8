"""Bills follow the tariff of the day, line by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shouze.kernel import rulebook
from shouze.resources.fees.queries import bill, tariff, yearly_bill
from shouze.resources.schemes.queries import NotUnderScheme, get_scheme

DAY = date(2024, 3, 13)
HOUSEHOLD = "CNCA-C07-01:2017"


def test_it_bills_application_test_inspection_and_registration() -> None:
    made = bill("0711", get_scheme(HOUSEHOLD), 2, Decimal("1.5"), DAY)
    assert [(line.item, line.amount) for line in made.lines] == [
        ("application", Decimal(1000)),
        ("type_test", Decimal(12400)),
        ("factory_inspection", Decimal(3750)),
        ("approval_registration", Decimal(1600)),
    ]
    assert made.total == sum(line.amount for line in made.lines) == Decimal(18750)


def test_it_leaves_out_an_inspection_that_the_mode_does_not_have() -> None:
    made = bill("0711", get_scheme(HOUSEHOLD), 1, Decimal(0), DAY)
    assert [line.item for line in made.lines] == ["application", "type_test", "approval_registration"]


def test_it_cites_the_rule_of_every_price() -> None:
    made = bill("0711", get_scheme(HOUSEHOLD), 1, Decimal(1), DAY)
    assert made.refs == tuple(line.ref for line in made.lines)
    for line in made.lines:
        cited = line.ref.removesuffix("/household-0711")
        assert rulebook.version(cited).valid_from <= DAY
        assert line.words.zh
        assert line.unit_words.en


def test_it_bills_by_the_tariff_of_the_day() -> None:
    before = {value.id: value.amount for value in tariff(date(2009, 4, 30)) if "no_" not in value.id}
    after = {value.id: value.amount for value in tariff(date(2009, 5, 1)) if "no_" not in value.id}
    assert (before["fees/application"], after["fees/application"]) == (Decimal(600), Decimal(500))
    assert (before["fees/factory_inspection"], after["fees/factory_inspection"]) == (
        Decimal(3000),
        Decimal(2500),
    )


@pytest.mark.parametrize(("units", "days"), [(0, Decimal(0)), (1, Decimal(-1))])
def test_it_refuses_less_than_one_unit_and_less_than_no_days(units: int, days: Decimal) -> None:
    scheme = get_scheme(HOUSEHOLD)
    assert bill("0711", scheme, 1, Decimal(0), DAY).total > 0
    with pytest.raises(ValueError, match="at least one unit"):
        bill("0711", scheme, units, days, DAY)


def test_it_refuses_a_product_that_the_scheme_does_not_cover() -> None:
    scheme = get_scheme(HOUSEHOLD)
    assert bill("0711", scheme, 1, Decimal(0), DAY).total > 0
    with pytest.raises(NotUnderScheme):
        bill("0914", scheme, 1, Decimal(0), DAY)


def test_it_bills_a_year_of_supervision() -> None:
    made = yearly_bill(3, Decimal(2), DAY)
    assert [(line.item, line.amount) for line in made.lines] == [
        ("annuity", Decimal(300)),
        ("supervision", Decimal(5000)),
    ]
    assert made.total == Decimal(5300)
