"""A certificate's page without a connection: the old one, told as old; never one that looks new."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from .conftest import Publish

NUMBER = "2024990711000118"
#: resolves when the worker has kept page and files; wait_for_function would take the promise for a yes
KEPT = """async () => {
  const count = async (name) => (await (await caches.open(name)).keys()).length;
  const kept = async () => (await count('shouze-certificates-1')) > 0 && (await count('shouze-files-1')) > 2;
  const end = Date.now() + 30_000;
  while (!(await kept())) {
    if (Date.now() > end) throw new Error('the worker kept nothing within 30 s');
    await new Promise((again) => setTimeout(again, 50));
  }
}"""

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_shows_the_page_seen_before_with_its_date_and_no_other(
    live_server: LiveServer, page: Page, publish: Publish
) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    page.goto(f"{live_server.url}/c/{NUMBER}")
    note = page.locator("[data-offline-note]")
    expect(note).to_be_hidden()
    page.evaluate(KEPT)
    page.context.set_offline(True)
    page.reload()
    expect(note).to_be_visible()
    expect(note).to_contain_text("内容截至")
    expect(page.locator("html.offline")).to_have_count(1)
    page.goto(f"{live_server.url}/c/{NUMBER}?model=X-9")
    expect(note).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("只覆盖所列 1 个型号")
    page.goto(f"{live_server.url}/c/2024990711000119")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有网络，不能核对")
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/c/{NUMBER}")
    expect(note).to_be_hidden()
    assert page.context.cookies() == []


def test_it_reaches_no_further_than_the_pages_of_certificates(live_server: LiveServer, page: Page) -> None:
    worker = Client().get("/c/worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in worker.headers
    page.goto(f"{live_server.url}/")
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"
    )
    assert scopes == []
