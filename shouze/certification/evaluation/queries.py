"""Readers of plans and elements; and the one way in which a later room closes an element."""

import uuid
from collections.abc import Sequence

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, of_subject
from shouze.resources.cases.models import Case

from . import planning
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


def last_evaluation(case: uuid.UUID) -> Evaluation | None:
    """Return the latest evaluation report of a case, or None."""
    return Evaluation.objects.filter(case_id=case).order_by("-on", "-id").first()


@of_subject
def elements_of(doing: Doing, case: Case, given: EvaluationReport | None = None) -> tuple[ElementState, ...]:
    """Return the elements of a case as the checks see them."""
    return tuple(ElementState(one.code, one.state, one.before_certificate) for one in elements(case.id))


def plan_look(doing: Doing, case: Case, given: Planning) -> PlanLook:
    """Gather what the checks of a plan see."""
    added = [one.code for one in given.added]
    plan = planning.compute(case, units=given.units, added=added)
    closed = tuple(one.code for one in elements(case.id) if one.state != "open")
    return PlanLook(
        known_clauses=frozenset(rulebook.clauses()),
        person_days_range=plan.person_days_range,
        closed_elements=closed,
        planned_elements=(*plan.element_codes, *added),
    )
