"""A class that fell after an application was accepted reaches the plan; what rests on it waits."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from shouze.certification.evaluation.models import Element, Plan
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.classification import jobs
from shouze.oversight.signals.tests.entering import Desk
from shouze.procedure.standing import awaited, evidence_of
from shouze.resources.people.queries import MACHINE

from .test_classes import Classes

pytestmark = pytest.mark.django_db
OLDER: Final = {"plan_of_older_class"}


def _way(stage: Stage, before: str) -> Way:
    return Way(stage, now=clock.moment("2025-08-04", "09:00")).reach(before)


def _fell(stage: Stage, way: Way, letter: str = "D") -> Way:
    """Let the factory fall by a bulletin of the day after; the machine tells the case."""
    classes = Classes(Desk(stage))
    on = date.fromordinal(way.now.date().toordinal() + 1)
    deviation = {} if letter == "D" else {"deviation": "已主动召回。", "deviation_basis": "00c003.3.4"}
    classes.desk.final(on)
    classes.approve(classes.propose(letter, on, **deviation), on)
    way.now = clock.moment(on.isoformat(), "16:00")
    with clock.moved(way.now):
        jobs.question_plans(str(ledger.entries_of_act("class.approved")[-1].uid))
    return way


def _element_codes(way: Way) -> set[str]:
    return set(Element.objects.filter(case=way.case).values_list("code", flat=True))


def test_evidence_waits_for_a_plan_of_the_class(stage: Stage) -> None:
    way = _way(stage, "agreement.concluded")
    assert (way.row.enterprise_class, "GC" in _element_codes(way)) == ("B", False)
    _fell(stage, way)
    case = way.row
    assert (case.worse_class, case.stage, awaited(evidence_of(case)).stage) == ("D", "plan", "plan")
    assert [one.act for one in ledger.entries_for_case(case.pk)][-1] == "plan.questioned"
    for act in ("agreement.concluded", "test.ordered", "inspection.planned", "evaluation.completed"):
        assert refusal(lambda act=act: way.do(act)) >= OLDER  # type: ignore[misc]
    way.do("plan.made", person_days=None)
    assert (way.row.worse_class, way.row.enterprise_class, way.row.stage) == ("", "D", "contract")
    assert "GC" in _element_codes(way)
    assert Plan.objects.get(case=way.case).class_basis.endswith("/d-government")
    way.go("agreement.concluded", "fees.received")
    way.do("test.ordered")
    with clock.moved(way.now):
        jobs.question_plans(str(ledger.entries_of_act("class.approved")[-1].uid))
    assert len(ledger.entries_of_act("plan.questioned")) == 1
    assert compare() == []


def test_no_certificate_rests_on_a_class_that_fell_before_its_approval(stage: Stage) -> None:
    way = _fell(stage, _way(stage, "certificate.approved"))
    assert way.row.stage == "approval"  # who approves is refused, and returns it
    assert refusal(lambda: way.do("certificate.approved")) == OLDER
    way.do("case.returned")
    assert way.row.stage == "plan"
    assert refusal(lambda: way.do("evaluation.completed")) >= OLDER
    way.do("plan.made", person_days=None)
    assert refusal(lambda: way.do("evaluation.completed")) == {"element_open"}


def test_neither_review_nor_decision_grants_on_it_and_both_may_refuse(stage: Stage) -> None:
    way = _fell(stage, _way(stage, "review.concluded"))
    assert refusal(lambda: way.do("review.concluded")) == OLDER
    way.do("review.concluded", recommends="refuse")
    assert refusal(lambda: way.do("decision.made")) >= OLDER
    way.do("decision.made", outcome="refuse", grounds=["false_sample"])
    assert way.row.state == "decided"


def test_a_plan_of_the_class_and_a_better_class_ask_for_nothing(stage: Stage) -> None:
    way = _fell(stage, _way(stage, "plan.made"))
    assert way.row.worse_class == ""  # no plan was there yet
    way.do("plan.made", person_days=None)
    assert way.row.enterprise_class == "D"  # that of the day of planning, not of the acceptance
    assert refusal(lambda: _question(way)) == {"class_unchanged"}


def _question(way: Way) -> None:
    given = {"proposal": str(way.case)}
    with clock.moved(way.now):
        perform("plan.questioned", by=MACHINE, subject=way.case, given=given, via="job")
