"""How the evidence of a case stands, read from the rooms that keep it: three queries, four with an
inspection.
"""

import uuid

from shouze.certification.evaluation.elements import TESTS, VISITS
from shouze.certification.evaluation.models import Element
from shouze.certification.evidence.models import Inspection, TestOrder
from shouze.certification.evidence.sealed import SEALED_ELEMENTS, waits_for_sample
from shouze.certification.evidence.states import INSPECTION_ENDED, ORDER_ENDED
from shouze.resources.cases.models import Case

from .table import AWAITED, Awaited, Evidence


def evidence_of(case: Case) -> Evidence:
    """Return how the evidence of a planned case stands."""
    elements = Element.objects.filter(case=case, before_certificate=True)
    states = dict(elements.values_list("code", "state"))
    order = TestOrder.objects.filter(case=case).exclude(state__in=ORDER_ENDED).first()
    inspection = Inspection.objects.filter(case=case).exclude(state__in=INSPECTION_ENDED).first()
    open_tests = [code for code in TESTS if states.get(code) == "open"]
    sealed = [code for code in open_tests if code in SEALED_ELEMENTS]
    sampling = bool(sealed) and waits_for_sample(case.pk, sealed)
    tested = bool(open_tests) and not (sampling and len(sealed) == len(open_tests) and order is None)
    visited = any(states.get(code) == "open" for code in VISITS)
    return Evidence(
        contract_open=case.agreed_on is None or case.fees_paid < case.fees_due,
        failed="nonconforming" in states.values(),
        test=(order.state if order else "none") if tested else "",
        visit=(inspection.state if inspection else "none") if visited else "",
        findings=_findings(inspection.pk) if inspection else frozenset(),
        sampling=sampling,
        test_due=order.due_on if order else None,
        visit_ends=inspection.planned_to if inspection else None,
        correction_due=inspection.due_on if inspection else None,
    )


def awaited(evidence: Evidence) -> Awaited:
    """Return the line of the table in which the evidence stands."""
    return next(row for row in AWAITED if row.holds(evidence))


def left_out(case: Case) -> frozenset[str]:
    """Return the steps that a case does not go: a later turn tests and inspects only what it asks."""
    if case.asked is None:
        return frozenset()
    asked = {str(one["code"]) for one in case.asked}
    tests = frozenset() if asked & TESTS else frozenset({"sample", "type_test"})
    return tests if asked & VISITS else tests | {"inspection"}


def _findings(inspection: uuid.UUID) -> frozenset[str]:
    found = Inspection.objects.filter(pk=inspection, nonconformities__isnull=False)
    return frozenset(found.values_list("nonconformities__state", flat=True))
