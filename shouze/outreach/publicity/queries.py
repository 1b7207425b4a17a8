"""Readers of what the public is told."""

import uuid

from django.db.models import Q, QuerySet

from .models import Notice
from .states import STATES


def published() -> "QuerySet[Notice]":
    """The notices that stand, the latest first."""
    return Notice.objects.filter(state="published").order_by("-published_at", "-number")


def find_notice(number: str) -> Notice | None:
    """Return the notice of that number, withdrawn or not, or None."""
    return Notice.objects.filter(number=number).first()


def notice_by_key(key: uuid.UUID) -> Notice | None:
    """Return the notice with that id, or None."""
    return Notice.objects.filter(pk=key).first()


def notices(state: str = "", text: str = "") -> "QuerySet[Notice]":
    """All notices in a state (any when empty) that hold every word of ``text``, the latest first."""
    found = Notice.objects.all()
    if state in STATES:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(text__icontains=word))
    return found.order_by("-published_at", "-number")


def about(number: str) -> "QuerySet[Notice]":
    """The notices that stand and speak of a certificate."""
    return published().filter(certificates__contains=[number])
