"""Drafts of test reports: kept for the laboratory until it submits or discards them. No facts of the ledger.

In: what was typed so far, as the form sent it. Out: the same, for whoever of the laboratory goes on with it.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .models import ReportDraft, TestOrder


def save_draft(order: TestOrder, content: Mapping[str, Any], *, by: uuid.UUID, at: datetime) -> ReportDraft:
    """Keep what was typed for the report of an order in place of what was kept before; return it."""
    kept = {"content": dict(content), "saved_at": at, "saved_by": by}
    return ReportDraft.objects.update_or_create(order=order, defaults=kept)[0]


def find_draft(order: TestOrder) -> ReportDraft | None:
    """Return the draft of the report of an order, or None."""
    return ReportDraft.objects.filter(order=order).first()


def drop_draft(order: TestOrder) -> None:
    """Forget the draft of an order: its report was submitted, or somebody discarded it."""
    ReportDraft.objects.filter(order=order).delete()
