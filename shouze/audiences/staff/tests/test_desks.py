"""The desks: mark orders, complaints and notices as the body's people see and settle them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.certification.marks.models import MarkOrder
from shouze.certification.marks.tests.ordering import PRINTED, STICKERS, Counter
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.outreach.complaints import intake
from shouze.outreach.complaints.models import Complaint
from shouze.outreach.publicity.models import Notice

pytestmark = pytest.mark.django_db
MARKS, COMPLAINTS, NOTICES = "/staff/desk/marks/", "/staff/desk/complaints/", "/staff/desk/notices/"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
TOLD = {"about": "product", "text": "电源线发热明显，铭牌上有标志。", "certificate": "2024990711000118"}


@pytest.fixture
def counter(stage: Stage) -> Iterator[Counter]:
    made = Counter.opened(Way(stage))
    with clock.moved(made.way.now + timedelta(hours=1)):
        yield made


def test_it_examines_an_order_and_issues_its_numbers(counter: Counter) -> None:
    order = counter.order()
    officer, finance = log_in(counter.way.stage, "E015"), log_in(counter.way.stage, "E011")
    row = f"{MARKS}{order.pk}/"
    assert order.number in text(officer.get(MARKS)) and "同意标志订单" in text(officer.get(row))
    assert officer.post(f"{row}do/mark.accepted/", {}).status_code == 302
    assert "160.00" in text(finance.get(f"{row}do/mark.paid/"))
    paid = {"amount": "160.00", "received_on": clock.today().isoformat()}
    assert finance.post(f"{row}do/mark.paid/", paid).status_code == 302
    form = text(officer.get(f"{row}do/mark.issued/"))
    assert 'value="2001"' in form
    rolls = {
        "rolls-0-size": "standard_2",
        "rolls-0-first": "1",
        "rolls-1-size": "standard_3",
        "rolls-1-first": "2001",
    }
    assert officer.post(f"{row}do/mark.issued/", rolls).status_code == 302
    assert "2001 – 2500" in text(officer.get(row))
    assert b"160.00" in officer.get("/staff/desk/marks.csv").content
    assert officer.get("/staff/desk/marks.xlsx").status_code == 200


def test_it_puts_the_drawing_before_who_accepts_it(counter: Counter) -> None:
    order = counter.order(PRINTED)
    officer = log_in(counter.way.stage, "E015")
    form = officer.get(f"{MARKS}{order.pk}/do/mark.accepted/")
    assert order.design in text(form)
    refused = officer.post(f"{MARKS}{order.pk}/do/mark.accepted/", {"examined": ["place"]})
    assert refused.status_code == 409 and "未核对" in text(refused)
    points = [one.code for one in rulebook.codes("mark_drawing_points", on=clock.today())]
    assert officer.post(f"{MARKS}{order.pk}/do/mark.accepted/", {"examined": points}).status_code == 302


def test_it_lists_by_state_and_asks_as_often_for_many_as_for_one(counter: Counter) -> None:
    officer = log_in(counter.way.stage, "E015")
    counter.order()
    officer.get(MARKS)
    with CaptureQueriesContext(connection) as few:
        officer.get(MARKS)
    for _ in range(6):
        counter.order(STICKERS)
    with CaptureQueriesContext(connection) as many:
        officer.get(MARKS)
    assert len(many) <= len(few) <= 14
    first = MarkOrder.objects.order_by("number").first()
    assert first and first.number not in text(officer.get(MARKS, {"state": "accepted"}))
    assert first.number in text(officer.get(MARKS, {"state": "ordered", "q": first.number}))


def test_it_handles_a_complaint_and_shows_the_sender_to_few(counter: Counter) -> None:
    receipt = intake.lodge(TOLD, [("p.png", io.BytesIO(PICTURE))], "消费者 a@example.org")
    row = Complaint.objects.get()
    officer, handler, engineer, quality = (
        log_in(counter.way.stage, one) for one in ("E013", "E025", "E003", "E027")
    )
    page, path = f"{COMPLAINTS}{row.pk}/", f"{COMPLAINTS}{row.pk}/do/"
    assert engineer.get(COMPLAINTS).status_code == engineer.get(page).status_code == 404
    assert receipt.number in text(officer.get(COMPLAINTS)) and "a@example.org" in text(officer.get(page))
    assert "a@example.org" not in text(quality.get(page))
    picture = officer.get(f"{page}files/{row.files[0]}/")
    assert (
        picture.headers["Content-Type"] == "image/png"
        and "sandbox" in picture.headers["Content-Security-Policy"]
    )
    assert officer.get(f"{page}files/sha256:{'0' * 64}/").status_code == 404
    assert "2024990711000118" in text(officer.get(f"{path}complaint.registered/"))
    assert (
        officer.post(f"{path}complaint.registered/", {"certificate": "2024990711000118"}).status_code == 302
    )
    offered = text(officer.get(f"{path}complaint.assigned/"))
    assert counter.way.person("E025") in offered and counter.way.person("E003") not in offered
    assert (
        officer.post(f"{path}complaint.assigned/", {"handler": counter.way.person("E025")}).status_code == 302
    )
    told = {"result": "upheld", "findings": "属实", "answer": "已要求整改。"}
    assert handler.post(f"{path}complaint.answered/", told).status_code == 302
    assert officer.post(f"{path}complaint.closed/", {}).status_code == 302
    assert "已要求整改" in text(officer.get(page))


def test_it_publishes_a_notice_and_takes_it_back(counter: Counter) -> None:
    officer = log_in(counter.way.stage, "E025")
    told = {
        "kind": "warning", "title": "消费警示标题", "title_en": "A warning",
        "text": "请核对型号后再购买产品。", "text_en": "Compare the model before you buy.",
    }  # fmt: skip
    assert "notice.published" in text(officer.get(NOTICES))
    assert officer.post(f"{NOTICES}new/notice.published/", told).status_code == 302
    notice = Notice.objects.get()
    assert "消费警示标题" in text(officer.get(NOTICES)) and notice.number in text(
        officer.get(f"{NOTICES}{notice.pk}/")
    )
    assert officer.post(f"{NOTICES}{notice.pk}/do/notice.withdrawn/", {"reason": "更正"}).status_code == 302
    assert officer.get("/staff/desk/weather/").status_code == 404
