"""The straight road: what comes next for a case as it stands, and with which answers."""

from __future__ import annotations

from shouze.certification.decisions.models import Decision, Review
from shouze.certification.evaluation.models import Element, Evaluation
from shouze.certification.evidence.models import Inspection, Nonconformity, TestOrder
from shouze.demo.tests.way import Given, Way

#: a product under self-declaration, which no body certifies
DECLARED = "0401"
BY_STATE = {
    "submitted": "application.accepted",
    "supplementing": "supplement.submitted",
    "accepted": "plan.made",
    "evaluated": "review.concluded",
    "reviewed": "decision.made",
}
BY_ORDER = {
    "": "test.ordered",
    "closed": "test.ordered",
    "recalled": "test.ordered",
    "ordered": "samples.received",
    "received": "samples.authenticated",
    "testing": "report.submitted",
    "rework": "rework.submitted",
    "reported": "report.accepted",
}


def next_act(way: Way) -> str:
    """The act that leads on; "" for a case that is closed."""
    case = way.row
    if case.paused:
        return "case.resumed"
    if case.state == "submitted" and way.product == DECLARED:
        return "application.refused"
    if case.state == "planned":
        return _evidence(way)
    if case.state == "decided":
        refused = Decision.objects.get(case=case, standing=True).outcome == "refuse"
        return "refusal.approved" if refused else "certificate.approved"
    return BY_STATE.get(case.state, "")


def answers(way: Way, act: str) -> Given:
    """What an honest person would answer where the case does not conform."""
    if act == "application.refused" and way.product == DECLARED:
        return {"reason": "self_declaration_product"}
    if act == "evaluation.completed":
        failed = Element.objects.filter(case=way.case, state="nonconforming").exists()
        return {"conforming": not failed}
    if act == "review.concluded":
        found = Evaluation.objects.filter(case=way.case).order_by("-id")[0]
        return {"recommends": "grant" if found.conforming else "refuse"}
    if act == "decision.made":
        reviewed = Review.objects.filter(case=way.case).order_by("-id")[0]
        refuse: Given = {"outcome": "refuse", "grounds": ["not_conforming"]}
        return {"outcome": "grant"} if reviewed.recommends == "grant" else refuse
    return {}


def _evidence(way: Way) -> str:
    case = way.row
    if case.agreed_on is None:
        return "agreement.concluded"
    if case.fees_paid < case.fees_due:
        return "fees.received"
    open_ones = set(
        Element.objects.filter(case=case, state="open", before_certificate=True).values_list(
            "code", flat=True
        )
    )
    if "XS" in open_ones:
        order = TestOrder.objects.filter(case=case).order_by("number").last()
        return BY_ORDER[order.state if order else ""]
    if "GC" in open_ones:
        return _inspection(way)
    return "evaluation.completed"


def _inspection(way: Way) -> str:
    found = Inspection.objects.filter(case=way.case).exclude(state__in=("concluded", "recalled")).first()
    if found is None:
        return "inspection.planned"
    if found.state == "planned":
        return "inspection.conducted"
    states = set(Nonconformity.objects.filter(inspection=found).values_list("state", flat=True))
    if states & {"open", "rejected"}:
        return "correction.submitted"
    return "correction.verified" if "corrected" in states else "inspection.concluded"
