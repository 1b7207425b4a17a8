"""Review, return, decision, and the approval of a refusal."""

from shouze.certification.evaluation import elements
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import IS_DECIDED, grants_on_its_class, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import APPROVE_REFUSAL, DECIDE, RETURN, REVIEW

from . import inputs, models, seen
from .checks import approves, follows_review, grant_is_supported, refusal_has_grounds, second_person
from .queries import decision_facts, note_file

#: importing it tells the gate what who reviews, decides or refuses signs
SIGNERS_SEE = seen.case_seen


@act(
    "review.concluded",
    Words("完成复核", "Conclude the review"),
    on=Case,
    input=inputs.Review,
    moves=REVIEW,
    looks=decision_facts,
    checks=(IS_DECIDED, not_paused, grants_on_its_class, grant_is_supported),
    clauses=("iso17065.7.5", "guidance.五"),
    version=2,
)
def review(doing: Doing, case: Case, given: inputs.Review) -> None:
    note_file(doing, case)
    doing.create(
        models.Review,
        case=case,
        recommends=given.recommends,
        opinion=given.opinion,
        on=doing.on,
        by=doing.actor.id,
    )


@act(
    "case.returned",
    Words("退回评价", "Return to the evaluation"),
    on=Case,
    input=inputs.Return,
    moves=RETURN,
    checks=(not_paused,),
    clauses=("iso17065.7.5", "iso17065.7.6"),
)
def send_back(doing: Doing, case: Case, given: inputs.Return) -> None:
    elements.reopen(case.id, list(given.reopen))
    models.Decision.objects.filter(case=case, standing=True).update(standing=False)


@act(
    "decision.made",
    Words("作出认证决定", "Make the certification decision"),
    on=Case,
    input=inputs.Decision,
    moves=DECIDE,
    looks=decision_facts,
    checks=(
        IS_DECIDED,
        not_paused,
        grants_on_its_class,
        grant_is_supported,
        refusal_has_grounds,
        follows_review,
    ),
    clauses=("iso17065.7.6", "regulations.22", "guidance.五"),
    version=2,
)
def decide(doing: Doing, case: Case, given: inputs.Decision) -> None:
    note_file(doing, case)
    doing.create(
        models.Decision,
        case=case,
        outcome=given.outcome,
        grounds=list(given.grounds),
        words=given.words,
        on=doing.on,
        by=doing.actor.id,
        by_name=doing.actor.name,
    )


@act(
    "refusal.approved",
    Words("批准不予发证", "Approve the refusal"),
    on=Case,
    input=inputs.Approval,
    moves=APPROVE_REFUSAL,
    looks=decision_facts,
    checks=(not_paused, approves("refuse"), second_person),
    clauses=("regulations.22", "order117.16"),
    version=2,
)
def approve_refusal(doing: Doing, case: Case, given: inputs.Approval) -> None:
    sign(case, doing)
    case.closed_on = doing.on


def sign(case: Case, doing: Doing) -> models.Decision:
    """Write the second signature on the standing decision of a case and return it; called inside an
    approving act. What the signer had before his eyes is noted as for the decision.
    """
    note_file(doing, case)
    decision = models.Decision.objects.get(case=case, standing=True)
    decision.approved_on, decision.approved_by = doing.on, doing.actor.id
    models.Decision.objects.filter(pk=decision.pk).update(approved_on=doing.on, approved_by=doing.actor.id)
    doing.consider(
        "decision",
        id=str(decision.pk),
        outcome=decision.outcome,
        by=decision.by_name,
        on=decision.on.isoformat(),
    )
    return decision
