"""A complaint is received, taken up or not, assigned, answered and closed (ISO/IEC 17065 7.13)."""

from collections.abc import Iterator
from dataclasses import dataclass

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import find_certificate
from shouze.kernel.acts import Doing, Look, Objection, act
from shouze.kernel.clock import CalendarNotPublished, add_working_days
from shouze.kernel.words import Words
from shouze.resources.people.queries import linked

from . import inputs
from .handlers import HandlerFacts, handler_facts, handler_outside
from .models import Complaint
from .states import ANSWER, ASSIGN, CLOSE, DISMISS, EXTEND, REGISTER

ABOUT = ("iso17065.7.13", "guidance.十四")


@dataclass(frozen=True, slots=True)
class Concerned:
    """The certificate that a complaint concerns, None when there is none; and whether who acts had a hand in
    it or a link to its holder.
    """

    certificate: Certificate | None
    involved: bool


@act(
    "complaint.received",
    Words("接收投诉", "Receive a complaint"),
    on=Complaint,
    input=inputs.ComplaintTold,
    creates=True,
    clauses=ABOUT,
)
def receive(doing: Doing, given: inputs.ComplaintTold) -> Complaint:
    serial = doing.next_number(f"complaint-{doing.on.year}")
    return Complaint(
        id=doing.new_id(),
        number=f"T{doing.on.year}{serial:05d}",
        received_on=doing.on,
        acknowledge_by=doing.last_day("deadlines/complaint_acknowledge"),
        conclude_by=doing.last_day("deadlines/complaint_conclude"),
        state="received",
        about=given.about,
        text=given.text,
        certificate_number=given.certificate,
        model=given.model,
        place=given.place,
        files=list(given.files),
        secret_digest=given.secret_digest,
    )


def _concerned(doing: Doing, complaint: Complaint, given: inputs.ComplaintRegistration) -> Concerned:
    found = find_certificate(given.certificate) if given.certificate else None
    if found is None:
        return Concerned(None, involved=False)
    facts = handler_facts(doing.actor.id, _hands(found), (), doing.on)
    parties = [found.applicant_id, found.producer_id, found.factory_owner_id]
    return Concerned(found, facts.in_case or bool(linked([doing.actor.id], parties, doing.on, doing.on)))


def _hands(certificate: Certificate | None) -> list[dict[str, list[str]]]:
    return [certificate.hands, certificate.case.hands] if certificate else []


def _certificate_known(look: Look) -> Iterator[Objection]:
    if look.given.certificate and look.facts.certificate is None:
        yield Objection(
            "no_certificate",
            Words("没有该编号的证书", "no certificate has this number"),
            Words("核对编号，或留空并在说明中写明", "the number checked; or none, and an explanation"),
            "iso17065.7.13",
            field="certificate",
        )
    if look.facts.involved:
        yield Objection(
            "involved",
            Words(
                "您参与过该证书的工作或与持证人有关系",
                "you had a hand in this certificate, or a link to its holder",
            ),
            Words("由未参与的申投诉管理员办理", "a complaints officer who had none"),
            "iso17065.7.13",
        )


@act(
    "complaint.registered",
    Words("受理投诉", "Take a complaint up"),
    on=Complaint,
    input=inputs.ComplaintRegistration,
    moves=REGISTER,
    looks=_concerned,
    checks=(_certificate_known,),
    clauses=ABOUT,
)
def register(doing: Doing, complaint: Complaint, given: inputs.ComplaintRegistration) -> None:
    certificate = doing.facts.certificate
    complaint.registered_on = doing.on
    if certificate is None:
        return
    complaint.certificate_id, complaint.certificate_number = certificate.pk, certificate.number
    complaint.organisation_id = certificate.applicant_id
    # From here on the gate's separation of duties knows who had a hand in what is complained of.
    complaint.hands = {**certificate.case.hands, **certificate.hands, **complaint.hands}


@act(
    "complaint.dismissed",
    Words("投诉不予受理", "Do not take a complaint up"),
    on=Complaint,
    input=inputs.ComplaintDismissal,
    moves=DISMISS,
    clauses=ABOUT,
)
def dismiss(doing: Doing, complaint: Complaint, given: inputs.ComplaintDismissal) -> None:
    complaint.result, complaint.answer, complaint.closed_on = given.reason, given.words, doing.on


def _handler(doing: Doing, complaint: Complaint, given: inputs.ComplaintAssignment) -> HandlerFacts:
    certificate = complaint.certificate
    parties = (
        [certificate.applicant_id, certificate.producer_id, certificate.factory_owner_id]
        if certificate
        else []
    )
    return handler_facts(given.handler, _hands(certificate), parties, doing.on)


@act(
    "complaint.assigned",
    Words("分派投诉", "Assign a complaint"),
    on=Complaint,
    input=inputs.ComplaintAssignment,
    moves=ASSIGN,
    looks=_handler,
    checks=(handler_outside,),
    clauses=ABOUT,
)
def assign(doing: Doing, complaint: Complaint, given: inputs.ComplaintAssignment) -> None:
    complaint.handler_id = given.handler


@act(
    "complaint.answered",
    Words("答复投诉", "Answer a complaint"),
    on=Complaint,
    input=inputs.ComplaintAnswer,
    moves=ANSWER,
    clauses=ABOUT,
)
def answer(doing: Doing, complaint: Complaint, given: inputs.ComplaintAnswer) -> None:
    complaint.result, complaint.answer, complaint.answered_on = given.result, given.answer, doing.on


def _once(look: Look) -> Iterator[Objection]:
    if look.subject.extended:
        yield Objection(
            "extended",
            Words("该投诉已延期一次", "the term was extended before"),
            Words("在期限内答复", "an answer inside the term"),
            "iso17065.7.13",
        )


@act(
    "complaint.extended",
    Words("延长投诉处理期限", "Extend the term of a complaint"),
    on=Complaint,
    input=inputs.ComplaintRemark,
    moves=EXTEND,
    checks=(_once,),
    clauses=ABOUT,
)
def extend(doing: Doing, complaint: Complaint, given: inputs.ComplaintRemark) -> None:
    days = int(doing.rule("deadlines/complaint_extension"))
    try:
        complaint.conclude_by = add_working_days(complaint.conclude_by or doing.on, days)
    except CalendarNotPublished:
        complaint.conclude_by = None
    complaint.extended = True


@act(
    "complaint.closed",
    Words("办结投诉", "Close a complaint"),
    on=Complaint,
    input=inputs.ComplaintClosing,
    moves=CLOSE,
    clauses=ABOUT,
)
def close(doing: Doing, complaint: Complaint, given: inputs.ComplaintClosing) -> None:
    complaint.closed_on = doing.on
