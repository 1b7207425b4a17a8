"""With a body that has no installation of this system: each thing that a message would say comes as a
letter, entered by hand, and has the effect of its message. Nothing else differs: the states, and what they
let happen.
"""

from shouze.certification.certificates.handing import point
from shouze.certification.certificates.locking import lock
from shouze.certification.certificates.models import Certificate
from shouze.kernel import clock
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words

from .. import inputs_on_paper as inputs
from .. import looks, paper, requirements, succession
from ..models import Transfer, ours
from ..states import BE_ASKED, BE_REFUSED, BE_RELEASED, BE_REQUESTED, BOUND, CANCEL, OLD, RECEIVED

CLAUSES = ("guidance.十一", "regulations.33")
BY_HAND = (requirements.exchanges_by_hand,)


@act(
    "refusal.recorded",
    Words("登记原机构不予移交的来函", "Record the old body's refusal by letter"),
    on=Transfer,
    input=inputs.PaperRefusal,
    moves=BE_REFUSED,
    looks=looks.other_body,
    checks=(*BY_HAND, paper.stated_already),
    clauses=CLAUSES,
)
def record_refusal(doing: Doing, transfer: Transfer, given: inputs.PaperRefusal) -> None:
    transfer.words, transfer.reasons = given.words, list(given.reasons)


@act(
    "ask.recorded",
    Words("登记另一机构的来函询问", "Record another body's question by letter"),
    on=Transfer,
    input=inputs.PaperQuestion,
    creates=True,
    moves=BE_ASKED,
    looks=paper.asked_by_letter,
    checks=(paper.writes_letters, paper.is_our_living_one, paper.is_of_the_holder, paper.is_not_asked_yet),
    clauses=CLAUSES,
)
def record_question(doing: Doing, given: inputs.PaperQuestion) -> Transfer:
    certificate = Certificate.objects.get(number=given.certificate)
    declared = {"by_new": {"on": doing.on.isoformat(), "by": given.holder, "paper": given.declaration}}
    key = doing.new_id()
    return Transfer(
        id=key,
        side=OLD,
        state=RECEIVED,
        reference=key,
        other_id=given.body,
        old_number=certificate.number,
        product_code=certificate.product_code,
        applicant_id=certificate.applicant_id,
        holder=certificate.facts["applicant"]["name"]["zh"],
        certificate=certificate,
        begun_on=doing.on,
        consent=declared if given.declaration else {},
        answer_due_on=doing.last_day("deadlines/transfer_reply"),
    )


@act(
    "request.recorded",
    Words("登记另一机构请求移交的来函", "Record another body's request by letter"),
    on=Transfer,
    input=inputs.PaperStatement,
    moves=BE_REQUESTED,
    looks=looks.other_body,
    checks=(*BY_HAND, paper.stated_already),
    clauses=CLAUSES,
)
def record_request(doing: Doing, transfer: Transfer, given: inputs.PaperStatement) -> None:
    transfer.words = given.words


@act(
    "release.recorded",
    Words("登记另一机构停止转换的来函", "Record by letter that the other body has given up"),
    on=Transfer,
    input=inputs.PaperStatement,
    moves=BE_RELEASED,
    looks=looks.other_body,
    checks=(*BY_HAND, paper.stated_already),
    clauses=CLAUSES,
)
def record_release(doing: Doing, transfer: Transfer, given: inputs.PaperStatement) -> None:
    transfer.words = given.words
    if transfer.state in BOUND:
        point(doing, lock(ours(transfer)), None)


@act(
    "issue.recorded",
    Words("凭来函和平台记录注销原证书", "Cancel ours on the letter of the issue and the national platform"),
    on=Transfer,
    input=inputs.PaperIssue,
    moves=CANCEL,
    looks=paper.issue_by_letter,
    checks=(paper.exchanges_letters, paper.issued_after_handover, paper.are_successors, paper.still_lives),
    clauses=(*CLAUSES, "order117.26"),
)
def record_issue(doing: Doing, transfer: Transfer, given: inputs.PaperIssue) -> None:
    succession.cancel(doing, transfer, _succeed(transfer, given))


@act(
    "issue.closed",
    Words("凭来函结束移交（原证书已先行失效）", "Close the handover on a letter; ours had ended before"),
    on=Transfer,
    input=inputs.PaperIssue,
    moves=CANCEL,
    looks=paper.issue_by_letter,
    checks=(paper.exchanges_letters, paper.issued_after_handover, paper.are_successors, paper.had_ended),
    clauses=CLAUSES,
)
def close(doing: Doing, transfer: Transfer, given: inputs.PaperIssue) -> None:
    succession.close(doing, transfer, _succeed(transfer, given))


def _succeed(transfer: Transfer, given: inputs.PaperIssue) -> Certificate:
    """A letter names the day of the issue, not its moment: it counts from the day's first one."""
    certificate = lock(ours(transfer))
    transfer.successors = list(given.successors)
    transfer.issued_at = clock.moment(given.issued_on.isoformat(), "00:00")
    return certificate
