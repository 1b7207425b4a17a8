"""Out: we answer about a certificate of ours, hand it over, refuse, recall, and tell of a measure."""

from shouze.certification.certificates.checks import HANDED
from shouze.certification.certificates.handing import point
from shouze.certification.certificates.locking import lock
from shouze.kernel.acts import Doing, Nothing, act, formerly
from shouze.kernel.words import Words

from .. import checks, inputs, proofs, queries
from ..inputs_on_paper import HandoverRefusal
from ..messages import say
from ..models import Transfer, ours
from ..states import ANSWER, CONSENT, GRANT, RECALL, REFUSE, TELL

CLAUSES = ("guidance.十一", "regulations.33")


@act(
    "answer.given",
    Words("答复转机构询问", "Answer the question of the other body"),
    on=Transfer,
    input=inputs.GivenAnswer,
    moves=ANSWER,
    checks=(checks.holder_agrees,),
    clauses=CLAUSES,
)
def answer(doing: Doing, transfer: Transfer, given: inputs.GivenAnswer) -> None:
    content = {**queries.known_of(transfer, doing.on), **given.model_dump(mode="json")}
    transfer.answer = {**content, "on": doing.on.isoformat()}
    say(doing, transfer, "answer", content)


@act(
    "handover.consented",
    Words("持证人同意移交", "The holder agrees to the handover"),
    on=Transfer,
    input=Nothing,
    moves=CONSENT,
    clauses=CLAUSES,
)
def consent(doing: Doing, transfer: Transfer, given: Nothing) -> None:
    transfer.consent = {**_by_new(transfer), "holder": _wish_of(doing)}


@act(
    "handover.declined",
    Words("持证人声明并非其意愿", "The holder says that the transfer is not his wish"),
    on=Transfer,
    input=inputs.TransferReason,
    moves=CONSENT,
    clauses=CLAUSES,
)
def decline(doing: Doing, transfer: Transfer, given: inputs.TransferReason) -> None:
    transfer.consent = {**_by_new(transfer), "declined": {**_wish_of(doing), "words": given.words}}


def _wish_of(doing: Doing) -> dict[str, str]:
    return {"on": doing.on.isoformat(), "by": doing.actor.name}


def _by_new(transfer: Transfer) -> dict[str, object]:
    """What the other body says of the holder's wish; of what he said here the last word counts."""
    return {name: said for name, said in transfer.consent.items() if name == "by_new"}


@act(
    "handover.granted",
    Words("移交证书", "Hand the certificate over"),
    on=Transfer,
    input=inputs.TransferReason,
    moves=GRANT,
    looks=queries.handover_facts,
    checks=(checks.certificate_is_valid, checks.holder_agrees, checks.nothing_else_runs),
    clauses=(*CLAUSES, "order117.26"),
)
def grant(doing: Doing, transfer: Transfer, given: inputs.TransferReason) -> None:
    certificate = lock(ours(transfer))
    content = {**proofs.handover_content(transfer, certificate, doing.on), "words": given.words}
    row = say(doing, transfer, "handover", content)
    transfer.handover = {"digest": row.digest, "at": doing.at.isoformat(), **content}
    point(doing, certificate, proofs.pointer(transfer, HANDED))


@act(
    "handover.refused",
    Words("不予移交", "Refuse to hand over"),
    on=Transfer,
    input=HandoverRefusal,
    moves=REFUSE,
    looks=queries.refusal_facts,
    checks=(checks.refusal_is_borne_out,),
    clauses=CLAUSES,
    version=2,
)
def refuse(doing: Doing, transfer: Transfer, given: HandoverRefusal) -> None:
    transfer.words, transfer.reasons = given.words, list(given.reasons)
    say(doing, transfer, "refusal", {"reasons": transfer.reasons, "words": given.words})


# Before there was a closed list of reasons a refusal was its words.
formerly("handover.refused", until=1, checks=())


@act(
    "handover.recalled",
    Words("请求收回已移交的证书", "Recall a certificate that was handed over"),
    on=Transfer,
    input=inputs.TransferReason,
    moves=RECALL,
    clauses=CLAUSES,
)
def recall(doing: Doing, transfer: Transfer, given: inputs.TransferReason) -> None:
    say(doing, transfer, "recall", {"words": given.words})


@act(
    "measure.told",
    Words("将证书措施通知新机构", "Tell the new body of a measure on our certificate"),
    on=Transfer,
    input=Nothing,
    moves=TELL,
    looks=queries.measure_to_tell,
    checks=(checks.measure_is_there,),
    clauses=CLAUSES,
)
def tell(doing: Doing, transfer: Transfer, given: Nothing) -> None:
    say(doing, transfer, "measure", dict(doing.facts))
