"""An inspector's phone in a real browser, and a line to the house that fails in every way a line can."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final

from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect

from shouze.certification.evidence.tests.visiting import png

PATIENCE: Final = 15_000
#: how a request fares: it passes; is cut before the house has it; is cut after (the answer is lost); comes
#: twice, one after the other; comes twice at once; bears a token that was changed meanwhile
FATES: Final = ("pass", "cut before", "cut after", "twice", "at once", "old token")


@dataclass
class Line:
    """The line between phone and house. ``random`` None: all is well; else every request meets a fate."""

    random: Random | None = None
    met: Counter[str] = field(default_factory=Counter)

    def watch(self, context: BrowserContext) -> None:
        """Stand between: what the phone sends to a visit passes here."""
        context.route("**/staff/visits/*/acts", self._carry)
        context.route("**/staff/visits/*/files", self._carry)
        context.route("**/staff/visits/*/package", self._carry)

    def _carry(self, route: Route) -> None:
        fate = self.random.choice(FATES) if self.random else "pass"
        if route.request.method == "GET" and fate in {"at once", "old token"}:
            fate = "cut before"
        self.met[fate] += 1
        CARRY[fate](route)


def _cut_after(route: Route) -> None:
    route.fetch()
    route.abort()


def _twice(route: Route) -> None:
    route.fetch()
    route.fulfill(response=route.fetch())


def _at_once(route: Route) -> None:
    """The same bytes on two connections at the same time; the phone hears of neither."""
    request = route.request
    headers = {name: value for name, value in request.all_headers().items() if not name.startswith(":")}
    headers.pop("content-length", None)

    def send() -> None:
        again = urllib.request.Request(request.url, request.post_data_buffer, headers, method="POST")  # noqa: S310
        try:
            urllib.request.urlopen(again, timeout=30).close()  # noqa: S310 our own house
        except urllib.error.HTTPError:
            pass  # a refusal is an answer, too

    senders = [threading.Thread(target=send) for _ in range(2)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    route.abort()


def _old_token(route: Route) -> None:
    route.continue_(headers={**route.request.all_headers(), "x-csrftoken": "x" * 64})


CARRY: Final = {
    "pass": lambda route: route.continue_(),
    "cut before": lambda route: route.abort(),
    "cut after": _cut_after,
    "twice": _twice,
    "at once": _at_once,
    "old token": _old_token,
}


@dataclass
class Phone:
    """A phone on which a visit is open."""

    context: BrowserContext
    address: str
    page: Page
    said: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, page: Page, address: str) -> Phone:
        """Open the visit at an address on the phone."""
        phone = cls(page.context, address, page)
        phone.reopen(page)
        return phone

    def reopen(self, page: Page | None = None) -> None:
        """Close the page as it is, and open it anew."""
        if page is None:
            self.page.close()
            page = self.context.new_page()
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(self.address)
        expect(page.locator("[data-visit]")).to_have_attribute("data-ready", "open", timeout=PATIENCE)

    def go(self, place: str) -> None:
        """Go to a screen of the page: list, p/3.1-1, sign, end, paper."""
        self.page.evaluate("place => { location.hash = place }", place)

    def note(self, point: str, words: str, verdict: str = "conform", photo: int | None = None) -> None:
        """Note a point by the form, with a photograph of that shade; back when it is said to be saved."""
        self.go(f"p/{point}")
        page = self.page
        expect(page.locator(".visit-point h2")).to_contain_text(point)
        page.locator(f"label[for=verdict-{verdict}]").click()
        if page.locator("#visit-about").count():
            page.locator("#visit-about").select_option(index=1)
        page.locator("#visit-words").fill(words)
        if photo is not None:
            sent = FilePayload(name="photo.png", mimeType="image/png", buffer=png(photo))
            page.locator("#visit-camera").set_input_files(sent)
            expect(page.locator(".visit-form .visit-photos img")).to_have_count(1)
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("[data-notes]")).to_contain_text(words)

    def sign(self, role: str, name: str, *, typed: bool = False) -> None:
        """Sign by drawing, or by the typed name."""
        self.go("sign")
        page = self.page
        page.locator("#sign-role").select_option(role)
        page.locator("#sign-name").fill(name)
        if typed:
            page.locator("#sign-typed").check()
        else:
            self._draw()
        page.get_by_role("button", name="签署").click()
        expect(page.locator("[data-signed]")).to_contain_text(name)

    def _draw(self) -> None:
        canvas = self.page.locator("canvas")
        canvas.scroll_into_view_if_needed()
        canvas.evaluate(
            "one => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        box = canvas.bounding_box()
        assert box
        mouse = self.page.mouse
        mouse.move(box["x"] + 30, box["y"] + 40)
        mouse.down()
        for step in range(1, 10):
            mouse.move(box["x"] + 30 + step * 18, box["y"] + 40 + step % 3 * 25)
        mouse.up()

    def send(self) -> None:
        """Press the button of sending when there is something to send."""
        button = self.page.locator("[data-send]")
        if button.is_enabled():
            button.click()

    def waits(self, count: int) -> None:
        """Read how many items are on the phone only."""
        expect(self.page.locator("[data-count]")).to_have_attribute("data-count", str(count), timeout=60_000)

    def queue(self) -> list[dict[str, object]]:
        """What lies in the phone's queue, as it lies there."""
        found: list[dict[str, object]] = self.page.evaluate(
            """() => new Promise(done => { const asked = indexedDB.open("visits"); asked.onsuccess = () => {
            const all = asked.result.transaction("items").objectStore("items").getAll();
            all.onsuccess = () => { asked.result.close(); done(all.result); }; }; })"""
        )
        return found
