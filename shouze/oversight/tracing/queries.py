"""Readers of dossiers."""

import uuid

from django.db.models import QuerySet

from .models import Dossier


def find_dossier(dossier: uuid.UUID) -> Dossier | None:
    """Return the dossier with that id, with how far its making is, or None."""
    return Dossier.objects.select_related("progress").filter(pk=dossier).first()


def dossiers() -> QuerySet[Dossier]:
    """All dossiers, the latest first."""
    return Dossier.objects.order_by("-made_on", "-number")
