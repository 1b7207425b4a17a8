"""In a real browser: an approver registers a security key, signs with it, and anybody checks it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import barriers, fits
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.logins import open_login
from shouze.resources.people.models import Person
from shouze_verify.signed import check_signature, disagreements

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a-long-word-of-the-tests"
ACT = "certificate.approved"


def with_authenticator(page: Page) -> None:
    """Give the browser a security key that verifies its user."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def logged_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page.locator(".person-menu")).to_be_attached()


def entry_of(way: Way) -> tuple[str, Mapping[str, Any]]:
    (found,) = ledger.entries_of_acts(way.row.pk, [ACT])
    return str(found.uid), ledger.body_of(found)


def test_it_signs_an_approval_with_a_registered_key(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    way = Way(own_stage, now=clock.moment("2026-11-23", "09:00")).reach(ACT)
    open_login(Person.objects.get(pk=own_stage.people["E006"]), "approver", PASSWORD)
    page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
    with_authenticator(page)
    with clock.moved(way.now):
        logged_in(page, live_server.url, "approver")
        page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
        # A key is added only after the password was asked once more.
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="确认").click()
        expect(page.locator("#mfa_webauthn_add")).to_be_visible()
        assert barriers(page) == []
        assert fits(page)
        page.fill("input[name=name]", "案头密钥")
        page.click("#mfa_webauthn_add")
        page.wait_for_url(lambda url: "webauthn/add" not in url)

        page.goto(f"{live_server.url}/staff/cases/{way.case}/do/{ACT}/")
        key = page.locator("[data-with-key]")
        expect(key).to_be_visible()
        assert barriers(page) == []
        page.fill("textarea[name=words]", "逐项核对，同意发证。")
        key.click()
        page.wait_for_url("**/signed/**")
        expect(page.get_by_text("凭安全密钥签署").first).to_be_visible()
        page.goto(f"{live_server.url}/staff/cases/{way.case}/")
        expect(page.locator("#signatures").get_by_text("凭安全密钥签署")).to_be_visible()
    assert page.page_errors() == []
    page.context.close()

    uid, body = entry_of(way)
    assert body["who"]["signed"]["by"] == ["password"]
    check_signature(ACT, uid, body)
    for tampered in (_with(body, "data", {"words": "不同意。"}), _with_signature_of_another(body)):
        assert [check for check, _ in disagreements(ACT, uid, tampered)] == ["signature"]


def _with(body: Mapping[str, Any], section: str, value: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(body)), section: value}


def _with_signature_of_another(body: Mapping[str, Any]) -> dict[str, Any]:
    tampered: dict[str, Any] = json.loads(json.dumps(body))
    signed = tampered["who"]["signed"]
    signed["signature"] = (
        signed["signature"][:20]
        + ("A" if signed["signature"][20] != "A" else "B")
        + (signed["signature"][21:])
    )
    return tampered
