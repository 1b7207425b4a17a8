"""A visit that was to be announced becomes unannounced: what the enterprise was told of it holds no more."""

import uuid

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.resources.cases import veiling
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN

from .models import Inspection


def make_unannounced(doing: Doing, case: uuid.UUID) -> bool:
    """Veil an open case from the enterprise, unless its visit began; returns whether it is veiled.

    Days of a visit that were announced are known: that plan is recalled, and the visit is planned again.
    """
    found = Case.objects.select_for_update().filter(pk=case, state__in=OPEN).first()
    if found is None:
        return False
    visits = Inspection.objects.filter(case=found).exclude(state="recalled")
    announced = visits.filter(state="planned", visit__isnull=True, planned_from__gt=doing.on)
    if found.veiled or visits.exclude(pk__in=announced).exists():
        return bool(found.veiled)
    veiling.veil(found)
    if announced.update(state="recalled") and found.stage == "visit":
        rule = rulebook.code("stages", "inspection", on=doing.on).text("deadline")
        veiling.stand_before_planning(found, doing.on, doing.last_day(rule) if rule else None)
    return True
