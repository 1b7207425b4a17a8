"""A certificate on its way to or from another body points to the other side, on the public page and in its
record.

Called inside an act of the room of transfers, which locked the certificate first. Guidance (十一).
"""

from typing import Any

from shouze.kernel.acts import Doing

from . import publication
from .models import Certificate, Event, PublicRecord


def point(
    doing: Doing, certificate: Certificate, pointer: dict[str, Any] | None, *, quietly: bool = False
) -> None:
    """Let the certificate point to another body, or no longer (None). ``quietly``: the public record is
    written by what follows in the same act.
    """
    certificate.transfer = pointer
    Certificate.objects.filter(pk=certificate.pk).update(transfer=pointer)
    doing.consider("pointer", number=certificate.number, pointer=pointer)
    if quietly:
        return
    events = list(Event.objects.filter(certificate=certificate).order_by("on", "id"))
    text = publication.record(certificate, events, certificate.state)
    PublicRecord.objects.filter(number=certificate.number).update(record=text)
