"""What the public is told and may tell: notices, their feed, complaints, traceability codes, the mark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.public import complaining
from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.outreach.complaints.models import Complaint
from shouze.outreach.publicity.models import Notice

from .conftest import Publish

NUMBER = "2024990711000118"
TOLD = {"about": "mark", "text": "标志很圆，二维码打开另一个网站。", "certificate": NUMBER}
NOTICE = {
    "kind": "counterfeit", "title": "警惕假冒标志", "title_en": "Beware of forged marks",
    "text": "请逐字核对型号和生产者。", "text_en": "Compare model and producer.", "certificates": [NUMBER],
}  # fmt: skip


@pytest.fixture(autouse=True)
def empty_buckets() -> Iterator[None]:
    complaining._buckets.cache_clear()
    yield
    complaining._buckets.cache_clear()


@pytest.mark.django_db
def test_it_tells_notices_and_measures_in_a_list_and_a_feed(stage: Stage, certificate: Certificate) -> None:
    perform("notice.published", by=stage.people["E025"], given=NOTICE)
    given = {"reasons": ["0203"], "words": "监督不合格", "until": "2024-08-01"}
    with clock.moved(clock.moment("2024-06-03", "09:00")):
        perform("certificate.suspended", by=stage.people["E005"], subject=certificate.pk, given=given)
    page = Client().get("/notices").content.decode()
    assert "警惕假冒标志" in page and NUMBER in page and "暂停" in page and "吴首" not in page
    feed = Client().get("/notices/feed.xml")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert b"<feed" in feed.content and NUMBER.encode() in feed.content
    assert "与本证书有关的公告" in Client().get(f"/c/{NUMBER}").content.decode()
    assert "否：证书暂停至2024年8月1日" in Client().get(f"/c/{NUMBER}").content.decode()
    number = Notice.objects.get().number
    english = Client()
    english.cookies["django_language"] = "en"
    assert "Beware of forged marks" in english.get(f"/notices/{number}").content.decode()
    assert Client().get("/notices/G19990001").status_code == 404


@pytest.mark.django_db
def test_it_takes_a_complaint_and_tells_how_it_stands(stage: Stage) -> None:
    client = Client()
    wrong = client.post("/complaints", {**TOLD, "text": "短"})
    assert wrong.status_code == 422 and "标志很圆" not in wrong.content.decode()
    done = client.post("/complaints", TOLD)
    shown = done.content.decode()
    row = Complaint.objects.get()
    secret = shown.partition("data-secret>")[2].partition("<")[0]
    assert done.status_code == 201 and row.number in shown and len(secret) == 14
    known = client.post("/complaints/status", {"number": row.number, "secret": secret.lower()})
    assert "已收到" in known.content.decode()
    unknown = client.post("/complaints/status", {"number": row.number, "secret": "AAAA-AAAA-AAAA"})
    assert unknown.status_code == 404 and "编号或查询码不对" in unknown.content.decode()
    assert not client.cookies and "no-store" in known.headers["Cache-Control"]


@pytest.mark.django_db
def test_it_takes_no_complaint_of_a_program_a_foreign_page_or_a_flood(stage: Stage) -> None:
    assert Client().post("/complaints", {**TOLD, "website": "x"}).status_code == 403
    foreign = Client(headers={"sec-fetch-site": "cross-site"})
    assert (
        foreign.post("/complaints", TOLD).status_code
        == foreign.post("/complaints/status", {}).status_code
        == 403
    )
    text = SimpleUploadedFile("a.txt", b"text")
    assert Client().post("/complaints", {**TOLD, "files": text}).status_code == 422
    codes = [Client().post("/complaints", TOLD).status_code for _ in range(6)]
    assert codes == [201] * 5 + [429] and Complaint.objects.count() == 5


@pytest.mark.django_db
def test_it_asks_the_database_as_often_for_many_notices_as_for_one(stage: Stage) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            Client().get(path)
        return len(found)

    perform("notice.published", by=stage.people["E025"], given={**NOTICE, "certificates": []})
    few = [asked(path) for path in ("/", "/notices", "/notices/feed.xml")]
    for _ in range(8):
        perform("notice.published", by=stage.people["E025"], given={**NOTICE, "certificates": []})
    assert [asked(path) for path in ("/", "/notices", "/notices/feed.xml")] == few and max(few) <= 3


@pytest.mark.django_db
def test_it_draws_the_mark_from_the_rules(publish: Publish) -> None:
    page = Client().get("/about-mark").content.decode()
    for said in (
        'width="60mm" height="47.2mm"',
        'rx="3.75" ry="2.9"',
        "8∶6.3",
        "厂家有证，这个型号没有",
        "48 小时",
    ):
        assert said in page


@pytest.mark.django_db(transaction=True)
def test_a_consumer_knows_after_two_steps_whether_this_model_is_covered(
    live_server: LiveServer, page: Page, publish: Publish
) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    page.goto(live_server.url)
    for typed, said in (("M-1", "是：型号 M-1"), ("X-9", "否：证书（有效）不包括型号 X-9")):
        page.goto(live_server.url)
        steps = 0
        page.get_by_role("searchbox").fill(f"{NUMBER} {typed}")
        steps += 1
        page.keyboard.press("Enter")
        steps += 1
        expect(page.get_by_role("heading", level=2).first).to_contain_text(said)
        assert steps <= 2
    page.get_by_label("铭牌上的型号").fill("m1")
    page.get_by_role("button", name="核对型号").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("是：型号 M-1")


@pytest.mark.django_db(transaction=True)
def test_a_complaint_is_lodged_by_hand_on_a_telephone(live_server: LiveServer, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/complaints?about=mark")
    page.get_by_label("情况说明").fill("标志很圆，二维码打开另一个网站。")
    page.get_by_role("button", name="提交投诉").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("投诉已收到")
    number, secret = page.locator("[data-number]").inner_text(), page.locator("[data-secret]").inner_text()
    page.get_by_role("link", name="查询进展").click()
    expect(page.get_by_label("投诉编号")).to_have_value(number)
    page.get_by_label("查询码").fill(secret)
    page.get_by_role("button", name="查询进展").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(number)
    assert page.context.cookies() == []
