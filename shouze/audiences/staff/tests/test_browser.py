"""The staff's pages in a real browser: readable for all; a button does what it says, scripts or none."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, log_in, opened, player
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger

pytestmark = pytest.mark.django_db(transaction=True)
AT = clock.moment("2024-03-14", "08:50")


def test_its_pages_can_be_read_by_everybody(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    player(own_stage)("fees.received")
    case = f"/staff/cases/{own_stage.scene.case}/"
    with clock.moved(AT):
        for language, width in zip(("zh-hans", "en"), WIDTHS, strict=True):
            page = opened(browser, live_server, own_stage, "E003", language, width)
            for address in (
                "/staff/",
                case,
                f"{case}do/test.ordered/",
                "/staff/people/",
                "/rules/deadlines/plan",
            ):
                page.goto(f"{live_server.url}{address}")
                assert barriers(page) == [], (address, language)
                assert fits(page), (address, width)
            assert page.page_errors() == []
            page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_it_adds_lines_and_does_nothing_else_with_and_without_scripts(
    own_stage: Stage, live_server: LiveServer, browser: Browser, scripts: bool
) -> None:
    player(own_stage)("fees.received")
    case = own_stage.scene.case
    assert case is not None
    with clock.moved(AT):
        context = browser.new_context(java_script_enabled=scripts)
        session = log_in(own_stage, "E003").cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/staff/cases/{case}/do/plan.made/")
        page.fill("#id-remark", "加两条要素")
        page.fill("#id-added-0-basis", "00c003.4")
        before, entries = page.locator(".rows-table tbody tr").count(), len(ledger.entries_for_case(case))
        page.click("button[name=_more][value=added]")
        page.wait_for_load_state()
        assert page.locator(".rows-table tbody tr").count() > before
        assert page.input_value("#id-remark") == "加两条要素"
        assert page.input_value("#id-added-0-basis") == "00c003.4"
        assert len(ledger.entries_for_case(case)) == entries
        context.close()
