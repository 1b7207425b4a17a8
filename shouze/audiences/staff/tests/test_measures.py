"""The board of measures, a certificate's page and the forms on it; what its holder sees and asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.cast import client_of, flat
from shouze.certification.certificates.models import Certificate, HolderRequest
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.oversight.measures import jobs
from shouze.oversight.measures.models import Reaction

pytestmark = pytest.mark.django_db


def suspended(stage: Stage) -> Way:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    way.do("certificate.suspended", models=["M-1"], range_basis="M-2结构不同。")
    return way


def row(way: Way) -> Certificate:
    return Certificate.objects.get(case=way.case)


def test_it_shows_what_ends_when_and_leads_to_the_measure_with_its_reason(stage: Stage) -> None:
    way = suspended(stage)
    until = row(way).suspended_until
    assert until
    way.now = clock.moment(until + timedelta(days=1), "09:00")
    with clock.moved(way.now):
        jobs.watch_all(clock.legal_date(way.now))
        browser = client_of(stage.people["E005"])
        board = browser.get("/staff/desk/measures/").content.decode()
        assert "暂停届满未恢复" in board and row(way).number in board
        page = browser.get(f"/staff/certificates/{row(way).number}/").content.decode()
        assert "M-2结构不同" in page and "现在要处理的" in page
        url = f"/staff/certificates/{row(way).pk}/do/certificate.withdrawn/?reasons=0201"
        why = rulebook.code("withdrawal_reasons", "0201", on=clock.legal_date(way.now)).words
        assert url in page and f"：0201 {why.zh}" in page
        form = browser.get(url)
        reasons = next(one for one in form.context["form"].questions if one.path == "reasons")
        assert "0201" in reasons.text or "0201" in str(reasons.value)
        given = {"reasons": ["0201"], "words": "暂停届满未申请恢复。", "models": []}
        sent = browser.post(url, {**flat(given), "_uid": form.context["form"].uid})
    assert sent.status_code == 302, sent.content.decode()
    assert row(way).state == "withdrawn"


def test_a_list_of_many_reactions_asks_no_more_queries_than_one_of_few(stage: Stage) -> None:
    way = suspended(stage)
    until = row(way).suspended_until
    assert until
    counted = []
    for days in (0, 1):
        with clock.moved(clock.moment(until + timedelta(days=days), "09:00")):
            jobs.watch_all(until + timedelta(days=days))
            browser = client_of(stage.people["E015"])
            browser.get("/staff/desk/measures/")
            with CaptureQueriesContext(connection) as queries:
                assert browser.get("/staff/desk/measures/").status_code == 200
            counted.append(len(queries))
    assert Reaction.objects.count() == 2
    assert counted[1] <= counted[0]


def test_the_holder_reads_what_it_means_and_applies_in_his_page(stage: Stage) -> None:
    way = suspended(stage)
    with clock.moved(way.now + timedelta(days=1)):
        browser = client_of(stage.people["C001"])
        number = row(way).number
        page = browser.get(f"/clients/certificates/{number}/").content.decode()
        assert "不得出厂" in page and "申请恢复证书" in page and "申请季节性暂停" not in page
        url = f"/clients/certificates/{number}/ask/restoration/"
        form = browser.get(url)
        assert form.status_code == 200 and "整改报告" in form.content.decode()
        given = way.given("restoration.applied")
        refused = browser.post(url, {**flat({**given, "cause": ""}), "_uid": form.context["form"].uid})
        assert refused.status_code == 409
        assert browser.get(f"/clients/certificates/{number}/ask/other/").status_code == 404
    assert not HolderRequest.objects.exists()


def test_nobody_else_sees_a_holder_s_forms(stage: Stage) -> None:
    way = suspended(stage)
    with clock.moved(way.now + timedelta(days=1)):
        number = row(way).number
        assert client_of(stage.people["L001"]).get(f"/staff/certificates/{number}/").status_code in (
            302,
            403,
            404,
        )
        assert client_of(stage.people["E005"]).get("/staff/certificates/20240000/").status_code == 404


def test_what_the_holder_asked_for_is_not_offered_again_before_it_is_answered(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    page, asked = f"/clients/certificates/{row(way).number}/", "ask/cancellation/"
    with clock.moved(way.now + timedelta(days=1)):
        assert asked in client_of(stage.people["C001"]).get(page).content.decode()
    way.do("cancellation.applied", days=1)
    with clock.moved(way.now):
        shown = client_of(stage.people["C001"]).get(page).content.decode()
        assert asked not in shown and "等待答复" in shown and "ask/stop/" in shown
    way.do("request.refused", kind="cancellation")
    with clock.moved(way.now):
        assert asked in client_of(stage.people["C001"]).get(page).content.decode()


def test_the_holder_appeals_against_a_suspension_in_its_term(stage: Stage) -> None:
    way = suspended(stage)
    page, on = f"/clients/certificates/{row(way).number}/", clock.legal_date(way.now)
    url = f"/clients/cases/{way.case}/appeal/?against=certificate.suspended"
    last = on + timedelta(days=rulebook.value("deadlines/appeal_filing", on=on).whole)
    for day, offered in ((on, True), (last, True), (last + timedelta(days=1), False)):
        with clock.moved(clock.moment(day, "23:00")):
            shown = client_of(stage.people["C001"]).get(page).content.decode()
            assert (url in shown, f"{last}前提出的" in shown) == (offered, offered)
    with clock.moved(way.now + timedelta(days=1)):
        browser = client_of(stage.people["C001"])
        form = browser.get(url)
        given = {"against": "certificate.suspended", "grounds": "样品不是我公司产品。"}
        sent = {**flat({**given, "case": str(way.case)}), "_uid": form.context["form"].uid}
        assert browser.post(url, sent).status_code == 302
        shown = browser.get(page).content.decode()
        assert url not in shown and "申诉 S2024" in shown and "已收到" in shown


def test_a_holder_does_not_appeal_against_what_he_asked_for(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    way.go("cancellation.applied", "certificate.cancelled")
    with clock.moved(way.now):
        shown = client_of(stage.people["C001"]).get(f"/clients/certificates/{row(way).number}/")
    assert "appeal/?against" not in shown.content.decode()
