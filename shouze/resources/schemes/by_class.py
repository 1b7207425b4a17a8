"""What a class changes in the work under a scheme (CNCA-00C-003 3.5): elements, units, surveillance, samples,
enterprise tests, conveniences; by the decision table ``schemes/by_class`` of a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from shouze.kernel import rulebook
from shouze.kernel.rulebook import Decision
from shouze.kernel.words import Words
from shouze.resources.schemes.queries import before_certificate, mode_for
from shouze.resources.schemes.shapes import Element, Mode, Scheme, Shape

TABLE: Final = "schemes/by_class"
#: what the size of a unit adds to an initial inspection
SIZE: Final = "schemes/by_size"
#: person-days are fixed in steps of half a day
HALF: Final = Decimal("0.5")


class Sampling(Shape):
    """Sampling after the certificate: who takes samples, where, and every how many calendar months (None:
    when the body decides).
    """

    taker: str
    places: tuple[Literal["site", "market"], ...]
    months: int | None
    replaces_visit: bool


class Added(Shape):
    """An element that a class adds over the basic mode, and the clause on which it rests."""

    code: str
    basis: str


class ClassWork(Shape):
    """What a class asks and allows under a scheme. Months are calendar months. ``decision`` holds the row
    that said so; ``ref`` cites it.
    """

    letter: str
    scheme: str
    added: tuple[Added, ...]
    unit_width: str
    unit_models: int
    follow_up: tuple[str, ...]
    first_months: int
    interval_months: int
    notice: Literal["announced", "either", "unannounced"]
    days_position: Literal["lower", "middle", "upper"]
    days_more: Decimal
    sampling: Sampling
    own_tests: tuple[str, ...]
    conveniences: tuple[str, ...]
    decision: Decision

    @property
    def ref(self) -> str:
        """The row of the table, as the ledger cites it."""
        return self.decision.cited

    def person_days(self, within: tuple[Decimal, Decimal]) -> Decimal:
        """Return the person-days of an inspection whose range has these ends, by class: its lower end, its
        middle (rounded up to half a day) or its upper end, and what is added.
        """
        low, high = within
        middle = -(-(low + high) / 2 // HALF) * HALF
        chosen = {"lower": low, "middle": middle, "upper": high}[self.days_position]
        return chosen + self.days_more

    def days_range(self, within: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
        """Return the range from which person-days may be chosen: that of the scheme with what the class adds;
        a class whose inspections take the upper end may not be inspected in less.
        """
        low, high = within
        return (high if self.days_position == "upper" else low) + self.days_more, high + self.days_more


def for_class(letter: str, scheme: str, on: date) -> ClassWork:
    """Return what a class changes under the scheme of that number, by the table of a day of law. Raises
    NoRuleInForce before the table began, NoRowFits for a letter that is no class.
    """
    decision = rulebook.decide(TABLE, on=on, facts={"scheme": scheme, "class": letter})
    said = rulebook.thaw(decision.outputs)
    if not isinstance(said, dict):
        raise TypeError(f"{decision.cited} answers no mapping")
    basis = decision.reference.clause or ""
    # The engine leaves an answer of null out.
    sampling = {name: said.pop(f"sample_{name}", None) for name in Sampling.model_fields}
    said["days_more"] = str(said["days_more"])
    said["added"] = [{"code": code, "basis": basis} for code in _listed(said["added"])]
    return ClassWork.model_validate(
        {**said, "sampling": sampling, "letter": letter, "scheme": scheme, "decision": decision}
    )


def added_to(scheme: Scheme, letter: str, on: date, product_code: str = "") -> Sequence[Added]:
    """Return the elements that a class adds to the mode which the scheme has for that class: never one that
    the mode asks already, and none is ever taken away (CNCA-00C-003 4.2).
    """
    asked = {element.code for element in mode_for(scheme, letter, on, product_code).elements}
    return [one for one in for_class(letter, scheme.number, on).added if one.code not in asked]


def mode_of_class(scheme: Scheme, letter: str, on: date, product_code: str = "") -> Mode:
    """Return the mode that the scheme has for a class, with the elements that the class adds to it. Raises
    NoRuleInForce, NoRowFits.
    """
    mode = mode_for(scheme, letter, on, product_code)
    reference = for_class(letter, scheme.number, on).decision.reference
    added = tuple(
        Element(
            code=one.code,
            words=rulebook.code("elements", one.code, on=on).words,
            before_certificate=before_certificate(one.code, on),
            reference=reference,
        )
        for one in added_to(scheme, letter, on, product_code)
    )
    return mode.model_copy(update={"elements": (*mode.elements, *added)})


def days_for_size(models: int, on: date) -> tuple[Decimal, str]:
    """Return the person-days that a unit of so many models adds to an initial inspection by the table of a
    day, and the row that says so as the ledger cites it. Raises NoRuleInForce.
    """
    decision = rulebook.decide(SIZE, on=on, facts={"models": models})
    return Decimal(str(decision.get("days_more"))), decision.cited


def words_of(table: str, code: str, on: date) -> Words:
    """Return what a code of this table's answers is called (``unit_widths``, ``visit_notices`` …)."""
    return rulebook.code(table, code, on=on).words


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
