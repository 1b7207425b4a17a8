"""A class that took effect reaches the cases whose plans rest on an older one, inside the act that calls."""

from collections.abc import Sequence
from uuid import UUID

from .models import Case
from .states import PLANNED_AND_OPEN


def class_took_effect(factory: UUID, product_code: str, letter: str) -> None:
    """Note on every open case with a plan by scheme and class whether the factory's class is worse now than
    the plan's (A is the best letter, D the worst). A later turn keeps the elements that it was opened for.
    """
    found = Case.objects.select_for_update().filter(
        factory_id=factory, product_code=product_code, state__in=PLANNED_AND_OPEN, asked__isnull=True
    )
    for case in found.order_by("pk"):
        worse = letter if letter > case.enterprise_class else ""
        if worse != case.worse_class:
            Case.objects.filter(pk=case.pk).update(worse_class=worse)


def planned_on_better_class(factory: UUID, product_code: str) -> Sequence[UUID]:
    """List the open cases whose plan rests on a better class than the factory has now; one query."""
    found = Case.objects.filter(factory_id=factory, product_code=product_code, state__in=PLANNED_AND_OPEN)
    return list(found.exclude(worse_class="").order_by("pk").values_list("pk", flat=True))
