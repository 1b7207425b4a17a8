"""A visit recorded with a line that is cut, doubled and lost: all is there at the end, each thing once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import log_in, opened
from shouze.certification.evidence.models import VisitNote, VisitSignature
from shouze.certification.evidence.tests.visiting import Visiting, planned_visit, png
from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.kernel.files.models import Sending, StoredFile
from shouze.kernel.files.store import open_file
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.sequence import catch_up
from shouze_verify.verifying import verify

from .phone import FATES, Line, Phone

pytestmark = pytest.mark.django_db(transaction=True)
SEED: Final = 20261123
ROUNDS: Final = 26
#: requests of the phone that met with something
MISFORTUNES: Final = 50
POINTS: Final = ("3.1-1", "3.2-2", "3.3-2", "3.5-1", "3.6-2", "3.7-1", "3.9-1", "PC-1", "PC-3", "DT-1")


@pytest.fixture
def way(own_stage: Stage) -> Iterator[Visiting]:
    way = planned_visit(own_stage)
    way.on_site("visit.opened")
    with clock.moved(way.now):
        yield way


@pytest.fixture
def phone(way: Visiting, live_server: LiveServer, browser: Browser) -> Iterator[Phone]:
    found = _phone(way, live_server, browser, "E008")
    yield found
    found.context.close()


def _phone(way: Visiting, live_server: LiveServer, browser: Browser, number: str) -> Phone:
    page = opened(browser, live_server, way.stage, number, width=390)
    phone = Phone.at(page, f"{live_server.url}/staff/visits/{way.inspection.pk}/")
    page.locator("[data-along]").click()
    expect(page.locator("[data-say]")).to_contain_text("已带走")
    return phone


def test_nothing_is_lost_or_doubled_by_fifty_cuts_and_double_sends(
    way: Visiting, phone: Phone, tmp_path: Path
) -> None:
    line, random = Line(Random(SEED)), Random(SEED)  # noqa: S311 variety, not secrecy
    line.watch(phone.context)
    said = [f"记录第{number}条" for number in range(ROUNDS)]
    for number, words in enumerate(said):
        phone.context.set_offline(random.random() < 0.3)
        phone.note(random.choice(POINTS), words, photo=number if random.random() < 0.5 else None)
        if random.random() < 0.25:
            phone.reopen()
        phone.send()
    phone.context.set_offline(False)
    phone.sign("inspector", "孔严")
    phone.sign("enterprise", "何厂", typed=True)
    while sum(line.met.values()) - line.met["pass"] < MISFORTUNES:
        phone.note(random.choice(POINTS), f"补记{len(said)}")
        said.append(f"补记{len(said)}")
    assert set(line.met) == set(FATES)
    line.random = None
    phone.reopen()
    phone.send()
    phone.waits(0)
    queue = phone.queue()
    assert phone.said == []
    assert {one["state"] for one in queue} == {"received"}
    _is_there_once(way, said, queue)
    _ledger_verifies(tmp_path)


def _is_there_once(way: Visiting, said: list[str], queue: list[dict[str, object]]) -> None:
    notes = list(VisitNote.objects.all())
    assert sorted(one.words for one in notes) == sorted(said)
    signatures = list(VisitSignature.objects.all())
    assert sorted(one.role for one in signatures) == ["enterprise", "inspector"]
    assert {str(one.pk) for one in (*notes, *signatures)} == {one["uid"] for one in queue}
    acts = [one.act for one in ledger.entries_for_subject(way.inspection.pk)]
    assert (acts.count("visit.noted"), acts.count("visit.signed")) == (len(said), 2)
    pictures = {digest for one in notes for digest in one.photos} | {
        one.image for one in signatures if one.image
    }
    stored = StoredFile.objects.filter(media_type="image/png")
    assert {one.digest for one in stored} == pictures
    assert Sending.objects.filter(file__in=stored).count() == len(pictures)
    for digest in pictures:
        with open_file(digest) as content:
            assert content.read(8) == png(0)[:8]


def _ledger_verifies(folder: Path) -> None:
    assert compare() == []
    file = CheckpointFile(folder / "checkpoints.log")
    with psycopg.connect(houses.dsn(str(connection.settings_dict["NAME"])), autocommit=True) as raw:
        catch_up(raw, at=clock.now(), file=file)
        report = verify(raw, checkpoints=folder / "checkpoints.log")
    assert report.agreed, report.text()
    assert report.pending == 0


def test_the_page_opens_and_notes_without_a_connection(way: Visiting, phone: Phone) -> None:
    phone.context.set_offline(True)
    phone.reopen()
    expect(phone.page.locator("[data-net]")).to_have_attribute("data-net", "off")
    phone.note("3.1-1", "离线记录", photo=7)
    expect(phone.page.locator("[data-notes] [data-state]")).to_contain_text("仅在本机")
    phone.go("paper")
    expect(phone.page.locator(".visit-unsent-mark")).to_contain_text("未同步：1 项")
    phone.context.set_offline(False)
    phone.waits(0)
    phone.go("p/3.1-1")
    expect(phone.page.locator("[data-notes] [data-state]")).to_contain_text(
        re.compile(r"机构已收 · 记录 \d+")
    )
    phone.go("paper")
    expect(phone.page.locator(".visit-paper")).to_contain_text("离线记录")
    expect(phone.page.locator(".visit-unsent-mark")).to_have_count(0)
    assert VisitNote.objects.get().words == "离线记录"


def test_an_expired_login_asks_for_another_and_keeps_the_queue(way: Visiting, phone: Phone) -> None:
    phone.context.clear_cookies(name="sessionid")
    phone.note("3.1-1", "登录过期时的记录")
    expect(phone.page.locator("[data-status]")).to_contain_text("登录已过期，记录仍在本机")
    phone.waits(1)
    _log_in_as(way, phone, "E009")
    phone.send()
    expect(phone.page.locator("[data-status]")).to_contain_text("这些记录属于孔严")
    _log_in_as(way, phone, "E008")
    phone.send()
    phone.waits(0)
    assert VisitNote.objects.get().by_name == "孔严"


def _log_in_as(way: Visiting, phone: Phone, number: str) -> None:
    session = log_in(way.stage, number).cookies["sessionid"].value
    where = "/".join(phone.address.split("/")[:3])
    phone.context.add_cookies([{"name": "sessionid", "value": session, "url": where}])


def test_what_comes_after_the_end_is_refused_with_a_sentence_and_can_be_taken_out(
    way: Visiting, phone: Phone, live_server: LiveServer, browser: Browser
) -> None:
    phone.context.set_offline(True)
    phone.note("3.1-1", "结束之后才到的记录", photo=3)
    way.note_all()
    way.signed()
    way.on_site("visit.closed")
    with clock.moved(way.now):
        phone.context.set_offline(False)
        expect(phone.page.locator("[data-status]")).to_contain_text("未接收 1", timeout=30_000)
        phone.go("end")
        expect(phone.page.locator("[data-screen]")).to_contain_text("当前状态为“现场检查已结束”")
        with phone.page.expect_download() as download:
            phone.page.get_by_role("button", name="导出为文件").click()
        assert "结束之后才到的记录" in Path(download.value.path()).read_text(encoding="utf-8")
        way.on_site("visit.reopened", reason="补一条记录。")
        with clock.moved(way.now):
            with phone.page.expect_response(lambda one: one.url.endswith("/acts") and one.ok):
                phone.page.get_by_role("button", name="再次提交").click()
            phone.waits(0)
            expect(phone.page.locator("[data-status]")).not_to_contain_text("未接收")
    assert VisitNote.objects.filter(words="结束之后才到的记录").count() == 1


def test_two_phones_stand_side_by_side(
    way: Visiting, phone: Phone, live_server: LiveServer, browser: Browser
) -> None:
    other = _phone(way, live_server, browser, "E009")
    phone.note("3.1-1", "组长所见")
    phone.waits(0)
    with clock.moved(way.now + timedelta(minutes=5)):
        other.reopen()
        other.note("3.1-1", "组员所见", verdict="pending")
        other.waits(0)
    phone.reopen()
    phone.go("p/3.1-1")
    expect(phone.page.locator("[data-notes]")).to_contain_text("组员所见")
    expect(phone.page.locator("[data-notes]")).to_contain_text("组长所见")
    phone.go("list")
    expect(phone.page.locator("a.visit-line").first).to_contain_text("判定不一")
    other.context.close()


def test_a_full_phone_says_so_and_what_was_typed_stays(way: Visiting, phone: Phone) -> None:
    phone.page.evaluate(
        "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('', 'QuotaExceededError') } }"
    )
    phone.go("p/3.1-1")
    phone.page.locator("label[for=verdict-conform]").click()
    phone.page.locator("#visit-words").fill("还没有保存")
    phone.page.get_by_role("button", name="保存", exact=True).click()
    expect(phone.page.locator(".visit-said")).to_contain_text("存储空间不足，没有保存")
    phone.reopen()
    phone.go("p/3.1-1")
    expect(phone.page.locator("#visit-words")).to_have_value("还没有保存")
    phone.page.get_by_role("button", name="保存", exact=True).click()
    expect(phone.page.locator("[data-notes]")).to_contain_text("还没有保存")
    phone.waits(0)
    assert VisitNote.objects.get().words == "还没有保存"


def test_what_the_house_has_is_taken_off_the_phone(way: Visiting, phone: Phone) -> None:
    phone.note("3.1-1", "已到机构", photo=5)
    phone.waits(0)
    phone.go("end")
    phone.page.get_by_role("button", name="从手机移除").click()
    expect(phone.page.locator("a.visit-card").first).to_be_visible()
    assert phone.queue() == []
    phone.context.set_offline(True)
    with pytest.raises(Exception, match="net::ERR_"):
        phone.page.goto(phone.address)
