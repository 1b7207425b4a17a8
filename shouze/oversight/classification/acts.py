"""The acts on classes: proposed by one, approved by another, objected to by the firm, answered from
outside.
"""

from datetime import timedelta

from shouze.certification.surveillance import programme
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.classing import class_took_effect
from shouze.resources.enterprise_classes.entering import Entered, enter

from . import inputs
from .checks import (
    RULE,
    Proposed,
    deviation_is_grounded,
    is_certified,
    is_unchanged,
    none_open,
    objection_in_time,
    rejection_is_grounded,
    still_so,
    within_limits,
)
from .facts import named
from .models import Proposal
from .queries import as_basis, evaluated_now, proposed_facts
from .states import ANSWER, APPROVE, OBJECT, REJECT

CLAUSES = (RULE, "guidance.十")
#: evidence beyond so many lines stays in the record; the latest are frozen with the proposal
FROZEN = 100


def _evaluated(doing: Doing, given: inputs.ClassProposed | inputs.ClassChecked, state: str) -> Proposal:
    """What both a proposal and a periodic evaluation keep of what was computed."""
    found: Proposed = doing.facts
    seen = found.evaluation
    doing.note(*seen.refs)
    doing.consider(
        "classification", current=seen.standing.letter, table=seen.table_letter, allowed=seen.allowed,
        row=seen.decision.cited,
    )  # fmt: skip
    serial = doing.next_number(f"class-{doing.on.year}")
    return Proposal(
        id=doing.new_id(),
        number=f"FL{doing.on.year}{serial:05d}",
        factory_id=given.factory,
        product_code=given.product_code,
        organisation_id=found.organisation,
        factory_owner_id=found.owner,
        trigger="yearly",
        current=seen.standing.letter,
        table_letter=seen.table_letter,
        allowed=seen.allowed,
        letter=seen.allowed,
        row=seen.decision.cited,
        facts=named(seen.facts),
        evidence=as_basis(found.evidence[:FROZEN]),
        proposed_on=doing.on,
        proposed_by=doing.actor.id,
        state=state,
    )


@act(
    "class.proposed",
    Words("建议企业分类", "Propose a class"),
    on=Proposal,
    input=inputs.ClassProposed,
    creates=True,
    looks=proposed_facts,
    checks=(is_certified, none_open, within_limits, deviation_is_grounded),
    clauses=CLAUSES,
    version=2,
)
def propose(doing: Doing, given: inputs.ClassProposed) -> Proposal:
    proposal = _evaluated(doing, given, "proposed")
    proposal.letter, proposal.trigger, proposal.words = given.letter, given.trigger, given.words
    if given.letter != proposal.allowed:
        proposal.deviation, proposal.deviation_basis = given.deviation, given.deviation_basis
    doing.outcome = {"class": given.letter, "table": proposal.table_letter}
    return proposal


@act(
    "class.checked",
    Words("定期评价企业分类（维持）", "Evaluate a class: it stays"),
    on=Proposal,
    input=inputs.ClassChecked,
    creates=True,
    looks=proposed_facts,
    checks=(is_certified, none_open, is_unchanged),
    clauses=CLAUSES,
    version=2,
)
def check(doing: Doing, given: inputs.ClassChecked) -> Proposal:
    return _evaluated(doing, given, "kept")


@act(
    "class.approved",
    Words("批准企业分类", "Approve a class"),
    on=Proposal,
    input=inputs.ClassDecided,
    moves=APPROVE,
    looks=evaluated_now,
    checks=(still_so,),
    clauses=(*CLAUSES, "00c003.3.5"),
    version=2,
)
def approve(doing: Doing, proposal: Proposal, given: inputs.ClassDecided) -> None:
    proposal.approved_on, proposal.approved_by = doing.on, doing.actor.id
    proposal.decided_words = given.words
    days = int(doing.rule("deadlines/class_objection"))
    proposal.object_by = doing.on + timedelta(days=days)
    doing.outcome = {"from": proposal.current, "class": proposal.letter}
    if proposal.letter == proposal.current:
        return
    entered = Entered(
        proposal.factory_id, proposal.product_code, proposal.letter, doing.on, proposal.row,
        basis=[{"kind": "classification.proposal", "id": str(proposal.pk), "number": proposal.number}],
    )  # fmt: skip
    enter(doing, entered)
    # Cases before lines of the programme, in the order in which their own acts lock them.
    class_took_effect(proposal.factory_id, proposal.product_code, proposal.letter)
    programme.reschedule(doing, proposal.factory_id, proposal.product_code, proposal.letter)


@act(
    "class.rejected",
    Words("不批准企业分类建议", "Reject a proposed class"),
    on=Proposal,
    input=inputs.ClassRejected,
    moves=REJECT,
    checks=(rejection_is_grounded,),
    clauses=CLAUSES,
)
def reject(doing: Doing, proposal: Proposal, given: inputs.ClassRejected) -> None:
    proposal.decided_words = given.words
    doing.outcome = {"basis": given.basis} if given.basis else {}


@act(
    "class.objected",
    Words("对分类结果提出异议", "Object to a class"),
    on=Proposal,
    input=inputs.ClassObjection,
    moves=OBJECT,
    checks=(objection_in_time,),
    clauses=(RULE, "iso17065.7.13"),
)
def object_to(doing: Doing, proposal: Proposal, given: inputs.ClassObjection) -> None:
    proposal.objected_on, proposal.objection = doing.on, given.words
    proposal.objection_files = list(given.files)
    proposal.answer_by = doing.last_day("deadlines/class_objection_answer")


@act(
    "class.answered",
    Words("答复对分类的异议", "Answer an objection to a class"),
    on=Proposal,
    input=inputs.ClassAnswer,
    moves=ANSWER,
    clauses=(RULE, "iso17065.7.13"),
)
def answer(doing: Doing, proposal: Proposal, given: inputs.ClassAnswer) -> None:
    proposal.answered_on = doing.on
    proposal.answer, proposal.answer_words = given.answer, given.words
