"""A certificate is locked by an act whose subject is something else, before anything of it is judged."""

import uuid
from collections.abc import Iterable, Sequence

from .models import Certificate


def lock(certificate: uuid.UUID) -> Certificate:
    """Return the certificate, locked until the act ends. Raises Certificate.DoesNotExist."""
    return Certificate.objects.select_for_update().get(pk=certificate)


def lock_all(certificates: Iterable[uuid.UUID]) -> Sequence[Certificate]:
    """Return those of the certificates that there are, by number, locked until the act ends; always in one
    order, so that two acts never wait for each other.
    """
    found = Certificate.objects.select_for_update().filter(pk__in=set(certificates)).order_by("pk")
    return sorted(found, key=lambda one: one.number)
