"""What a report to the authority needs to know, gathered from the rooms before a record is built.

In: values that the gathering room reads from cases, certificates, parties and people. Out: frozen facts.
They are typed but not judged: an impossible combination is found by the validator, with a sentence, not
here with an error.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from shouze.certification.certificates.document.facts import Frozen, TwoNames
from shouze.resources.organisations.identifiers import uscc

Uscc = Annotated[str, AfterValidator(lambda text: str(uscc(text)) if text else "")]
Texts = tuple[str, ...]


class Place(Frozen):
    """Where something is: WGS or national coordinates as collected, in degrees; None abroad."""

    longitude: Decimal | None = None
    latitude: Decimal | None = None


class ReportedParty(Frozen):
    """Applicant or producer with everything that table 203010 asks; codes are of the code tables."""

    country: str
    name: TwoNames
    uscc: Uscc = ""
    division: str = ""
    address: TwoNames
    zip_code: str = ""
    contacts: Texts = ()
    phones: Texts = ()
    organisation_kind: str = ""
    economic_type: str = ""
    industry: str = ""
    business_scope: str = ""


class ReportedFactory(ReportedParty):
    """The production enterprise; its address and place are where production really is."""

    factory_code: str = ""
    employees: int | None = None
    place: Place = Place()


class ReportedInspector(Frozen):
    """One member of the team; `role` is a code: 01 leader, 02 member, 03 trainee."""

    ccaa_number: str
    name: str
    role: str
    phone: str


class InspectionPlanFacts(Frozen):
    """A factory inspection as planned (table 202010). Dates are calendar days, Asia/Shanghai."""

    plan_code: str
    activity: str
    first_day: dt.date
    last_day: dt.date
    team: tuple[ReportedInspector, ...]
    experts: Texts = ()
    factory: ReportedFactory
    applications: Texts = ()
    certificates: Texts = ()
    remark: str = ""


class CertificateDecision(Frozen):
    """The decision on one certificate after the overall evaluation of an inspection."""

    certificate: str
    decision: str


class InspectionResultFacts(Frozen):
    """A factory inspection as done (table 204010). `person_days` are real ones, trainees not counted."""

    plan_code: str
    subtask: str = ""
    activity: str
    first_day: dt.date
    last_day: dt.date
    team: tuple[ReportedInspector, ...]
    experts: Texts = ()
    factory: ReportedFactory
    decisions: tuple[CertificateDecision, ...] = ()
    person_days: Decimal
    conclusion: str
    nonconformities: Texts = ()
    remark: str = ""


class Ended(Frozen):
    """Withdrawal, cancellation or change: reason codes and the day."""

    causes: Texts
    on: dt.date


class Suspended(Frozen):
    """A suspension: reason codes, first and last day."""

    causes: Texts
    first_day: dt.date
    last_day: dt.date


class Attachments(Frozen):
    """File names by the four kinds of the form."""

    certificate: Texts = ()
    models: Texts = ()
    type_test: Texts = ()
    other: Texts = ()


class CertificateReportFacts(Frozen):
    """A certificate and what happened to it (table 203010)."""

    application: str
    number: str
    recognition: str = ""
    status: str
    first_issued_on: dt.date
    issued_on: dt.date
    valid_until: dt.date | None = None
    mode: str = ""
    standards: Texts
    product: TwoNames
    models: Texts
    hs_code: str = ""
    applicant: ReportedParty
    producer: ReportedParty
    factory: ReportedFactory
    suspension: Suspended | None = None
    withdrawal: Ended | None = None
    cancellation: Ended | None = None
    change: Ended | None = None
    deciders: Texts
    decided_on: dt.date
    former_number: str = ""
    attachments: Attachments = Attachments()
    report_type: str
    remark: str = ""
