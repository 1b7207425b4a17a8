"""Papers are read beside the case in a real browser: a PDF in Chinese, a picture, a table, by keyboard."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import barriers, opened
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock

from .test_reading import picture, sent, workbook

pytestmark = pytest.mark.django_db(transaction=True)


def watched(page: Page) -> list[str]:
    """Collect what the browser complains of from now on."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda one: said.append(str(one)))
    return said


def test_it_opens_papers_beside_the_case(own_stage: Stage, live_server: LiveServer, browser: Browser) -> None:
    way = Way(own_stage).reach("samples.received")
    sent(way, paper("中文铭牌照片"), "铭牌.pdf")
    sent(way, picture(), "铭牌.png")
    sent(way, workbook(), "结果.xlsx")
    with clock.moved(way.now):
        page = opened(browser, live_server, own_stage, "E003")
        said = watched(page)
        page.goto(f"{live_server.url}/staff/cases/{way.case}/")
        link = page.get_by_role("link", name="铭牌.pdf").first
        link.click()
        panel = page.locator("#reading")
        drawn = panel.locator(".pdf-page[data-drawn]").first
        expect(drawn.locator(".textLayer")).to_contain_text("中文铭牌照片")
        expect(panel.locator("[data-pdf-page]")).to_contain_text("第 1 页")
        panel.get_by_label("在文件中查找").fill("虚构")
        panel.get_by_role("button", name="查找").click()
        expect(panel.locator("[data-pdf-found]")).to_contain_text("找到")
        expect(panel.locator(".textLayer .hit").first).to_be_visible()
        assert barriers(page) == []
        panel.focus()
        page.keyboard.press("]")
        expect(panel.locator(".picture-box img")).to_be_visible()
        page.keyboard.press("]")
        expect(panel.locator(".paper-grid")).to_contain_text("<script>alert(1)</script>")
        assert barriers(page) == []
        page.keyboard.press("[")
        page.keyboard.press("[")
        expect(panel.locator(".pdf-pages")).to_be_visible()
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(link).to_be_focused()
    assert said == []
