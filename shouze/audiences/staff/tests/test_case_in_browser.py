"""The case file and the pages of signature in a real browser: readable for all, the conversation by htmx."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, opened
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.outreach.correspondence.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_can_be_read_and_signed_by_everybody(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    way = Way(own_stage).reach("report.submitted")
    way.do("report.submitted", tester="兰签", signatory="兰签")
    way.go("report.accepted", "evaluation.completed")
    case = f"{live_server.url}/staff/cases/{way.case}/"
    with clock.moved(way.now):
        for language, width in zip(("zh-hans", "en"), WIDTHS, strict=True):
            page = opened(browser, live_server, own_stage, "E004", language, width)
            for address in (case, f"{case}do/review.concluded/", f"{case}history/"):
                page.goto(address)
                expect(page.locator("main h1")).to_be_visible()
                assert barriers(page) == [], (address, language)
                assert fits(page), (address, width)
            assert page.page_errors() == []
            page.context.close()


def test_it_leads_from_a_weak_point_to_its_place_and_shows_the_certificate(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    way = Way(own_stage).reach("report.submitted")
    way.do("report.submitted", tester="兰签", signatory="兰签")
    way.go("report.accepted", "evaluation.completed", "review.concluded", "decision.made")
    with clock.moved(way.now):
        page = opened(browser, live_server, own_stage, "E006")
        page.goto(f"{live_server.url}/staff/cases/{way.case}/")
        page.locator("#weak").get_by_role("link", name="主检与授权签字人均为兰签").click()
        expect(page.locator("#row-XS-report")).to_be_in_viewport()
        page.locator("#acts").get_by_role("link", name="批准并签发证书").click()
        page.get_by_text("查看证书预览").click()
        layer = page.locator(".pdf-page[data-drawn] .textLayer").first
        expect(layer).to_contain_text("2024990711000000", timeout=20_000)
        page.get_by_role("button", name="批准并签发证书").click()
        expect(page.locator("main h1")).to_contain_text("已签署")
        expect(page.locator("main")).to_contain_text("主检与授权签字人均为兰签")


def test_it_talks_without_leaving_the_page(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    way = Way(own_stage).reach("samples.received")
    with clock.moved(way.now):
        page = opened(browser, live_server, own_stage, "E003")
        address = f"{live_server.url}/staff/cases/{way.case}/"
        page.goto(address)
        talk = page.locator("#conversation")
        talk.get_by_label("写消息").fill("请确认铭牌。")
        talk.get_by_role("button", name="发送消息").click()
        expect(talk.locator(".message.mine")).to_contain_text("请确认铭牌。")
        expect(talk.get_by_label("写消息")).to_have_value("")
        talk.get_by_role("button", name="发送消息").click()
        expect(talk.locator("#message-error")).to_be_visible()
        talk.get_by_role("link", name="内部备注").click()
        talk.get_by_label("写内部备注").fill("留意关键件。")
        talk.get_by_role("button", name="内部备注").click()
        expect(talk.locator(".message.mine")).to_contain_text("留意关键件。")
        assert page.url == address
        client = opened(browser, live_server, own_stage, "C001")
        client.goto(f"{live_server.url}/cases/{way.case}/messages/client/")
        expect(client.locator("#conversation")).to_contain_text("请确认铭牌。")
        expect(client.locator("#conversation")).not_to_contain_text("留意关键件。")
    assert Message.objects.count() == 2
