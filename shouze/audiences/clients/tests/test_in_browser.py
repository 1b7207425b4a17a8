"""In a real browser: what is typed is saved by itself, and is there again after the browser was closed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, opened, player
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.clock import moment

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_keeps_what_was_typed_when_the_browser_is_closed(
    own_stage: Stage, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    manual, broken = tmp_path / "说明书.pdf", tmp_path / "铭牌.pdf"
    manual.write_bytes(paper("说明书"))
    broken.write_bytes(b"MZ this is a program")
    with clock.moved(moment("2024-03-04", "09:00")):
        page = opened(browser, live_server, own_stage, "C001")
        page.goto(f"{live_server.url}/clients/applications/new/?code=0711")
        page.get_by_role("button", name="为该产品填写委托书").click()
        page.wait_for_url(re.compile("applications/[0-9a-f-]{36}/"))
        draft = page.url
        page.fill("input[name=models-0-model]", "DC-20A")
        page.fill("input[name=trademark]", "示例")
        page.locator("input[name=trademark]").blur()
        expect(page.locator("#saved")).to_contain_text("已保存")
        page.set_input_files("input[name=file-manual]", manual)
        expect(page.locator("#documents")).to_contain_text("说明书.pdf")
        page.set_input_files("input[name=file-nameplate]", broken)
        expect(page.locator("#documents .field-error")).to_contain_text("未接收“铭牌.pdf”")
        page.context.close()

        again = opened(browser, live_server, own_stage, "C001")
        again.goto(draft)
        expect(again.locator("input[name=models-0-model]")).to_have_value("DC-20A")
        expect(again.locator("input[name=trademark]")).to_have_value("示例")
        expect(again.locator("#documents")).to_contain_text("说明书.pdf")
        again.context.close()


def test_its_pages_can_be_read_by_everybody(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    until = player(own_stage)
    until("test.failed")
    with clock.moved(moment("2024-05-02", "09:00")):
        case = f"/clients/cases/{own_stage.scene.case}/"
        addresses = ("/clients/", "/clients/applications/new/?code=0711", case, f"{case}acts/case.withdrawn/")
        for language, width in zip(("zh-hans", "en"), WIDTHS, strict=True):
            page = opened(browser, live_server, own_stage, "C001", language, width)
            for address in (*addresses, _draft(page, live_server)):
                page.goto(f"{live_server.url}{address}")
                assert barriers(page) == [], (address, language)
                assert fits(page), (address, width)
            page.context.close()


def _draft(page: Page, server: LiveServer) -> str:
    page.goto(f"{server.url}/clients/applications/new/?code=0711")
    page.locator("main form[method=post] button").click()
    page.wait_for_url(re.compile("applications/[0-9a-f-]{36}/"))
    return page.url.removeprefix(server.url)
