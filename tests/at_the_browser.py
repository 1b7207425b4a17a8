"""A person at a browser of his own, who reads, clicks and types; every page that he sees is watched."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, Response, expect

from shouze.demo.papers import paper

WRONG: Final = 400
DESK: Final = 1280
#: the variable that names the folder for pictures
PICTURES: Final = "SHOUZE_STORY_SHOTS"
#: what an address may begin with besides the house's own: no host is asked for these
WITHIN: Final = {"data", "blob", "about"}


@dataclass
class Watch:
    """What a reader of the console and of the network would have stumbled over, and the pages seen."""

    house: str
    said: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", self._broken)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"console: {message.text} ({message.location.get('url')})")

    def _broken(self, error: Error) -> None:
        self.said.append(f"script: {error.message}")

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in WITHIN and asked.netloc != self.house:
            self.said.append(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.pages.append(response.url)
        if response.status >= WRONG:
            self.said.append(f"{response.status}: {response.request.method} {response.url}")


@dataclass(slots=True)
class Hand:
    """One person with one browser. ``write``, ``choose`` … take the words that stand beside the question."""

    page: Page
    address: str
    watch: Watch
    papers: Path

    def log_in(self, login: str, password: str) -> None:
        """Log in from the page that is open, by the button in the head of the house."""
        self.page.locator("header").get_by_role("link", name=re.compile("^(登录|Log in)$")).click()
        form = self.page.locator("main form", has=self.page.locator("input[name=password]"))
        form.locator("input[name=login]").fill(login)
        form.locator("input[name=password]").fill(password)
        form.get_by_role("button").click()
        expect(self.page.locator("header .person-menu")).to_be_visible()

    def log_out(self) -> None:
        """Log out by the menu under the person's name."""
        self.page.locator("header .person-menu summary").click()
        self.press("退出登录")
        expect(self.page.locator("header").get_by_role("link", name="登录")).to_be_visible()

    def press(self, words: str, inside: Locator | None = None) -> None:
        """Press a button."""
        (inside or self.page).get_by_role("button", name=words, exact=True).click()

    def follow(self, words: str | re.Pattern[str], inside: Locator | None = None) -> None:
        """Follow a link."""
        exact = isinstance(words, str)
        (inside or self.page).get_by_role("link", name=words, exact=exact).first.click()

    def write(self, label: str, text: str, inside: Locator | None = None) -> None:
        """Write an answer, a date as 2024-03-20."""
        (inside or self.page).get_by_label(re.compile(f"^{re.escape(label)}\\s*:?$")).fill(text)

    def choose(self, label: str, words: str, inside: Locator | None = None) -> None:
        """Choose the one answer of a list that contains ``words``."""
        listed = (inside or self.page).get_by_label(label, exact=True)
        expect(listed.locator("option", has_text=words).first).to_be_attached()
        answers = [one for one in listed.locator("option").all_inner_texts() if words in one]
        assert len(answers) == 1, (label, words, listed.locator("option").all_inner_texts())
        listed.select_option(label=answers[0])

    def answer(self, question: str, words: str) -> None:
        """Answer a question of yes and no."""
        self.page.get_by_role("group", name=question).get_by_label(words, exact=True).check()

    def hand_in(self, label: str, title: str) -> None:
        """Choose a PDF file with that title for a question."""
        self.page.get_by_label(label, exact=True).set_input_files(self.paper(title))

    def paper(self, title: str) -> Path:
        """A PDF file with that title on this person's disk."""
        found = self.papers / f"{title}.pdf"
        found.write_bytes(paper(title))
        return found

    def done(self, act: str) -> None:
        """Press the button of the act whose form is filled in, and read that it was done."""
        self.shoot(act)
        self.press(act, self.page.locator("main .form-actions"))
        self.reads(f"已办理：{act}", self.page.get_by_role("status"))

    def reads(self, text: str | re.Pattern[str], inside: Locator | None = None) -> None:
        """Find a text on the page."""
        expect(inside or self.page.locator("main")).to_contain_text(text)

    def shoot(self, name: str) -> None:
        """A picture of the page, for whoever names a folder for pictures."""
        folder = os.environ.get(PICTURES)
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def fits(self) -> bool:
        """Whether the page is no wider than the window."""
        asked = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        return bool(self.page.evaluate(asked))

    def case(self, number: str, home: str = "工作台") -> None:
        """Go to a case from the list of what waits for this person."""
        self.follow(home, self.page.locator("nav.audience-menu"))
        self.follow(number, self.page.locator("main"))
        self.reads(number)


def sit_down(browser: Browser, address: str, papers: Path, width: int = DESK) -> Hand:
    """A new browser at the first page of the house, nobody logged in."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    context.set_default_timeout(8_000)
    watch = Watch(urlsplit(address).netloc)
    page = context.new_page()
    watch.over(page)
    page.goto(address)
    return Hand(page, address, watch, papers)
