"""The pages of a visit and what the phone fetches: headers, refusals as sentences, papers, queries."""

from __future__ import annotations

import io
import json
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.certification.evidence.models import Inspection, Nonconformity, VisitNote
from shouze.certification.evidence.tests.visiting import PNG, Visiting, planned_visit, png
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.files import store

pytestmark = pytest.mark.django_db
Queries = Callable[[int], Any]


@pytest.fixture
def way(stage: Stage) -> Visiting:
    way = planned_visit(stage)
    way.on_site("visit.opened")
    return way


def _at(way: Visiting, rest: str = "") -> str:
    return f"/staff/visits/{way.inspection.pk}/{rest}"


def _send(browser: Client, way: Visiting, act: str, uid: uuid.UUID | None = None, **given: Any) -> Any:
    sent = {"uid": str(uid or uuid.uuid4()), "act": act, "given": given}
    with clock.moved(way.now + timedelta(minutes=1)):
        return browser.post(_at(way, "acts"), json.dumps(sent), content_type="application/json")


def test_place_and_camera_are_allowed_on_these_pages_alone(way: Visiting) -> None:
    browser = log_in(way.stage, "E008")
    with clock.moved(way.now):
        page, elsewhere = browser.get(_at(way)), browser.get("/staff/")
    assert "geolocation=(self)" in page.headers["Permissions-Policy"]
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "script" not in page.headers["Content-Security-Policy"]
    assert "'unsafe" not in page.headers["Content-Security-Policy"]
    assert "blob:" not in elsewhere.headers["Content-Security-Policy"]
    assert "geolocation=()" in elsewhere.headers["Permissions-Policy"]


def test_the_worker_names_its_files_by_their_content(client: Client) -> None:
    worker = client.get("/staff/visits/worker.js")
    assert worker.headers["Content-Type"] == "text/javascript"
    files = json.loads(text(worker).split("\n")[0].removeprefix("self.files = ").removesuffix(";"))
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in files.values())
    assert any("visit.js" in name for name in files)


def test_scripts_are_told_in_sentences_and_never_sent_to_a_login_page(way: Visiting) -> None:
    asked = Client().get(_at(way, "package"))
    assert asked.status_code == 401 and "重新登录" in asked.json()["sentences"][0]["zh"]
    with clock.moved(way.now):
        stranger = log_in(way.stage, "E024").get(_at(way, "package"))
        client = log_in(way.stage, "C001").get(_at(way, "package"))
        member = log_in(way.stage, "E009").get(_at(way, "package"))
    assert (stranger.status_code, client.status_code, member.status_code) == (404, 403, 200)
    assert member.json()["case"]["factory"]["name"]
    assert len(member.json()["checklist"]["points"]) > 30


def test_an_act_sent_twice_has_one_entry_and_a_refusal_its_sentence(way: Visiting) -> None:
    browser, uid = log_in(way.stage, "E008"), uuid.uuid4()
    first = _send(browser, way, "visit.noted", uid, point="3.1-1", verdict="conform").json()
    again = _send(browser, way, "visit.noted", uid, point="3.1-1", verdict="conform").json()
    assert (first["state"], first["entry"], again["repeated"]) == ("received", again["entry"], True)
    refused = _send(browser, way, "visit.noted", point="3.1-1", verdict="nonconform")
    assert refused.status_code == 409
    assert "须写明事实或理由" in refused.json()["sentences"][0]["zh"]
    assert _send(browser, way, "visit.noted", point="3.1-1").status_code == 422
    assert _send(browser, way, "case.withdrawn").status_code == 422
    broken = browser.post(_at(way, "acts"), "{", content_type="application/json")
    assert broken.status_code == 422
    assert VisitNote.objects.count() == 1


def test_a_photograph_is_stored_once_and_shown_to_the_team_alone(way: Visiting) -> None:
    with clock.moved(way.now):
        browser = log_in(way.stage, "E008")
        sent = [browser.post(_at(way, "files"), {"file": SimpleUploadedFile("a.png", PNG)}) for _ in range(2)]
        digest = sent[0].json()["digest"]
        assert sent[1].json()["digest"] == digest
        assert browser.get(_at(way, f"files/{digest}")).status_code == 404  # nobody rests on it yet
        false = browser.post(_at(way, "files"), {"file": SimpleUploadedFile("a.png", b"no picture")})
        assert false.status_code == 422 and "内容是" in false.json()["sentences"][0]["zh"]
    _send(browser, way, "visit.noted", point="3.1-1", verdict="conform", photos=[digest])
    with clock.moved(way.now):
        assert b"".join(browser.get(_at(way, f"files/{digest}"))) == PNG
        assert log_in(way.stage, "E024").get(_at(way, f"files/{digest}")).status_code == 404


def test_without_scripts_a_point_is_noted_by_the_plain_form(way: Visiting) -> None:
    browser = log_in(way.stage, "E009")
    with clock.moved(way.now):
        assert "do/visit.noted/?point=3.1-1" in text(browser.get(_at(way)))
        form = browser.get(_at(way, "do/visit.noted/?point=3.1-1")).context["form"]
        given = {"point": "3.1-1", "verdict": "conform", "words": "在档。", "_uid": form.uid}
        assert browser.post(_at(way, "do/visit.noted/"), given).status_code == 302
    assert VisitNote.objects.get().by_name == "孟实"


# --- papers ----------------------------------------------------------------------------------------------


def _ended(way: Visiting) -> None:
    way.note_all()
    photo = store.put(io.BytesIO(png(9)), "a.png", at=way.now).digest
    broken = store.put(io.BytesIO(PNG[:60] + PNG[70:]), "b.png", at=way.now).digest
    given = {"words": "耐压仪超过校准有效期。", "grade": "general", "code": "00011"}
    way.note("3.6-2", "nonconform", photos=[photo, broken], **given)
    way.signed()
    way.on_site("visit.closed")


def test_the_papers_hold_checklist_nonconformities_and_signatures(way: Visiting) -> None:
    browser = log_in(way.stage, "E008")
    with clock.moved(way.now):
        assert "草稿" in _words(browser.get(_at(way, "report.pdf")).content)
    _ended(way)
    with clock.moved(way.now):
        report = browser.get(_at(way, "report.pdf"))
        nonconformities = _words(browser.get(_at(way, "nonconformities.pdf")).content)
    words = _words(report.content)
    assert report.headers["Content-Type"] == "application/pdf"
    assert "草稿" not in words
    # The two photographs are named by their digest, for one of them cannot be drawn; so is no other paper's.
    assert "3.6-2照片" in words
    assert "{" not in words
    for said in (
        "工厂检查报告",
        way.inspection.plan_code,
        "3.11-3",
        "耐压仪超过校准有效期",
        "孔严",
        "何厂",
        "盖章",
    ):
        assert said in words, said
    assert "耐压仪超过校准有效期" in nonconformities and "原因分析" in nonconformities
    assert "3.5-1" not in nonconformities


def test_photographs_and_a_drawn_signature_stand_on_the_paper(way: Visiting) -> None:
    way.note("3.6-2", photos=[store.put(io.BytesIO(png(9)), "a.png", at=way.now).digest])
    way.signed()
    with clock.moved(way.now):
        report = PdfReader(io.BytesIO(log_in(way.stage, "E008").get(_at(way, "report.pdf")).content))
    assert sum(len(page.images) for page in report.pages) == len({"photograph", "signature"})
    assert "以键入姓名签署" in "".join(page.extract_text() for page in report.pages)


def _words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_report_is_handed_in_filled_in_from_the_notes(way: Visiting) -> None:
    _ended(way)
    browser = log_in(way.stage, "E008")
    with clock.moved(way.now + timedelta(minutes=1)):
        to = browser.post(_at(way, "hand-in"))
        form = browser.get(to.headers["Location"]).context["form"]
        known = {one.path: one for one in form.questions}
        assert known["findings"].rows[0][3].text == "耐压仪超过校准有效期。"
        given = {one.path: one.text for one in known.values() if one.kind != "rows"}
        given |= {one.name: one.text for row in known["findings"].rows[:1] for one in row}
        assert browser.post(to.headers["Location"], {**given, "_uid": form.uid}).status_code == 302
    found = Inspection.objects.get()
    assert (found.state, found.from_on) == ("correcting", clock.legal_date(way.now))
    assert Nonconformity.objects.get().code == "00011"
    with store.open_file(found.report) as content:
        assert "耐压仪" in _words(content.read())


# --- number of queries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("notes", [1, 12])
def test_a_visit_costs_the_same_however_much_is_noted(
    way: Visiting, notes: int, django_assert_max_num_queries: Queries
) -> None:
    for number in range(notes):
        way.note("3.1-1", words=f"第{number}次", photos=[way.picture()])
    browser = log_in(way.stage, "E008")
    with clock.moved(way.now):
        browser.get("/staff/visits/")
        with django_assert_max_num_queries(14):
            browser.get("/staff/visits/")
        with django_assert_max_num_queries(16):
            browser.get(_at(way))
        with django_assert_max_num_queries(18):
            browser.get(_at(way, "package"))


def test_the_list_costs_the_same_however_many_visits(
    way: Visiting, django_assert_max_num_queries: Queries
) -> None:
    other = Visiting(way.stage, "1119", now=way.now).reach("inspection.planned")
    other.go("inspection.planned")
    browser = log_in(way.stage, "E008")
    with clock.moved(other.now):
        browser.get("/staff/visits/")
        with django_assert_max_num_queries(14):
            page = text(browser.get("/staff/visits/"))
    assert page.count("visit-card-head") == 2
