"""A sample is taken and sealed where there is no network: it reaches the house later, once, as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, FilePayload, Locator, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import log_in, opened, text
from shouze.certification.evidence.models import Inspection, SealedSample
from shouze.certification.evidence.tests.visiting import PNG, png
from shouze.certification.surveillance.tests.supervising import Supervision, under_d
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.files.store import open_file
from shouze.kernel.ledger import queries as ledger

from .phone import Line, Phone

pytestmark = pytest.mark.django_db(transaction=True)
SEED: Final = 20261124


@pytest.fixture
def way(own_stage: Stage) -> Iterator[Supervision]:
    """A supervision whose visit has begun today and is to draw a sample."""
    way = under_d(own_stage)
    way.do("inspection.planned", planned_from="2024-10-14", planned_to="2024-10-15")
    way.do("visit.opened", who="E008", inspection=str(Inspection.objects.get(case=way.case).pk))
    way.now += timedelta(minutes=5)
    with clock.moved(way.now):
        yield way


def _address(way: Supervision) -> str:
    return f"/staff/visits/{Inspection.objects.get(case=way.case).pk}/"


@pytest.fixture
def phone(way: Supervision, live_server: LiveServer, browser: Browser) -> Iterator[Phone]:
    page = opened(browser, live_server, way.stage, "E008", width=390)
    found = Phone.at(page, f"{live_server.url}{_address(way)}")
    page.locator("[data-along]").click()
    expect(page.locator("[data-say]")).to_contain_text("已带走")
    yield found
    found.context.close()


def _fill(phone: Phone, seal: str, shade: int = 1) -> None:
    phone.go("seal")
    page = phone.page
    page.locator("#seal-seal").fill(seal)
    page.locator("#seal-model").select_option("DC-20B")
    page.locator("#seal-quantity").fill("3")
    page.locator("#seal-sealed_on").fill("2024-10-14")
    page.locator("#seal-place").fill("成品库")
    page.locator("#seal-present").fill("何申")
    sent = FilePayload(name="seal.png", mimeType="image/png", buffer=png(shade))
    page.locator("#visit-camera").set_input_files(sent)
    expect(page.locator(".visit-form .visit-photos img")).to_have_count(1)


def _save(phone: Phone) -> None:
    phone.page.get_by_role("button", name="保存封样").click()


def _shown(phone: Phone) -> Locator:
    return phone.page.locator("[data-sealed] [data-seal='F-0001']")


def test_a_sample_is_sealed_without_a_network_and_arrives_once(way: Supervision, phone: Phone) -> None:
    phone.context.set_offline(True)
    phone.reopen()
    phone.go("seal")
    _save(phone)
    expect(phone.page.locator(".visit-said")).to_contain_text("先填封条编号")
    assert phone.queue() == []
    _fill(phone, "F-0001")
    phone.reopen()  # a page that was closed in the middle of it
    phone.go("seal")
    expect(phone.page.locator("#seal-seal")).to_have_value("F-0001")
    _save(phone)
    expect(_shown(phone)).to_contain_text("仅在本机")
    expect(_shown(phone)).to_contain_text("孔严")
    _fill(phone, "F-0001", shade=2)
    _save(phone)
    expect(phone.page.locator(".visit-said")).to_contain_text("一样一封")
    phone.go("paper")
    expect(phone.page.locator(".visit-paper")).to_contain_text("抽样封样单")
    assert (len(phone.queue()), SealedSample.objects.count()) == (1, 0)

    line = Line(Random(SEED))  # noqa: S311 variety, not secrecy
    line.watch(phone.context)
    phone.context.set_offline(False)
    phone.send()
    phone.waits(0)
    expect(phone.page.locator("[data-status]")).not_to_contain_text("未接收")
    line.random = None
    phone.reopen()
    phone.go("seal")
    expect(_shown(phone)).to_contain_text("机构已收")
    _is_there_once(way, phone)


def _is_there_once(way: Supervision, phone: Phone) -> None:
    found = SealedSample.objects.get()
    assert (found.seal, found.model, found.element, found.state) == ("F-0001", "DC-20B", "SC", "sealed")
    assert found.signed["person"] == str(way.stage.people["E008"])
    assert found.signed["happened_at"] and found.signed["received_at"]
    with open_file(found.photos[0]) as content:
        assert content.read() == png(1)
    acts = [one.act for one in ledger.entries_for_case(way.row.pk)]
    assert acts.count("sample.sealed") == 1
    assert found.hands.count() == 1
    assert phone.said == []


def test_what_the_house_cannot_take_stays_on_the_phone_with_its_sentence(
    way: Supervision, phone: Phone
) -> None:
    phone.context.set_offline(True)
    _fill(phone, "F0001")
    _save(phone)
    phone.waits(1)
    way.do("sample.sealed")  # a colleague used the seal of that number meanwhile
    with clock.moved(way.now):
        phone.context.set_offline(False)
        expect(phone.page.locator("[data-status]")).to_contain_text("未接收 1", timeout=30_000)
    phone.go("end")
    expect(phone.page.locator("[data-screen]")).to_contain_text("封条编号F0001已被使用")
    expect(phone.page.locator("[data-screen]")).to_contain_text("封样 F0001")
    assert SealedSample.objects.get().hands.count() == 1


def test_without_scripts_a_sample_is_sealed_by_an_ordinary_form(way: Supervision) -> None:
    browser = log_in(way.stage, "E008")
    address = f"{_address(way)}do/sample.sealed/"
    with clock.moved(way.now):
        assert address in text(browser.get(_address(way)))
        form = text(browser.get(address))
        assert "孔严" in form and "2024-10-14" in form
        sent = {
            "element": "SC", "seal": "F-7", "model": "DC-99", "quantity": "2", "sealed_on": "2024-10-14",
            "place": "成品库", "present": "何申", "uid": "0192c9a0-0000-7000-8000-000000000001",
        }  # fmt: skip
        assert "不在所覆盖的证书内" in text(_post(browser, address, sent))
        assert _post(browser, address, {**sent, "model": "DC-20B"}).status_code == 302
    assert SealedSample.objects.get().seal == "F-7"


def _post(browser: Client, address: str, sent: dict[str, str]) -> Any:
    return browser.post(address, {**sent, "photos": SimpleUploadedFile("a.png", PNG, "image/png")})
