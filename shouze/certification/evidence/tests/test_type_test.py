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
    keys = enumerate(way.order.items)
    return [{"key": key, "verdict": "P" if place else "F", "value": "98 K"} for place, key in keys]


def test_it_asks_what_was_measured_where_an_item_failed(stage: Stage) -> None:
    way = Way(stage).reach("report.submitted")
    bare = [{**one, "value": " "} for one in _failing(way)]
    assert refusal(lambda: way.do("report.submitted", items=bare)) == {"failure_unmeasured"}
    assert way.do("report.submitted", items=_failing(way)).subject == way.case
    assert way.report.items[0] == {
        "key": way.order.items[0], "verdict": "F", "value": "98 K", "limit": "", "uncertainty": "",
        "instrument": "", "method": "",
    }  # fmt: skip


def test_it_keeps_how_the_samples_came_in_and_what_was_noticed(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    photo = way.file("photo")
    given = way.given("samples.received")
    lines = [{**one, "condition": "外壳划痕"} for one in given["samples"]]
    way.do("samples.received", samples=lines, discrepancy="铭牌无商标。", photos=[photo])
    assert way.order.receipt == {
        "method": "sent",
        "received_on": "2024-03-04",
        "discrepancy": "铭牌无商标。",
        "photos": [photo],
    }
    assert {one.condition for one in way.order.samples.all()} == {"外壳划痕"}


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
