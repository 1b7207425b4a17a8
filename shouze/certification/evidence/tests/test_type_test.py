"""The type test: failures, re-tests, and the way out when the product is not mended."""

from __future__ import annotations

import pytest

from shouze.certification.evaluation.models import Element
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform

pytestmark = pytest.mark.django_db


def _failing(way: Way) -> list[dict[str, str]]:
    return [{"key": key, "verdict": "F" if place == 0 else "P", "value": "98 K"} for place, key in enumerate(way.order.items)]


def test_it_passes_nothing_that_failed_and_was_not_reworked(stage: Stage) -> None:
    way = Way(stage).reach("report.submitted").go("test.failed")
    assert refusal(lambda: way.do("report.submitted")) == {"passed_in_rework"}
    way.go("rework.submitted")
    assert way.do("report.submitted").subject == way.case


def test_a_product_without_a_further_attempt_comes_to_its_conclusion(stage: Stage) -> None:
    way = Way(stage).reach("report.submitted")
    way.go("test.failed", "rework.submitted", "test.failed", "rework.submitted", "test.failed")
    assert refusal(lambda: way.do("rework.submitted")) == {"no_attempt_left"}
    way.do("report.submitted", items=_failing(way))
    way.go("report.accepted")
    assert Element.objects.get(case=way.case, code="XS").state == "nonconforming"
    way.do("evaluation.completed", conforming=False)
    way.do("review.concluded", recommends="refuse")
    way.do("decision.made", outcome="refuse", grounds=["test_failed"])
    assert way.do("refusal.approved").subject == way.case


def test_an_order_is_taken_from_a_laboratory_that_may_not_test_any_more(stage: Stage) -> None:
    way = Way(stage).reach("report.submitted").go("test.failed", "rework.submitted")
    with clock.moved(way.now):
        laboratory = stage.scene.laboratory
        given = {"reason": "资质被暂停。"}
        perform("laboratory.suspended", by=stage.people["E012"], subject=laboratory, given=given)
    way.go("report.submitted")
    assert refusal(lambda: way.do("report.accepted")) == {"laboratory_state"}
    way.go("report.rejected", "test.recalled")
    with clock.moved(way.now):
        perform("laboratory.restored", by=stage.people["E012"], subject=laboratory, given=given)
    assert refusal(lambda: way.do("samples.received")) == {"order_state"}
    way.go("test.ordered")
    # A recall does not wash a failure away: the attempts go on being counted.
    assert (way.order.state, way.order.failures) == ("ordered", 1)
    way.go("samples.received", "samples.authenticated", "report.submitted", "report.accepted")
    assert way.do("evaluation.completed").subject == way.case
