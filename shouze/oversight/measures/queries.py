"""Readers of reactions."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from .models import Reaction
from .states import PENDING, REACTION


def reactions(state: str = "", text: str = "") -> "QuerySet[Reaction]":
    """The reactions in a state ("pending": not answered) that hold every word of ``text``, the most urgent
    first.
    """
    found = Reaction.objects.select_related("certificate")
    if state == "pending":
        found = found.filter(state__in=PENDING)
    elif state in REACTION:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(
            Q(number__icontains=word) | Q(certificate__number__startswith=word) | Q(words__icontains=word)
        )
    return found.order_by("answered_on", "decide_by", "first_by", "number")


def count_by_state() -> dict[str, int]:
    """Return how many reactions stand in each state; one query."""
    return dict(Reaction.objects.values_list("state").annotate(many=Count("pk")).order_by())


def find_reaction(key: uuid.UUID) -> Reaction | None:
    """Return the reaction with that id, with its certificate, or None."""
    return Reaction.objects.select_related("certificate").filter(pk=key).first()


def of_certificate(certificate: uuid.UUID) -> Sequence[Reaction]:
    """List the reactions about a certificate, the latest first; one query."""
    return list(Reaction.objects.filter(certificate_id=certificate).order_by("-opened_on", "-number"))


def overdue(on: date) -> "QuerySet[Reaction]":
    """The pending reactions that missed a last day before ``on``."""
    late = Q(decide_by__lt=on) | Q(state="open", first_by__lt=on)
    return (
        Reaction.objects.filter(late, state__in=PENDING).select_related("certificate").order_by("decide_by")
    )
