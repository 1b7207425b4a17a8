"""Readers of upload records."""

import uuid
from collections.abc import Sequence

from .models import Upload


def uploads_of(case: uuid.UUID) -> Sequence[Upload]:
    """List the upload records of a case, the latest first."""
    return list(Upload.objects.filter(case_id=case).order_by("-prepared_on", "table"))


def waiting() -> Sequence[Upload]:
    """List the records that wait to be sent, the most urgent first."""
    return list(Upload.objects.filter(state="prepared").select_related("case").order_by("due_on", "table"))
