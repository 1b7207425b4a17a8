"""The staff's part of the worked example by keyboard alone, from the worklist to the certificate; and how
many interactions the commonest tasks take.

An interaction is what a person decides: one button or link pressed (or its key), one answer chosen, one field
filled in. Moving to it (Tab, arrows, the way of the mouse) and the single characters of a text are none.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from shouze.audiences.parts.tests.browsing import WIDTHS, barriers, fits, opened, player
from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.acts import get_act
from shouze.kernel.clock import moment
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case

from .at_the_browser import Watch

pytestmark = pytest.mark.django_db(transaction=True)

#: more Tabs than this and the thing sought is not on the page
MOST_TABS: Final = 60
HIDDEN: Final = frozenset({"order", "report"})
STANDS: Final = "document.activeElement.name || document.activeElement.id"


@dataclass
class Keys:
    """A person at a keyboard without a mouse. ``decided`` counts interactions as told above."""

    page: Page
    watch: Watch
    decided: int = 0
    pressed: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press keys that decide something, one after the other: one interaction."""
        self.decided += 1
        self.move(*keys)

    def move(self, *keys: str) -> None:
        """Press keys that only lead to something, on a page whose script has come."""
        expect(self.page.locator("html[data-keys]")).to_be_attached()
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed.append(key)

    def write(self, text: str) -> None:
        """Fill in the field that has the focus: one interaction."""
        self.decided += 1
        self.move("Control+a")
        self.page.keyboard.insert_text(text)

    def to(self, name: str) -> None:
        """Go on with Tab to the control of that name."""
        for _ in range(MOST_TABS):
            if self.page.evaluate(STANDS) == name:
                return
            self.move("Tab")
        raise AssertionError(f"no way with Tab to {name} on {self.page.url}")

    def answer(self, name: str, value: Any) -> None:
        """Answer the question of that name: choose with the arrows, tick with the space bar, or write."""
        self.to(name)
        now = self.page.evaluate("document.activeElement.value")
        kind = self.page.evaluate("document.activeElement.type")
        wanted = str(value).lower() if isinstance(value, bool) else str(value)
        if kind == "radio":
            self.press("Space" if now == wanted else "ArrowDown")
        elif kind == "select-one":
            self._choose(wanted)
        elif now != wanted:
            self.write(wanted)

    def _choose(self, wanted: str) -> None:
        self.decided += 1
        many = self.page.evaluate("document.activeElement.options.length")
        for _ in range(many):
            if self.page.evaluate("document.activeElement.value") == wanted:
                return
            self.move("ArrowDown")
        raise AssertionError(f"{wanted} cannot be chosen on {self.page.url}")

    def reads(self, text: str | re.Pattern[str], inside: Locator | None = None) -> None:
        """Find a text on the page."""
        expect(inside or self.page.locator("main")).to_contain_text(text)


class ByKeyboard:
    """The people of the body do their steps by keyboard alone, from the worklist; the others act through the
    gate.
    """

    def __init__(self, stage: Stage, server: LiveServer, browser: Browser) -> None:
        self.stage, self.server, self.browser = stage, server, browser
        self.gate = ThroughTheGate(stage.people)
        self.desks: dict[str, Keys] = {}
        self.counted: dict[str, int] = {}

    def store(self, who: str, name: str, content: bytes) -> str:
        return self.gate.store(who, name, content)

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        if not who.startswith("E") or subject is None:
            return self.gate.do(who, act, subject, given)
        keys, words = self._at_the_worklist(who), str(get_act(act).words)
        before = keys.decided
        keys.move("j")
        self._open_act(keys, act, words)
        expect(keys.page.locator("h1")).to_have_text(words)
        keys.move("f")
        for name, value in given.items():
            if name in HIDDEN:
                continue
            for line in value if isinstance(value, list) else [value]:
                keys.answer(name, line)
        keys.press("Control+Enter")
        keys.reads(f"已办理：{words}", keys.page.get_by_role("status").first)
        self.counted[act] = keys.decided - before
        last = ledger.entries_for_case(subject)[-1]
        body: Any = ledger.body_of(last)
        return subject, {label: key for label, key in body["what"]["made"]}

    def _at_the_worklist(self, who: str) -> Keys:
        if who not in self.desks:
            page = opened(self.browser, self.server, self.stage, who)
            watch = Watch(self.server.url.removeprefix("http://"))
            watch.over(page)
            page.goto(f"{self.server.url}/staff/")
            self.desks[who] = Keys(page, watch)
        else:
            self.desks[who].move("g", "w")
        keys = self.desks[who]
        expect(keys.page.locator("h1")).to_have_text("工作台")
        expect(keys.page.locator("[data-line]")).to_have_count(1)
        return keys

    def _open_act(self, keys: Keys, act: str, words: str) -> None:
        """By the button of the line; what moves no case on is found in the palette, on the case file."""
        button = keys.page.locator("[data-line] [data-step]")
        on_the_line = keys.page.evaluate("document.querySelector('[data-line] [data-step]')?.href ?? ''")
        if f"/{act}/" in on_the_line:
            expect(button).to_be_visible()
            keys.press("d")
            return
        keys.press("Enter")
        expect(keys.page.locator("#acts")).to_be_visible()
        keys.press("Control+k")
        expect(keys.page.locator("#palette")).to_be_visible()
        keys.write(words)
        expect(keys.page.locator("#palette [role=option][aria-selected=true]")).to_contain_text(words)
        expect(keys.page.locator(f"#palette [data-q='{words}']")).to_be_attached()
        keys.press("Enter")


@pytest.fixture
def by_keyboard(own_stage: Stage, live_server: LiveServer, browser: Browser) -> Iterator[ByKeyboard]:
    found = ByKeyboard(own_stage, live_server, browser)
    yield found
    for keys in found.desks.values():
        keys.page.context.close()


def test_the_staff_part_of_the_story_is_done_by_keyboard_alone(by_keyboard: ByKeyboard) -> None:
    stage = by_keyboard.stage
    play(by_keyboard, stage.scene, fees_due, STORY)
    assert Case.objects.get().state == "certified"
    assert Certificate.objects.get().number == "2024990711000118"
    assert [said for keys in by_keyboard.desks.values() for said in keys.watch.said] == []
    assert by_keyboard.counted["application.accepted"] <= 4, by_keyboard.counted
    assert max(by_keyboard.counted.values()) <= 7, by_keyboard.counted


@dataclass
class Mouse:
    """A person with a mouse, whose interactions are counted as told above."""

    page: Page
    decided: int = 0

    def click(self, role: Any, name: str | re.Pattern[str], inside: Locator | None = None) -> None:
        self.decided += 1
        (inside or self.page).get_by_role(role, name=name).first.click()

    def choose(self, label: str, words: str) -> None:
        self.decided += 1
        listed = self.page.get_by_label(label, exact=True)
        expect(listed.locator("option", has_text=words)).to_have_count(1)
        listed.select_option(label=listed.locator("option", has_text=words).inner_text())

    def write(self, label: str, text: str) -> None:
        self.decided += 1
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).fill(text)


def test_a_complete_application_is_accepted_in_four_interactions(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    """The first version took five: its worklist led to the case file, and that to the act."""
    player(own_stage)("supplement.submitted")
    with clock.moved(moment("2024-03-08", "10:00")):
        mouse = Mouse(opened(browser, live_server, own_stage, "E002"))
        mouse.page.goto(f"{live_server.url}/staff/")
        mouse.click("link", re.compile("^受理认证委托"), mouse.page.locator("[data-line]"))
        mouse.choose("项目负责人", "易航")
        mouse.write("评审意见", "资料齐全，属指定业务范围，予以受理。")
        mouse.click("button", "受理认证委托", mouse.page.locator(".form-actions"))
        expect(mouse.page.get_by_role("status").first).to_contain_text("已办理：受理认证委托")
        mouse.page.context.close()
    assert mouse.decided <= 4
    assert Case.objects.get().state == "accepted"


def test_why_a_case_waits_is_read_without_a_click_and_found_by_anybody_in_two(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    """Who has the case reads it on his list; who has it not types part of a name and presses Enter."""
    player(own_stage)("case.paused")
    with clock.moved(moment("2024-04-22", "10:00")):
        page = opened(browser, live_server, own_stage, "E003")
        page.goto(f"{live_server.url}/staff/")
        line = page.locator("[data-line]")
        turn = ("轮到认证委托人", "宁波示例电器有限公司", "2024年4月19日起暂停")
        for words in (*turn, "产品整改", "温升不合格"):
            expect(line).to_contain_text(words)
        page.context.close()
        keys = Keys(opened(browser, live_server, own_stage, "E011"), Watch(""))
        keys.page.goto(f"{live_server.url}/staff/")
        keys.move("/")
        expect(keys.page.locator("#palette")).to_be_visible()
        keys.write("nbsl")
        expect(keys.page.locator("#palette [data-q=nbsl]")).to_be_attached()
        expect(keys.page.locator("#palette [role=option][aria-selected=true]")).to_contain_text("A2024")
        keys.press("Enter")
        for words in ("轮到", "产品整改", "温升不合格"):
            keys.reads(words)
        assert keys.decided <= 2
        keys.page.context.close()


def test_shortcuts_are_told_moved_by_and_can_be_switched_off(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    player(own_stage)("application.accepted")
    with clock.moved(moment("2024-03-11", "10:00")):
        keys = Keys(opened(browser, live_server, own_stage, "E002"), Watch(""))
        page = keys.page
        page.goto(f"{live_server.url}/staff/?whose=open")
        expect(page.locator("[data-line]")).to_have_count(1)
        keys.move("j")
        expect(page.locator("[data-line] [data-open]")).to_be_focused()
        keys.move("x")
        expect(page.locator("[data-ticked-count]")).to_have_text("已选 1 件")
        keys.move("a")
        expect(page.locator("[data-ticked-count]")).to_have_text("")
        keys.move("?")
        dialog = page.locator("#keys")
        expect(dialog).to_be_visible()
        expect(dialog).to_contain_text("勾选所在行")
        assert barriers(page) == []
        expect(dialog.locator("[data-keys-on]")).to_be_checked()
        keys.to("")
        for _ in range(MOST_TABS):
            if page.evaluate("document.activeElement.matches('[data-keys-on]')"):
                break
            keys.move("Tab")
        keys.move("Space", "Escape")
        expect(dialog).not_to_be_visible()
        keys.move("g", "p")
        keys.move("?")
        expect(dialog).not_to_be_visible()
        assert page.url.endswith("/staff/?whose=open")
        keys.move("Control+k")
        expect(page.locator("#palette")).to_be_visible()
        page.context.close()


@pytest.mark.parametrize("dark", [False, True])
def test_its_pages_can_be_read_by_everybody(
    own_stage: Stage, live_server: LiveServer, browser: Browser, dark: bool
) -> None:
    player(own_stage)("case.paused")
    case = Case.objects.get().pk
    with clock.moved(moment("2024-04-22", "10:00")):
        for language, width in zip(("zh-hans", "en"), WIDTHS, strict=True):
            page = opened(browser, live_server, own_stage, "E002", language, width)
            page.emulate_media(color_scheme="dark" if dark else "light")
            for address in (
                "/staff/?whose=open", "/staff/", f"/staff/assign/?case={case}", "/staff/search/?q=示例",
            ):  # fmt: skip
                page.goto(f"{live_server.url}{address}")
                expect(page.locator("main h1")).to_be_visible()
                assert barriers(page) == [], (address, language)
                assert fits(page), (address, width)
            page.keyboard.press("Control+k")
            page.keyboard.insert_text("nbsl")
            expect(page.locator("#palette mark").first).to_be_visible()
            assert barriers(page) == [], ("palette", language)
            assert page.page_errors() == []
            page.context.close()


def test_many_cases_are_given_with_their_progress_and_once(
    own_stage: Stage, live_server: LiveServer, browser: Browser
) -> None:
    player(own_stage)("application.accepted")
    with clock.moved(moment("2024-03-11", "10:00")):
        page = opened(browser, live_server, own_stage, "E002")
        page.goto(f"{live_server.url}/staff/?whose=open")
        page.get_by_role("checkbox", name="全选本页").check()
        expect(page.locator("[data-ticked-count]")).to_have_text("已选 1 件")
        page.get_by_role("button", name="改派项目负责人").click()
        expect(page.get_by_label("改派给").locator("option").nth(1)).to_contain_text("在办")
        # Who may take them all, and has the fewest, comes first.
        page.get_by_label("改派给").select_option(index=1)
        page.get_by_label("原因").fill("工作量调整")
        for _ in range(2):
            page.get_by_role("button", name=re.compile("^改派 1 件")).click()
            expect(page.locator("[data-progress-words]")).to_have_text("已处理 1 / 1")
            expect(page.locator("[data-result]")).to_contain_text("已改派")
        page.context.close()
    acts = [one.act for one in ledger.entries_for_case(Case.objects.get().pk)]
    assert acts.count("case.reassigned") == 1
