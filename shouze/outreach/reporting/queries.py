"""Readers of upload records."""

import uuid
from collections.abc import Sequence

from shouze.resources.cases.models import Case

from .models import Upload


def uploads_of(case: uuid.UUID) -> Sequence[Upload]:
    """List the upload records of a case, the latest first."""
    return list(Upload.objects.filter(case_id=case).order_by("-prepared_on", "table"))


def certificate_reported(case: Case) -> bool:
    """Whether the records of the case's certificates (table 203010) have been sent, every one of them."""
    states = set(Upload.objects.filter(case=case, table="203010").values_list("state", flat=True))
    return "uploaded" in states and "prepared" not in states


def waiting() -> Sequence[Upload]:
    """List the records that wait to be sent, the most urgent first."""
    return list(Upload.objects.filter(state="prepared").select_related("case").order_by("due_on", "table"))


def prepared_for(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return the most urgent record that waits to be sent, by case, in one query."""
    found = Upload.objects.filter(case_id__in=cases, state="prepared").order_by("-due_on", "-table")
    return dict(found.values_list("case_id", "pk"))
