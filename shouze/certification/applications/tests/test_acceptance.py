"""Acceptance and its refusal: no reason that does not hold, no product not ours, the rules of the day."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.models import Plan
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel.clock import moment

pytestmark = pytest.mark.django_db


def _submitted(stage: Stage, product: str = "0711", on: str = "2024-03-04") -> Way:
    return Way(stage, product, moment(on, "09:00")).reach("application.accepted")


@pytest.mark.parametrize(
    ("product", "on", "reason"),
    [
        ("1101", "2024-03-04", "outside_designated_scope"),
        ("0904", "2024-07-02", "outside_designated_scope"),
        ("0401", "2024-03-04", "self_declaration_product"),
        ("9999", "2024-03-04", "not_in_catalogue"),
        ("2205", "2024-03-04", "not_in_catalogue"),
    ],
)
def test_it_refuses_to_accept_what_may_not_be_certified(
    stage: Stage, product: str, on: str, reason: str
) -> None:
    way = _submitted(stage, product, on)
    assert refusal(lambda: way.do("application.accepted")) == {reason}
    others = {"outside_designated_scope", "self_declaration_product", "not_in_catalogue"} - {reason}
    if reason != "not_in_catalogue" and product != "0401":
        for untrue in others:
            assert refusal(partial(way.do, "application.refused", reason=untrue)) == {"reason_untrue"}
    way.do("application.refused", reason=reason)
    assert (way.row.state, way.row.closed_on is not None) == ("not_accepted", True)


def test_it_refuses_no_application_for_an_untrue_reason(stage: Stage) -> None:
    way = _submitted(stage)
    for untrue in (
        "outside_designated_scope",
        "not_in_catalogue",
        "self_declaration_product",
        "documents_incomplete_after_supplement",
    ):
        assert refusal(partial(way.do, "application.refused", reason=untrue)) == {"reason_untrue"}
    assert way.do("application.accepted").subject == way.case


@pytest.mark.parametrize("answered", [True, False])
def test_it_refuses_incomplete_papers_only_after_their_time_was_given(stage: Stage, answered: bool) -> None:
    way = Way(stage)
    papers = way.given("application.submitted")["documents"]
    way.do("application.submitted", documents=papers[:1])
    reason: dict[str, Any] = {"reason": "documents_incomplete_after_supplement"}
    assert refusal(lambda: way.do("application.refused", **reason)) == {"reason_untrue"}
    way.go("supplement.requested")
    assert refusal(lambda: way.do("application.refused", days=10, **reason)) == {"reason_untrue"}
    if answered:
        way.do("supplement.submitted", documents=papers[1:2])
    assert way.do("application.refused", days=0 if answered else 15, **reason).subject == way.case


def test_an_unsettled_way_of_assessment_is_not_called_self_declaration(stage: Stage) -> None:
    way = _submitted(stage, "0801")
    assert refusal(lambda: way.do("application.accepted")) == {"outside_designated_scope"}
    assert refusal(lambda: way.do("application.refused", reason="self_declaration_product")) == {
        "reason_untrue"
    }
    assert refusal(lambda: way.do("application.refused", reason="acceptance_not_open")) == {"reason_untrue"}
    assert way.do("application.refused", reason="outside_designated_scope").subject == way.case


def test_a_product_of_ours_without_a_rule_is_not_refused_for_it(stage: Stage) -> None:
    """0101 is in the scope; its scheme is not yet in the rulebook: that is ours to mend."""
    way = _submitted(stage, "0101")
    assert refusal(lambda: way.do("application.accepted")) == {"no_scheme"}
    for untrue in ("outside_designated_scope", "not_in_catalogue", "self_declaration_product"):
        assert refusal(partial(way.do, "application.refused", reason=untrue)) == {"reason_untrue"}
    assert way.do("case.withdrawn").subject == way.case


def test_it_accepts_up_to_the_last_day_of_the_scope(stage: Stage) -> None:
    """0904 was given up on 2024-07-01."""
    way = _submitted(stage, "0904", "2024-07-01")
    assert refusal(lambda: way.do("application.accepted")) == {"outside_designated_scope"}
    assert _submitted(stage, "0904", "2024-06-28").do("application.accepted").subject


def test_it_asks_for_every_document_before_it_accepts(stage: Stage) -> None:
    way = Way(stage)
    documents = way.given("application.submitted")["documents"]
    way.do("application.submitted", documents=[one for one in documents if one["kind"] != "trademark"])
    assert refusal(lambda: way.do("application.accepted")) == {"document_missing"}
    way.go("supplement.requested", "supplement.submitted")
    assert way.do("application.accepted").subject == way.case


def test_it_asks_for_an_engineer_in_office_for_the_product(stage: Stage) -> None:
    way = _submitted(stage)
    for number in ("E020", "E004", "C001"):
        assert refusal(partial(way.do, "application.accepted", engineer=way.person(number))) == {
            "engineer_post"
        }
    way.do("application.accepted", engineer=way.person("E019"))
    assert refusal(lambda: way.do("case.reassigned", engineer=way.person("E020"))) == {"engineer_post"}
    assert way.do("case.reassigned", engineer=way.person("E003")).subject == way.case


def test_a_model_is_listed_once_in_application_and_supplement(stage: Stage) -> None:
    way = Way(stage)
    twice = [{"model": "M-1", "specification": ""}, {"model": "M-1", "specification": "220 V"}]
    assert refusal(lambda: way.do("application.submitted", models=twice)) == {"models_twice"}
    way.go("application.submitted", "supplement.requested")
    assert refusal(lambda: way.do("supplement.submitted", models=twice)) == {"models_twice"}
    assert way.do("supplement.submitted", models=twice[:1]).subject == way.case


def test_nobody_applies_for_another_organisation(stage: Stage) -> None:
    way = Way(stage)
    assert refusal(lambda: way.do("application.submitted", who="C002")) == {"other_applicant"}
    assert way.do("application.submitted", who="C001").subject


@pytest.mark.parametrize(
    ("accepted", "decided", "scheme", "emission"),
    [
        ("2024-06-20", "2024-07-10", "CNCA-C07-01:2017", "GB 17625.1-2012"),
        ("2024-06-28", "2024-07-10", "CNCA-C07-01:2017", "GB 17625.1-2012"),
        ("2024-07-01", "2024-07-10", "CNCA-C07-01:2024", "GB 17625.1-2022"),
    ],
)
def test_the_rules_of_the_day_of_acceptance_hold_to_the_end(
    stage: Stage, accepted: str, decided: str, scheme: str, emission: str
) -> None:
    """Domain invariant 13, worked: accepted before 2024-07-01 and decided after it, the former rule stays."""
    way = _submitted(stage, on=accepted).go("application.accepted")
    way.now = moment("2024-07-02", "09:00")
    way.go(
        "plan.made",
        "agreement.concluded",
        "fees.received",
        "test.ordered",
        "samples.received",
        "samples.authenticated",
    )
    way.go("report.submitted", "report.accepted", "evaluation.completed", "review.concluded")
    way.now = moment(decided, "09:00")
    way.go("decision.made", "certificate.approved")
    facts = Certificate.objects.get(case=way.case).facts
    assert (way.row.scheme, facts["scheme"]["number"]) == (scheme, scheme)
    assert emission in {one["number"] for one in Plan.objects.get(case=way.case).standards}
    assert emission in {f"{one['number']}-{one['version']}" for one in facts["standards"]}
