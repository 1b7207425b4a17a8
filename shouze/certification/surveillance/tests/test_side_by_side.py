"""The sample of the factory and that of the market are ordered, received and tested side by side."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shouze.certification.evaluation.models import Element
from shouze.certification.evidence.models import SealedSample, TestOrder
from shouze.certification.evidence.queries import awaited_rows
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.wording import fields

from .supervising import Supervision, under_d
from .test_sealed import MARKET, sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def sampled(stage: Stage) -> tuple[Supervision, SealedSample, SealedSample]:
    """A supervision under class D whose visit is planned and whose two samples are sealed."""
    way = under_d(stage)
    bought = sample(way, "CY", **MARKET, receipt=way.file("receipt"))
    way.do("inspection.planned", planned_to="2024-10-16")
    return way, sample(way, "SC"), bought


def test_both_samples_are_tested_at_the_same_time(
    sampled: tuple[Supervision, SealedSample, SealedSample],
) -> None:
    way, drawn, bought = sampled
    assert way.row.stage == "test_order"
    ordered = [way.do("test.ordered", element="CY")]
    # The other sample is sealed, and not ordered: that is what is awaited, not the laboratory.
    assert way.row.stage == "test_order"
    assert refusal(lambda: way.do("test.ordered", element="CY")) == {"order_open"}
    assert refusal(lambda: way.do("test.ordered", element="XS")) == {"element_closed"}
    elsewhere = str(uuid4())
    assert refusal(lambda: way.do("test.ordered", laboratory=elsewhere)) >= {"beside_elsewhere"}
    ordered.append(way.do("test.ordered"))
    assert set(TestOrder.objects.values_list("element", "state")) >= {("SC", "ordered"), ("CY", "ordered")}
    assert refusal(lambda: way.do("test.ordered")) == {"order_open"}
    _each_letter_names_its_own_order(way, ordered)

    orders = {one.element: one for one in TestOrder.objects.filter(case=way.case)}
    for one in (bought, drawn):
        way.receive(one)
    _tested(way, orders["SC"])
    # One is being tested while the other waits for the body: the body is awaited.
    assert way.row.stage == "sample_check"
    assert awaited_rows([way.row.pk])[way.row.pk]["order"] == str(orders["CY"].pk)
    _tested(way, orders["CY"])
    assert (way.row.stage, way.row.stage_due_on) == ("type_test", orders["SC"].due_on)
    for element in ("CY", "SC"):
        _reported(way, orders[element])
    states = dict(Element.objects.filter(case=way.case).values_list("code", "state"))
    assert states == {"GZ": "open", "SC": "conforming", "CY": "conforming"}
    assert way.row.stage == "visit"


def _tested(way: Supervision, order: TestOrder) -> None:
    way.do("samples.authenticated", order=str(order.pk))
    order.refresh_from_db()
    assert order.state == "testing"


def _reported(way: Supervision, order: TestOrder) -> None:
    model: dict[str, Any] = {"models": [{"model": "DC-20B"}]}
    way.do("report.submitted", order=str(order.pk), number=f"R-{order.number}", **model)
    assert way.row.stage == "report_check"
    way.do("report.accepted")


def _each_letter_names_its_own_order(way: Supervision, ordered: list[Any]) -> None:
    """However late the worker writes it."""
    for done, element in zip(ordered, ("CY", "SC"), strict=True):
        letter = str(fields("test_order", way.row, ledger.entry(done.uid), "S2024-0001-01"))
        numbers = dict(TestOrder.objects.filter(case=way.case).values_list("element", "number"))
        other = numbers.pop("SC" if element == "CY" else "CY")
        assert numbers[element] in letter and other not in letter
