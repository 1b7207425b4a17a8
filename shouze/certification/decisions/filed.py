"""One case's file as plain values: what its weak points are computed from. Dates are dates of law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A key part as the application names it."""

    name: str
    model: str
    maker: str


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """A sample: its model, whether it is a main one, when it came and what the check of it found."""

    number: str
    model: str
    main: bool
    received_on: date
    authentic: bool | None


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A test report that counts or waits to be judged. ``standards`` are those that it names itself."""

    number: str
    issued_on: date
    tested_from: date
    tested_to: date
    models: tuple[str, ...]
    verdicts: Mapping[str, str]
    unmeasured: tuple[str, ...]
    conforming: bool
    tester: str
    signatory: str
    standards: tuple[str, ...] = ()
    used_elsewhere: bool = False
    mode: str = "laboratory"


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A test order that was not recalled, with its samples and reports. ``unfit`` says why the laboratory was
    not fit to test on the days of the report; ``use_approved`` is the mode in which a facility of the
    manufacturer may be used ("" for none).
    """

    number: str
    standards: tuple[str, ...]
    samples_asked: int
    due_on: date | None
    failures: int
    samples: tuple[SampleFacts, ...] = ()
    reports: tuple[ReportFacts, ...] = ()
    unfit: tuple[Words, ...] = ()
    use_approved: str = ""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A factory inspection that was not recalled."""

    plan: str
    planned: tuple[date, date]
    done: tuple[date, date] | None
    days_planned: Decimal
    days_spent: Decimal | None
    findings: tuple[tuple[str, str], ...]  # (grade, state)
    conclusion: str
    has_report: bool


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the plan asks: standards with years, test items (key → safety), main samples, person-days."""

    standards: tuple[str, ...]
    items: Mapping[str, bool]
    samples: int
    person_days: Decimal | None
    agreed: bool


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One case as its reviewer reads it. ``documents`` are (kind, digest); ``missing`` those that the scheme
    asks for and that are not there; ``returned`` the days and reasons of earlier returns.
    """

    on: date
    accepted_on: date | None
    due_on: date | None
    closed: bool
    paused: bool
    applicant_then: str
    applicant_now: str
    factory_code: str
    models: tuple[str, ...]
    parts: tuple[PartFacts, ...]
    documents: tuple[tuple[str, str], ...]
    missing: tuple[Words, ...] = ()
    plan: PlanFacts | None = None
    orders: tuple[OrderFacts, ...] = ()
    visits: tuple[VisitFacts, ...] = ()
    unpaid: Decimal = Decimal(0)
    returned: tuple[tuple[date, str], ...] = ()
    conclusions: tuple[bool, ...] = ()
