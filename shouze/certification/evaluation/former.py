"""The plan as version 0.3 of this house computed it: its entries are done again to the same tables.

Then a class (of the day of acceptance) said nothing of a first certification but its mode: no element was
added to it, and an initial inspection took the least of the range. No new plan is computed so.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from shouze.resources.cases.models import Case
from shouze.resources.schemes import queries as schemes

from . import planning
from .planning import PlanFacts


def compute(case: Case, *, person_days: Decimal | None = None, added: Sequence[str] = ()) -> PlanFacts:
    """Compute the plan of an accepted case as version 1 of ``plan.made`` did. Raises NoRuleInForce."""
    if case.asked is not None:
        return planning.compute(case, person_days=person_days, added=added)
    low, high = schemes.person_days(schemes.get_scheme(case.scheme), "initial")
    plan = planning.compute(case, person_days=person_days or low, added=added)
    basic, row = planning.elements_of(plan.mode), plan.mode.decision.ref
    kept = tuple(one for one in plan.mode.elements if one.code in basic)
    return replace(
        plan,
        mode=plan.mode.model_copy(update={"elements": kept}),
        person_days_range=(low, high),
        refs=(plan.scheme.ref, plan.class_basis, row, *plan.bill.refs),
        bases=dict.fromkeys(basic, row),
    )
