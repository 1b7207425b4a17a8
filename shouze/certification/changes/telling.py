"""Certificates of other holders that name what a change calls otherwise: which, who was told, who applied.

A certificate is its holder's: the body tells him what changed in the register, and invites him to apply; it
changes nothing of its own accord. Order 117 Art. 24.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING
from shouze.resources.cases.states import OPEN

from .covering import naming, otherwise
from .differences import Difference
from .models import ChangeRequest, Covered, Telling

#: field of a certificate -> the kind of change that its holder applies for
KINDS: Final[Mapping[str, str]] = {
    "factory_name": "6",
    "factory_address": "8",
    "applicant_name": "10",
    "applicant_address": "10",
    "producer_name": "11",
    "producer_address": "11",
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A certificate of another holder with what it says otherwise than the register (nothing any more: it was
    changed since), when its holder was told and until when he was asked to apply, and his open case.
    """

    certificate: Certificate
    request: ChangeRequest
    differences: tuple[Difference, ...]
    told: Telling | None = None
    case_number: str = ""

    def overdue(self, on: date) -> bool:
        """Whether he was asked to apply by a day that is past, and has not."""
        due = self.told.due_on if self.told else None
        return bool(self.differences) and not self.case_number and due is not None and due < on


def elsewhere(request: ChangeRequest, on: date) -> Sequence[Elsewhere]:
    """List the certificates of other holders that name what a request changes, and those whose holders were
    told of it, by number; three queries.
    """
    lead = request.certificate
    told = {one.certificate_id: one for one in request.tellings.select_related("certificate")}
    naming_it = naming(lead, request.ruling["registers"], on).exclude(applicant_id=lead.applicant_id)
    found = {one.pk: one for one in (*naming_it, *(one.certificate for one in told.values()))}
    cases = open_changes(list(found))
    lines = (
        Elsewhere(one, request, otherwise(lead, one, request.particulars), told.get(key), cases.get(key, ""))
        for key, one in found.items()
    )
    return sorted((one for one in lines if one.differences or one.told), key=_number)


def to_tell(request: ChangeRequest, on: date) -> Sequence[uuid.UUID]:
    """Return the certificates whose holders are to be told of an approved change."""
    return [one.certificate.pk for one in elsewhere(request, on) if one.told is None]


def tellings(only: uuid.UUID | None = None) -> "QuerySet[Telling]":
    """Return who was told about certificates in force (about one where it is named), the earliest first."""
    found = Telling.objects.filter(certificate__state__in=LIVING)
    found = found.filter(certificate_id=only) if only else found
    return found.select_related("certificate", "request__certificate", "request__case").order_by(
        "told_on", "id"
    )


def waiting(rows: Sequence[Telling]) -> Iterator[Elsewhere]:
    """Yield those told whose certificate still says otherwise, each with his open case; two queries."""
    cases = open_changes([one.certificate_id for one in rows])
    for one in rows:
        found = otherwise(one.request.certificate, one.certificate, one.request.particulars)
        if found:
            yield Elsewhere(one.certificate, one.request, found, one, cases.get(one.certificate_id, ""))


def kinds_for(line: Elsewhere) -> tuple[str, ...]:
    """Return the kinds of change that the holder applies for: a move where the site is another one."""
    keys = [one.key for one in line.differences]
    moved = "9" in line.request.kinds and "factory_address" in keys
    kinds = ("9" if moved and key == "factory_address" else KINDS[key] for key in keys if key in KINDS)
    return tuple(dict.fromkeys(kinds))


def open_changes(certificates: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Return the number of an open change of names or site on each of several certificates that has one."""
    about = ChangeRequest.objects.filter(case__state__in=OPEN, case__kind="change")
    about = about.exclude(ruling__registers=[])
    own = about.filter(certificate__in=certificates).values_list("certificate_id", "case__number")
    beside = Covered.objects.filter(request__in=about.values("pk"), certificate__in=certificates)
    return dict([*own, *beside.values_list("certificate_id", "request__case__number")])


def _number(line: Elsewhere) -> str:
    return line.certificate.number
