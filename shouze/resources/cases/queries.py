"""Readers of cases: one case, and lists as somebody may see them."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from shouze.kernel.acts import Standing, holds

from . import clocks
from .models import Case
from .states import OPEN


def get_case(case: uuid.UUID) -> Case:
    """Return the case with that id. Raises Case.DoesNotExist."""
    return Case.objects.get(pk=case)


def visible_to(person: Standing, on: date) -> QuerySet[Case]:
    """Return the cases that a person may see on a date of law: clients theirs, laboratories those with an
    order for them, staff and regulators all (ISO/IEC 17065 4.5: confidentiality). Who holds no post on
    that day sees none, however he comes: by page, by token, by the address of a file. Of an unannounced
    visit a client sees nothing before it begins.
    """
    if not in_office(person, on):
        return Case.objects.none()
    if person.kind == "client":
        if not person.organisation:
            return Case.objects.none()
        return Case.objects.filter(applicant_id=person.organisation, veiled=False)
    if person.kind == "laboratory":
        return (
            Case.objects.filter(laboratory_id=person.laboratory) if person.laboratory else Case.objects.none()
        )
    return Case.objects.all()


def in_office(person: Standing, on: date) -> bool:
    """Say whether a person holds any post on a date of law."""
    return any(holds(one, on) for one in person.appointments)


def open_cases(person: Standing, on: date) -> QuerySet[Case]:
    """Return the open cases visible to a person, the nearest stage limit first."""
    return visible_to(person, on).filter(state__in=OPEN).order_by("stage_due_on", "number")


def worklist(person: Standing, on: date, states: tuple[str, ...]) -> QuerySet[Case]:
    """Return the open cases that wait for a person: his own as engineer, and those in the given states."""
    return open_cases(person, on).filter(Q(engineer_id=person.id) | Q(state__in=states))


def net_and_gross(case: Case, on: date) -> tuple[int, int] | None:
    """Return (net, gross) calendar days of a case on ``on`` or at its closing; None before acceptance."""
    if not case.accepted_on:
        return None
    until = min(case.closed_on or on, on)
    return clocks.net_days(case.accepted_on, until, case.pauses), clocks.gross_days(case.accepted_on, until)


def arising_from(entry: uuid.UUID) -> QuerySet[Case]:
    """Return the cases that arise from a ledger entry."""
    return Case.objects.filter(arises_from=entry)


def open_by_engineer(engineers: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many open cases each of the project engineers has, in one query; who has none is absent."""
    found = Case.objects.filter(engineer_id__in=engineers, state__in=OPEN).order_by()
    return dict(found.values_list("engineer_id").annotate(many=Count("pk")))
