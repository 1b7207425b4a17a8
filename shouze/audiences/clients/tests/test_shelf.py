"""Bills, letters, documents, and the day to be expected: each client sees his own, at the cost of a few."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouze.audiences.clients import promised
from shouze.audiences.clients.track import track
from shouze.audiences.parts.tests.browsing import Login, MoveTo, PlayUntil, text
from shouze.certification.applications.models import Application
from shouze.demo.stage import Stage
from shouze.kernel.clock import moment
from shouze.kernel.ledger.queries import entries_for_case
from shouze.outreach.correspondence.jobs import make
from shouze.outreach.correspondence.models import Letter
from shouze.resources.cases.models import Case

from .test_cases import address, case_of
from .test_sheets import grid

LISTS = ("/clients/", "/clients/bills/", "/clients/letters/", "/clients/papers/", "/clients/certificates/")


def copied(row: Any, **changed: Any) -> Any:
    for name, value in changed.items():
        setattr(row, name, value)
    row._state.adding = True
    row.save(force_insert=True)
    return row


def test_it_lists_bills_and_prints_each_with_the_rows_of_the_fee_rule(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("plan.made")
    now("2024-03-12")
    case = case_of(stage)
    assert "未缴清" in text(applicant.get("/clients/bills/"))
    until("fees.received")
    now("2024-03-14")
    assert "已缴清" in text(applicant.get("/clients/bills/"))
    page = text(applicant.get(f"/clients/bills/{case.pk}/"))
    for said in ("申请费", "型式试验费", "¥ 7,500.00", "fees/application@", "2024年3月13日", "票据号"):
        assert said in page, said
    cells = grid(applicant.get(f"/clients/bills/{case.pk}/lines.xlsx").content)
    assert cells[0] == ["项目", "数量", "单价（元）", "金额（元）", "收费依据"]
    assert sum(float(row[3]) for row in cells[1:]) == float(case_of(stage).fees_due)
    listed = applicant.get("/clients/bills.csv").content.decode("utf-8-sig").splitlines()
    assert listed[1].split(",")[:4] == [case.number, "电磁灶", "7500.00", "7500.00"]
    assert applicant.get("/clients/bills.pdf").status_code == 404


def test_it_shows_nobody_the_bills_and_letters_of_another(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client, login: Login
) -> None:
    until("fees.received")
    now("2024-03-14")
    case = case_of(stage)
    Case.objects.filter(pk=case.pk).update(applicant_id=uuid.uuid4())
    for page in (f"/clients/bills/{case.pk}/", f"/clients/bills/{case.pk}/lines.csv"):
        assert applicant.get(page).status_code == 404
        assert login("E002").get(page).status_code == 404
    for page in LISTS:
        assert case.number not in text(applicant.get(page))
        assert login("E002").get(page).status_code == 404


def test_it_has_every_letter_and_document_on_one_shelf(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("decision.made")
    now("2024-05-18")
    for act, kind in {"application.accepted": "acceptance", "decision.made": "decision"}.items():
        entry = next(one for one in entries_for_case(case_of(stage).id) if one.act == act)
        make(kind=kind, entry=str(entry.uid))
    letters = text(applicant.get("/clients/letters/"))
    assert "受理通知书" in letters
    assert "认证决定书" not in letters
    papers = text(applicant.get("/clients/papers/"))
    assert "认证委托人营业执照" in papers
    assert "2026年3月4日" in papers
    assert "每次委托另行出具" in papers


def test_it_costs_the_same_for_many_as_for_few(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("fees.received")
    now("2024-03-14")
    entry = next(one for one in entries_for_case(case_of(stage).id) if one.act == "application.accepted")
    make(kind="acceptance", entry=str(entry.uid))

    def counts() -> list[int]:
        found = []
        for page in LISTS:
            with CaptureQueriesContext(connection) as asked:
                assert applicant.get(page).status_code == 200
            found.append(len(asked))
        return found

    counts()
    before = counts()
    case, letter = case_of(stage), Letter.objects.get()
    application = Application.objects.get(case=case)
    for number in range(15):
        more = copied(case, id=uuid.uuid4(), number=f"X{number}")
        copied(application, id=uuid.uuid4(), case_id=more.pk)
        copied(letter, id=uuid.uuid4(), number=f"L{number}", entry=uuid.uuid4(), case_id=more.pk)
    assert counts() == before
    assert max(before) <= 16


def test_it_says_whose_turn_it_is_and_why_the_clock_stands(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    turns = (
        ("application.submitted", "2024-03-04", "本机构"),
        ("supplement.requested", "2024-03-06", "您（认证委托人）"),
        ("samples.authenticated", "2024-03-21", "签约实验室"),
    )
    for act, day, turn in turns:
        until(act)
        now(day)
        assert f"轮到：{turn}" in text(applicant.get(address(stage))), act
    until("case.paused")
    now("2024-05-02")
    page = text(applicant.get(address(stage)))
    assert "2024年4月19日 – 现在" in page
    assert "产品整改" in page
    assert "原因消除后由项目负责人恢复计时" in page
    assert "净 42 天（不计暂停），总 55 天" in page


def test_it_expects_the_day_from_cases_that_came_as_far(
    stage: Stage, until: PlayUntil, now: MoveTo, applicant: Client
) -> None:
    until("application.accepted")
    now("2024-03-11")
    case = case_of(stage)
    stages = track(case, {}, inspected=True)
    few = promised.expected(case, stages, moment("2024-03-11").date())
    assert few is not None
    assert (few.half, few.history.cases) == (None, 0)
    assert "太少，不足以预计日期" in text(applicant.get(address(stage)))
    for number, days in enumerate((40, 50, 60, 70, 80)):
        _certified(case, number, days)
    # All five took longer than the three days since acceptance: the half is 60 days, nine in ten lie at 76.
    on = moment("2024-03-11").date()
    found = promised.expected(case, stages, on)
    assert found is not None
    assert (found.history.cases, found.of_family) == (5, False)
    assert (found.half, found.most) == (date(2024, 5, 7), date(2024, 5, 23))
    assert "2024年5月7日 – 2024年5月23日" in text(applicant.get(address(stage)))
    # A case as old as 45 days is compared with the four that took longer: too few are left to say anything.
    old = promised.expected(case, stages, date(2024, 4, 22))
    assert old is not None
    assert (old.half, old.history.cases) == (None, 4)


def _certified(like: Case, number: int, days: int) -> None:
    """A case certified the day before ``like`` was accepted, so many days after its own acceptance."""
    closed = date(2024, 3, 7)
    accepted = closed - timedelta(days=days)
    changed = {"state": "certified", "closed_on": closed, "due_on": closed, "accepted_on": accepted}
    fresh = Case.objects.get(pk=like.pk)
    made = copied(fresh, id=uuid.uuid4(), number=f"P{number}", applicant_id=uuid.uuid4(), stage="", **changed)
    asked = """
      INSERT INTO ledger_entry (uid, act, at, recorded_at, person_id, subject_type, subject_id, case_id, leaf)
      SELECT gen_random_uuid(), act, %s, recorded_at, person_id, subject_type, %s, %s, leaf
      FROM ledger_entry WHERE case_id = %s AND act = 'application.accepted'
    """
    with connection.cursor() as cursor:
        cursor.execute(asked, [moment(accepted.isoformat()), made.pk, made.pk, like.pk])
