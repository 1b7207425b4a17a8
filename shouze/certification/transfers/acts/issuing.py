"""The one deciding event: our issue. And the word of it, with its proof, to the old body."""

from datetime import date
from typing import Final

from shouze.certification.certificates.handing import point
from shouze.certification.certificates.issuing import Terms, issue
from shouze.certification.certificates.models import Certificate
from shouze.certification.decisions.acts import sign
from shouze.certification.decisions.checks import approves, nothing_differs, second_person, still_ours
from shouze.certification.decisions.inputs import Approval
from shouze.certification.surveillance import programme
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import class_is_the_plans, is_of, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import APPROVE
from shouze.resources.enterprise_classes.entering import Entered, enter
from shouze.resources.enterprise_classes.queries import current, worse

from .. import afterwards, inputs, looks, proofs, requirements, seen, units
from ..messages import say
from ..models import Transfer
from ..states import ISSUED, PROVE, TO_ISSUE

#: importing it tells the gate what an approver signs
APPROVER_SEES = seen.transfer_seen
NO_BETTER: Final = "numbering/transfer_class_no_better"
CLAUSES = ("guidance.十一", "regulations.33")


@act(
    "transfer.approved",
    Words("批准转入并签发证书", "Approve the transfer and issue our certificate"),
    on=Case,
    input=Approval,
    moves=APPROVE,
    looks=looks.issue_facts,
    checks=(
        is_of("transfer"),
        not_paused,
        class_is_the_plans,
        approves("grant"),
        second_person,
        nothing_differs,
        still_ours,
        requirements.is_handed_over,
        requirements.checked_today,
        requirements.inspection_or_new_one,
    ),
    clauses=(*CLAUSES, "regulations.22", "order117.16", "order117.21"),
)
def approve(doing: Doing, case: Case, given: Approval) -> None:
    facts: looks.IssueFacts = doing.facts
    transfer = facts.standing.transfer
    sign(case, doing)
    case.closed_on = doing.on
    _enter_class(doing, case, facts.standing)
    terms = _terms(doing, transfer)
    made = [issue(doing, one, terms) for one in units.of(doing, case, transfer)]
    transfer.successors = [one.number for one in made]
    transfer.issued_at = doing.at
    for certificate in made:
        point(doing, certificate, proofs.pointer(transfer, ISSUED))
        programme.begin(doing, certificate, counted_from=facts.standing.counted_from)
    doing.outcome |= {"successors": transfer.successors, "predecessor": transfer.old_number}
    doing.change(transfer, TO_ISSUE)


def _terms(doing: Doing, transfer: Transfer) -> Terms:
    """First day kept; last day kept where the rule of the day says so (domain: assumed)."""
    applied = transfer.assessed["applied"]
    keeps = bool(doing.rule("numbering/transfer_keeps_expiry"))
    return Terms(
        first_issued_on=date.fromisoformat(applied["old_first_issued_on"]),
        valid_until=date.fromisoformat(applied["old_valid_until"]) if keeps else None,
        note=f"由{transfer.other.name}证书{transfer.old_number}转换。",
    )


def _enter_class(doing: Doing, case: Case, standing: looks.Standing) -> None:
    """Ours starts no better than theirs without evidence."""
    ours = current(case.factory_id, case.product_code, doing.on)
    theirs = standing.letter
    if not (bool(doing.rule(NO_BETTER)) and worse(theirs, ours.letter)):
        return
    basis = [{"kind": "transfer", "id": str(standing.transfer.pk), "words": f"原机构分类{theirs}"}]
    entered = Entered(
        factory=case.factory_id,
        product_code=case.product_code,
        letter=theirs,
        since=doing.on,
        ref=rulebook.value(NO_BETTER, on=doing.on).ref,
        source="transfer",
        basis=basis,
    )
    enter(doing, entered)
    programme.reschedule(doing, case.factory_id, case.product_code, theirs)


@act(
    "transfer.proved",
    Words("向原机构证明已签发", "Prove the issue to the old body"),
    on=Transfer,
    input=inputs.Proof,
    moves=PROVE,
    looks=looks.proof_facts,
    checks=(afterwards.proof_is_new,),
    clauses=CLAUSES,
)
def prove(doing: Doing, transfer: Transfer, given: inputs.Proof) -> None:
    say(doing, transfer, "issued", proofs.issued_content(transfer, list(given.certificates)))


__all__ = ["Certificate", "approve", "prove"]
