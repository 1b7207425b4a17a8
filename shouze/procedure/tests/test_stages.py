"""Where a case stands after each act, who answers there, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shouze.certification.evidence import models as evidence
from shouze.demo.stage import Stage
from shouze.demo.tests.way import FINDING, Way
from shouze.kernel import clock, rulebook
from shouze.procedure.states import step_of
from shouze.procedure.table import AWAITED, EVIDENCE, FOLLOWS

pytestmark = pytest.mark.django_db


def _after(way: Way, act: str, *, days: int = 0, **given: Any) -> tuple[str, str]:
    """Do an act; return the stage in which the case stands then, and the post that answers there."""
    way.do(act, days=days, **given)
    stage = way.row.stage
    return stage, rulebook.code("stages", stage, on=clock.legal_date(way.now)).text("post")


def _working(day: date, count: int) -> date:
    return clock.add_working_days(day, count)


def test_each_stage_names_its_term_and_who_answers() -> None:
    on = date(2024, 3, 4)
    stages = {one.stage for one in FOLLOWS} | {one.stage for one in AWAITED}
    for stage in stages - {"", EVIDENCE}:
        found = rulebook.code("stages", stage, on=on)
        assert found.text("post"), stage
        assert found.text("deadline"), stage
        assert rulebook.code("stages", step_of(stage, on), on=on).get("within") is None


def test_a_household_appliance_without_inspection_goes_from_report_to_evaluation(stage: Stage) -> None:
    way = Way(stage).reach("plan.made")
    assert _after(way, "plan.made") == ("contract", "client")
    assert _after(way, "agreement.concluded") == ("contract", "client")
    assert _after(way, "fees.received") == ("test_order", "project_engineer")
    assert _after(way, "test.ordered") == ("sample", "client")
    assert _after(way, "samples.received") == ("sample_check", "project_engineer")
    assert _after(way, "samples.authenticated") == ("type_test", "laboratory_coordinator")
    assert _after(way, "report.submitted") == ("report_check", "project_engineer")
    assert _after(way, "report.rejected") == ("type_test", "laboratory_coordinator")
    way.go("report.submitted")
    assert _after(way, "report.accepted") == ("evaluation", "project_engineer")
    assert _after(way, "evaluation.completed") == ("review", "reviewer")
    assert _after(way, "case.returned", reopen=["XS"]) == ("test_order", "project_engineer")


def test_payment_before_the_agreement_waits_for_the_agreement(stage: Stage) -> None:
    way = Way(stage).reach("agreement.concluded")
    assert _after(way, "fees.received") == ("contract", "client")
    assert _after(way, "agreement.concluded") == ("test_order", "project_engineer")


def test_rework_stands_with_the_applicant_and_is_not_counted_as_testing(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    ordered = clock.legal_date(way.now)
    way.do("samples.received", days=9)
    way.do("samples.authenticated")
    received = clock.legal_date(way.now)
    last = _working(received, 30)
    assert evidence.TestOrder.objects.get(case=way.case).due_on == last > _working(ordered, 30)
    assert way.row.stage_due_on == last

    assert _after(way, "test.failed", days=5) == ("rework", "client")
    failed = clock.legal_date(way.now)
    assert way.row.stage_due_on == failed + timedelta(days=90)
    way.do("case.paused", reason="product_rework")
    assert _after(way, "rework.submitted", days=14) == ("type_test", "laboratory_coordinator")
    reworked = clock.legal_date(way.now)
    later = _working(last, clock.working_days_between(failed, reworked))
    assert (way.row.stage_since, way.row.stage_due_on) == (reworked, later)
    # The pause lay before this stage: it puts off the certificate's last day, not once more the test's.
    before = way.row.due_on
    way.go("case.resumed")
    assert way.row.stage_due_on == later
    assert before is not None and way.row.due_on == before + timedelta(days=14)


def test_a_pause_puts_the_stage_off_by_the_days_that_lie_in_it(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    due = way.row.stage_due_on
    way.do("case.paused", reason="waiting_for_samples")
    way.do("case.resumed", days=10)
    assert due is not None and way.row.stage_due_on == due + timedelta(days=10)


def test_an_inspection_stands_with_planner_team_and_factory_in_turn(stage: Stage) -> None:
    way = Way(stage, "1119").reach("report.accepted")
    assert _after(way, "report.accepted") == ("inspection", "inspection_planner")
    first = clock.legal_date(way.now) + timedelta(days=20)
    planned: Any = {"planned_from": first.isoformat(), "planned_to": first.isoformat()}
    assert _after(way, "inspection.planned", **planned) == ("visit", "inspector")
    # The report is due from the end on site, not from the day on which the plan was made.
    assert way.row.stage_due_on == _working(first, 5)
    assert _after(way, "inspection.conducted", days=20, findings=[FINDING, FINDING]) == (
        "correction",
        "client",
    )
    assert way.row.stage_due_on == _working(clock.legal_date(way.now), 40) == way.inspection.due_on
    assert _after(way, "correction.submitted", days=1) == ("verification", "inspector")
    assert _after(way, "correction.verified", accepted=False) == ("correction", "client")
    assert way.row.stage_due_on == way.inspection.due_on
    way.go("correction.submitted", "correction.verified", "correction.submitted")
    assert _after(way, "correction.verified") == ("inspection_report", "inspector")
    assert _after(way, "inspection.concluded") == ("evaluation", "project_engineer")


def test_a_visit_without_findings_is_concluded_by_the_team(stage: Stage) -> None:
    way = Way(stage, "1119").reach("inspection.conducted")
    assert _after(way, "inspection.conducted") == ("inspection_report", "inspector")


def test_an_inspection_beside_the_test_does_not_stop_the_clock_of_the_test(stage: Stage) -> None:
    way = Way(stage, "1119").reach("report.submitted")
    before = way.row
    assert _after(way, "inspection.planned", days=3) == ("type_test", "laboratory_coordinator")
    after = way.row
    assert (after.stage_since, after.stage_due_on) == (before.stage_since, before.stage_due_on)
    way.go("report.submitted")
    assert _after(way, "report.accepted") == ("visit", "inspector")


def test_a_failed_test_ends_the_gathering_of_evidence(stage: Stage) -> None:
    way = Way(stage, "1119").reach("report.submitted")
    keys = enumerate(way.order.items)
    items = [{"key": key, "verdict": "P" if place else "F", "value": "98 K"} for place, key in keys]
    way.do("report.submitted", items=items)
    assert _after(way, "report.accepted") == ("evaluation", "project_engineer")
