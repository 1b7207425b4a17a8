"""The public pages in a real browser: usable by keyboard, sound by axe, nothing loaded from elsewhere."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from .conftest import Publish

NUMBER = "2024990711000118"
PATHS = (
    "/",
    f"/c/{NUMBER}",
    "/search?q=海尔",
    "/search?q=海",
    "/c/2O24990711000118",
    "/fees?product=0711",
    "/guide",
    f"/c/{NUMBER}?model=X-9",
    "/about-mark",
    "/scan",
    "/notices",
    "/complaints?about=mark",
    "/complaints/status",
    "/c/offline",
    "/search?q=https://sh0uze.example/c/2024990711000118",
)
#: rules of the standard (WCAG 2.1 A and AA); axe knows advice beyond them
STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_finds_a_certificate_from_the_first_page_by_keyboard(
    live_server: LiveServer, page: Page, publish: Publish
) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    page.goto(live_server.url)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("2024 9907 1100 0118")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NUMBER)
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_sound_and_loads_nothing_from_elsewhere(
    live_server: LiveServer, page: Page, publish: Publish, width: int
) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.set_viewport_size({"width": width, "height": 900})
    for path in PATHS:
        page.goto(live_server.url + path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = Axe().run(page, options=STANDARD).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert wide <= 0, path
    assert all(url.startswith(live_server.url) for url in asked)
