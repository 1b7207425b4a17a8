"""What happened to a certificate is written down: its event, its public record, and the register's log.

Called inside an act, by this room's acts and by those of later rooms.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from shouze.kernel.acts import Doing
from shouze.resources.units.entering import CertificationUnit, enter

from . import publication
from .models import Certificate, Event, PublicRecord
from .queries import digest_of_facts
from .states import IN_PART, LIVING, TRANSITIONS

#: event -> the certificate's state after it; the public record is written before the gate moves the state
AFTER: Final = {event: to for ways in TRANSITIONS.values() for event, to in ways.items()}


def record(
    doing: Doing,
    certificate: Certificate,
    kind: str,
    *,
    until: date | None = None,
    reasons: Sequence[str] = (),
    models: Sequence[str] = (),
    range_basis: str = "",
    state: str = "",
) -> None:
    """Record an event of the certificate on the day of the act. An event that is not in ``AFTER`` leaves the
    state as it is, unless it names one.
    """
    state = state or AFTER.get(kind, certificate.state)
    doing.create(
        Event,
        certificate=certificate,
        kind=kind,
        on=doing.on,
        until=until,
        reasons=list(reasons),
        models_affected=list(models),
        range_basis=range_basis,
    )
    _hold(doing, certificate, kind, state)
    events = list(Event.objects.filter(certificate=certificate).order_by("on", "id"))
    text = publication.record(certificate, events, state)
    fields = {"record": text, "names": publication.names(certificate), "issued_on": certificate.issued_on}
    PublicRecord.objects.update_or_create(number=certificate.number, defaults=fields)
    said = publication.announcement(
        certificate, kind, state, at=doing.at, until=until, facts=digest_of_facts(certificate)
    )
    doing.announce(said)


def _hold(doing: Doing, certificate: Certificate, kind: str, state: str) -> None:
    """The register of certified models says what the certificate says, as long as it has not ended."""
    ended = state not in LIVING
    models = [] if ended else [line["name"] for line in certificate.facts["product"]["models"]]
    unit = CertificationUnit(
        certificate.applicant_id, certificate.producer_id, certificate.factory_id, certificate.product_code
    )
    enter(
        doing,
        certificate.pk,
        certificate.number,
        unit,
        models,
        kind if ended or kind in IN_PART.values() else "changed",
    )
