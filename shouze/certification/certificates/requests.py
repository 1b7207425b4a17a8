"""What a holder asked for is filed, verified, granted or refused: the rows, written by acts on certificates.

In: an act in progress and its certificate. Out: rows of ``HolderRequest``. Other rooms whose acts take a
request in call ``file_request``. CNCA-00C-001 chapters 4 to 6.
"""

from datetime import date
from typing import Any

from shouze.kernel.acts import Doing

from .models import Certificate, Event, HolderRequest
from .states import PENDING


def running_suspension(certificate: Certificate) -> Event | None:
    """Return the event that began the suspension in which the certificate is, None when it is in none."""
    if certificate.state != "suspended":
        return None
    return Event.objects.filter(certificate=certificate, kind="suspended").order_by("on", "id").last()


def pending_request(certificate: Certificate, kind: str) -> HolderRequest | None:
    """Return the request of that kind that is neither settled nor failed, or None."""
    return HolderRequest.objects.filter(certificate=certificate, kind=kind, state__in=PENDING).first()


def last_request(certificate: Certificate, suspension: Event | None) -> HolderRequest | None:
    """Return the last application for restoration from a suspension, or None."""
    if suspension is None:
        return None
    found = HolderRequest.objects.filter(certificate=certificate, kind="restoration", suspension=suspension)
    return found.order_by("applied_on", "id").last()


def file_request(
    doing: Doing,
    certificate: Certificate,
    kind: str,
    told: dict[str, Any],
    *,
    suspension: Event | None = None,
    from_on: date | None = None,
    until: date | None = None,
    due_on: date | None = None,
) -> HolderRequest:
    """File what a holder asked for; ``told`` is the act's input as plain JSON, ``due_on`` the last day for
    dealing with it.
    """
    request: HolderRequest = doing.create(
        HolderRequest,
        certificate=certificate,
        kind=kind,
        applied_on=doing.on,
        told=told,
        suspension=suspension,
        from_on=from_on,
        until=until,
        due_on=due_on,
    )
    doing.outcome = {"request": str(request.pk), "kind": kind}
    return request


def grant(doing: Doing, certificate: Certificate, kind: str) -> None:
    """Note that what was asked for is done; nothing where nothing was asked."""
    _settle(certificate, doing.on, "granted", kind=kind)


def refuse(doing: Doing, certificate: Certificate, kind: str, words: str) -> None:
    """Note that what was asked for is not granted, and why."""
    _settle(certificate, doing.on, "refused", kind=kind, answer=words)


def overtake(doing: Doing, certificate: Certificate, kind: str = "") -> None:
    """Note that the certificate ended while something was asked for, or all that a ``kind`` was about."""
    _settle(certificate, doing.on, "overtaken", kind=kind)


def _settle(certificate: Certificate, on: date, state: str, kind: str = "", answer: str = "") -> None:
    pending = HolderRequest.objects.filter(certificate=certificate, state__in=PENDING)
    pending = pending.filter(kind=kind) if kind else pending
    pending.update(state=state, settled_on=on, **({"answer": answer} if answer else {}))
