"""Readers of appeals."""

import uuid
from collections.abc import Sequence

from .models import Appeal


def appeals_about(case: uuid.UUID) -> Sequence[Appeal]:
    """List the appeals about a case, the latest first."""
    return list(Appeal.objects.filter(case_id=case).order_by("-received_on", "number"))


def open_appeals() -> Sequence[Appeal]:
    """List the appeals being handled, the most urgent first."""
    return list(
        Appeal.objects.filter(state__in=("received", "routed")).select_related("case").order_by("conclude_by")
    )
