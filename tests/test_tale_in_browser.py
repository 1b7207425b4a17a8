"""What goes on after the certificate, done by hand in a real browser where a person decides: the class, the
suspension, the application for restoration, the restoration; and what anybody reads on the public page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from shouze.demo import after_story as story
from shouze.demo.at_the_gate import AtTheGate, certified
from shouze.demo.stage import Stage
from shouze.demo.tale import Tale, tell
from shouze.kernel import clock
from shouze.kernel.clock import moment

from .at_the_browser import Hand, sit_down
from .house_by_hand import House, opened

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "2024990711000118"
PHONE = 390
FIRM = "宁波示例电器有限公司"


@pytest.fixture
def told(own_stage: Stage) -> tuple[AtTheGate, Tale]:
    """The worked example up to the class that is proposed after the bulletin."""
    actor, tale = certified(own_stage)
    for part in (story.FOLLOW_UP, story.BULLETIN, story.DROP[:2]):
        tell(actor, tale, part)
    return actor, tale


@pytest.fixture
def house(
    told: tuple[AtTheGate, Tale],
    live_server: LiveServer,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    yield from opened(browser, live_server.url, tmp_path, monkeypatch)


def test_it_goes_on_by_hand(house: House, told: tuple[AtTheGate, Tale]) -> None:
    actor, tale = told
    _read_by_anybody(house, "2025-09-12", "有效")
    _class_approved(house)
    _suspended(house)
    _read_by_anybody(house, "2025-09-15", "暂停", "2025年12月14日")
    for part in (story.TRIGGER, story.UNANNOUNCED, story.CORRECTION):
        tell(actor, tale, part)
    _asked_to_restore(house)
    tell(actor, tale, story.RESTORATION[1:-1])
    actor.worker.work()
    _restored(house)
    _read_by_anybody(house, "2025-11-20", "有效", "2029年5月19日")
    said = {login: hand.watch.said for login, hand in house.hands.items()}
    assert said == {login: [] for login in house.hands}


def _read_by_anybody(house: House, day: str, *texts: str) -> None:
    with clock.moved(moment(day, "18:00")):
        if "anybody" not in house.hands:
            house.hands["anybody"] = sit_down(house.browser, house.address, house.papers, PHONE)
        hand = house.hands["anybody"]
        hand.page.goto(f"{house.address}/c/{NUMBER}")
        for text in (FIRM, *texts):
            hand.reads(text)
        hand.shoot(f"public-{day}")
        assert hand.fits()


def _class_approved(house: House) -> None:
    with house.on("2025-09-12", "15:00", "approver") as hand:
        hand.page.goto(f"{house.address}/staff/classes/")
        hand.follow(FIRM, hand.page.locator("main"))
        for text in ("B", "D", "E-2025-0001"):
            hand.reads(text)
        hand.shoot("class")
        hand.follow("FL202500001", hand.page.locator("main"))
        hand.follow("批准企业分类", hand.page.locator("main"))
        hand.write("意见", "同意。")
        hand.done("批准企业分类")
        hand.reads("D")


def _at_the_certificate(house: House, hand: Hand, act: str) -> None:
    hand.page.goto(f"{house.address}/staff/certificates/{NUMBER}/")
    hand.shoot(f"certificate-{act}")
    hand.follow(act, hand.page.locator("main"))


def _suspended(house: House) -> None:
    with house.on("2025-09-15", "10:00", "decider") as hand:
        _at_the_certificate(house, hand, "暂停证书")
        hand.write("事实和理由", "省级监督抽查输入功率和电流、结构不合格。")
        hand.page.locator("input[name=reasons][value='0201']").check()
        hand.write("暂停至", "2025-12-14")
        hand.done("暂停证书")


def _asked_to_restore(house: House) -> None:
    with house.on("2025-11-12", "09:00", "client") as hand:
        hand.page.goto(f"{house.address}/clients/certificates/{NUMBER}/")
        hand.reads("暂停")
        hand.shoot("client-suspended")
        hand.follow(re.compile("^申请恢复证书"), hand.page.locator("main"))
        hand.hand_in("暂停通知书副本", "暂停通知书")
        for question in ("事实（发生了什么）", "根本原因", "纠正措施", "预防措施", "自查结果"):
            hand.write(question, "已查明并整改。")
        hand.hand_in("整改报告及证明材料", "整改报告")
        hand.done("申请恢复证书")


def _restored(house: House) -> None:
    with house.on("2025-11-20", "11:00", "decider") as hand:
        _at_the_certificate(house, hand, "恢复证书")
        hand.write("事实和理由", "整改经验证有效，准予恢复。")
        hand.done("恢复证书")
