"""Readers of quality information."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing
from shouze.resources.organisations.models import Factory
from shouze.resources.products.queries import find_product

from . import inputs
from .checks import Matched
from .models import QualityEvent
from .states import PENDING, STATES

OBJECTION: Final = "deadlines/quality_objection"
#: what enterprises add to their names, and sources leave out
_ENDINGS: Final = re.compile(r"(股份|集团|有限|责任|公司|厂|（.*?）|\(.*?\)|\s|·)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A factory and product that an event may concern: by what (a code of ``signal_matches``), and the
    certificate that says so ("" for none).
    """

    factory: Factory
    product_code: str
    certificate: str
    by: str


def of(factory: uuid.UUID, product_code: str, since: date | None = None) -> Sequence[QualityEvent]:
    """List the events matched to a factory and product, those that happened on ``since`` or later where it is
    given, the latest first.
    """
    found = QualityEvent.objects.filter(factory_id=factory, product_code=product_code)
    found = found.filter(happened_on__gte=since) if since else found
    return list(found.order_by("-happened_on", "-number"))


def events(state: str = "", text: str = "") -> "QuerySet[QualityEvent]":
    """The events in a state ("pending": not settled) that hold every word of ``text``, the latest first."""
    found = QualityEvent.objects.select_related("factory", "certificate")
    if state in STATES:
        found = found.filter(state=state)
    elif state == "pending":
        found = found.filter(state__in=PENDING)
    for word in text.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(stated_enterprise__icontains=word)
            | Q(models_text__icontains=word)
            | Q(product_code=word)
            | Q(factory__name__icontains=word)
            | Q(certificate__number=word)
        )
    return found.order_by("-told_on", "-number")


def count_by_state() -> dict[str, int]:
    """Return how many events stand in each state; one query."""
    return dict(QualityEvent.objects.values_list("state").annotate(many=Count("pk")).order_by())


def find_event(event: uuid.UUID) -> QualityEvent | None:
    """Return the event with that id, with factory and certificate, or None."""
    return QualityEvent.objects.select_related("factory", "certificate").filter(pk=event).first()


def of_organisation(organisation: uuid.UUID) -> "QuerySet[QualityEvent]":
    """The events that were matched to an organisation: its certificate or its factory, the latest first."""
    found = QualityEvent.objects.filter(Q(organisation_id=organisation) | Q(factory_owner_id=organisation))
    return found.select_related("factory", "certificate").order_by("-told_on", "-number")


def pending_at(factory: uuid.UUID, product_code: str) -> Sequence[QualityEvent]:
    """List the events about a factory and product that are not settled."""
    return [one for one in of(factory, product_code) if one.state in PENDING]


def candidates(event: QualityEvent, most: int = 20) -> Sequence[Candidate]:
    """List what an event may concern, the surest first: by certificate, credit code, name, normalised name;
    at most ``most``. A person confirms one of them, or another.
    """
    found: dict[tuple[uuid.UUID, str], Candidate] = {}
    for by, condition in _conditions(event):
        certificates = Certificate.objects.filter(condition).select_related("case").order_by("-issued_on")
        for one in certificates[:most]:
            found.setdefault(
                (one.factory_id, one.product_code),
                Candidate(_factory(one.factory_id), one.product_code, one.number, by),
            )
    return list(found.values())[:most]


def _conditions(event: QualityEvent) -> Sequence[tuple[str, Q]]:
    """By what certificates are sought, and how, the surest first; what is not stated is not asked."""
    asked: list[tuple[str, Q]] = []
    if event.stated_certificate:
        asked.append(("certificate", Q(number=event.stated_certificate)))
    if event.stated_uscc:
        owners = Factory.objects.filter(organisation__uscc=event.stated_uscc).values("pk")
        asked.append(("uscc", Q(factory_id__in=owners)))
    if event.stated_enterprise:
        named = Factory.objects.filter(name=event.stated_enterprise).values("pk")
        asked.append(("name", Q(factory_id__in=named)))
        stem = _ENDINGS.sub("", event.stated_enterprise)
        if len(stem) > 1:
            alike = Factory.objects.filter(name__contains=stem).values("pk")
            asked.append(("normalised_name", Q(factory_id__in=alike)))
    if event.models_text:
        asked.append(("model", Q(case__models_text__contains=event.models_text)))
    return asked


def _factory(factory: uuid.UUID) -> Factory:
    return Factory.objects.select_related("organisation").get(pk=factory)


def matched(doing: Doing, event: QualityEvent, given: inputs.SignalMatch) -> Matched:
    """Gather what an event is matched to, and until when the enterprise may object."""
    factory = Factory.objects.select_related("organisation").filter(pk=given.factory).first()
    certificate = Certificate.objects.filter(number=given.certificate).first() if given.certificate else None
    told = min(given.enterprise_told_on or doing.on, doing.on)
    days: Any = doing.rule(OBJECTION)
    known = find_product(given.product_code, doing.on) is not None
    return Matched(factory, certificate, known, told + timedelta(days=int(days)))
