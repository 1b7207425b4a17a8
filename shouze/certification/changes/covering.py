"""One application changes every certificate that names what changes: which these are, what each would say.

A name or an address of an organisation or a factory stands on all its certificates. The holder names them in
one application; they are verified and decided on together, and each is issued anew under its own number.
Order 117 Art. 24.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING
from shouze.resources.cases.states import OPEN

from .content import PARTIES, SIGNER, Issue, after
from .differences import Difference, differences
from .models import ChangeRequest, Covered
from .particulars import OF

#: of an organisation, what a certificate names
_NAMED: Final = ("name", "name_en", "address", "address_en")
_OF_FACTORY: Final = OF["7"].all
#: a site that was moved to is inspected for one product
_OF_SITE: Final = OF["9"].all


@dataclass(frozen=True, slots=True)
class CoveredNow:
    """A certificate that a change covers, as it would say: its facts then, and every field that differs."""

    covered: Covered
    certificate: Certificate
    facts: CertificateFacts
    differences: tuple[Difference, ...]


def shared(
    lead: Certificate, other: Certificate, given: Mapping[str, Any], *, site: bool = False
) -> dict[str, Any]:
    """Return of the particulars of a change what holds for another certificate: the names of its parties and
    of its factory, each where it is the same organisation or the same site; a new ``site`` for every product.
    """
    found: dict[str, Any] = {}
    for role in PARTIES:
        organisation = getattr(other, f"{role}_id")
        for source in (role, *(one for one in PARTIES if one != role)):
            said = {name: given[f"{source}_{name}"] for name in _NAMED if given.get(f"{source}_{name}")}
            if said and getattr(lead, f"{source}_id") == organisation:
                found |= {f"{role}_{name}": text for name, text in said.items()}
                break
    if other.factory_id == lead.factory_id:
        inspected = site or other.product_code == lead.product_code
        names = (*_OF_FACTORY, *(_OF_SITE if inspected else ()))
        found |= {name: given[name] for name in names if given.get(name)}
    return found


def reached(lead: Certificate, registers: Sequence[str], on: date) -> Sequence[Certificate]:
    """List the holder's other certificates in force that name what a change of these entries of the register
    touches (applicant, producer, factory), by number; one query.
    """
    found = naming(lead, registers, on).filter(applicant_id=lead.applicant_id)
    return list(found.exclude(pk=lead.pk).order_by("number"))


def naming(lead: Certificate, registers: Sequence[str], on: date) -> "QuerySet[Certificate]":
    """Return the certificates in force, whoever holds them, that name an organisation or a factory of
    ``lead`` whose entry in the register a change touches.
    """
    ways = Q(pk__in=[])
    for one in registers:
        if one == "factory":
            ways |= Q(factory_id=lead.factory_id)
        else:
            organisation = getattr(lead, f"{one}_id")
            ways |= Q(applicant_id=organisation) | Q(producer_id=organisation)
    return Certificate.objects.filter(ways, state__in=LIVING, valid_until__gte=on)


def otherwise(lead: Certificate, other: Certificate, given: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what another holder's certificate says otherwise than a change of ``lead`` in the register."""
    asked = shared(lead, other, given, site=True)
    return _differences(other, asked, Issue(other.issued_on, SIGNER, _one(other)))


def touched(lead: Certificate, other: Certificate, given: Mapping[str, Any]) -> bool:
    """Whether a change of one certificate would let another one say anything else."""
    return bool(_differences(other, shared(lead, other, given), Issue(other.issued_on, SIGNER, _one(other))))


def left_out(
    lead: Certificate,
    registers: Sequence[str],
    given: Mapping[str, Any],
    named: Sequence[uuid.UUID],
    on: date,
) -> tuple[str, ...]:
    """Return the numbers of the certificates that would go on naming what was before."""
    others = [one for one in reached(lead, registers, on) if one.pk not in set(named)]
    return tuple(one.number for one in others if touched(lead, one, given))


def standing(
    request: ChangeRequest, on: date, approver: str, note: str, code: str = ""
) -> Sequence[CoveredNow]:
    """Return the certificates covered as they would be issued on a day, by number; one query. One that has
    ended has nothing left to be changed and is passed by.
    """
    lead = request.certificate
    rows = Covered.objects.filter(request=request, certificate__state__in=LIVING)
    rows = rows.filter(certificate__valid_until__gte=on).select_related("certificate")
    found = []
    for row in rows.order_by("certificate__number"):
        other = row.certificate
        given = shared(lead, other, request.particulars)
        moved = code if other.factory_id == lead.factory_id and given.get("site_address") else ""
        terms = Issue(on, approver, _one(other), factory_code=moved, note=note)
        facts = after(CertificateFacts.model_validate(other.facts), given, terms)
        found.append(CoveredNow(row, other, facts, _differences(other, given, terms)))
    return found


def covered_of(request: ChangeRequest) -> Sequence[Covered]:
    """List the other certificates that an application names, by number; one query."""
    return list(
        Covered.objects.filter(request=request).select_related("certificate").order_by("certificate__number")
    )


def open_turns(certificate: uuid.UUID) -> Sequence[str]:
    """Return the numbers of the open cases that cover a certificate beside the one that they are about."""
    found = Covered.objects.filter(certificate_id=certificate, request__case__state__in=OPEN)
    return list(found.order_by("request__case__number").values_list("request__case__number", flat=True))


def _differences(other: Certificate, given: Mapping[str, Any], terms: Issue) -> tuple[Difference, ...]:
    facts = CertificateFacts.model_validate(other.facts)
    return tuple(differences(facts, after(facts, given, terms))) if given else ()


def _one(certificate: Certificate) -> bool:
    return certificate.applicant_id == certificate.producer_id
