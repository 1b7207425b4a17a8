"""The other ends of a case: withdrawn, terminated, refused, returned and done again; the appeal after it."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.decisions.models import Decision, Review
from shouze.certification.evaluation.models import Element, Evaluation
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import INSPECTION, PATH, Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.outreach.complaints.models import Appeal

pytestmark = pytest.mark.django_db
#: before each of these acts the case stands in another place
STAGES = [act for act in PATH[1:] if act not in INSPECTION]
ACCEPTED = STAGES[1:]


# --- withdrawal and termination --------------------------------------------------------------------------


@pytest.mark.parametrize("act", STAGES)
def test_the_applicant_may_withdraw_at_each_stage(stage: Stage, act: str) -> None:
    way = Way(stage).reach(act)
    way.go("case.withdrawn")
    assert (way.row.state, way.row.closed_on, way.row.stage) == ("withdrawn", clock.legal_date(way.now), "")
    assert refusal(lambda: way.do(act)) >= {"wrong_state"}
    assert refusal(lambda: way.do("case.withdrawn")) == {"wrong_state"}


@pytest.mark.parametrize("act", ACCEPTED)
def test_the_body_may_terminate_at_each_stage_from_acceptance(stage: Stage, act: str) -> None:
    way = Way(stage).reach(act)
    assert refusal(lambda: way.do("case.terminated", reason="tired_of_it")) == {"unknown_code"}
    way.go("case.terminated")
    assert (way.row.state, way.row.closed_on) == ("terminated", clock.legal_date(way.now))
    assert refusal(lambda: way.do(act)) >= {"wrong_state"}


def test_a_certified_case_is_neither_withdrawn_nor_terminated(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    for act in ("case.withdrawn", "case.terminated", "case.returned", "case.paused"):
        assert refusal(partial(way.do, act)) == {"wrong_state"}


def test_an_open_pause_ends_with_the_case_and_counts(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    before = way.row.due_on
    way.do("case.paused", reason="waiting_for_samples")
    assert refusal(lambda: way.do("case.paused", reason="waiting_for_samples")) == {"paused"}
    way.do("case.withdrawn", days=10)
    assert before is not None
    assert way.row.due_on is not None
    assert ((way.row.due_on - before).days, way.row.paused) == (10, False)


# --- refusal by decision ---------------------------------------------------------------------------------


def _failed(stage: Stage) -> Way:
    """A case whose type test failed, evaluated so."""
    way = Way(stage).reach("report.submitted")
    keys = enumerate(way.order.items)
    items = [{"key": key, "verdict": "P" if place else "F", "value": "98 K"} for place, key in keys]
    way.do("report.submitted", items=items)
    way.go("report.accepted")
    assert Element.objects.get(case=way.case, code="XS").state == "nonconforming"
    assert refusal(lambda: way.do("evaluation.completed")) == {"conclusion"}
    way.do("evaluation.completed", conforming=False)
    return way


def test_a_failed_type_test_is_refused_with_its_ground(stage: Stage) -> None:
    way = _failed(stage)
    assert refusal(lambda: way.do("review.concluded", recommends="grant")) == {"not_conforming"}
    way.do("review.concluded", recommends="refuse")
    assert refusal(lambda: way.do("decision.made", outcome="grant")) >= {"not_conforming", "against_review"}
    assert refusal(lambda: way.do("decision.made", outcome="refuse", grounds=[])) == {"no_grounds"}
    assert refusal(lambda: way.do("decision.made", outcome="refuse", grounds=["mood"])) <= {
        "no_grounds",
        "unknown_code",
    }
    way.do("decision.made", outcome="refuse", grounds=["test_failed"])
    assert "other_outcome" in refusal(lambda: way.do("certificate.approved"))
    way.go("refusal.approved")
    decision = Decision.objects.get(case=way.case)
    assert (way.row.state, decision.outcome, decision.by != decision.approved_by) == (
        "refused",
        "refuse",
        True,
    )
    assert not Certificate.objects.filter(case=way.case).exists()


def test_a_grant_is_not_approved_as_a_refusal(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved")
    assert refusal(lambda: way.do("refusal.approved")) == {"other_outcome"}
    assert way.do("certificate.approved").subject == way.case


# --- return and re-evaluation ----------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["review.concluded", "decision.made", "certificate.approved"])
def test_a_returned_case_is_done_again(stage: Stage, act: str) -> None:
    way = Way(stage).reach(act)
    way.do("case.returned", reopen=["XS"])
    assert (way.row.state, Element.objects.get(case=way.case, code="XS").state) == ("planned", "open")
    assert refusal(lambda: way.do("evaluation.completed")) == {"element_open"}
    way.go("test.ordered", "samples.received", "samples.authenticated", "report.submitted", "report.accepted")
    way.go("evaluation.completed", "review.concluded", "decision.made", "certificate.approved")
    certificate = Certificate.objects.get(case=way.case)
    assert certificate.state == "valid"
    assert Decision.objects.filter(case=way.case, standing=True).count() == 1
    assert Decision.objects.filter(case=way.case, standing=False).count() == (act == "certificate.approved")


def test_the_latest_evaluation_and_review_count_whatever_uid_was_chosen(stage: Stage) -> None:
    """On one day a case is evaluated well, returned, evaluated badly; the second uid sorts first."""
    way = Way(stage).reach("evaluation.completed")
    _as(way, "evaluation.completed", "E003", 9, conforming=True, summary="符合。")
    way.go("case.returned")
    _as(way, "evaluation.completed", "E003", 1, conforming=False, summary="复查不符合。")
    assert Evaluation.objects.filter(case=way.case).count() == 2
    assert refusal(lambda: way.do("review.concluded", recommends="grant")) == {"not_conforming"}
    _as(way, "review.concluded", "E004", 8, recommends="refuse", opinion="不同意。")
    way.go("case.returned")
    way.do("evaluation.completed")
    _as(way, "review.concluded", "E004", 2, recommends="grant", opinion="同意。")
    assert Review.objects.filter(case=way.case).count() == 2
    assert way.do("decision.made", outcome="grant").subject == way.case


def _as(way: Way, act: str, who: str, first: int, **given: Any) -> None:
    import uuid

    way.now = way.now.replace(hour=way.now.hour + 1)
    uid = uuid.UUID(int=first << 120 | uuid.uuid4().int >> 8)
    with clock.moved(way.now):
        perform(act, by=way.stage.people[who], subject=way.case, given=given, uid=uid)


def test_a_rejected_report_does_not_come_back(stage: Stage) -> None:
    way = Way(stage).reach("report.accepted")
    rejected = str(way.report.pk)
    way.go("report.rejected", "report.submitted")
    assert refusal(lambda: way.do("report.accepted", report=rejected)) == {"judged"}
    assert way.do("report.accepted").subject == way.case


def test_a_report_of_days_before_the_samples_does_not_count(stage: Stage) -> None:
    way = Way(stage).reach("report.submitted")
    way.now = way.now.replace(day=20)
    early: dict[str, Any] = {"tested_from": "2024-03-03", "tested_to": "2024-03-10"}
    assert refusal(lambda: way.do("report.submitted", **early)) == {"tested_before_samples"}
    assert way.do("report.submitted", tested_from="2024-03-04").subject == way.case


# --- appeal ----------------------------------------------------------------------------------------------


def test_an_appeal_goes_to_nobody_who_was_in_the_case(stage: Stage) -> None:
    way = _failed(stage)
    way.do("review.concluded", recommends="refuse")
    way.do("decision.made", outcome="refuse", grounds=["test_failed"])
    way.go("refusal.approved")
    assert refusal(lambda: way.do("appeal.received", who="C002")) == {"other_case"}
    assert refusal(lambda: way.do("appeal.received", against="weather.changed")) == {"not_appealable"}
    assert refusal(lambda: way.do("appeal.received", against="certificate.withdrawn")) == {"no_such_decision"}
    way.go("appeal.received")
    for number in ("E002", "E003", "E004", "E005", "E006"):
        assert refusal(partial(way.do, "appeal.routed", handler=way.person(number))) == {"handler_in_case"}
    for number in ("C001", "C002", "L001"):
        assert "handler_office" in refusal(partial(way.do, "appeal.routed", handler=way.person(number)))
    way.go("appeal.routed")
    appeal = Appeal.objects.get(case=way.case)
    assert (appeal.state, str(appeal.handler_id)) == ("routed", way.person("E025"))


def test_an_appeal_against_a_suspension_does_not_go_to_who_suspended(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    way.do("certificate.suspended", who="E022")
    way.do("appeal.received", against="certificate.suspended")
    assert refusal(lambda: way.do("appeal.routed", handler=way.person("E022"))) == {"handler_in_case"}
    assert way.do("appeal.routed", handler=way.person("E023")).subject


def test_an_appeal_does_not_go_to_who_has_a_link_in_two_years(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    way.do("appeal.received", against="decision.made")
    given = {
        "organisation": way.row.applicant_id,
        "kind": "咨询",
        "valid_from": "2020-01-01",
        "valid_to": "2023-01-01",
    }
    with clock.moved(way.now):
        perform("interest.declared", by=stage.people["E001"], subject=stage.people["E025"], given=given)
    assert refusal(lambda: way.do("appeal.routed")) == {"handler_linked"}
    way.now = way.now.replace(year=2025)
    assert way.do("appeal.routed").subject
