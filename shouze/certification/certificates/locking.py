"""A certificate is locked by an act whose subject is something else, before anything of it is judged."""

import uuid

from .models import Certificate


def lock(certificate: uuid.UUID) -> Certificate:
    """Return the certificate, locked until the act ends. Raises Certificate.DoesNotExist."""
    return Certificate.objects.select_for_update().get(pk=certificate)
