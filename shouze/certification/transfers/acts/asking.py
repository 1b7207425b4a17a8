"""In: the client applies; we check the old certificate, ask the old body, compare, assess, request the
handover, or give up.
"""

from shouze.certification.applications.acts import file_application
from shouze.certification.applications.checks import applies_for_himself, models_differ
from shouze.kernel.acts import Doing, Nothing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import is_of
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import SUBMIT

from .. import inputs, looks, requirements, rulesets
from ..files import entering
from ..looks import holder_code
from ..messages import say
from ..models import Transfer
from ..states import ANSWERED as STAY_ANSWERED
from ..states import (
    APPLIED,
    ASK,
    CHECK,
    COMPARE,
    COMPLETE,
    GIVE_UP,
    HAND_OVER,
    NEW,
    REQUEST,
)

CLAUSES = ("guidance.十一", "regulations.33")


@act(
    "transfer.applied",
    Words("申请转入证书", "Apply for the transfer of a certificate to us"),
    on=Case,
    input=inputs.TransferApplication,
    creates=True,
    moves=SUBMIT,
    looks=looks.application_facts,
    checks=(
        applies_for_himself,
        models_differ,
        requirements.parties_known,
        requirements.body_is_known,
        requirements.models_were_certified,
        requirements.days_can_be,
    ),
    clauses=(*CLAUSES, "order117.10"),
)
def apply(doing: Doing, given: inputs.TransferApplication) -> Case:
    case = file_application(doing, given, kind="transfer")
    key = doing.new_id()
    doing.create(
        Transfer,
        id=key,
        reference=key,
        side=NEW,
        state=APPLIED,
        other_id=given.body,
        old_number=given.old_number,
        product_code=given.product_code,
        applicant_id=case.applicant_id,
        holder=case.applicant_name,
        case=case,
        begun_on=doing.on,
        last_inspected_on=given.last_inspected_on,
        assessed={"applied": {**_applied(given), "first_check_by": _first_check_by(doing)}},
        consent={"client": {"on": doing.on.isoformat(), "by": doing.actor.name}},
        last_at=doing.at,
    )
    return case


def _first_check_by(doing: Doing) -> str | None:
    due = doing.last_day("deadlines/transfer_first_check")
    return due.isoformat() if due else None


def _applied(given: inputs.TransferApplication) -> dict[str, object]:
    names = (
        "old_first_issued_on", "old_valid_until", "old_models", "old_certificate", "inspection_report",
        "test_report", "sampling_report", "class_at_old",
    )  # fmt: skip
    said = given.model_dump(mode="json")
    return {name: said[name] for name in names}


def _wish(transfer: Transfer) -> dict[str, object]:
    """Whose wish the transfer is: the holder by name and credit code, and his declaration to us."""
    holder = {"name": transfer.holder, "uscc": holder_code(transfer)}
    return {"consent": transfer.consent.get("client", {}), "holder": holder}


@act(
    "transfer.status_checked",
    Words("查询原证书状态", "Look up the state of the old certificate"),
    on=Transfer,
    input=inputs.StatusCheck,
    moves=CHECK,
    clauses=CLAUSES,
)
def check_status(doing: Doing, transfer: Transfer, given: inputs.StatusCheck) -> None:
    line = {**given.model_dump(mode="json"), "on": doing.on.isoformat()}
    transfer.checked = [*transfer.checked, line]


@act(
    "transfer.asked",
    Words("询问原认证机构", "Ask the old body about the certificate"),
    on=Transfer,
    input=Nothing,
    moves=ASK,
    clauses=CLAUSES,
)
def ask(doing: Doing, transfer: Transfer, given: Nothing) -> None:
    transfer.answer_due_on = doing.last_day("deadlines/transfer_reply")
    due = transfer.answer_due_on
    asked = ["state", "class", "inspections", "nonconformities", "samplings", "complaints", "rules"]
    said = {"asked": asked, "answer_by": due.isoformat() if due else None}
    say(doing, transfer, "ask", {**said, **_wish(transfer)})


@act(
    "transfer.answered",
    Words("登记原机构的答复", "Record the old body's answer"),
    on=Transfer,
    input=inputs.RecordedAnswer,
    moves=STAY_ANSWERED,
    checks=(requirements.answer_or_silence,),
    clauses=CLAUSES,
)
def answered(doing: Doing, transfer: Transfer, given: inputs.RecordedAnswer) -> None:
    transfer.answer = {**given.model_dump(mode="json"), "on": doing.on.isoformat()}


@act(
    "answer.entered",
    Words("导入原机构的资料文件", "Take in the old body's file on its certificate"),
    on=Transfer,
    input=inputs.EnteredFile,
    moves=STAY_ANSWERED,
    looks=entering.read_entered,
    checks=(entering.may_be_taken,),
    clauses=CLAUSES,
)
def enter_file(doing: Doing, transfer: Transfer, given: inputs.EnteredFile) -> None:
    transfer.answer = entering.answer_of(doing, given)
    doing.consider("transfer_file", digest=given.file, key=transfer.answer["signed_by"])


@act(
    "transfer.compared",
    Words("比较两机构实施细则", "Compare the rules of the two bodies"),
    on=Transfer,
    input=inputs.Comparison,
    moves=COMPARE,
    looks=looks.rules_facts,
    checks=(requirements.rules_are_there,),
    clauses=CLAUSES,
)
def compare(doing: Doing, transfer: Transfer, given: inputs.Comparison) -> None:
    facts: looks.RulesFacts = doing.facts
    doing.note(*facts.refs)
    lines = rulesets.differences(facts.ours, facts.theirs, facts.letter)
    most = facts.ours["classes"][facts.letter]["models_per_unit"]
    transfer.compared = {
        "on": doing.on.isoformat(),
        "class": facts.letter,
        "ours": facts.ours,
        "theirs": facts.theirs,
        "lines": lines,
        "units": rulesets.split(facts.models, most),
        "opinion": given.opinion,
        "source": given.source,
    }


@act(
    "transfer.assessed",
    Words("评估转换风险", "Evaluate the risk of the transfer"),
    on=Case,
    input=inputs.Assessment,
    moves=requirements.ASSESS,
    looks=looks.assessment_facts,
    checks=(
        is_of("transfer"),
        requirements.state_was_checked,
        requirements.old_body_was_asked,
        requirements.rules_were_compared,
        requirements.old_certificate_stands,
    ),
    clauses=(*CLAUSES, "regulations.21"),
)
def assess(doing: Doing, case: Case, given: inputs.Assessment) -> None:
    facts: looks.Standing = doing.facts
    transfer = facts.transfer
    asked = requirements.elements(facts, test=given.test, inspection=given.inspection)
    case.asked = asked
    transfer.assessed = {
        **transfer.assessed,
        "on": doing.on.isoformat(),
        "by": doing.actor.name,
        "class": facts.letter,
        "asked": asked,
        "reasons": requirements.reasons(facts),
        "opinion": given.opinion,
    }
    doing.change(transfer, CHECK)


@act(
    "handover.requested",
    Words("请求原机构移交证书", "Request the handover of the old body"),
    on=Transfer,
    input=Nothing,
    moves=REQUEST,
    looks=looks.request_facts,
    checks=(requirements.was_assessed,),
    clauses=CLAUSES,
)
def request(doing: Doing, transfer: Transfer, given: Nothing) -> None:
    say(doing, transfer, "request", _wish(transfer))


@act(
    "handover.recorded",
    Words("登记原机构的移交声明", "Record the old body's handover by letter"),
    on=Transfer,
    input=inputs.PaperHandover,
    moves=HAND_OVER,
    checks=(requirements.exchanges_by_hand,),
    looks=looks.other_body,
    clauses=CLAUSES,
)
def record_handover(doing: Doing, transfer: Transfer, given: inputs.PaperHandover) -> None:
    transfer.handover = {**given.model_dump(mode="json"), "digest": given.letter, "by_hand": True}


@act(
    "handover.released",
    Words("放弃转入并解除移交", "Give the transfer up, and release the old body"),
    on=Transfer,
    input=inputs.TransferReason,
    moves=GIVE_UP,
    clauses=CLAUSES,
)
def release(doing: Doing, transfer: Transfer, given: inputs.TransferReason) -> None:
    asked = transfer.state != APPLIED
    transfer.words = given.words
    if asked:
        say(doing, transfer, "release", {"because": "given_up", "words": given.words})


@act(
    "cancellation.recorded",
    Words("登记原证书已注销", "Record that the old certificate is cancelled"),
    on=Transfer,
    input=inputs.PaperEnd,
    moves=COMPLETE,
    checks=(requirements.exchanges_by_hand,),
    looks=looks.other_body,
    clauses=CLAUSES,
)
def record_cancellation(doing: Doing, transfer: Transfer, given: inputs.PaperEnd) -> None:
    transfer.handover = {**transfer.handover, "cancelled": given.model_dump(mode="json")}
