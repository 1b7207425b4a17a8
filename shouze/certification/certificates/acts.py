"""Issue by approval; document; suspension, restoration, withdrawal, cancellation, expiry."""

from datetime import date

from shouze.certification.decisions.acts import sign
from shouze.certification.decisions.checks import approves, nothing_differs, second_person, still_ours
from shouze.certification.decisions.inputs import Approval
from shouze.kernel.acts import Doing, Nothing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import APPROVE
from shouze.resources.organisations.identifiers import compose_certificate_number

from . import closing, inputs, publication, seen, validity
from .checks import (
    facts_as_signed,
    follows_suspension,
    inside_suspension,
    models_on_certificate,
    not_documented,
    past_last_day,
    period_in_rule,
    reasons_known,
)
from .composing import approval_facts, compose_facts
from .models import Certificate, Event, PublicRecord
from .parts import begin_parts
from .queries import digest_of_facts, measure_facts
from .states import CANCEL, DOCUMENT, EXPIRE, RESTORE, SUSPEND, WITHDRAW

#: importing it tells the gate what an approver signs
APPROVER_SEES = seen.approval_seen


@act(
    "certificate.approved",
    Words("批准并签发证书", "Approve and issue the certificate"),
    on=Case,
    input=Approval,
    moves=APPROVE,
    looks=approval_facts,
    checks=(not_paused, approves("grant"), second_person, nothing_differs, still_ours),
    clauses=("regulations.22", "regulations.23", "order117.16", "order117.21", "guidance.五"),
    version=2,
)
def approve(doing: Doing, case: Case, given: Approval) -> None:
    sign(case, doing)
    case.closed_on = doing.on
    first = int(doing.rule("numbering/first_certificate"))
    number = str(
        compose_certificate_number(
            year=doing.on.year,
            body=str(doing.rule("body/code")),
            product=case.product_code,
            serial=doing.next_number("certificate", first),
        )
    )
    last_day = validity.valid_until(doing.on, int(doing.rule("deadlines/validity_years")))
    facts = compose_facts(doing, case, number=number, valid_until=last_day)
    certificate = doing.create(
        Certificate,
        case=case,
        number=number,
        product_code=case.product_code,
        applicant_id=case.applicant_id,
        producer_id=case.producer_id,
        factory_owner_id=case.factory_owner_id,
        factory_id=case.factory_id,
        issued_on=doing.on,
        valid_until=last_day,
        first_issued_on=doing.on,
        state="valid",
        hands=_hands_after(case, doing),
        facts=facts.model_dump(mode="json"),
        last_at=doing.at,
    )
    doing.outcome = {
        "certificate": number,
        "valid_until": last_day.isoformat(),
        "facts": digest_of_facts(certificate),
    }
    _publish(doing, certificate, "issued")
    begin_parts(doing, certificate, case)


def _hands_after(case: Case, doing: Doing) -> dict[str, list[str]]:
    """Who had a hand in the certificate: those of its case and the approver. Separation of duties goes on."""
    return {**case.hands, "approval": sorted({*case.hands.get("approval", []), str(doing.actor.id)})}


@act(
    "certificate.documented",
    Words("生成证书文件", "File the certificate document"),
    on=Certificate,
    input=inputs.Document,
    moves=DOCUMENT,
    looks=lambda doing, certificate, given: digest_of_facts(certificate),
    checks=(not_documented, facts_as_signed),
    clauses=("order117.21", "regulations.23"),
)
def document(doing: Doing, certificate: Certificate, given: inputs.Document) -> None:
    certificate.document = given.digest


@act(
    "certificate.suspended",
    Words("暂停证书", "Suspend the certificate"),
    on=Certificate,
    input=inputs.Suspension,
    moves=SUSPEND,
    looks=measure_facts("suspension_reasons"),
    checks=(reasons_known("suspension_reasons"), models_on_certificate, period_in_rule),
    clauses=("order117.27", "order117.29", "regulations.26", "00c001.5"),
    version=2,
)
def suspend(doing: Doing, certificate: Certificate, given: inputs.Suspension) -> None:
    certificate.suspended_until = given.until
    _publish(doing, certificate, "suspended", given, until=given.until)


@act(
    "certificate.restored",
    Words("恢复证书", "Restore the certificate"),
    on=Certificate,
    input=inputs.Measure,
    moves=RESTORE,
    checks=(inside_suspension,),
    clauses=("00c001.6", "iso17065.7.11"),
    version=2,
)
def restore(doing: Doing, certificate: Certificate, given: inputs.Measure) -> None:
    certificate.suspended_until = None
    _publish(doing, certificate, "restored", given)


@act(
    "certificate.withdrawn",
    Words("撤销证书", "Withdraw the certificate"),
    on=Certificate,
    input=inputs.Withdrawal,
    moves=WITHDRAW,
    looks=measure_facts("withdrawal_reasons"),
    checks=(reasons_known("withdrawal_reasons"), models_on_certificate, follows_suspension),
    clauses=("order117.28", "order117.29", "regulations.26", "00c001.7"),
    version=2,
)
def withdraw(doing: Doing, certificate: Certificate, given: inputs.Withdrawal) -> None:
    certificate.suspended_until = None
    _publish(doing, certificate, "withdrawn", given)


@act(
    "certificate.cancelled",
    Words("注销证书", "Cancel the certificate"),
    on=Certificate,
    input=inputs.Cancellation,
    moves=CANCEL,
    looks=measure_facts("cancellation_reasons"),
    checks=(reasons_known("cancellation_reasons"),),
    clauses=("order117.26", "00c001.4"),
    version=2,
)
def cancel(doing: Doing, certificate: Certificate, given: inputs.Cancellation) -> None:
    certificate.suspended_until = None
    _publish(doing, certificate, "cancelled", given)


@act(
    "certificate.expired",
    Words("证书过期失效", "Let the certificate expire"),
    on=Certificate,
    input=Nothing,
    moves=EXPIRE,
    checks=(past_last_day,),
    clauses=("order117.22", "order117.26"),
)
def expire(doing: Doing, certificate: Certificate, given: Nothing) -> None:
    certificate.suspended_until = None
    _publish(doing, certificate, "expired")


#: what a certificate's state will be after an event; the public record is written before the gate moves the
#: state
_AFTER = {
    "issued": "valid",
    "suspended": "suspended",
    "restored": "valid",
    "withdrawn": "withdrawn",
    "cancelled": "cancelled",
    "expired": "expired",
}


def _publish(
    doing: Doing,
    certificate: Certificate,
    kind: str,
    given: inputs.Measure | None = None,
    until: date | None = None,
) -> None:
    doing.create(
        Event,
        certificate=certificate,
        kind=kind,
        on=doing.on,
        until=until,
        reasons=list(getattr(given, "reasons", [])),
        models_affected=list(given.models) if given else [],
    )
    events = list(Event.objects.filter(certificate=certificate).order_by("on", "id"))
    text = publication.record(certificate, events, _AFTER[kind])
    fields = {"record": text, "names": publication.names(certificate), "issued_on": certificate.issued_on}
    PublicRecord.objects.update_or_create(number=certificate.number, defaults=fields)
    said = publication.announcement(
        certificate, kind, _AFTER[kind], at=doing.at, until=until, facts=digest_of_facts(certificate)
    )
    doing.announce(said)


#: a past day is closed in a module of its own
close_day = closing.close
