"""The people of a story, each at a browser of his own, on the day and at the page where he does his part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from shouze.demo import accounts
from shouze.kernel import clock
from shouze.kernel.clock import moment

from .at_the_browser import Hand, sit_down

PASSWORD: Final = "every-step-by-hand-2024"


class House:
    """The house with the people of the story, each at a browser of his own once he has logged in."""

    def __init__(self, browser: Browser, address: str, papers: Path) -> None:
        self.browser, self.address, self.papers = browser, address, papers
        self.hands: dict[str, Hand] = {}
        self.number = ""
        #: login -> width of his window, where it is not that of a desk
        self.widths: dict[str, int] = {}

    def sit(self, login: str) -> Hand:
        """The browser of the person with that login name; he logs in when he comes for the first time."""
        if login not in self.hands:
            self.hands[login] = sit_down(self.browser, self.address, self.papers)
            self.hands[login].log_in(login, PASSWORD)
        return self.hands[login]

    @contextmanager
    def on(self, day: str, at: str, login: str, act: str = "") -> Iterator[Hand]:
        """On a day at a time a person opens the case, and the page of an act that is offered there."""
        with clock.moved(moment(day, at)):
            hand = self.sit(login)
            if act:
                hand.case(self.number)
                hand.follow(act, hand.page.locator("main"))
            yield hand

    @contextmanager
    def client(self, day: str, at: str, ask: str | re.Pattern[str]) -> Iterator[Hand]:
        """On a day at a time the applicant opens his case and does what he is asked there."""
        with clock.moved(moment(day, at)):
            hand = self.sit("client")
            hand.case(self.number, "我的认证委托")
            hand.follow(ask, hand.page.locator("main .asked"))
            yield hand

    @contextmanager
    def laboratory(self, day: str, at: str, act: str) -> Iterator[Hand]:
        """On a day at a time the laboratory opens its order and does an act on it."""
        with clock.moved(moment(day, at)):
            hand = self.sit("laboratory")
            hand.follow(re.compile("检测任务"), hand.page.locator("nav.audience-menu"))
            hand.follow(re.compile(r"^T"), hand.page.locator("main table"))
            hand.follow(act, hand.page.locator("main"))
            yield hand


def opened(browser: Browser, address: str, papers: Path, patch: pytest.MonkeyPatch) -> Iterator[House]:
    """The house served at ``address``, where every person of the stage has an account; for a fixture, which
    closes the browsers afterwards.
    """
    patch.setenv(accounts.VARIABLE, PASSWORD)
    accounts.open_accounts()
    house = House(browser, address, papers)
    yield house
    for hand in house.hands.values():
        hand.page.context.close()
