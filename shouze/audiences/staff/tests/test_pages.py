"""The staff's pages: who gets in, what is offered, what happens when a form is wrong or sent twice."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case
from shouze.resources.people.models import Account, Person

pytestmark = pytest.mark.django_db
ACCEPTED = 4
SUBMITTED = 3


def played(stage: Stage, steps: int) -> Case:
    play(ThroughTheGate(stage.people), stage.scene, fees_due, STORY[:steps])
    return Case.objects.get()


def pages_of(case: Case, stage: Stage) -> list[str]:
    return [
        "/staff/",
        "/staff/cases.csv",
        f"/staff/cases/{case.pk}/",
        f"/staff/cases/{case.pk}/do/case.paused/",
        "/staff/trace/",
        "/staff/people/",
        f"/staff/people/{stage.people['E008']}/",
        "/staff/people/new/person.registered/",
        "/staff/organisations/",
        "/staff/laboratories/",
        "/staff/appeals/",
    ]


def test_it_opens_to_staff_and_is_not_there_for_clients_and_laboratories(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-08", "11:00")):
        for url in pages_of(case, stage):
            assert client_of(stage.people["E003"]).get(url).status_code in {200, 403}, url
            assert client_of(stage.people["C001"]).get(url).status_code == 404, url
            assert client_of(stage.people["L001"]).get(url).status_code == 404, url
            assert Client().get(url).status_code == 302, url


def test_it_lets_the_regulator_and_the_auditor_read_and_do_nothing(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-08", "11:00")):
        for who in ("E016", "E017"):
            browser = client_of(stage.people[who])
            page = browser.get(f"/staff/cases/{case.pk}/")
            assert page.status_code == 200
            assert "/do/" not in page.content.decode()
            url = f"/staff/cases/{case.pk}/do/plan.made/"
            assert browser.get(url).status_code == 403
            before = len(ledger.entries_for_case(case.pk))
            assert browser.post(url, {}).status_code == 409
            assert len(ledger.entries_for_case(case.pk)) == before
        assert client_of(stage.people["E003"]).post(url, {}).status_code == 302


def test_it_says_what_to_do_when_the_login_has_no_person_or_the_person_no_post(stage: Stage) -> None:
    played(stage, SUBMITTED)
    with clock.moved(clock.moment("2024-03-08", "09:00")):
        idle = Person.objects.create(name="无岗", kind="staff", employee_number="E999", state="registered")
        page = client_of(idle.pk).get("/staff/")
    assert page.status_code == 403
    assert "您今日没有担任任何岗位" in page.content.decode()
    browser = client_of(stage.people["E003"])
    Account.objects.filter(person_id=stage.people["E003"]).delete()
    page = browser.get("/staff/")
    assert page.status_code == 403
    assert "没有对应已登记的人员" in page.content.decode()


def test_it_does_an_act_once_when_the_form_is_sent_twice(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-11", "09:00")):
        browser = client_of(stage.people["E003"])
        url = f"/staff/cases/{case.pk}/do/case.paused/"
        form = browser.get(url).context["form"]
        sent = {"reason": "product_rework", "words": "等待", "_uid": form.uid, "_seen": form.seen}
        assert browser.post(url, sent).status_code == 302
        again = browser.post(url, sent, follow=True)
    assert "没有重复办理" in again.content.decode()
    case.refresh_from_db()
    assert len(case.pauses) == 1


def test_it_refuses_what_was_changed_meanwhile_and_keeps_what_was_typed(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-11", "09:00")):
        browser = client_of(stage.people["E003"])
        url = f"/staff/cases/{case.pk}/do/plan.made/"
        seen = browser.get(url).context["form"].seen
        browser.post(f"/staff/cases/{case.pk}/do/case.paused/", {"reason": "product_rework", "words": "等待"})
        refused = browser.post(url, {"remark": "我写的备注", "_seen": seen})
    assert refused.status_code == 409
    text = refused.content.decode()
    assert "您打开页面后他人已办理" in text
    assert "我写的备注" in text
    assert refused.context["form"].seen == seen + 1


def test_it_shows_what_stands_in_the_way_and_which_act_resolves_it(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-11", "09:00")):
        browser = client_of(stage.people["E003"])
        page = browser.get(f"/staff/cases/{case.pk}/")
        assert f"/staff/cases/{case.pk}/do/case.resumed/" not in page.content.decode()
        browser.post(f"/staff/cases/{case.pk}/do/case.paused/", {"reason": "product_rework", "words": "等待"})
        page = browser.get(f"/staff/cases/{case.pk}/do/plan.made/")
    text = page.content.decode()
    assert "起暂停计时" in text
    assert "恢复计时" in text
    assert '<form method="post" enctype' not in text


def test_it_shows_the_computed_plan_before_it_is_signed(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-11", "09:00")):
        browser = client_of(stage.people["E003"])
        url = f"/staff/cases/{case.pk}/do/plan.made/"
        first = browser.get(url).content.decode()
        inspected = {"added-0-code": "GC", "added-0-basis": "00c003.4", "_more": ""}
        again = browser.post(url, inspected)
    assert "¥ 7,500.00" in first
    assert again.status_code == 200
    assert "¥ 13,750.00" in again.content.decode()
    case.refresh_from_db()
    assert case.state == "accepted"


def test_it_rejects_a_file_with_a_sentence_and_keeps_the_form(stage: Stage) -> None:
    case = played(stage, SUBMITTED)
    report = SimpleUploadedFile("report.exe", b"MZ\x90")
    with clock.moved(clock.moment("2024-03-08", "09:00")):
        browser = client_of(stage.people["C001"])
        assert browser.get("/staff/").status_code == 404
        inspector = client_of(stage.people["E008"])
        url = f"/staff/cases/{case.pk}/do/inspection.conducted/"
        page = inspector.post(url, {"summary": "检查情况如下", "file": report})
    assert page.status_code == 422
    assert "不接受此类文件" in page.content.decode()
    assert "检查情况如下" in page.content.decode()


def test_it_asks_as_many_queries_for_fifty_cases_as_for_five(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    counts = []
    browser = client_of(stage.people["E003"])
    with clock.moved(clock.moment("2024-03-11", "09:00")):
        for many in (5, 50):
            _copies(case, many)
            with CaptureQueriesContext(connection) as caught:
                page = browser.get("/staff/?whose=all")
            assert page.content.decode().count("/staff/cases/") >= min(many, 50)
            counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def _copies(case: Case, upto: int) -> None:
    have = Case.objects.count()
    fields = {one.attname: getattr(case, one.attname) for one in Case._meta.concrete_fields}
    Case.objects.bulk_create(
        Case(**{**fields, "id": uuid.uuid4(), "number": f"X{number:06d}"}) for number in range(have, upto)
    )


def test_it_finds_filters_and_exports_cases(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    browser = client_of(stage.people["E003"])
    with clock.moved(clock.moment("2024-03-20", "09:00")):
        for query, there in {
            "q=宁波": True, "q=宁波 电磁灶": True, "q=没有": False,
            "state=accepted": True, "state=planned": False, "product=07": True, "product=09": False,
            "overdue=1": True, "whose=mine": True,
        }.items():  # fmt: skip
            page = browser.get(f"/staff/?{query}")
            assert (case.number in page.content.decode()) is there, query
        text = browser.get("/staff/cases.csv").content.decode("utf-8-sig")
        xlsx = browser.get("/staff/cases.xlsx").content
    assert text.splitlines()[0].startswith("申请编号,状态,认证委托人")
    assert case.number in text
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == case.number
    with clock.moved(clock.moment("2024-03-20", "09:00")):
        reviewer = client_of(stage.people["E004"]).get("/staff/").content.decode()
    assert case.number not in reviewer


def test_it_registers_a_person_and_appoints_him(stage: Stage) -> None:
    played(stage, SUBMITTED)
    with clock.moved(clock.moment("2024-03-08", "09:00")):
        browser = client_of(stage.people["E001"])
        url = "/staff/people/new/person.registered/"
        wrong = browser.post(url, {"name": "新人", "kind": "staff"})
        assert wrong.status_code == 422
        assert "新人" in wrong.content.decode()
        done = browser.post(url, {"name": "新人", "kind": "staff", "employee_number": "E900"})
        assert done.status_code == 302
        person = Person.objects.get(employee_number="E900")
        assert done.headers["Location"] == f"/staff/people/{person.pk}/"
        act = f"/staff/people/{person.pk}/do/person.appointed/"
        given = {"post": "reviewer", "scope": "07\n09", "valid_from": "2024-03-08"}
        assert browser.post(act, given).status_code == 302
        page = browser.get(f"/staff/people/{person.pk}/").content.decode()
        refused = client_of(stage.people["E003"]).post(act, given)
    assert "复核员" in page
    assert "07、09" in page
    assert refused.status_code == 409


def test_it_is_chinese_until_the_switch_is_turned(stage: Stage) -> None:
    case = played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-08", "11:00")):
        browser = client_of(stage.people["E003"])
        url = f"/staff/cases/{case.pk}/"
        first = browser.get(url, headers={"accept-language": "en-US,en"}).content.decode()
        browser.post("/i18n/setlang/", {"language": "en", "next": url})
        second = browser.get(url).content.decode()
    assert "谁负责什么" in first
    assert 'lang="zh-Hans"' in first
    assert "Who answers for what" in second
    assert 'lang="en"' in second
    assert "8 March 2024" in second


@pytest.mark.parametrize("register", ["people", "organisations", "laboratories", "appeals"])
def test_it_sends_a_register_as_a_file_to_staff_alone(stage: Stage, register: str) -> None:
    played(stage, ACCEPTED)
    with clock.moved(clock.moment("2024-03-08", "11:00")):
        staff = client_of(stage.people["E003"])
        assert staff.get(f"/staff/{register}.csv").content
        grid = CalamineWorkbook.from_filelike(io.BytesIO(staff.get(f"/staff/{register}.xlsx").content))
        assert len(grid.get_sheet_by_index(0).to_python()[0]) > 3
        assert staff.get(f"/staff/{register}.pdf").status_code == 404
        assert client_of(stage.people["C001"]).get(f"/staff/{register}.csv").status_code == 404
