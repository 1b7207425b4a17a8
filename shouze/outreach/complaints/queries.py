"""Readers of appeals and complaints."""

import uuid
from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from .models import Appeal, Complaint
from .states import COMPLAINT


def appeals_about(case: uuid.UUID) -> Sequence[Appeal]:
    """List the appeals about a case, the latest first."""
    return list(Appeal.objects.filter(case_id=case).order_by("-received_on", "number"))


def open_appeals_about(case: uuid.UUID) -> Sequence[Appeal]:
    """List the appeals about a case that are being handled; one query."""
    return list(Appeal.objects.filter(case_id=case, state__in=("received", "routed")).order_by("number"))


def open_complaints_about(organisation: uuid.UUID) -> Sequence[Complaint]:
    """List the complaints about an organisation that are taken up and not answered; one query."""
    found = Complaint.objects.filter(organisation_id=organisation, state__in=("registered", "assigned"))
    return list(found.order_by("number"))


def complaints(state: str = "", text: str = "") -> "QuerySet[Complaint]":
    """The complaints in a state (any when empty) that hold every word of ``text``, the latest first."""
    found = Complaint.objects.all()
    if state in COMPLAINT:
        found = found.filter(state=state)
    for word in text.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(certificate_number__startswith=word)
            | Q(model__icontains=word)
            | Q(text__icontains=word)
        )
    return found.order_by("-received_on", "-number")


def number_of_complaint(key: uuid.UUID) -> str:
    """Return the number of a complaint."""
    return str(Complaint.objects.values_list("number", flat=True).get(pk=key))


def complaints_by_state() -> dict[str, int]:
    """Return how many complaints stand in each state; one query."""
    return dict(Complaint.objects.values_list("state").annotate(many=Count("pk")).order_by())


def find_complaint(key: uuid.UUID) -> Complaint | None:
    """Return a complaint with its certificate and its sender's contact, or None."""
    return Complaint.objects.select_related("certificate", "contact").filter(pk=key).first()


def appeals_in_hand() -> "QuerySet[Appeal]":
    """Return the appeals that are not concluded."""
    return Appeal.objects.filter(state__in=("received", "routed"))
