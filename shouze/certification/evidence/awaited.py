"""Readers for those outside: what tests and inspections await from the applicant, and the orders of a
laboratory.

Each answers for many cases in one query, so that a list costs the same however long it is.
"""

import uuid
from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from .models import Nonconformity, TestOrder, TestReport

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
