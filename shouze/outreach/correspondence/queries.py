"""Readers of letters."""

import uuid
from collections.abc import Sequence

from .models import Letter


def letters_of(case: uuid.UUID) -> Sequence[Letter]:
    """List the letters of a case, oldest first."""
    return list(Letter.objects.filter(case_id=case).order_by("on", "number"))
