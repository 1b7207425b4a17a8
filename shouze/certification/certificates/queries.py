"""Readers of certificates."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case

from .composing import facts_digest
from .models import Certificate, Credential, Event, HolderRequest, Version
from .scope import last_days
from .states import IN_PART, LIVING, PENDING


def find_certificate(number: str) -> Certificate | None:
    """Return the certificate of that number with its events, or None."""
    found = Certificate.objects.filter(number=number).select_related("case")
    return found.prefetch_related(Prefetch("events", Event.objects.order_by("on", "id"))).first()


def states_of(certificates: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the states of certificates by id, in one query."""
    return dict(Certificate.objects.filter(pk__in=list(certificates)).values_list("pk", "state"))


def certificate_of_case(case: uuid.UUID) -> Certificate | None:
    """Return the certificate that a case led to, or None."""
    return Certificate.objects.filter(case_id=case).first()


def certificate_of_turn(case: uuid.UUID) -> Certificate | None:
    """Return the certificate that a case led to, else the one that it is about, or None."""
    found = certificate_of_case(case)
    if found is not None:
        return found
    about = Case.objects.filter(pk=case).values_list("about", flat=True).first()
    return Certificate.objects.filter(pk=about).first() if about else None


def certificates_of_entry(entry: uuid.UUID) -> Sequence[Certificate]:
    """List the certificates that an act issued, changed or ended, by number: the act's subject or what its
    case led to, and those that it changed beside it. Raises NoSuchEntry.
    """
    found = ledger.entry(entry)
    said = (ledger.body_of(found)["what"] or {}).get("others", [])
    beside = {uuid.UUID(key) for label, key, *_ in said if label == Certificate._meta.label_lower}
    first = certificate_of_turn(found.subject_id)
    named = {found.subject_id, *beside, *([first.pk] if first else [])}
    return list(Certificate.objects.filter(pk__in=named).order_by("number"))


def turns_about(certificate: uuid.UUID) -> Sequence[uuid.UUID]:
    """List the later turns about a certificate, or about another one and it, the oldest first."""
    # The room of changes stands above this one: its table is asked by the name of the relation alone.
    covering = Q(change__covered__certificate=certificate)
    found = Case.objects.filter(Q(about=certificate) | covering).order_by("submitted_on", "number").distinct()
    return list(found.values_list("pk", flat=True))


def find_credential(number: str) -> str | None:
    """Return the signed credential of the certificate of that number, or None while it is being signed."""
    found = Credential.objects.filter(certificate__number=number).exclude(token="")
    return found.values_list("token", flat=True).first()


def versions_of(certificate: uuid.UUID) -> Sequence[Version]:
    """List what a certificate said before it was issued anew, the oldest first."""
    return list(Version.objects.filter(certificate_id=certificate).order_by("revision"))


def facts_on(certificate: Certificate, day: date) -> dict[str, Any]:
    """Return what a certificate said on a day (Asia/Shanghai): what it says now unless an earlier revision
    stood then; two on one day: the later.
    """
    found = Version.objects.filter(certificate=certificate, from_on__lte=day, until_on__gte=day)
    earlier = found.order_by("-revision").first() if day < certificate.issued_on else None
    facts: dict[str, Any] = earlier.facts if earlier else certificate.facts
    return facts


def certificates_of(applicant: uuid.UUID) -> Sequence[Certificate]:
    """List an applicant's certificates, the latest first."""
    return list(Certificate.objects.filter(applicant_id=applicant).order_by("-issued_on", "number"))


def certificates_at(factory: uuid.UUID, product_code: str) -> Sequence[Certificate]:
    """List the certificates in force of a factory for a product, by number; one query."""
    found = Certificate.objects.filter(factory_id=factory, product_code=product_code, state__in=LIVING)
    return list(found.order_by("number"))


def digest_of_facts(certificate: Certificate) -> str:
    """Return the SHA-256 of the canonical JSON of what the certificate says."""
    return facts_digest(certificate.facts)


#: what a body tells the public of certificates without being asked
MEASURES: Final = (
    *("suspended", "prolonged", "narrowed", "restored", "withdrawn", "cancelled"),
    *IN_PART.values(),
)


def measures() -> "QuerySet[Event]":
    """The suspensions, restorations, withdrawals and cancellations with their certificates, latest first."""
    return Event.objects.filter(kind__in=MEASURES).select_related("certificate").order_by("-on", "-id")


def sanctioned() -> "QuerySet[Certificate]":
    """Return the certificates that are suspended or withdrawn."""
    return Certificate.objects.filter(state__in=("suspended", "withdrawn"))


def suspended_models(certificate: Certificate) -> Mapping[str, date]:
    """Return the last day of the suspension of each model that is suspended; one query, none for a
    certificate that is not suspended.
    """
    if certificate.state != "suspended":
        return {}
    steps = Event.objects.filter(certificate=certificate).order_by("on", "id")
    names = [str(line["name"]) for line in certificate.facts["product"]["models"]]
    return last_days(steps.values_list("kind", "until", "models_affected"), names)


def ended_models(certificate: Certificate) -> Mapping[str, str]:
    """Return the models that a measure ended while the certificate stayed in force for the others, each with
    that measure ("withdrawn" or "cancelled"); one query. One that stands there again is none of them.
    """
    ends = {event: measure for measure, event in IN_PART.items()}
    steps = Event.objects.filter(certificate=certificate, kind__in=ends).order_by("on", "id")
    rows = steps.values_list("kind", "models_affected")
    there = {line["name"] for line in certificate.facts["product"]["models"]}
    return {name: ends[kind] for kind, names in rows for name in names if name not in there}


def part_prolonged() -> "QuerySet[Any]":
    """Return the ids of the certificates of which a suspension was once prolonged for some models only."""
    return Event.objects.filter(kind="prolonged").exclude(models_affected=[]).values("certificate")


#: code of suspension_reasons: the holder's own seasonal stop
STOP: Final = "0208"


def stopped() -> "QuerySet[Any]":
    """Return the ids of the certificates that are suspended for a seasonal stop and nothing else."""
    begun = Event.objects.filter(certificate=OuterRef("pk"), kind="suspended").order_by("-on", "-id")
    found = Certificate.objects.filter(state="suspended").annotate(why=Subquery(begun.values("reasons")[:1]))
    return found.filter(why=[STOP]).values("pk")


def requests_of(certificate: uuid.UUID) -> Sequence[HolderRequest]:
    """List what the holder of a certificate asked for, the latest first; one query."""
    return list(HolderRequest.objects.filter(certificate_id=certificate).order_by("-applied_on", "-id"))


def verified_by(requests: Iterable[HolderRequest]) -> dict[str, str]:
    """Return the numbers of the cases by which requests are verified, by their ids; at most one query."""
    named = {str(one) for request in requests for one in request.cases}
    if not named:
        return {}
    return {str(key): number for key, number in Case.objects.filter(pk__in=named).values_list("pk", "number")}


def requests_waiting() -> "QuerySet[HolderRequest]":
    """The requests of holders that are not settled, with their certificates, the most urgent first."""
    found = HolderRequest.objects.filter(state__in=PENDING).select_related("certificate")
    return found.order_by("due_on", "applied_on", "id")


def find_request(request: uuid.UUID | None) -> HolderRequest | None:
    """Return what a holder asked for by its id, or None."""
    return HolderRequest.objects.filter(pk=request).first() if request else None


def history(certificate: uuid.UUID) -> Sequence[Event]:
    """List the events of a certificate, the oldest first; one query."""
    return list(Event.objects.filter(certificate_id=certificate).order_by("on", "id"))
