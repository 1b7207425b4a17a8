"""What a case looks like to each audience. What is not in a shape is not sent: confidentiality by
construction.
"""

import uuid
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, JsonValue

from shouze.kernel.words import Words


class Shape(BaseModel):
    """Read from the rows' attributes."""

    model_config = ConfigDict(from_attributes=True)


class ShownThing(BaseModel):
    """One thing that is signed: kind, what it is, SHA-256 of its facts, what it is called."""

    kind: str
    id: str
    digest: str
    label: Words


class Shown(BaseModel):
    """What a signature is set under: the RFC 6962 root over the leaves, and the leaves in their order."""

    root: str
    leaves: list[ShownThing]


class CaseLine(Shape):
    """A case in a list, for everybody who may see it. Dates are dates of law."""

    id: uuid.UUID
    number: str
    version: int
    state: str
    state_words: Words
    product_code: str
    product_name: str
    models_text: str
    submitted_on: date
    accepted_on: date | None
    closed_on: date | None


class TimedCaseLine(CaseLine):
    """With names, stage and terms: for the client and the staff."""

    applicant_name: str
    kind: str
    scheme: str
    stage: str
    stage_due_on: date | None
    due_on: date | None
    paused: bool


class CasePage(Shape):
    """A page of a list; ``count`` is that of the whole list."""

    count: int
    page: int
    page_size: int
    items: list[TimedCaseLine | CaseLine]


class PauseShape(Shape):
    """A pause of the clock, and why."""

    from_: date
    to: date | None
    reason: str
    words: str


class ContentShape(Shape):
    """What was applied for."""

    product_name: str
    product_name_en: str
    series: str
    trademark: str
    relation: str
    models_list: list[JsonValue]
    key_parts: list[JsonValue]
    documents: list[JsonValue]
    asked: JsonValue


class PlanShape(Shape):
    """The certification plan."""

    revision: int
    enterprise_class: str
    mode_code: str
    mode_text: str
    standards: JsonValue
    test_plan: JsonValue
    bill: JsonValue
    person_days: Decimal | None


class ElementShape(Shape):
    """An element of the mode and how it stands."""

    code: str
    state: str
    before_certificate: bool
    closed_on: date | None


class SampleShape(Shape):
    """A sample as received."""

    id: uuid.UUID
    number: str
    model: str
    purpose: str
    method: str
    condition: str
    received_on: date
    authentic: bool | None


class ReportShape(Shape):
    """A type test report, with the body's judgement of it."""

    id: uuid.UUID
    number: str
    issued_on: date
    tested_from: date
    tested_to: date
    models_list: JsonValue
    items: JsonValue
    tester: str
    signatory: str
    conforming: bool
    digest: str
    judgement: str
    judgement_words: str


class OrderShape(Shape):
    """A test order with its samples and reports."""

    id: uuid.UUID
    number: str
    laboratory_id: uuid.UUID
    state: str
    ordered_on: date
    due_on: date | None
    standards: JsonValue
    items: JsonValue
    samples_asked: int
    failures: int
    receipt: JsonValue
    samples: list[SampleShape]
    reports: list[ReportShape]


class FindingShape(Shape):
    """A nonconformity."""

    id: uuid.UUID
    number: int
    grade: str
    clause: str
    code: str
    description: str
    state: str
    due_on: date | None


class InspectionShape(Shape):
    """An inspection as the client sees it."""

    id: uuid.UUID
    plan_code: str
    planned_from: date
    planned_to: date
    state: str
    from_on: date | None
    to_on: date | None
    report: str
    due_on: date | None
    conclusion: str
    nonconformities: list[FindingShape]


class StaffInspectionShape(InspectionShape):
    """With its team, person-days and summary."""

    team: JsonValue
    experts: JsonValue
    person_days_planned: Decimal
    person_days: Decimal | None
    summary: str


class OutcomeShape(Shape):
    """A decision once it is approved: what, on which grounds, when."""

    outcome: str
    grounds: JsonValue
    on: date
    approved_on: date | None


class StaffDecisionShape(OutcomeShape):
    """With its words and signatures, approved or not, standing or overtaken."""

    words: str
    by: uuid.UUID
    by_name: str
    approved_by: uuid.UUID | None
    standing: bool


class OpinionShape(Shape):
    """A review or an evaluation: internal."""

    on: date
    by: uuid.UUID
    result: str
    words: str


class LaboratoryCase(CaseLine):
    """What a laboratory sees of a case: the product, and its own orders."""

    content: ContentShape | None
    orders: list[OrderShape]


class ClientCase(TimedCaseLine):
    """What the applicant sees of his case: nothing of what the body thinks before it has decided.

    ``net_days`` and ``gross_days`` are calendar days since acceptance, null before it.
    """

    net_days: int | None
    gross_days: int | None
    enterprise_class: str
    engineer: str
    agreed_on: date | None
    fees_due: Decimal
    fees_paid: Decimal
    pauses: list[PauseShape]
    content: ContentShape | None
    plan: PlanShape | None
    elements: list[ElementShape]
    orders: list[OrderShape]
    inspections: list[InspectionShape]
    decision: OutcomeShape | None
    certificate: str | None


class StaffCase(ClientCase):
    """What the body and its regulator see: all."""

    applicant_id: uuid.UUID
    producer_id: uuid.UUID
    factory_id: uuid.UUID
    laboratory_id: uuid.UUID | None
    engineer_id: uuid.UUID | None
    stage_since: date | None
    hands: JsonValue
    inspections: list[StaffInspectionShape]  # type: ignore[assignment]
    reviews: list[OpinionShape]
    evaluations: list[OpinionShape]
    decisions: list[StaffDecisionShape]


class TrailEntry(Shape):
    """An entry of the ledger about a case. ``seq`` is its place in the tree, null while it waits for the
    sequencer.
    """

    uid: uuid.UUID
    act: str
    words: Words
    at: datetime
    recorded_at: datetime
    seq: int | None
    who: JsonValue
    what: JsonValue
    given: JsonValue


class PossibleAct(Shape):
    """An act for which the caller holds a post: it can be done now when there is no objection."""

    act: str
    words: Words
    post: str
    objections: list[JsonValue]


class OrderLine(OrderShape):
    """A test order in a laboratory's list."""

    case_id: uuid.UUID
    case_number: str
    product_code: str
    product_name: str


class OrderPage(Shape):
    """A page of test orders."""

    count: int
    page: int
    page_size: int
    items: list[OrderLine]
