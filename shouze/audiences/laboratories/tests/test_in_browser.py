"""In a real browser: the laboratory's pages can be read by everybody, on a desk and on a telephone."""

import pytest
from playwright.sync_api import Browser
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
            for address in ("/laboratories/", order, f"{order}failure/", f"{order}report/"):
                page.goto(f"{live_server.url}{address}")
                assert barriers(page) == [], (address, language)
                assert fits(page), (address, width)
            page.context.close()
