"""What a scheme says, typed. Values come from rules/schemes and rules/standards."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shouze.kernel.rulebook import Confidence, Decision, Reference
from shouze.kernel.words import Words

InspectionKind = Literal["initial", "follow_up"]


class Shape(BaseModel):
    """A frozen part of a scheme."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Transition(Shape):
    """Which day decides on the version, and what happens to certificates under the version before."""

    decided_by: Literal["accepted_on", "applied_on", "decided_on"]
    kind: Literal["natural", "deadline"]
    deadline: date | None
    clause: str
    words: Words


class PersonDays(Shape):
    """Ranges of person-days, both ends inside."""

    initial: tuple[int, int]
    follow_up: tuple[int, int]


class SchemeProduct(Shape):
    """A product under a scheme, with its standards and the number of samples; one line for each period."""

    code: str
    standards: tuple[str, ...]
    samples_main: int
    samples_spare: int
    confidence: Confidence
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, on: date) -> bool:
        """Whether the line is in force on a day, within the scheme's own period."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class Scheme(Shape):
    """One implementation rule. `test_working_days` counts from samples and fee, rework not counted."""

    number: str
    title: Words
    family: str
    valid_from: date
    valid_to: date | None
    transition: Transition
    units: Words
    documents: tuple[str, ...]
    test_working_days: int
    person_days: PersonDays
    speciality: str
    validity_years: int
    mark_allowed: bool
    products: tuple[SchemeProduct, ...]
    reference: Reference
    confidence: Confidence
    ref: str

    @property
    def product_codes(self) -> tuple[str, ...]:
        """The codes of the products that the scheme covers at any time."""
        return tuple(dict.fromkeys(product.code for product in self.products))

    def covers(self, product_code: str, on: date) -> bool:
        """Whether the scheme covers a product on a day."""
        return any(product.code == product_code and product.holds_on(on) for product in self.products)


class Document(Shape):
    """A document of an application; `required_when` is a code of the table `required_when`."""

    key: str
    words: Words
    required_when: str
    condition: Words
    reference: Reference
    ref: str


class Standard(Shape):
    """A standard to which products are tested."""

    number: str
    title: Words
    confidence: Confidence
    ref: str


class TestItem(Shape):
    """One item of a type test; `key` is unique in a plan. A failed `safety` item counts as such
    everywhere.
    """

    __test__ = False  # not a test of ours, whatever its name says to pytest

    key: str
    standard: str
    words: Words
    safety: bool


class TestPlan(Shape):
    """What a laboratory tests, on how many samples, within how many working days."""

    __test__ = False

    standards: tuple[Standard, ...]
    samples_main: int
    samples_spare: int
    items: tuple[TestItem, ...]
    working_days: int
    refs: tuple[str, ...]


class Element(Shape):
    """One element of a mode; `before_certificate`: it is closed before the certificate is issued."""

    code: str
    words: Words
    before_certificate: bool
    reference: Reference


class Mode(Shape):
    """A certification mode, and the row of the table that chose it.

    `text` is the Chinese text that certificate and upload show. `inspection_within_months` is set where the
    initial inspection follows the certificate.
    """

    code: str
    text: str
    words: Words
    elements: tuple[Element, ...]
    inspection_within_months: int | None
    decision: Decision
