"""Gathering the facts of a report from the rooms of certification."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shouze.certification.certificates.document.facts import TwoNames
from shouze.certification.certificates.models import Certificate, Event
from shouze.certification.certificates.queries import certificate_of_turn
from shouze.certification.certificates.recording import AFTER
from shouze.certification.certificates.scope import last_days
from shouze.certification.certificates.states import CODES, IN_PART
from shouze.certification.changes.covering import covered_of
from shouze.certification.changes.queries import find_change, get_change
from shouze.certification.decisions.models import Decision
from shouze.certification.evidence.models import Inspection
from shouze.certification.evidence.queries import accepted_report
from shouze.certification.surveillance.queries import covered_by
from shouze.certification.transfers.queries import handed_over
from shouze.kernel import rulebook
from shouze.kernel.clock import legal_date
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.queries import Recorded, body_of
from shouze.resources.cases.models import Case
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.organisations.queries import get_factory, organisations

from .facts import (
    Attachments,
    CertificateDecision,
    CertificateReportFacts,
    Ended,
    InspectionPlanFacts,
    InspectionResultFacts,
    Place,
    ReportedFactory,
    ReportedInspector,
    ReportedParty,
    Suspended,
)

#: the reason of change where no kind of change gives one (renewal)
OTHERWISE = ("0299",)
NEW_CERTIFICATE, REISSUED, TRANSFERRED, NOT_REISSUED, STATUS_CHANGED = "01", "02", "03", "04", "05"


def inspection_plan(case: Case, inspection: Inspection) -> InspectionPlanFacts:
    """Gather what table 202010 asks of a planned inspection."""
    return InspectionPlanFacts(
        plan_code=inspection.plan_code,
        activity=inspection.activity,
        first_day=inspection.planned_from,
        last_day=inspection.planned_to,
        team=_team(inspection),
        experts=tuple(inspection.experts),
        factory=_factory(get_factory(case.factory_id)),
        applications=(case.number,),
        certificates=_certificates(case),
    )


def inspection_result(case: Case, inspection: Inspection) -> InspectionResultFacts:
    """Gather what table 204010 asks of a concluded inspection."""
    codes = inspection.nonconformities.order_by("number").values_list("code", flat=True)
    return InspectionResultFacts(
        plan_code=inspection.plan_code,
        activity=inspection.activity,
        first_day=_done(inspection.from_on),
        last_day=_done(inspection.to_on),
        team=_team(inspection),
        experts=tuple(inspection.experts),
        factory=_factory(get_factory(case.factory_id)),
        decisions=tuple(_decisions(case)),
        person_days=inspection.person_days or Decimal(0),
        conclusion=inspection.conclusion,
        nonconformities=tuple(dict.fromkeys(codes)),
    )


def changed_certificate(case: Case, certificate: Certificate) -> CertificateReportFacts:
    """Gather what table 203010 asks of a certificate that a case about it changed: issued anew, or, where no
    word of it changed, not.
    """
    request = get_change(case.pk)
    anew = certificate.issued_on == request.approved_on
    causes = tuple(request.ruling["reasons"]) or OTHERWISE
    return new_certificate(case, certificate).model_copy(
        update={
            "status": CODES[certificate.state],
            "suspension": _suspension(certificate),
            "change": Ended(causes=causes, on=_done(request.approved_on)),
            "report_type": REISSUED if anew else NOT_REISSUED,
            "former_number": "",
        }
    )


def new_certificate(case: Case, certificate: Certificate) -> CertificateReportFacts:
    """Gather what table 203010 asks of a new certificate; one from another body names the old one."""
    former = str((certificate.transfer or {}).get("predecessor", ""))
    facts, decided = certificate.facts, _decided_in(case)
    decision = Decision.objects.get(case=decided, standing=True)
    parties = organisations([certificate.applicant_id, certificate.producer_id])
    return CertificateReportFacts(
        application=case.number,
        number=certificate.number,
        status=CODES["valid"],
        first_issued_on=certificate.first_issued_on,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        mode=facts["mode"]["zh"],
        standards=tuple(_standard(one) for one in facts["standards"]),
        product=TwoNames(**facts["product"]["name"]),
        models=tuple(line["name"] for line in facts["product"]["models"]),
        applicant=_party(parties[certificate.applicant_id]),
        producer=_party(parties[certificate.producer_id]),
        factory=_factory(get_factory(certificate.factory_id)),
        deciders=(decision.by_name,),
        decided_on=decision.on,
        attachments=_attachments(decided, certificate),
        report_type=TRANSFERRED if former else NEW_CERTIFICATE,
        former_number=former,
    )


def _decided_in(case: Case) -> uuid.UUID:
    """The case in which a certificate was decided: its own, or, of a further unit that came with a transfer,
    the one that was approved.
    """
    if case.arises_from is None or Decision.objects.filter(case=case, standing=True).exists():
        return case.pk
    return ledger.entry(case.arises_from).subject_id


#: act -> the events of the certificate of which it makes one
EVENT_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "certificate.suspended": ("suspended",),
    "suspension.prolonged": ("prolonged",),
    "certificate.restored": ("restored", "narrowed"),
    "certificate.withdrawn": ("withdrawn", "models_withdrawn"),
    "certificate.cancelled": ("cancelled", "models_cancelled"),
    "certificate.lapsed": ("cancelled",),
    "certificate.expired": ("expired",),
    "handover.completed": ("cancelled",),
}


def of_measure(case: Case, entry: Recorded) -> tuple[str, CertificateReportFacts]:
    """Return (what the report is about, its facts) for a measure on a certificate: its state after the act of
    the entry, with reasons and days; the deciders are who did it.
    """
    certificate, on = Certificate.objects.get(pk=handed_over(entry.subject_id)), legal_date(entry.at)
    kinds = EVENT_OF[entry.act]
    event = Event.objects.filter(certificate=certificate, kind__in=kinds, on=on).order_by("id").last()
    if event is None:
        raise LookupError(f"no event of {certificate.number} belongs to the entry {entry.uid}")
    kind = event.kind
    said = {
        "status": CODES[AFTER.get(kind) or _living(event)],
        "report_type": STATUS_CHANGED,
        "former_number": "",
        "deciders": (str((body_of(entry)["who"] or {}).get("name", "")),),
        "decided_on": on,
        **_measure(certificate, event, kind),
    }
    found = new_certificate(case, certificate).model_copy(update=said)
    return f"{certificate.number} {kind} {on}", found


def _measure(certificate: Certificate, event: Event, kind: str) -> dict[str, Any]:
    reasons = tuple(str(one) for one in event.reasons)
    if kind in ("suspended", "prolonged", "narrowed") and event.until:
        first = Event.objects.filter(certificate=certificate, kind="suspended", on__lte=event.on)
        began = first.order_by("on", "id").last() or event
        causes = tuple(str(one) for one in began.reasons)
        days = _suspended_by(certificate, event)
        last_day = max(days.values(), default=event.until)
        suspension = Suspended(causes=causes, first_day=began.on, last_day=last_day)
        said: dict[str, Any] = {"suspension": suspension, "remark": _range(certificate, days)}
        # A state is reported anew with a later end alone; which models it holds for is a change of content.
        before = max(_suspended_by(certificate, event, itself=False).values(), default=began.on)
        return said if last_day > before else {**said, "report_type": NOT_REISSUED}
    if kind in IN_PART.values():
        return _some_models_ended(certificate, event)
    if kind == "withdrawn":
        return {"withdrawal": Ended(causes=reasons, on=event.on)}
    return {"cancellation": Ended(causes=reasons, on=event.on)} if kind == "cancelled" else {}


def _living(event: Event) -> str:
    """The state after an event that ended some models: suspended as long as one that is left is."""
    return "suspended" if event.until else "valid"


#: the reason of change of a certificate with fewer models (code table of the national format)
FEWER_MODELS: Final = ("0202",)
#: event that ended some models -> how the remark says it
ENDED_BY: Final = {"models_withdrawn": "撤销", "models_cancelled": "注销"}


def _some_models_ended(certificate: Certificate, event: Event) -> dict[str, Any]:
    """A measure on some models: the national format knows no state of a model, so it is a certificate issued
    anew with fewer models; the remark says which were ended, how and why.
    """
    names, codes = "、".join(event.models_affected), "、".join(str(one) for one in event.reasons)
    days = _suspended_by(certificate, event)
    began = Event.objects.filter(certificate=certificate, kind="suspended", on__lte=event.on)
    first = began.order_by("on", "id").last()
    said: dict[str, Any] = {
        "change": Ended(causes=FEWER_MODELS, on=event.on),
        "report_type": REISSUED,
        "remark": f"{ENDED_BY[event.kind]}型号：{names}（原因{codes}）",
    }
    if not days or first is None:
        return said
    causes = tuple(str(one) for one in first.reasons)
    suspended = Suspended(causes=causes, first_day=first.on, last_day=max(days.values()))
    remark = "；".join(part for part in (said["remark"], _range(certificate, days)) if part)
    return {**said, "suspension": suspended, "remark": remark}


def _suspended_by(certificate: Certificate, event: Event, *, itself: bool = True) -> Mapping[str, date]:
    """The last day of each suspended model after an event, or before it."""
    earlier = Event.objects.filter(certificate=certificate, pk__lte=event.pk).order_by("on", "id")
    earlier = earlier if itself else earlier.exclude(pk=event.pk)
    names = [str(line["name"]) for line in certificate.facts["product"]["models"]]
    return last_days(earlier.values_list("kind", "until", "models_affected"), names)


def _range(certificate: Certificate, days: Mapping[str, date]) -> str:
    """The remark of a suspension that is not the same for all models: which, and until when."""
    every = len(certificate.facts["product"]["models"])
    if len(days) == every and len(set(days.values())) == 1:
        return ""
    return "暂停型号：" + "；".join(f"{name}（至{day}）" for name, day in days.items())


def of_case(table: str, case: Case, about: uuid.UUID | None) -> tuple[str, Any]:
    """Return (what the report is about, its facts) for a table of inspections and a case; ``about`` is the
    inspection, if any.
    """
    inspection = (
        Inspection.objects.get(pk=about)
        if about
        else Inspection.objects.filter(case=case).latest("planned_from")
    )
    gather = inspection_plan if table == "202010" else inspection_result
    return inspection.plan_code, gather(case, inspection)


def of_certificates(case: Case) -> Iterator[tuple[str, CertificateReportFacts]]:
    """Yield (what the report is about, its facts) for each certificate that a case issued or changed."""
    certificate = _certificate(case)
    own = certificate.case_id == case.pk
    yield certificate.number, (new_certificate if own else changed_certificate)(case, certificate)
    request = find_change(case.pk)
    for one in covered_of(request) if request else ():
        if one.signed:
            yield one.certificate.number, changed_certificate(case, one.certificate)
    if request is not None and own and request.certificate.state == "cancelled":
        yield _replaced(case, request.certificate)


def _replaced(case: Case, certificate: Certificate) -> tuple[str, CertificateReportFacts]:
    """The certificate that a renewal under a new number ended."""
    event = Event.objects.filter(certificate=certificate, kind="cancelled").latest("on", "id")
    said = {
        "status": CODES["cancelled"],
        "report_type": STATUS_CHANGED,
        "former_number": "",
        **_measure(certificate, event, "cancelled"),
    }
    return certificate.number, new_certificate(case, certificate).model_copy(update=said)


def _suspension(certificate: Certificate) -> Suspended | None:
    """The suspension that runs, from its last event; None for a certificate that is not suspended."""
    last = Event.objects.filter(certificate=certificate, kind="suspended").order_by("on", "id").last()
    if certificate.state != "suspended" or last is None or certificate.suspended_until is None:
        return None
    return Suspended(causes=tuple(last.reasons), first_day=last.on, last_day=certificate.suspended_until)


def _certificate(case: Case) -> Certificate:
    found = certificate_of_turn(case.pk)
    if found is None:
        raise LookupError(f"case {case.number} led to no certificate")
    return found


def _certificates(case: Case) -> tuple[str, ...]:
    """The certificates that an inspection after the certificate covers; none before."""
    covered = tuple(one.certificate.number for one in covered_by(case.pk))
    if covered or case.about is None:
        return covered
    return tuple(Certificate.objects.filter(pk=case.about).values_list("number", flat=True))


def _decisions(case: Case) -> Iterator[CertificateDecision]:
    """What the overall evaluation of a supervision says of each certificate, in the words of the table."""
    for one in covered_by(case.pk):
        if one.decided_on is not None:
            word = rulebook.code("supervision_decisions", one.decision, on=one.decided_on)
            yield CertificateDecision(certificate=one.certificate.number, decision=word.text("reported"))


def _done(day: date | None) -> date:
    if day is None:
        raise ValueError("the inspection was not done yet")
    return day


def _team(inspection: Inspection) -> tuple[ReportedInspector, ...]:
    return tuple(
        ReportedInspector(ccaa_number=one["number"], name=one["name"], role=one["role"], phone=one["phone"])
        for one in inspection.team
    )


def _standard(one: dict[str, Any]) -> str:
    return f"{one['number']}-{one['version']}" if one["version"] != "-" else str(one["number"])


def _attachments(decided: uuid.UUID, certificate: Certificate) -> Attachments:
    report = accepted_report(decided)
    return Attachments(
        certificate=(f"{certificate.number}.pdf",), type_test=(f"{report.number}.pdf",) if report else ()
    )


def _party(party: Organisation) -> ReportedParty:
    return ReportedParty(
        country=party.country,
        name=TwoNames(zh=party.name, en=party.name_en),
        uscc=party.uscc,
        division=party.division,
        address=TwoNames(zh=party.address, en=party.address_en),
        zip_code=party.postcode,
        contacts=(party.contact,),
        phones=(party.phone,),
        organisation_kind=party.kind_code,
        economic_type=party.economic_type,
        industry=party.industry,
        business_scope=party.business_scope,
    )


def _factory(factory: Factory) -> ReportedFactory:
    owner = factory.organisation
    return ReportedFactory(
        country=factory.country,
        name=TwoNames(zh=factory.name, en=factory.name_en),
        uscc=owner.uscc,
        division=factory.division,
        address=TwoNames(zh=factory.address, en=factory.address_en),
        zip_code=factory.postcode,
        contacts=(factory.contact,),
        phones=(factory.phone,),
        organisation_kind=owner.kind_code,
        economic_type=owner.economic_type,
        industry=owner.industry,
        business_scope=owner.business_scope,
        factory_code=factory.code,
        employees=factory.headcount,
        place=Place(longitude=factory.longitude, latitude=factory.latitude),
    )
