"""One visit of a factory serves several cases: each keeps an inspection, and a record, of its own, so that
every holder sees his alone. What the visit took is shared among them by the certificates of each.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final

from django.db.models import Q

from shouze.certification.evaluation.elements import VISITS, open_of
from shouze.certification.evaluation.queries import get_plan
from shouze.kernel.acts import Doing
from shouze.resources.cases import kinds
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN

from .models import Inspection

_FINEST: Final = Decimal("0.001")


def visit_of(inspection: Inspection) -> Sequence[Inspection]:
    """List the inspections that are one visit, itself among them, those recalled left out; by plan code."""
    first = inspection.joined_to_id or inspection.pk
    found = Inspection.objects.filter(Q(pk=first) | Q(joined_to=first)).exclude(state="recalled")
    return list(found.select_related("case").order_by("plan_code"))


def days_needed(doing: Doing, planned: Sequence[Decimal]) -> Decimal:
    """Return the person-days that one visit for several cases needs at least: those of the most demanding,
    and for each further one what ``surveillance/joint_days`` adds, for its own products.
    """
    if not planned[1:]:
        return max(planned, default=Decimal(0))
    more = Decimal(str(doing.rule("surveillance/joint_days")))
    return min(max(planned) + more * (len(planned) - 1), sum(planned, Decimal(0)))


def share(inspection: Inspection, visit: Sequence[Inspection], whole: Decimal) -> Decimal:
    """Return the share of one case in the person-days of a visit: by its certificates among all of the visit,
    exact to the thousandth; what rounding leaves over is with the first, so that the shares make the whole.
    """
    weights = sum(one.weight for one in visit)
    shares = {one.pk: (whole * one.weight / weights).quantize(_FINEST, rounding=ROUND_DOWN) for one in visit}
    shares[visit[0].pk] += whole - sum(shares.values(), Decimal(0))
    return shares[inspection.pk]


def open_to(case: Case, on: date) -> Sequence[Inspection]:
    """List the visits that a case may join on a day: of its factory under its rule, planned and not begun."""
    if not open_of(case.pk, VISITS):
        return []
    found = Inspection.objects.filter(
        case__factory_id=case.factory_id, case__scheme=case.scheme, case__kind=case.kind,
        case__state__in=OPEN, state="planned", joined_to__isnull=True, visit__isnull=True, planned_to__gte=on,
    ).exclude(case=case)  # fmt: skip
    mine = Inspection.objects.filter(case=case).exclude(state__in=("concluded", "recalled"))
    return [] if mine.exists() else list(found.select_related("case").order_by("planned_from", "plan_code"))


def join(doing: Doing, case: Case, first: Inspection, weights: tuple[int, int]) -> Inspection:
    """Write the inspection of a case that joins a visit: team and days of the first, a subtask of its plan.
    ``weights`` are the certificates of the case that joins, and of the first.
    """
    Inspection.objects.filter(pk=first.pk).update(weight=weights[1])
    many = Inspection.objects.filter(joined_to=first).count()
    made: Inspection = doing.create(
        Inspection,
        case=case,
        plan_code=f"{first.plan_code}-{many + 2:02d}",
        activity=activity_of(case, doing.on),
        planned_from=first.planned_from,
        planned_to=first.planned_to,
        team=first.team,
        experts=first.experts,
        person_days_planned=get_plan(case.pk).person_days or Decimal(0),
        joined_to=first,
        weight=weights[0],
    )
    return made


def activity_of(case: Case, on: date) -> str:
    """Return the type of activity of an inspection: that for which the turn was opened, else of the kind."""
    of_turn = (str(one["activity"]) for one in case.asked or () if one.get("activity"))
    return next(of_turn, kinds.kind(case.kind, on).activity)


def find_locked(inspection: uuid.UUID) -> Inspection | None:
    """Return an inspection with its case, locked, or None."""
    return (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(pk=inspection)
        .first()
    )
