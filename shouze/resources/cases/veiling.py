"""An unannounced visit is kept from the enterprise: its case is veiled until the visit begins."""

import uuid
from collections.abc import Collection
from datetime import date

from .models import Case


def veiled_among(cases: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return those of the cases that are veiled now; one query."""
    return frozenset(Case.objects.filter(pk__in=cases, veiled=True).values_list("pk", flat=True))


def veil(case: Case) -> None:
    """Veil a case, inside the act that calls."""
    Case.objects.filter(pk=case.pk).update(veiled=True)


def stand_before_planning(case: Case, on: date, until: date | None) -> None:
    """Put a case whose visit is to be planned again back into the stage of planning, inside the act."""
    Case.objects.filter(pk=case.pk).update(
        stage="inspection",
        stage_since=on,
        stage_due_on=until,
        warned={**case.warned, "stage": 0},
    )
