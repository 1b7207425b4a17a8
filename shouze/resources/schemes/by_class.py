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
from shouze.resources.schemes.queries import mode_for
from shouze.resources.schemes.shapes import Scheme, Shape

TABLE: Final = "schemes/by_class"
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


def words_of(table: str, code: str, on: date) -> Words:
    """Return what a code of this table's answers is called (``unit_widths``, ``visit_notices`` …)."""
    return rulebook.code(table, code, on=on).words


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
