"""Readers of certified technical persons."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from .models import TechnicalPerson


def find(
    factory: uuid.UUID, product_code: str, on: date, person: uuid.UUID | None = None
) -> TechnicalPerson | None:
    """Return an approved technical person of a factory for a product on a date of law (that ``person``, when
    named), or None.
    """
    rows = TechnicalPerson.objects.filter(
        factory_id=factory, products__contains=[product_code], approved_on__lte=on, until__gte=on
    ).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    if person is not None:
        rows = rows.filter(person_id=person)
    return rows.order_by("-approved_on").first()


def ran_out_on(factory: uuid.UUID, product_code: str, on: date, person: uuid.UUID) -> date | None:
    """Return the last day of a person's approval for a product that has run out by a date of law; None where
    none has.
    """
    rows = TechnicalPerson.objects.filter(
        factory_id=factory, products__contains=[product_code], person_id=person, until__lt=on, ended_on=None
    )
    return rows.order_by("-until").values_list("until", flat=True).first()


def technical_persons(state: str = "", text: str = "") -> QuerySet[TechnicalPerson]:
    """Return the technical persons of a state (all when empty) that a text finds, the latest first."""
    found = TechnicalPerson.objects.filter(state=state) if state else TechnicalPerson.objects.all()
    if text:
        found = found.filter(Q(person_name__icontains=text) | Q(factory_name__icontains=text))
    return found.order_by("-applied_on", "-id")


def of_organisation(organisation: uuid.UUID) -> Sequence[TechnicalPerson]:
    """List the technical persons for whom an organisation applied, the latest first; one query."""
    return list(technical_persons().filter(organisation_id=organisation))


def of_person(person: uuid.UUID, on: date) -> Sequence[TechnicalPerson]:
    """List the approvals of a person as technical person that hold on a date of law; one query."""
    rows = technical_persons("approved").filter(person_id=person, approved_on__lte=on, until__gte=on)
    return list(rows)


def find_technical_person(key: uuid.UUID) -> TechnicalPerson | None:
    """Return the technical person with that id, or None."""
    return TechnicalPerson.objects.filter(pk=key).first()
