"""In a real browser: what is typed is saved by itself, and is there again after the browser was closed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.clients.draft_steps import STEPS
from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, opened, player
from shouze.demo import accounts
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.clock import moment

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "from-the-finder-2024"
BEGIN = "Apply for this product"
#: what is read before login
OPEN = ("/apply/", "/apply/?q=电磁炉", "/apply/?q=纸飞机", "/apply/0711", "/apply/0501")


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
        page.wait_for_url(re.compile("applications/[0-9a-f-]{36}/steps/product/"))
        draft = page.url.removesuffix("product/")
        page.fill("input[name=trademark]", "示例")
        page.locator("input[name=trademark]").blur()
        expect(page.locator("#saved")).to_contain_text("已保存")
        page.goto(f"{draft}models/")
        page.fill("input[name=models-0-model]", "DC-20A")
        page.locator("input[name=models-0-model]").blur()
        expect(page.locator("#saved")).to_contain_text("已保存")
        page.goto(f"{draft}documents/")
        page.set_input_files("input[name=file-manual]", manual)
        expect(page.locator("#documents")).to_contain_text("说明书.pdf")
        page.set_input_files("input[name=file-nameplate]", broken)
        expect(page.locator("#documents .field-error")).to_contain_text("未接收“铭牌.pdf”")
        page.context.close()

        again = opened(browser, live_server, own_stage, "C001")
        again.goto(f"{draft}models/")
        expect(again.locator("input[name=models-0-model]")).to_have_value("DC-20A")
        again.goto(f"{draft}product/")
        expect(again.locator("input[name=trademark]")).to_have_value("示例")
        again.goto(f"{draft}documents/")
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
            for address in (*addresses, *OPEN, *_draft(page, live_server)):
                page.goto(f"{live_server.url}{address}")
                assert barriers(page) == [], (address, language)
                assert fits(page), (address, width)
            page.context.close()


def _draft(page: Page, server: LiveServer) -> list[str]:
    """The steps of a draft begun now."""
    page.goto(f"{server.url}/clients/applications/new/?code=0711")
    page.locator("main form[method=post] button").first.click()
    page.wait_for_url(re.compile("applications/[0-9a-f-]{36}/steps/product/"))
    draft = page.url.removeprefix(server.url).removesuffix("product/")
    return [f"{draft}{step.key}/" for step in STEPS]


def test_it_is_applied_for_in_english_on_a_telephone_from_the_finder(
    own_stage: Stage,
    live_server: LiveServer,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(accounts.VARIABLE, PASSWORD)
    accounts.open_accounts()
    with clock.moved(moment("2024-03-04", "09:00")):
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
        page = context.new_page()
        page.goto(f"{live_server.url}/apply/")
        page.get_by_role("link", name="切换到英文").click()
        page.get_by_role("searchbox").fill("induction hob")
        page.get_by_role("link", name="induction cookers").click()
        expect(page.locator("main")).to_contain_text("How certification units are divided")
        assert [one.get("name") for one in context.cookies()] == ["django_language"]
        page.get_by_role("link", name="Apply with this product").click()
        page.locator("input[name=login]").fill("client")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.get_by_role("button", name=BEGIN).click()
        for step in ("Parties", "Models"):
            page.get_by_role("button", name="Save and continue").click()
            expect(page.get_by_role("heading", name=step, exact=True)).to_be_visible()
        page.fill("input[name=models-0-model]", "DC-20A")
        for step in ("Key parts", "Documents"):
            page.get_by_role("button", name="Save and continue").click()
            expect(page.get_by_role("heading", name=step, exact=True)).to_be_visible()
        manual = tmp_path / "manual.pdf"
        manual.write_bytes(paper("manual"))
        page.set_input_files("input[name=file-manual]", manual)
        expect(page.locator("#documents")).to_contain_text("manual.pdf")
        page.get_by_role("button", name="Save and continue").click()
        expect(page.locator("main")).to_contain_text("DC-20A")
        assert fits(page)
        page.locator("button[value=submit]").click()
        expect(page.get_by_role("alert")).to_contain_text("Still to be answered before you submit")
        page.get_by_role("checkbox").check()
        page.locator("button[value=submit]").click()
        expect(page.locator("main")).to_contain_text("The application is submitted.")
        assert fits(page)
        context.close()
