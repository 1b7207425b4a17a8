"""The living page of the visual language: every component readable, in both lights, languages and widths."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.templatetags.show import bar, icon

from .browsing import WIDTHS, barriers, fits

LIGHTS = ("light", "dark")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("light", LIGHTS)
def test_it_can_be_read_by_everybody(live_server: LiveServer, browser: Browser, light: str) -> None:
    for language, width in zip(("zh-hans", "en"), WIDTHS, strict=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if light == "dark" else "light"
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/house/components/")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", light)
        assert barriers(page) == []
        assert fits(page)
        context.close()


@pytest.mark.django_db(transaction=True)
def test_it_keeps_the_light_that_a_reader_chose(live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(f"{live_server.url}/house/components/")
    page.locator("[data-theme-switch]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator("[data-theme-switch]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.context.close()


def test_it_has_every_icon_that_a_page_asks_for() -> None:
    root = Path(settings.BASE_DIR)
    listed = set((root / "frontend" / "icons.txt").read_text().split("\n"))
    asked = {
        name
        for page in root.glob("shouze/**/templates/**/*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', page.read_text())
    }
    assert asked
    assert asked - listed == set()
    assert "#bell" in icon("bell")


def test_it_draws_how_much_of_a_term_is_used_and_no_more_than_all_of_it() -> None:
    assert 'width="50%"' in bar(45, 90)
    assert "tone-note" in bar(45, 90)
    assert "tone-warn" in bar(72, 90)
    assert "tone-bad" in bar(120, 90)
    assert 'width="100%"' in bar(120, 90)
    assert 'width="0%"' in bar(None, 90)
