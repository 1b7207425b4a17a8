"""In a real browser: the laboratory's pages can be read by everybody, on a desk and on a telephone."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, opened, player
from shouze.certification.evidence import models as evidence
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.clock import moment

pytestmark = pytest.mark.django_db(transaction=True)


def test_its_pages_can_be_read_by_everybody(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    player(own_stage)("samples.authenticated")
    order = f"/laboratories/orders/{evidence.TestOrder.objects.get().pk}/"
    with clock.moved(moment("2024-04-19", "09:00")):
        for language, width in zip(("zh-hans", "en"), WIDTHS, strict=True):
            page = opened(browser, live_server, own_stage, "L001", language, width)
            lists = [f"/laboratories/{one}" for one in ("", "deliveries/", "history/", "scope/")]
            for address in (*lists, order, f"{order}failure/", f"{order}report/"):
                page.goto(f"{live_server.url}{address}")
                assert barriers(page) == [], (address, language)
                assert fits(page), (address, width)
            page.context.close()


PASTE = """(cell, text) => {
  const sent = new DataTransfer();
  sent.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: sent, bubbles: true, cancelable: true }));
}"""


def test_results_are_typed_down_the_column_and_pasted_from_a_spreadsheet(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    player(own_stage)("samples.authenticated")
    order = f"/laboratories/orders/{evidence.TestOrder.objects.get().pk}/"
    with clock.moved(moment("2024-05-14", "09:00")):
        page = opened(browser, live_server, own_stage, "L001", "zh-hans", WIDTHS[0])
        page.goto(f"{live_server.url}{order}report/")
        lines = page.locator("table.results tbody tr")
        cell = "input[data-column='1']"
        lines.nth(0).locator(cell).fill("一")
        lines.nth(0).locator(cell).press("Enter")
        expect(lines.nth(1).locator(cell)).to_be_focused()
        page.keyboard.type("二")
        page.keyboard.press("ArrowUp")
        expect(lines.nth(0).locator(cell)).to_be_focused()
        expect(lines.nth(1).locator(cell)).to_have_value("二")
        pasted = "P\t75 K\t80 K\r\n不合格\t90 K\t80 K\r\nN\t\t\r\n"
        lines.nth(2).locator("select").evaluate(PASTE, pasted)
        for place, verdict, value in ((2, "P", "75 K"), (3, "F", "90 K"), (4, "N", "")):
            expect(lines.nth(place).locator("select")).to_have_value(verdict)
            expect(lines.nth(place).locator(cell)).to_have_value(value)
        expect(lines.nth(3).locator("input[data-column='2']")).to_have_value("80 K")
        page.locator(".form-actions").get_by_role("button", name="保存草稿").click()
        expect(page.get_by_role("status").first).to_contain_text("草稿已保存")
        expect(page.locator("table.results tbody tr").nth(3).locator(cell)).to_have_value("90 K")
        page.context.close()
