"""Readers of upload records."""

import uuid
from collections.abc import Sequence

from shouze.resources.cases.models import Case

from .models import Upload


def uploads_of(case: uuid.UUID) -> Sequence[Upload]:
    """List the upload records of a case, the latest first."""
    return list(Upload.objects.filter(case_id=case).order_by("-prepared_on", "table"))


def certificate_reported(case: Case) -> bool:
    """Whether the record of the case's certificate (table 203010) has been sent."""
    return Upload.objects.filter(case=case, table="203010", state="uploaded").exists()


def waiting() -> Sequence[Upload]:
    """List the records that wait to be sent, the most urgent first."""
    return list(Upload.objects.filter(state="prepared").select_related("case").order_by("due_on", "table"))


def prepared_for(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return the most urgent record that waits to be sent, by case, in one query."""
    found = Upload.objects.filter(case_id__in=cases, state="prepared").order_by("-due_on", "-table")
    return dict(found.values_list("case_id", "pk"))
