"""Readers of notices, and what their addressee does with them."""

import uuid
from typing import Final

from django.db.models import F, QuerySet

from shouze.kernel import clock

from .models import Notification

#: more than so many unread ones are shown as so many and a plus
MOST_COUNTED: Final = 99


def unread_count(person: uuid.UUID) -> int:
    """Count a person's unread notices, at most one hundred: one look into an index of the unread."""
    found = Notification.objects.filter(person_id=person, read_at__isnull=True)
    return found.order_by()[: MOST_COUNTED + 1].count()


def notices_of(person: uuid.UUID, kind: str = "") -> QuerySet[Notification]:
    """Return a person's notices, the unread first, the newest first; of one kind when given."""
    found = Notification.objects.filter(person_id=person).select_related("case")
    found = found.filter(kind=kind) if kind else found
    return found.order_by(F("read_at").desc(nulls_first=True), "-at", "-id")


def find_notice(person: uuid.UUID, notice: int) -> Notification | None:
    """Return a notice of that person, None when it is not his."""
    return Notification.objects.filter(person_id=person, pk=notice).select_related("case").first()


def mark_read(person: uuid.UUID, notice: int | None = None, kind: str = "") -> int:
    """Note that a person has read a notice of his, or all (of one kind); return how many were unread."""
    found = Notification.objects.filter(person_id=person, read_at__isnull=True)
    found = found.filter(pk=notice) if notice is not None else found
    found = found.filter(kind=kind) if kind else found
    return found.update(read_at=clock.now())


def mark_unread(person: uuid.UUID, notice: int) -> int:
    """Note that a person wants to see a notice of his once more."""
    return Notification.objects.filter(person_id=person, pk=notice).update(read_at=None)
