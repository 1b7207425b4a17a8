"""Bills by the tariff of a day. Amounts are yuan, exact to the fen; travel is charged apart and never in a
bill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.schemes.queries import NotUnderScheme, Scheme

FEN = Decimal("0.01")

UNITS: dict[str, Words] = {
    "unit": Words("单元", "unit"),
    "person_day": Words("人日", "person-day"),
    "certificate": Words("证书·年", "certificate and year"),
    "mark": Words("枚", "mark"),
}


class BillLine(BaseModel):
    """One line of a bill. `unit` is a key of UNITS, `ref` the rule that the price comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str
    words: Words
    quantity: Decimal
    unit: str
    unit_price: Decimal
    amount: Decimal
    ref: str

    @property
    def unit_words(self) -> Words:
        """What the quantity counts."""
        return UNITS[self.unit]


class Bill(BaseModel):
    """The lines of a bill and their sum, in yuan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: tuple[BillLine, ...]
    total: Decimal
    refs: tuple[str, ...]


def bill(product_code: str, scheme: Scheme, units: int, person_days: Decimal, on: date) -> Bill:
    """What an application costs: application, type test, factory inspection, approval and registration.

    `units` is the number of certification units (at least one), `person_days` those of the initial
    inspection (zero where the mode has none), `on` the day whose tariff applies. Raises NotUnderScheme,
    NoRuleInForce, ValueError.
    """
    if units < 1 or person_days < 0:
        raise ValueError("a bill needs at least one unit and no negative person-days")
    if product_code not in scheme.product_codes:
        raise NotUnderScheme(scheme.number, product_code, on)
    count = Decimal(units)
    lines = [
        _line("application", count, "unit", on),
        _test_line(product_code, count, on),
        _line("factory_inspection", person_days, "person_day", on),
        _line("approval_registration", count, "unit", on),
    ]
    return _summed(lines)


def turn_bill(
    kind: str, product_code: str, tests: int, person_days: Decimal, on: date, waived: Sequence[str] = ()
) -> Bill:
    """What a case after the certificate costs by the tariff of ``on``: the items of ``turn_fees`` for its
    kind, ``tests`` of them tests, ``person_days`` those of its inspection (zero where it has none), without
    what is ``waived``.
    """
    items = rulebook.thaw(rulebook.code("turn_fees", kind, on=on).get("items"))
    made = {
        "type_test": lambda: _test_line(product_code, Decimal(tests), on),
        "factory_inspection": lambda: _line("factory_inspection", person_days, "person_day", on),
        "supervision": lambda: _line("supervision", person_days, "person_day", on),
    }
    lines = [
        made[item]() if item in made else _line(item, Decimal(1), "unit", on)
        for item in (items if isinstance(items, list) else [])
        if item not in waived
    ]
    return _summed(lines)


def yearly_bill(certificates: int, person_days: Decimal, on: date) -> Bill:
    """What a year of supervision costs: annuity per certificate, and the person-days of the follow-up
    inspection.
    """
    lines = [
        _line("annuity", Decimal(certificates), "certificate", on),
        _line("supervision", person_days, "person_day", on),
    ]
    return _summed(lines)


def marks_bill(quantities: Mapping[str, int], on: date) -> Bill:
    """What stickers of the mark cost, by standard size; a mark that the holder makes costs nothing."""
    return _summed([_line(f"mark_{size}", Decimal(many), "mark", on) for size, many in quantities.items()])


def tariff(on: date) -> tuple[rulebook.RuleValue, ...]:
    """The published prices of a day, for the public page of fees (Regulations Art. 20)."""
    return rulebook.values("fees", on=on)


def _line(item: str, quantity: Decimal, unit: str, on: date) -> BillLine:
    price = rulebook.value(f"fees/{item}", on=on)
    return _priced(item, price.words, quantity, unit, price.amount, price.ref)


def _test_line(product_code: str, quantity: Decimal, on: date) -> BillLine:
    decision = rulebook.decide("fees/type_test", on=on, facts={"product": product_code})
    words = rulebook.table("fees/type_test", on=on).words
    return _priced("type_test", words, quantity, "unit", Decimal(str(decision.get("amount"))), decision.cited)


def _priced(item: str, words: Words, quantity: Decimal, unit: str, price: Decimal, ref: str) -> BillLine:
    return BillLine(
        item=item,
        words=words,
        quantity=quantity,
        unit=unit,
        unit_price=price.quantize(FEN),
        amount=(quantity * price).quantize(FEN),
        ref=ref,
    )


def _summed(lines: list[BillLine]) -> Bill:
    charged = tuple(line for line in lines if line.quantity > 0)
    total = sum((line.amount for line in charged), Decimal(0)).quantize(FEN)
    return Bill(lines=charged, total=total, refs=tuple(line.ref for line in charged))
