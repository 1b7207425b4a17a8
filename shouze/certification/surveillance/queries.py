"""Readers of the programme and of supervisions."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from shouze.resources.cases.models import Case

from .models import Covered, Task, VisitRefusal
from .states import LIVING, WAITING


def covered_by(case: uuid.UUID) -> Sequence[Covered]:
    """List what a supervision covers, by number of certificate, each with its certificate; one query."""
    found = Covered.objects.filter(case_id=case).select_related("certificate")
    return list(found.order_by("certificate__number"))


def supervisions_of(certificate: uuid.UUID) -> Sequence[Covered]:
    """List the supervisions of a certificate with case and line, the latest first; one query."""
    found = Covered.objects.filter(certificate_id=certificate).select_related("case", "task")
    return list(found.order_by("-case__submitted_on", "-case__number"))


def proposals() -> "QuerySet[Covered]":
    """Return what supervisions propose to the decision maker and no later one has overtaken: suspensions and
    withdrawals, each with certificate and case.
    """
    found = Covered.objects.filter(decision__in=("suspend", "withdraw"))
    return found.select_related("certificate", "case").order_by("-decided_on", "certificate__number")


def next_announced(factory: uuid.UUID, product: str) -> date | None:
    """Return the due day of the next follow-up of a factory and product, if the enterprise may know of it."""
    found = Task.objects.filter(
        factory_id=factory, product_code=product, kind="follow_up", state__in=LIVING, unannounced=False
    )
    return found.values_list("due_on", flat=True).first()


def lines_of(factory: uuid.UUID, product: str) -> Sequence[Task]:
    """List the lines of a factory and product, the latest due day first, each with its case; one query."""
    found = Task.objects.filter(factory_id=factory, product_code=product).select_related("case")
    return list(found.order_by("-due_on", "kind"))


def due_until(day: date) -> "QuerySet[Task]":
    """Return the lines that still ask for a supervision and fall due until a day, the earliest first."""
    return Task.objects.filter(state__in=LIVING, due_on__lte=day).order_by("due_on", "id")


def waiting_until(day: date) -> "QuerySet[Task]":
    """Return the lines that no case was opened for and that fall due until a day, the earliest first."""
    return Task.objects.filter(state__in=WAITING, due_on__lte=day).order_by("due_on", "id")


def refusal_of(case: uuid.UUID) -> VisitRefusal | None:
    """Return the refusal of a supervision, or None."""
    return VisitRefusal.objects.filter(case_id=case).first()


def turns_of(certificate: uuid.UUID) -> Sequence[uuid.UUID]:
    """List the turns about a certificate and the supervisions that cover it, in one query."""
    covering = Covered.objects.filter(certificate_id=certificate).values_list("case_id", flat=True)
    about = Case.objects.filter(about=certificate).values_list("pk", flat=True)
    return list(about.union(covering))
