"""Acts on doubts and on the re-evaluations that they lead to."""

from shouze.kernel.acts import Doing, Nothing, act
from shouze.kernel.words import Words

from . import inputs
from .checks import (
    RISK,
    Opened,
    Raised,
    all_concluded,
    engineer_fits,
    has_certificates,
    is_frozen,
    is_ordered,
)
from .models import Doubt, Reevaluation
from .queries import not_concluded, opened_facts, raised_facts, who_may
from .states import ASSIGN, CLOSE, CONCLUDE, DISMISS, ORDER

TERM = "deadlines/reevaluation"


@act(
    "doubt.raised",
    Words("提出质疑", "Raise a doubt"),
    on=Doubt,
    input=inputs.DoubtRaising,
    creates=True,
    looks=raised_facts,
    checks=(is_frozen,),
    clauses=(RISK, "guidance.十二", "iso17065.7.9"),
)
def raise_doubt(doing: Doing, given: inputs.DoubtRaising) -> Doubt:
    found: Raised = doing.facts
    asked = found.frozen.asked
    doing.consider("affected", certificates=len(found.frozen.certificates), cases=found.frozen.open_cases)
    serial = doing.next_number(f"doubt-{doing.on.year}")
    return Doubt(
        id=doing.new_id(),
        number=f"Z{doing.on.year}{serial:04d}",
        kind=asked.kind,
        thing=asked.thing,
        since=asked.since,
        until=asked.until,
        ground=given.ground,
        affected=given.affected,
        certificates=len(found.frozen.certificates),
        open_cases=found.frozen.open_cases,
        raised_on=doing.on,
        state="raised",
    )


@act(
    "doubt.dismissed",
    Words("认定质疑不成立", "Dismiss a doubt"),
    on=Doubt,
    input=inputs.DoubtRemark,
    moves=DISMISS,
    clauses=(RISK,),
)
def dismiss(doing: Doing, doubt: Doubt, given: inputs.DoubtRemark) -> None:
    doubt.closed_on = doing.on


@act(
    "reevaluation.ordered",
    Words("决定开展再评价", "Order re-evaluations"),
    on=Doubt,
    input=inputs.DoubtRemark,
    moves=ORDER,
    checks=(has_certificates,),
    clauses=(RISK, "iso17065.7.9", "iso17065.7.11"),
)
def order(doing: Doing, doubt: Doubt, given: inputs.DoubtRemark) -> None:
    doing.evidence.append(doubt.affected)
    doubt.ordered_by = doing.uid


@act(
    "reevaluation.opened",
    Words("建立再评价", "Open a re-evaluation"),
    on=Reevaluation,
    input=inputs.ReevaluationOpening,
    creates=True,
    looks=opened_facts,
    checks=(is_ordered,),
    clauses=(RISK, "iso17065.7.9"),
)
def open_reevaluation(doing: Doing, given: inputs.ReevaluationOpening) -> Reevaluation:
    found: Opened = doing.facts
    certificate = found.certificate
    return Reevaluation(
        id=doing.new_id(),
        doubt=found.doubt,
        certificate=certificate,
        number=certificate.number,
        case_id=certificate.case_id,
        product_code=certificate.product_code,
        applicant_id=certificate.applicant_id,
        producer_id=certificate.producer_id,
        factory_owner_id=certificate.factory_owner_id,
        engineer_id=found.engineer,
        arises_from=given.order,
        why=given.why,
        opened_on=doing.on,
        due_on=doing.last_day(TERM),
        state="open",
    )


@act(
    "reevaluation.assigned",
    Words("指定再评价人员", "Assign a re-evaluation"),
    on=Reevaluation,
    input=inputs.ReevaluationAssignment,
    moves=ASSIGN,
    looks=who_may,
    checks=(engineer_fits,),
    clauses=("guidance.六",),
)
def assign(doing: Doing, reevaluation: Reevaluation, given: inputs.ReevaluationAssignment) -> None:
    doing.consider("engineer_before", person=str(reevaluation.engineer_id))
    reevaluation.engineer_id = given.engineer


@act(
    "reevaluation.concluded",
    Words("作出再评价结论", "Conclude a re-evaluation"),
    on=Reevaluation,
    input=inputs.ReevaluationConclusion,
    moves=CONCLUDE,
    clauses=(RISK, "iso17065.7.11"),
)
def conclude(doing: Doing, reevaluation: Reevaluation, given: inputs.ReevaluationConclusion) -> None:
    reevaluation.result = given.result
    reevaluation.reasons = given.reasons
    reevaluation.concluded_on = doing.on


@act(
    "doubt.closed",
    Words("关闭质疑", "Close a doubt"),
    on=Doubt,
    input=Nothing,
    moves=CLOSE,
    looks=not_concluded,
    checks=(all_concluded,),
    clauses=(RISK,),
)
def close(doing: Doing, doubt: Doubt, given: Nothing) -> None:
    doubt.closed_on = doing.on
