"""The clocks are warned of at 60, 80 and 100 per cent, from application to the report of the certificate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.jobs import defer, tidy
from shouze.outreach.reporting.jobs import prepare
from shouze.outreach.reporting.models import Upload
from shouze.oversight.performance.jobs import watch_clocks

pytestmark = pytest.mark.django_db


def _watch(way: Way, day: date | None) -> tuple[int, dict[str, int]]:
    assert day is not None
    with clock.moved(clock.moment(day.isoformat(), "10:00")):
        warned = watch_clocks()
    return warned, way.row.warned


def test_each_level_is_warned_of_once(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    since = clock.legal_date(way.now)
    told = {day: _watch(way, since + timedelta(days=day))[0] for day in (17, 18, 19, 24, 25, 30, 31)}
    assert told == {17: 0, 18: 1, 19: 0, 24: 1, 25: 0, 30: 1, 31: 0}
    assert way.row.warned["stage"] == 100


def test_a_clock_that_stands_is_not_warned_of(stage: Stage) -> None:
    way = Way(stage).reach("samples.received")
    way.do("case.paused", reason="waiting_for_samples")
    assert _watch(way, clock.legal_date(way.now) + timedelta(days=60))[0] == 0


def test_issue_is_watched_until_the_certificate_is_reported(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    assert (way.row.stage, way.row.stage_due_on) == ("issue", clock.add_working_days(way.row.closed_on, 5))  # type: ignore[arg-type]
    assert _watch(way, way.row.stage_due_on) == (1, {**way.row.warned, "stage": 100})
    # The clock of the ninety days ended with the certificate.
    assert way.row.due_on is not None
    assert _watch(way, way.row.due_on)[0] == 0
    with clock.moved(way.now + timedelta(days=200)):
        prepare("203010", way.row.id)
        given = {"upload": str(Upload.objects.get().pk), "receipt": "CNCA-1"}
        perform("record.uploaded", by=stage.people["E014"], subject=way.case, given=given)
    assert way.row.stage == ""


def test_the_record_of_a_plan_is_due_before_the_inspection_and_does_not_end_the_issue(stage: Stage) -> None:
    way = Way(stage, "1119").reach("inspection.planned")
    first = (clock.legal_date(way.now) + timedelta(days=20)).isoformat()
    way.do("inspection.planned", planned_from=first, planned_to=first)
    with clock.moved(way.now):
        prepare("202010", way.row.id, way.inspection.pk)
    record = Upload.objects.get(table="202010")
    begins = date.fromisoformat(first)
    assert record.due_on == clock.working_days_before(begins, 1) < begins
    way.do("inspection.conducted", days=20)
    way.go("inspection.concluded", "evaluation.completed", "review.concluded", "decision.made")
    way.go("certificate.approved")
    with clock.moved(way.now + timedelta(days=1)):
        given = {"upload": str(record.pk), "receipt": "CNCA-1"}
        perform("record.uploaded", by=stage.people["E014"], subject=way.case, given=given)
    assert way.row.stage == "issue"


def test_it_forgets_only_jobs_done_long_ago() -> None:
    defer("performance.watch", timestamp=0)
    tidy()
    assert ProcrastinateJob.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
        tidy()
        assert ProcrastinateJob.objects.count() == 1
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '31 days'")
    tidy()
    assert not ProcrastinateJob.objects.exists()
