"""What counts for a class, what an appeal takes away, and who is evaluated though no certificate is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from shouze.certification.certificates.models import Certificate, Event
from shouze.certification.evaluation import planning
from shouze.certification.evidence.models import Sample, TestReport
from shouze.certification.surveillance.tests.supervising import certified, opened
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.classification import engine, jobs
from shouze.oversight.classification.evidence import lines
from shouze.oversight.classification.facts import named
from shouze.oversight.classification.models import Proposal
from shouze.oversight.signals.tests.entering import Desk

from .test_classes import BULLETIN, DROP, Classes

pytestmark = pytest.mark.django_db


@pytest.fixture
def classes(stage: Stage) -> Iterator[Classes]:
    """A factory with a certificate of 2024."""
    Way(stage).reach("certificate.approved").do("certificate.approved")
    yield Classes(Desk(stage))


@pytest.mark.parametrize(
    ("source", "finding", "severity", "row"),
    [
        ("local_sampling", "ccc_item", "ordinary", "c-local"),
        ("customs", "ccc_item", "ordinary", "c-local"),
        ("local_sampling", "non_ccc_item", "ordinary", "b"),
        ("recall", "quality_problem", "serious", "d-exposed"),
        ("penalty", "quality_problem", "serious", "d-exposed"),
        ("recall", "quality_problem", "ordinary", "b"),
    ],
)
def test_what_is_grave_counts_from_wherever_it_comes(
    classes: Classes, source: str, finding: str, severity: str, row: str
) -> None:
    classes.desk.final(BULLETIN, source=source, finding=finding, severity=severity)
    assert classes.evaluated(DROP)[0] == row


def _facts(classes: Classes, on: date) -> dict[str, str | bool]:
    return named(engine.evaluate(classes.factory, "0711", on).facts)


@pytest.mark.parametrize("model", ["report", "sample"])
def test_a_failed_type_test_and_samples_not_authentic_keep_a_factory_out_of_a(
    classes: Classes, model: str
) -> None:
    on = Certificate.objects.get().issued_on
    assert not _facts(classes, on)["other_bad"]
    if model == "report":
        TestReport.objects.update(conforming=False)
    else:
        Sample.objects.update(authentic=False)
    assert _facts(classes, on)["other_bad"]
    kind = {"report": "type_test", "sample": "not_authentic"}[model]
    assert kind in {one.fact for one in lines(classes.factory, "0711", on)}


def test_a_refused_visit_counts_before_any_measure(stage: Stage) -> None:
    certified(stage)
    classes = Classes(Desk(stage))
    way = opened(stage, "2025-05-12")
    assert not _facts(classes, date(2025, 5, 12))["refused"]
    way.do("surveillance.refused", happened_on="2025-05-12")
    assert classes.evaluated(date(2025, 5, 12))[:2] == ("d-refused", "D")


def test_who_lost_the_certificate_is_evaluated_when_an_application_is_accepted(stage: Stage) -> None:
    way = Way(stage, now=clock.moment("2025-09-11", "09:00")).reach("application.accepted")
    classes = Classes(Desk(stage))
    classes.desk.final(BULLETIN)
    assert refusal(lambda: classes.propose("D")) == {"not_certified"}
    way.do("application.accepted")
    with clock.moved(way.now):
        jobs.first(str(ledger.entries_of_act("application.accepted")[-1].uid))
    proposal = Proposal.objects.get()
    assert (proposal.letter, proposal.trigger) == ("D", "first")
    assert proposal.organisation_id == stage.scene.applicant
    classes.approve(proposal.pk, way.now.date())
    plan = planning.compute(way.row)
    assert (plan.enterprise_class, "GC" in plan.element_codes) == ("D", True)
    assert compare() == []


def test_a_suspension_that_an_appeal_took_away_lowers_no_class(classes: Classes) -> None:
    way = Way(classes.desk.stage, now=clock.moment("2025-09-15", "09:00"))
    way.case = Certificate.objects.get().case_id
    way.do("certificate.suspended", reasons=["0201"])
    on = Event.objects.get(kind="suspended").on
    assert classes.evaluated(on)[:2] == ("d-measure", "D")
    way.do("appeal.received", against="certificate.suspended")
    way.go("appeal.routed")
    (appeal,) = {one.subject_id for one in ledger.entries_of_act("appeal.received")}
    classes.do("appeal.concluded", appeal, date(2025, 10, 15), "E025", result="upheld", words="申诉成立。")
    assert [classes.evaluated(date(2025, 10, day))[:2] for day in (14, 15)] == [
        ("d-measure", "D"), ("b-no-information", "B"),
    ]  # fmt: skip
    assert jobs._concerned(ledger.entries_of_act("appeal.concluded")[0].uid) == [(classes.factory, "0711")]
