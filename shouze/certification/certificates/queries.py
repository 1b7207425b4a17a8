"""Readers of certificates."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing

from .composing import facts_digest
from .models import Certificate, Credential, Event


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


def _suspended_for(certificate: Certificate) -> frozenset[str]:
    """Return the reasons of the suspension that runs; none when the certificate is not suspended."""
    if certificate.state != "suspended":
        return frozenset()
    last = Event.objects.filter(certificate=certificate, kind="suspended").order_by("on", "id").last()
    return frozenset(last.reasons) if last else frozenset()


def measure_facts(table: str) -> Callable[[Doing, Certificate, Any], dict[str, Any]]:
    """Return the gatherer of the reason codes in force, what a certificate must be suspended for under each,
    for what it is suspended, and the longest periods of a suspension (calendar months).
    """

    def gather(doing: Doing, certificate: Certificate, given: Any) -> dict[str, Any]:
        rows = rulebook.codes(table, on=doing.on)
        return {
            "codes": {one.code for one in rows},
            "asked_by_holder": {one.code for one in rows if one.get("asked_by_holder")},
            "needs": {one.code: one.get("suspended_for") for one in rows if one.get("suspended_for")},
            "suspended_for": _suspended_for(certificate),
            "longest": int(doing.rule("deadlines/suspension_months")),
            "longest_request": int(doing.rule("deadlines/suspension_months_on_request")),
        }

    return gather


#: what a body tells the public of certificates without being asked
MEASURES: Final = ("suspended", "restored", "withdrawn", "cancelled")


def measures() -> "QuerySet[Event]":
    """The suspensions, restorations, withdrawals and cancellations with their certificates, latest first."""
    return Event.objects.filter(kind__in=MEASURES).select_related("certificate").order_by("-on", "-id")


def sanctioned() -> "QuerySet[Certificate]":
    """Return the certificates that are suspended or withdrawn."""
    return Certificate.objects.filter(state__in=("suspended", "withdrawn"))
