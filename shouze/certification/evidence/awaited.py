"""Readers for those outside: what tests and inspections await from the applicant, and the orders of a
laboratory.

Each answers for many cases in one query, so that a list costs the same however long it is.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Case as Depending
from django.db.models import Count, Prefetch, Q, QuerySet, Value, When

from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.tree import leaf_hash
from shouze.resources.cases.states import CLOSED, OPEN

from .models import Nonconformity, TestOrder, TestReport
from .states import ORDER_ENDED

#: states of an order in which the applicant is to act: send samples, mend the product
WITH_THE_APPLICANT = ("ordered", "rework")
#: states of a nonconformity in which the factory is to act
TO_CORRECT = ("open", "rejected")


def orders_with_applicant(cases: Sequence[uuid.UUID]) -> Sequence[TestOrder]:
    """List the test orders of cases that wait for samples or for rework, by number; one query."""
    return list(TestOrder.objects.filter(case_id__in=cases, state__in=WITH_THE_APPLICANT).order_by("number"))


def findings_to_correct(cases: Sequence[uuid.UUID]) -> Sequence[Nonconformity]:
    """List the nonconformities of cases that wait for a correction, each with its inspection; one query."""
    found = Nonconformity.objects.filter(inspection__case_id__in=cases, state__in=TO_CORRECT)
    return list(found.select_related("inspection").order_by("inspection__plan_code", "number"))


def orders_of(laboratory: str | None) -> "QuerySet[TestOrder]":
    """Return the orders of a laboratory with their cases, those with the nearest last day first; none
    without one.
    """
    if not laboratory:
        return TestOrder.objects.none()
    return (
        TestOrder.objects.filter(laboratory_id=laboratory).select_related("case").order_by("due_on", "number")
    )


def order_with_all(laboratory: str | None, order: uuid.UUID) -> TestOrder | None:
    """Return an order of a laboratory with case, samples and reports; None when it is not one of its own."""
    reports = Prefetch("reports", TestReport.objects.order_by("issued_on", "number"))
    return orders_of(laboratory).filter(pk=order).prefetch_related("samples", reports).first()


#: state of an order -> for whom it waits; states that are not here are ended
WAITS_FOR: Final[Mapping[str, str]] = {
    "ordered": "laboratory",
    "testing": "laboratory",
    "received": "body",
    "reported": "body",
    "rework": "applicant",
}
#: days before its last day from which an order counts as due soon (calendar days)
SOON: Final = timedelta(days=7)
#: name of an order of the list -> what it is sorted by
SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "turn": ("turn", "due_on", "number"),
    "due": ("due_on", "number"),
    "newest": ("-ordered_on", "-number"),
    "product": ("case__product_code", "due_on", "number"),
    "client": ("case__applicant_name", "due_on", "number"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a laboratory asks of its list; "" where it does not narrow it. ``turn`` is for whom an order
    waits, ``term`` "late" or "soon".
    """

    text: str = ""
    state: str = ""
    turn: str = ""
    term: str = ""
    product: str = ""
    client: str = ""
    sort: str = "turn"


def narrowed(orders: "QuerySet[TestOrder]", wanted: Wanted, on: date) -> "QuerySet[TestOrder]":
    """Return the orders that are wanted, sorted: by default first what waits for the laboratory itself, the
    nearest last day on top, what is ended last: an order of a case that was closed waits for nobody.
    ``on`` is the date of law by which terms are told.
    """
    found = orders
    for column, value in (
        ("state", wanted.state),
        ("case__product_code", wanted.product),
        ("case__applicant_name", wanted.client),
    ):
        found = found.filter(**{column: value}) if value else found
    if wanted.turn:
        states = [state for state, whom in WAITS_FOR.items() if whom == wanted.turn]
        found = found.filter(state__in=states, case__state__in=OPEN)
    if wanted.term:
        last = on - timedelta(days=1) if wanted.term == "late" else on + SOON
        found = found.filter(due_on__lte=last, state__in=WITH_A_TERM, case__state__in=OPEN)
    for word in wanted.text.split():
        found = found.filter(_says(word))
    mine = [state for state, whom in WAITS_FOR.items() if whom == "laboratory"]
    turn = Depending(
        When(case__state__in=CLOSED, then=Value(2)),
        When(state__in=mine, then=Value(0)),
        When(state__in=ORDER_ENDED, then=Value(2)),
        default=Value(1),
    )
    return found.annotate(turn=turn).order_by(*SORTS.get(wanted.sort, SORTS["turn"]))


#: states of an order in which its term runs for the laboratory
WITH_A_TERM: Final = ("ordered", "received", "testing")


def _says(word: str) -> Q:
    columns = (
        "number", "case__number", "case__product_name", "case__product_code", "case__models_text",
        "case__applicant_name",
    )  # fmt: skip
    found = Q(pk__in=TestReport.objects.filter(number__icontains=word).values("order_id"))
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found


def counted(orders: "QuerySet[TestOrder]") -> Mapping[str, int]:
    """Return how many orders of open cases stand in each state, in one query."""
    rows = orders.filter(case__state__in=OPEN).order_by().values("state").annotate(count=Count("pk"))
    return {row["state"]: row["count"] for row in rows}


def offered(orders: "QuerySet[TestOrder]", column: str, most: int = 200) -> Sequence[tuple[str, str]]:
    """List what a laboratory may narrow its list to: ("0711", "电磁灶") for "product", names for "client"."""
    columns = {
        "product": ("case__product_code", "case__product_name"),
        "client": ("case__applicant_name", "case__applicant_name"),
    }[column]
    found: dict[str, str] = {}
    for value, words in orders.order_by(columns[0]).values_list(*columns).distinct()[:most]:
        found.setdefault(value, words)
    return list(found.items())


def reports_of(laboratory: str | None) -> "QuerySet[TestReport]":
    """Return the reports that a laboratory handed in, the latest first; none without one."""
    if not laboratory:
        return TestReport.objects.none()
    found = TestReport.objects.filter(order__laboratory_id=laboratory).select_related("order__case")
    return found.order_by("-issued_on", "-number")


@dataclass(frozen=True, slots=True)
class Happened:
    """An act on an order: which, when, by whom, what was given, what it rests on, and the entry's digest."""

    act: str
    at: datetime
    name: str
    given: Mapping[str, Any]
    files: tuple[str, ...]
    leaf: str


def happened(order: TestOrder) -> Sequence[Happened]:
    """List what was done on an order, oldest first, from the ledger; one query."""
    made = ["evidence.testorder", str(order.pk)]
    reports = {str(one.pk) for one in order.reports.all()}
    found = []
    for entry in ledger.entries_for_case(order.case_id):
        body = ledger.body_of(entry)
        given, what = body["data"] or {}, body["what"] or {}
        about = str(order.pk) == given.get("order") or given.get("report") in reports
        if entry.act.split(".")[0] in _ABOUT_ORDERS and (about or made in what.get("made", [])):
            files = tuple(what.get("evidence", ()))
            name = body["who"]["name"] if body["who"] else ""
            digest = leaf_hash(entry.leaf).hex()
            found.append(Happened(entry.act, entry.at, name, given, files, digest))
    return found


#: what the names of acts on test orders begin with
_ABOUT_ORDERS: Final = frozenset({"test", "samples", "rework", "report"})
