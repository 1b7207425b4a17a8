"""What another body says is taken in by the machine: one act for each kind of message, as the formal model
has it.
"""

from collections.abc import Callable

from shouze.certification.certificates.handing import point
from shouze.certification.certificates.locking import lock
from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing, act
from shouze.kernel.acts.declaration import Check, type_do
from shouze.kernel.words import Words

from .. import checks, inputs, proofs, succession
from ..envelope import Message as Said
from ..messages import keep, read_arrival, say
from ..models import Body, Transfer, ours
from ..states import AFTERWARDS, BE_ASKED, BOUND, CANCEL, NOTE, OLD, RECEIVED, TAKEN_IN

CLAUSES = ("guidance.十一", "regulations.33")
#: kind of message -> the act by which it takes effect
TAKEN_BY: dict[str, str] = {"issued": "handover.completed", "request": "request.received"}


def _taken(kind: str, name: str, words: Words, *more: Check) -> Callable[[type_do], type_do]:
    """Declare the act by which a kind of message takes effect; ``more`` checks beside those of all kinds."""
    TAKEN_BY[kind] = name
    return act(
        name,
        words,
        on=Transfer,
        input=inputs.Envelope,
        moves=TAKEN_IN[kind],
        looks=read_arrival,
        checks=(checks.arrived_whole, checks.is_a(kind), *more),
        clauses=CLAUSES,
    )


def _said(doing: Doing) -> Said:
    said: Said = doing.facts.said
    return said


@act(
    "ask.received",
    Words("收到转机构询问", "Take in a question about one of our certificates"),
    on=Transfer,
    input=inputs.Envelope,
    creates=True,
    moves=BE_ASKED,
    looks=proofs.asked_about,
    checks=(checks.arrived_whole, checks.is_a("ask"), checks.is_ours, checks.of_our_holder),
    clauses=CLAUSES,
)
def ask(doing: Doing, given: inputs.Envelope) -> Transfer:
    said = _said(doing)
    certificate = Certificate.objects.get(number=said.certificate)
    transfer = Transfer(
        id=doing.new_id(),
        side=OLD,
        state=RECEIVED,
        reference=said.transfer,
        other=Body.objects.get(code=said.sender),
        old_number=certificate.number,
        product_code=certificate.product_code,
        applicant_id=certificate.applicant_id,
        holder=certificate.facts["applicant"]["name"]["zh"],
        certificate=certificate,
        begun_on=doing.on,
        consent={"by_new": said.content["consent"]},
        answer_due_on=doing.last_day("deadlines/transfer_reply"),
    )
    keep(doing, transfer, given, said)
    return transfer


@_taken(
    "answer",
    "answer.received",
    Words("收到原机构答复", "Take in the old body's answer"),
    checks.inspected_before,
)
def answer(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    transfer.answer = {**said.content, "on": doing.on.isoformat()}


@act(
    "request.received",
    Words("收到移交请求", "Take in the request to hand over"),
    on=Transfer,
    input=inputs.Envelope,
    moves=TAKEN_IN["request"],
    looks=proofs.requested,
    checks=(checks.arrived_whole, checks.is_a("request"), checks.of_our_holder),
    clauses=CLAUSES,
)
def request(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    transfer.consent = {**transfer.consent, "by_new": said.content.get("consent", {})}


@_taken("handover", "handover.received", Words("收到移交声明", "Take in the handover"))
def handover(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    row = keep(doing, transfer, given, said)
    transfer.handover = {"digest": row.digest, "at": said.at, "seq": said.seq, **said.content}


@_taken("refusal", "refusal.received", Words("收到不予移交", "Take in the refusal to hand over"))
def refusal(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    transfer.words = str(said.content.get("words", ""))[:2000]
    transfer.reasons = [str(one) for one in said.content.get("reasons", ())]


@_taken("recall", "recall.received", Words("收到收回请求并解除", "Take in the recall, and release"))
def recall(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    _release(doing, transfer, said)


@_taken(
    "measure",
    "measure.received",
    Words("收到原机构措施并停止转入", "Take in a measure on the old certificate, and stop"),
)
def measure(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    _release(doing, transfer, said)


def _release(doing: Doing, transfer: Transfer, said: Said) -> None:
    """The same commit says that nothing was issued, makes that so for ever, and stores the word of it."""
    transfer.words = str(said.content.get("words", ""))[:2000]
    say(doing, transfer, "release", {"because": said.kind, "words": transfer.words})


@_taken("release", "release.received", Words("收到解除声明", "Take in the release: ours stands"))
def release(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    transfer.words = str(said.content.get("words", ""))[:2000]
    if transfer.state in BOUND:
        point(doing, lock(ours(transfer)), None)


@act(
    "handover.completed",
    Words("凭签发证明注销原证书", "Cancel ours on the proof of the issue"),
    on=Transfer,
    input=inputs.Envelope,
    moves=CANCEL,
    looks=proofs.proved_issue,
    checks=(checks.arrived_whole, checks.is_a("issued"), checks.proof_holds, checks.certificate_lives),
    clauses=(*CLAUSES, "order117.26"),
)
def complete(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    certificate = lock(ours(transfer))
    proofs.succeed(transfer, said)
    succession.cancel(doing, transfer, certificate)


@act(
    "handover.closed",
    Words("凭签发证明结束移交（原证书已先行失效）", "Close the handover on proof; ours had ended before"),
    on=Transfer,
    input=inputs.Envelope,
    moves=CANCEL,
    looks=proofs.proved_issue,
    checks=(checks.arrived_whole, checks.is_a("issued"), checks.proof_holds, checks.certificate_ended),
    clauses=CLAUSES,
)
def close(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)
    certificate = lock(ours(transfer))
    proofs.succeed(transfer, said)
    succession.close(doing, transfer, certificate)


@_taken(
    "cancelled",
    "cancellation.received",
    Words("收到原证书注销声明", "Take in the word that the old certificate is cancelled"),
)
def cancelled(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said)


@act(
    "message.noted",
    Words("留存无效力的报文", "Keep a message that changes nothing"),
    on=Transfer,
    input=inputs.Envelope,
    moves=NOTE,
    looks=read_arrival,
    checks=(checks.arrived_whole, checks.is_moot),
    clauses=CLAUSES,
)
def note(doing: Doing, transfer: Transfer, given: inputs.Envelope) -> None:
    said = _said(doing)
    keep(doing, transfer, given, said, took_effect=False)
    if said.kind == "measure" and transfer.state in AFTERWARDS.frm:
        told = {
            "kind": str(said.content.get("state", "other")),
            "happened_on": str(said.content.get("on", ""))[:10],
            "words": "；".join(str(one) for one in said.content.get("reasons", ()))[:2000],
            "on": doing.on.isoformat(),
            "entry": str(doing.uid),
        }
        transfer.told = [*transfer.told, told]
