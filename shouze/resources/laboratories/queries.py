"""Readers of laboratories."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from .models import Laboratory


def find_laboratory(laboratory: uuid.UUID) -> Laboratory | None:
    """Return the laboratory with that id, or None."""
    return Laboratory.objects.filter(pk=laboratory).first()


def laboratories_for(product_code: str, on: date) -> Sequence[Laboratory]:
    """List the qualified laboratories designated and contracted for a product on a date of law, by name."""
    return list(
        Laboratory.objects.filter(
            state="qualified",
            products__contains=[product_code],
            designated_from__lte=on,
            designated_to__gte=on,
            contract_from__lte=on,
            contract_to__gte=on,
        ).order_by("name")
    )


def laboratories_by_id(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Laboratory]:
    """Return laboratories by id, in one query."""
    return Laboratory.objects.in_bulk(list(ids))


def laboratory_names(laboratories: Sequence[uuid.UUID]) -> dict[str, str]:
    """Return the names of laboratories by id as text, in one query."""
    rows = Laboratory.objects.filter(pk__in=list(laboratories)).values_list("pk", "name")
    return {str(key): name for key, name in rows}
