"""The plan: elements added with a basis, what the certificate then says, when the applicant agrees anew."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.models import Element, Plan
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way

pytestmark = pytest.mark.django_db
BASIS = "00c003.4"


def _adding(*codes: str) -> dict[str, Any]:
    return {"added": [{"code": code, "basis": BASIS} for code in codes]}


def _elements(way: Way) -> dict[str, bool]:
    return dict(Element.objects.filter(case=way.case).values_list("code", "before_certificate"))


def test_sampling_that_was_added_follows_the_certificate_and_does_not_hold_it_up(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    way.do("plan.made", **_adding("SC", "CY"))
    assert _elements(way) == {"XS": True, "GZ": False, "SC": False, "CY": False}
    way.go(
        "agreement.concluded", "fees.received", "test.ordered", "samples.received", "samples.authenticated"
    )
    way.go("report.submitted", "report.accepted", "evaluation.completed", "review.concluded", "decision.made")
    assert way.do("certificate.approved").subject == way.case


def test_no_element_is_added_that_nobody_of_the_house_carries_out(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    assert refusal(lambda: way.do("plan.made", **_adding("SJ"))) == {"wrong_input"}
    assert refusal(lambda: way.do("plan.made", added=[{"code": "GC", "basis": "a feeling"}])) == {"no_basis"}
    assert way.do("plan.made", **_adding("GC")).subject == way.case


def test_an_inspection_that_was_added_stands_in_the_mode_of_the_certificate(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    way.do("plan.made", **_adding("GC"))
    plan = Plan.objects.get(case=way.case)
    assert (plan.mode_code, plan.mode_text) == ("1001", "型式试验+初始工厂检查+获证后监督")
    way.go("agreement.concluded", "fees.received", "test.ordered", "samples.received")
    way.go("samples.authenticated", "report.submitted", "report.accepted", "inspection.planned")
    way.go("inspection.conducted", "inspection.concluded", "evaluation.completed", "review.concluded")
    way.go("decision.made", "certificate.approved")
    facts = Certificate.objects.get(case=way.case).facts
    assert facts["mode"]["zh"] == "型式试验+初始工厂检查+获证后监督"


def test_a_plan_is_revised_freely_until_the_applicant_agreed(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    way.do("plan.made", **_adding("GC"), person_days="2")
    way.go("plan.made")
    plan = Plan.objects.get(case=way.case)
    assert (plan.revision, plan.mode_code, _elements(way)) == (2, "1002", {"XS": True, "GZ": False})
    assert {line["item"] for line in plan.bill["lines"]} == {
        "application",
        "type_test",
        "approval_registration",
    }


def test_after_the_agreement_elements_are_only_added_and_he_agrees_anew(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    way.do("plan.made", **_adding("GC"), person_days="2")
    case = way.row
    assert (case.agreed_on, case.stage, case.fees_due - case.fees_paid) == (None, "contract", Decimal(5000))
    assert refusal(lambda: way.do("inspection.planned")) == {"not_agreed", "unpaid"}
    way.go("agreement.concluded", "fees.received")
    assert way.row.stage == "sample"
    # Made again without a word of the inspection: it stays, with its days and its price.
    way.go("plan.made")
    plan = Plan.objects.get(case=way.case)
    assert (plan.mode_code, plan.person_days, set(_elements(way))) == ("1001", Decimal(2), {"XS", "GC", "GZ"})
    assert way.row.agreed_on is not None
    assert way.do("inspection.planned").subject == way.case
