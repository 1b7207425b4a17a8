"""Readers of manufacturers' test facilities."""

import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from .models import Facility


def find_facility(facility: uuid.UUID) -> Facility | None:
    """Return the facility with that id, or None."""
    return Facility.objects.filter(pk=facility).first()


def facilities(state: str = "", text: str = "") -> QuerySet[Facility]:
    """Return the facilities of a state (all when empty) that a text finds, the latest first."""
    found = Facility.objects.filter(state=state) if state else Facility.objects.all()
    if text:
        found = found.filter(
            Q(name__icontains=text) | Q(organisation_name__icontains=text) | Q(accreditation__icontains=text)
        )
    return found.order_by("-registered_on", "-id")


def of_organisations(organisations: Iterable[uuid.UUID]) -> Sequence[Facility]:
    """List the facilities of organisations, by name; one query."""
    return list(Facility.objects.filter(organisation_id__in=list(organisations)).order_by("name"))


def facilities_by_id(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Facility]:
    """Return facilities by id, in one query."""
    return Facility.objects.in_bulk(list(ids))
