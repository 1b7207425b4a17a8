"""Ordering marks as the holder does it: in one go from the certificate, with codes for every model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, log_in, opened, text
from shouze.certification.marks.models import MarkOrder, TraceCode
from shouze.certification.marks.tests.ordering import PRINTED, STICKERS, Counter
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock

NUMBER = "2024990711000118"
BASE = f"/clients/certificates/{NUMBER}/marks/"
CODES = f"/clients/certificates/{NUMBER}/codes/"


@pytest.fixture
def counter(stage: Stage) -> Iterator[Counter]:
    made = Counter.opened(Way(stage))
    with clock.moved(made.way.now + timedelta(hours=1)):
        yield made


def _sent(counter: Counter, **changed: Any) -> dict[str, Any]:
    return {
        "certificate": str(counter.certificate.pk),
        "kind": "standard",
        "quantity-standard_2": "2000",
        "quantity-standard_3": "",
        "address": "浙江省宁波市",
        **changed,
    }


@pytest.mark.django_db
def test_it_orders_stickers_and_shows_the_order(counter: Counter) -> None:
    client = log_in(counter.way.stage, "C001")
    assert "/marks/standard/" in text(client.get(BASE))
    assert "浙江省宁波市北仑区示例路8号" in text(client.get(f"{BASE}standard/"))
    wrong = client.post(f"{BASE}standard/", _sent(counter, **{"quantity-standard_2": "5"}))
    assert wrong.status_code == 409 and "至少 100 枚" in text(wrong) and 'value="5"' in text(wrong)
    done = client.post(f"{BASE}standard/", _sent(counter, models=["M-1"]))
    order = MarkOrder.objects.get()
    assert done.headers["Location"] == f"/clients/marks/{order.pk}/"
    shown = text(client.get(done.headers["Location"]))
    for said in (order.number, "2000", "¥ 100.00", "M-1", "付款时请注明订单编号"):
        assert said in shown
    assert order.number in text(client.get("/clients/marks/")) and order.number in text(client.get(BASE))
    assert order.number.encode() in client.get("/clients/marks/orders.csv").content


@pytest.mark.django_db
def test_it_says_the_way_out_where_the_certificate_is_not_valid(counter: Counter) -> None:
    counter.way.go("certificate.suspended")
    client = log_in(counter.way.stage, "C001")
    with clock.moved(counter.way.now):
        page = text(client.get(BASE))
        assert "先在暂停期内申请恢复证书" in page and "/marks/standard/" not in page
        refused = client.post(f"{BASE}standard/", _sent(counter))
        assert refused.status_code == 409 and "先在暂停期内申请恢复证书" in text(refused)
    assert not MarkOrder.objects.exists()


@pytest.mark.django_db
def test_it_gives_the_codes_as_pictures_and_as_a_sheet(counter: Counter) -> None:
    client = log_in(counter.way.stage, "C001")
    assert client.get(f"{CODES}sheet.pdf").status_code == 404
    assert client.post(CODES, {}).status_code == 302
    code = TraceCode.objects.get(model="M-1").code
    assert code[:4] in text(client.get(BASE))
    assert client.get(f"{CODES}{code}.svg").content.startswith(b"<?xml")
    assert client.get(f"{CODES}{code}.png").content.startswith(b"\x89PNG")
    assert client.get(f"{CODES}sheet.pdf").content.startswith(b"%PDF")
    assert (
        client.get(f"{CODES}{'0' * 12}.svg").status_code
        == client.get(f"{CODES}{code}.gif").status_code
        == 404
    )
    public = text(Client().get(f"/t/{code.lower()}"))
    assert NUMBER in public and "型号 M-1 在有效证书的范围内" in public


@pytest.mark.django_db
def test_it_shows_nothing_of_another_holder(counter: Counter) -> None:
    order = counter.order(PRINTED)
    other, own = log_in(counter.way.stage, "C002"), log_in(counter.way.stage, "C001")
    for path in (
        BASE,
        f"{BASE}standard/",
        CODES,
        f"/clients/marks/{order.pk}/",
        f"/clients/marks/{order.pk}/drawing/",
    ):
        assert other.get(path).status_code == 404
        assert own.get(path).status_code == 200
    assert other.get(f"/clients/marks/{order.pk}/do/mark.withdrawn/").status_code == 404
    assert own.post(f"/clients/marks/{order.pk}/do/mark.withdrawn/", {}).status_code == 302


@pytest.mark.django_db
def test_it_asks_the_database_as_often_for_many_orders_as_for_one(counter: Counter) -> None:
    client = log_in(counter.way.stage, "C001")
    for path in (BASE, "/clients/marks/"):
        counter.order()
        client.get(path)
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        for _ in range(5):
            counter.order(STICKERS)
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) <= len(few) <= 12


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_ordered_in_one_go_by_hand(
    own_stage: Stage, live_server: LiveServer, browser: Browser, width: int
) -> None:
    counter = Counter.opened(Way(own_stage))
    with clock.moved(counter.way.now):
        page = opened(browser, live_server, own_stage, "C001", width=width)
        page.goto(f"{live_server.url}/clients/certificates/{NUMBER}/")
        page.get_by_role("link", name="标志与追溯码").click()
        page.get_by_role("link", name="印刷/模压标志").click()
        page.get_by_label("标志长轴").fill("16")
        expect(page.locator("[data-size]")).to_have_text("16 × 12.6 mm")
        assert barriers(page) == [] and fits(page)
        page.get_by_role("link", name="返回").click()
        page.get_by_role("link", name="标准规格标志").click()
        page.get_by_label("标准规格3号 枚数").fill("1000")
        expect(page.locator("[data-total]")).to_have_text("¥ 120.00")
        assert barriers(page) == [] and fits(page)
        page.get_by_role("button", name="确认订购").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("B2024")
        assert barriers(page) == [] and fits(page)
        page.context.close()
