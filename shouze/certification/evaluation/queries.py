"""Readers of plans and elements; and the one way in which a later room closes an element."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, of_subject
from shouze.resources.cases.models import Case

from . import former, planning
from .checks import ElementState, PlanLook
from .inputs import EvaluationReport, Planning
from .models import Element, Evaluation, Plan


def find_plan(case: uuid.UUID) -> Plan | None:
    """Return the plan of a case, or None."""
    return Plan.objects.filter(case_id=case).first()


def get_plan(case: uuid.UUID) -> Plan:
    """Return the plan of a case. Raises Plan.DoesNotExist."""
    return Plan.objects.get(case_id=case)


def elements(case: uuid.UUID) -> Sequence[Element]:
    """List the elements of a case, by code."""
    return list(Element.objects.filter(case_id=case).order_by("code"))


def evaluations(case: uuid.UUID) -> Sequence[Evaluation]:
    """List the evaluation reports of a case, oldest first."""
    return list(Evaluation.objects.filter(case_id=case).order_by("on", "id"))


def last_evaluation(case: uuid.UUID) -> Evaluation | None:
    """Return the latest evaluation report of a case, or None."""
    return Evaluation.objects.filter(case_id=case).order_by("-on", "-id").first()


@of_subject
def elements_of(doing: Doing, case: Case, given: EvaluationReport | None = None) -> tuple[ElementState, ...]:
    """Return the elements of a case as the checks see them."""
    return tuple(ElementState(one.code, one.state, one.before_certificate) for one in elements(case.id))


@dataclass(frozen=True, slots=True)
class PlanMaking(PlanLook):
    """What the checks of a plan see, and the plan that was computed for them.

    Until the applicant has agreed for the first time a plan is revised freely: ``dropped`` are elements added
    before and not any more. After that elements are only added (regulations Art. 21). ``differs`` from what
    the applicant has seen: he agrees anew (ISO/IEC 17065 4.1.2).
    """

    plan: planning.PlanFacts
    dropped: tuple[str, ...]
    differs: bool


def plan_look(doing: Doing, case: Case, given: Planning) -> PlanMaking:
    """Gather what the checks of a plan see."""
    earlier, present = find_plan(case.id), elements(case.id)
    compute = _computing(doing)
    kept = present if earlier and earlier.agreed_revision else ()
    added: list[str] = [one.code for one in given.added]
    basic = compute(case, added=added).element_codes
    added += [one.code for one in kept if one.code not in (*basic, *added)]
    days = given.person_days or (earlier.person_days if earlier else None)
    plan = compute(case, person_days=days, added=added)
    there, planned = {one.code for one in present}, {*plan.element_codes, *added}
    return PlanMaking(
        known_clauses=frozenset(rulebook.clauses()),
        person_days_range=plan.person_days_range,
        plan=plan,
        dropped=tuple(sorted(there - planned)),
        differs=earlier is not None and (there != planned or _other_terms(earlier, plan)),
    )


def _computing(doing: Doing) -> Callable[..., planning.PlanFacts]:
    """How a plan is computed: by the class of the day on which it is made; formerly of the acceptance."""
    earlier: Mapping[int, Callable[..., planning.PlanFacts]] = {1: former.compute, 2: planning.compute}
    return earlier.get(doing.version) or partial(planning.compute, class_on=doing.on)


def _other_terms(earlier: Plan, plan: planning.PlanFacts) -> bool:
    before = (Decimal(earlier.bill["total"]), earlier.mode_code, earlier.person_days)
    return before != (plan.bill.total, plan.mode.code, plan.person_days)
