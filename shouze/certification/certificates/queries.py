"""Readers of certificates."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Prefetch

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing

from .composing import facts_digest
from .models import Certificate, Event


def find_certificate(number: str) -> Certificate | None:
    """Return the certificate of that number with its events, or None."""
    found = Certificate.objects.filter(number=number).select_related("case")
    return found.prefetch_related(Prefetch("events", Event.objects.order_by("on", "id"))).first()


def certificate_of_case(case: uuid.UUID) -> Certificate | None:
    """Return the certificate that a case led to, or None."""
    return Certificate.objects.filter(case_id=case).first()


def certificates_of(applicant: uuid.UUID) -> Sequence[Certificate]:
    """List an applicant's certificates, the latest first."""
    return list(Certificate.objects.filter(applicant_id=applicant).order_by("-issued_on", "number"))


def digest_of_facts(certificate: Certificate) -> str:
    """Return the SHA-256 of the canonical JSON of what the certificate says."""
    return facts_digest(certificate.facts)


def measure_facts(table: str) -> Callable[[Doing, Certificate, Any], dict[str, Any]]:
    """Return the gatherer of the reason codes in force and the longest periods of a suspension (calendar
    months).
    """

    def gather(doing: Doing, certificate: Certificate, given: Any) -> dict[str, Any]:
        return {
            "codes": {one.code for one in rulebook.codes(table, on=doing.on)},
            "longest": int(doing.rule("deadlines/suspension_months")),
            "longest_request": int(doing.rule("deadlines/suspension_months_on_request")),
        }

    return gather
