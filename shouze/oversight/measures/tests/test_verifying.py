"""A restoration that needs an inspection or a test has its case by itself, and waits for it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate, HolderRequest
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.tests.supervising import Supervision, certified, opened
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.measures import jobs
from shouze.resources.cases.models import Case

pytestmark = pytest.mark.django_db
ARRANGING = {"surveillance.triggered", "surveillance.opened", "restoration.arranged"}


class Holding(Way):
    """Acts on the certificate of the worked example."""

    def do(self, act: str, **how: Any) -> Done:
        return super().do(act, **{"subject": Certificate.objects.get().pk, **how})

    def applies(self) -> Done:
        """Apply for restoration; what follows runs twice."""
        done = self.do("restoration.applied")
        for _ in range(2):
            with clock.moved(self.now):
                jobs.verify(str(done.uid))
        return done


def suspended(stage: Stage, reason: str, on: str = "2025-02-03") -> Holding:
    certified(stage)
    way = Holding(stage, now=clock.moment(on, "09:00"))
    until = (date.fromisoformat(on) + timedelta(days=80)).isoformat()
    way.do("certificate.suspended", reasons=[reason], until=until)
    way.now += timedelta(days=9)
    return way


def verified(way: Holding) -> Done:
    return way.do("restoration.verified", ways=["inspection"])


def test_its_case_is_opened_asks_what_the_rule_asks_and_is_waited_for(stage: Stage) -> None:
    way = suspended(stage, "0203")
    way.applies()
    case, request = Case.objects.get(kind="surveillance"), HolderRequest.objects.get()
    assert request.cases == [str(case.pk)]
    assert ([one["code"] for one in case.asked or ()], case.veiled) == (["GZ"], False)
    assert Task.objects.get(kind="extra").cause == "restoration"
    assert refusal(partial(verified, way)) == {"case_open", "way_unproven"}
    assert refusal(partial(way.do, "certificate.restored")) == {"not_verified"}
    visit = Supervision(stage, now=way.now, case=case.pk)
    visit.go("inspection.planned", "inspection.conducted", "inspection.concluded")
    way.now = visit.now
    assert refusal(partial(verified, way)) == {"case_open"}
    visit.now = way.now
    visit.go("evaluation.completed", "surveillance.concluded")
    way.now = visit.now
    verified(way)
    way.do("certificate.restored")
    assert Certificate.objects.get().state == "valid"
    assert HolderRequest.objects.get().cases == [str(case.pk)]
    # What was seen on the spot was seen: the follow-up counts from that day.
    follow_up = Task.objects.get(kind="follow_up", state="open")
    assert follow_up.counted_from == clock.legal_date(visit.now)
    assert compare() == []


def test_sampling_that_failed_asks_for_an_inspection_and_a_sample(stage: Stage) -> None:
    way = suspended(stage, "0201")
    way.applies()
    case = Case.objects.get(kind="surveillance")
    assert sorted(one["code"] for one in case.asked or ()) == ["GZ", "SC"]


def test_papers_ask_for_no_case_and_a_seasonal_stop_for_a_visit(stage: Stage) -> None:
    way = suspended(stage, "0207")
    way.applies()
    assert not Case.objects.filter(kind="surveillance").exists()
    way.do("restoration.verified", ways=["papers"])
    way.do("certificate.restored")
    first = clock.legal_date(way.now)
    asked = {"until": (first + timedelta(days=200)).isoformat()}
    way.do("stop.applied", who="C001", from_on=first.isoformat(), words="淡季。", annuity=True, **asked)
    way.do("certificate.suspended", reasons=["0208"], **asked)
    way.now += timedelta(days=100)
    way.applies()
    assert [one["code"] for one in Case.objects.get(kind="surveillance").asked or ()] == ["GZ"]


def test_a_supervision_under_way_is_taken_and_one_that_proved_it_before(stage: Stage) -> None:
    way = suspended(stage, "0203")
    under_way = opened(stage, clock.legal_date(way.now).isoformat())
    way.now = under_way.now
    way.applies()
    assert HolderRequest.objects.get().cases == [str(under_way.case)]
    assert Case.objects.filter(kind="surveillance").count() == 1
    way.do("request.refused", kind="restoration", who="E005")
    under_way.now = way.now
    under_way.go("inspection.planned", "inspection.conducted", "inspection.concluded")
    under_way.go("evaluation.completed", "surveillance.concluded")
    way.now = under_way.now
    way.applies()
    assert HolderRequest.objects.get(state="open").cases == [str(under_way.case)]
    assert Case.objects.filter(kind="surveillance").count() == 1
    verified(way)


def test_a_person_arranges_cases_of_this_factory_and_product_alone(stage: Stage) -> None:
    way = suspended(stage, "0203")
    own = str(Certificate.objects.get().case_id)
    arrange = partial(way.do, "restoration.arranged", who="E027")
    assert refusal(partial(arrange, cases=[own])) == {"not_applied"}
    way.do("restoration.applied")
    strange = str(Certificate.objects.get().pk)
    assert refusal(partial(arrange, cases=[strange])) == {"other_case"}
    assert refusal(partial(arrange, cases=[own], who="E003")) == {"no_post"}
    arrange(cases=[own])
    assert HolderRequest.objects.get().cases == [own]
    done = {entry.act for entry in ledger.entries()}
    assert done & ARRANGING == {"restoration.arranged"}
