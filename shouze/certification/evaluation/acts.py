"""The acts of evaluation."""

from decimal import Decimal

from django.db.models import F

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases import kinds
from shouze.resources.cases.checks import class_is_the_plans, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVALUATE, EVIDENCE, ON_ITS_PLAN, PLAN
from shouze.resources.schemes import queries as schemes

from . import inputs, planning, writing
from .checks import (
    added_elements_have_basis,
    class_has_fallen,
    conclusion_follows,
    every_element_closed,
    has_plan_fees,
    person_days_in_range,
)
from .models import Element, Evaluation, Plan
from .queries import PlanMaking, elements_of, plan_look


@act(
    "plan.made",
    Words("制定认证方案", "Make the certification plan"),
    on=Case,
    input=inputs.Planning,
    moves=PLAN,
    looks=plan_look,
    checks=(not_paused, added_elements_have_basis, person_days_in_range),
    clauses=("00c003.4", "00c003.3.5", "regulations.21", "guidance.十"),
    version=3,
)
def make_plan(doing: Doing, case: Case, given: inputs.Planning) -> None:
    look: PlanMaking = doing.facts
    plan = look.plan
    doing.note(*plan.refs)
    doing.outcome = {"class": plan.enterprise_class, "mode": plan.mode.code, "row": plan.mode.decision.row}
    case.enterprise_class, case.worse_class = plan.enterprise_class, ""
    kind = kinds.kind(case.kind, planning.accepted_on(case))
    case.fees_due = plan.bill.total if kind.prepaid else Decimal(0)
    if look.differs and kind.agreement:
        case.agreed_on = None
    writing.write_plan(doing, case, plan)
    Element.objects.filter(case=case, code__in=look.dropped).delete()
    writing.write_elements(doing, case, plan)
    for one in given.added:
        before = case.asked is not None or schemes.before_certificate(one.code, planning.accepted_on(case))
        writing.write_element(doing, case, one.code, one.basis, before)


@act(
    "agreement.concluded",
    Words("签订认证合同", "Conclude the certification agreement"),
    on=Case,
    input=inputs.Agreement,
    moves=EVIDENCE,
    checks=(class_is_the_plans, has_plan_fees),
    clauses=("iso17065.4.1.2", "guidance.十九"),
)
def conclude_agreement(doing: Doing, case: Case, given: inputs.Agreement) -> None:
    case.agreed_on = doing.on
    Plan.objects.filter(case=case).update(agreed_revision=F("revision"))


@act(
    "evaluation.completed",
    Words("完成评价", "Complete the evaluation"),
    on=Case,
    input=inputs.EvaluationReport,
    moves=EVALUATE,
    looks=elements_of,
    checks=(not_paused, class_is_the_plans, every_element_closed, conclusion_follows),
    clauses=("iso17065.7.4", "regulations.21", "guidance.五"),
)
def complete(doing: Doing, case: Case, given: inputs.EvaluationReport) -> None:
    doing.considered.extend({"kind": "element", "code": one.code, "state": one.state} for one in doing.facts)
    doing.create(
        Evaluation,
        case=case,
        conforming=given.conforming,
        summary=given.summary,
        on=doing.on,
        by=doing.actor.id,
    )


@act(
    "plan.questioned",
    Words("认证方案须按新的企业分类修订", "The plan is to be revised: the class fell"),
    on=Case,
    input=inputs.ClassFell,
    moves=ON_ITS_PLAN,
    checks=(class_has_fallen,),
    clauses=("00c003.3.5", "guidance.十"),
)
def question(doing: Doing, case: Case, given: inputs.ClassFell) -> None:
    doing.consider("classification.proposal", id=str(given.proposal))
    doing.outcome = {"plan": case.enterprise_class, "class": case.worse_class}
