"""Readers of certificates."""

import uuid
from collections.abc import Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet

from .composing import facts_digest
from .models import Certificate, Credential, Event, HolderRequest
from .states import PENDING


def find_certificate(number: str) -> Certificate | None:
    """Return the certificate of that number with its events, or None."""
    found = Certificate.objects.filter(number=number).select_related("case")
    return found.prefetch_related(Prefetch("events", Event.objects.order_by("on", "id"))).first()


def certificate_of_case(case: uuid.UUID) -> Certificate | None:
    """Return the certificate that a case led to, or None."""
    return Certificate.objects.filter(case_id=case).first()


def find_credential(number: str) -> str | None:
    """Return the signed credential of the certificate of that number, or None."""
    return Credential.objects.filter(certificate__number=number).values_list("token", flat=True).first()


def certificates_of(applicant: uuid.UUID) -> Sequence[Certificate]:
    """List an applicant's certificates, the latest first."""
    return list(Certificate.objects.filter(applicant_id=applicant).order_by("-issued_on", "number"))


def digest_of_facts(certificate: Certificate) -> str:
    """Return the SHA-256 of the canonical JSON of what the certificate says."""
    return facts_digest(certificate.facts)


#: what a body tells the public of certificates without being asked
MEASURES: Final = ("suspended", "prolonged", "restored", "withdrawn", "cancelled")


def measures() -> "QuerySet[Event]":
    """The suspensions, restorations, withdrawals and cancellations with their certificates, latest first."""
    return Event.objects.filter(kind__in=MEASURES).select_related("certificate").order_by("-on", "-id")


def sanctioned() -> "QuerySet[Certificate]":
    """Return the certificates that are suspended or withdrawn."""
    return Certificate.objects.filter(state__in=("suspended", "withdrawn"))


def requests_of(certificate: uuid.UUID) -> Sequence[HolderRequest]:
    """List what the holder of a certificate asked for, the latest first; one query."""
    return list(HolderRequest.objects.filter(certificate_id=certificate).order_by("-applied_on", "-id"))


def requests_waiting() -> "QuerySet[HolderRequest]":
    """The requests of holders that are not settled, with their certificates, the most urgent first."""
    found = HolderRequest.objects.filter(state__in=PENDING).select_related("certificate")
    return found.order_by("due_on", "applied_on", "id")


def history(certificate: uuid.UUID) -> Sequence[Event]:
    """List the events of a certificate, the oldest first; one query."""
    return list(Event.objects.filter(certificate_id=certificate).order_by("on", "id"))
