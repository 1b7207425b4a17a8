"""Readers of the programme and of supervisions."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from shouze.kernel import clock, rulebook
from shouze.resources.cases.models import Case

from .due import CLASSES
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


def follow_up_overdue(factory: uuid.UUID, product: str, on: date) -> bool:
    """Say whether a follow-up of a factory and product should have been done before a day, and was not."""
    found = Task.objects.filter(factory_id=factory, product_code=product, kind="follow_up")
    return found.filter(state__in=LIVING, due_on__lt=on).exists()


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


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines are asked for: until or after which day, of which class, product, kind and month ("" for
    all); ``month`` is "2025-05".
    """

    on: date
    when: str = ""
    letter: str = ""
    product: str = ""
    kind: str = ""
    month: str = ""


#: a month as a page asks for it
MONTH: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
#: what a line is by its day: before it (until), after it (from) and whether a case is there
WHEN: Final = ("overdue", "near", "later", "opened")


def near_until(on: date) -> date:
    """Return the last day that counts as near on a day of law (``surveillance/soon``, calendar days)."""
    return on + timedelta(days=rulebook.value("surveillance/soon", on=on).whole)


def lines(asked: Asked) -> "QuerySet[Task]":
    """Return the open lines that are asked for, the earliest due first, each with its case."""
    found = Task.objects.filter(_of(asked), state__in=LIVING).select_related("case")
    return found.order_by("due_on", "product_code", "id")


def _of(asked: Asked) -> Q:
    until = near_until(asked.on)
    when = {
        "overdue": Q(due_on__lt=asked.on),
        "near": Q(due_on__gte=asked.on, due_on__lte=until),
        "later": Q(due_on__gt=until),
        "opened": Q(state="opened"),
    }
    wanted = when.get(asked.when, Q())
    for name in ("letter", "kind"):
        value = getattr(asked, name)
        wanted &= Q(**{name: value}) if value else Q()
    if asked.product:
        wanted &= Q(product_code=asked.product)
    if MONTH.fullmatch(asked.month):
        year, month = (int(part) for part in asked.month.split("-"))
        wanted &= Q(due_on__year=year, due_on__month=month)
    return wanted


def counted(on: date) -> Mapping[str, int]:
    """Count the open lines by how near their day is, in one query: "overdue", "near", "later", "opened"."""
    until = near_until(on)
    found = Task.objects.filter(state__in=LIVING).aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=on)),
        near=Count("pk", filter=Q(due_on__gte=on, due_on__lte=until)),
        later=Count("pk", filter=Q(due_on__gt=until)),
        opened=Count("pk", filter=Q(state="opened")),
    )
    return {key: int(value) for key, value in found.items()}


def by_letter(on: date) -> Mapping[str, int]:
    """Count the open follow-ups by the class at planning."""
    found = Task.objects.filter(state__in=LIVING, kind="follow_up").order_by()
    rows = dict(found.values_list("letter").annotate(many=Count("pk")))
    return {letter: rows.get(letter, 0) for letter in CLASSES}


def by_product(most: int = 12) -> Sequence[tuple[str, int]]:
    """Count the open lines by product, the largest first."""
    found = Task.objects.filter(state__in=LIVING).order_by().values_list("product_code")
    return sorted(found.annotate(many=Count("pk")), key=lambda row: (-row[1], row[0]))[:most]


def by_month(on: date, months: int = 12) -> Sequence[tuple[str, int]]:
    """Count the open lines by the month of their due day, from that of ``on``; none is left out."""
    first = on.replace(day=1)
    found = Task.objects.filter(
        state__in=LIVING, due_on__gte=first, due_on__lt=clock.add_calendar_months(first, months)
    )
    rows = found.order_by().values_list(TruncMonth("due_on")).annotate(many=Count("pk"))
    many = {day.strftime("%Y-%m"): count for day, count in rows}
    names = [clock.add_calendar_months(first, step).strftime("%Y-%m") for step in range(months)]
    return [(name, many.get(name, 0)) for name in names]


def find_task(task: uuid.UUID) -> Task | None:
    """Return a line of the programme with its case, or None."""
    return Task.objects.select_related("case").filter(pk=task).first()


def task_of_case(case: uuid.UUID) -> Task | None:
    """Return the line for which a supervision was opened, or None."""
    return Task.objects.filter(covered__case=case).first()


def covered_under(task: uuid.UUID) -> Sequence[Covered]:
    """List what the supervisions of a line cover, with certificate and case; one query."""
    found = Covered.objects.filter(task_id=task).select_related("certificate", "case")
    return list(found.order_by("certificate__number"))
