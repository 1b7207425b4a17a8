"""How a plan and its elements are written: by the act that makes them, and by acts of later rooms that open a
case with its plan.
"""

from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case

from . import planning
from .models import Element, Plan


def begin_with_plan(doing: Doing, case: Case) -> planning.PlanFacts:
    """Write the plan of a case that nobody applied for, by the class of its factory. Raises RuleError."""
    plan = planning.compute(case)
    doing.note(*plan.refs)
    case.enterprise_class = plan.enterprise_class
    write_plan(doing, case, plan)
    write_elements(doing, case, plan)
    return plan


def write_plan(doing: Doing, case: Case, plan: planning.PlanFacts) -> None:
    """Write a plan: the first of its case, or the next revision."""
    earlier = Plan.objects.filter(case=case).first()
    fields = {
        "enterprise_class": plan.enterprise_class,
        "class_basis": plan.class_basis,
        "mode_code": plan.mode.code,
        "mode_text": plan.mode.text,
        "standards": [one.model_dump(mode="json") for one in plan.test_plan.standards],
        "test_plan": plan.test_plan.model_dump(mode="json"),
        "bill": plan.bill.model_dump(mode="json"),
        "person_days": plan.person_days,
        "rules": list(plan.refs),
    }
    if earlier is None:
        doing.create(Plan, case=case, revision=1, **fields)
    else:
        Plan.objects.filter(pk=earlier.pk).update(revision=earlier.revision + 1, **fields)


def write_elements(doing: Doing, case: Case, plan: planning.PlanFacts) -> None:
    """Write the elements of a plan, each with what it rests on."""
    there = set(Element.objects.filter(case=case).values_list("code", flat=True))
    made = [
        {
            "case": case,
            "code": one.code,
            "basis": plan.bases[one.code],
            "before_certificate": one.before_certificate,
        }
        for one in plan.mode.elements
        if one.code not in there
    ]
    doing.create_all(Element, made)


def write_element(doing: Doing, case: Case, code: str, basis: str, before: bool) -> None:
    """Write an element that the case does not have yet."""
    if not Element.objects.filter(case=case, code=code).exists():
        doing.create(Element, case=case, code=code, basis=basis, before_certificate=before)
