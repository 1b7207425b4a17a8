"""What is wrong with a page: at a desk in Chinese and light, on a telephone in English and dark."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from django.apps import apps
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Response, ViewportSize
from playwright.sync_api import Page as Tab

from tests.rows import Page
from tests.served import Served

ROOT: Final = Path(__file__).resolve().parents[1]
#: bytes on the wire of everything that a page loads, with nothing kept from before
HEAVIEST: Final = 300_000
#: milliseconds until the first byte of the answer; the best of some tries, for machines are shared
SLOWEST, TRIES = 200, 5
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
GRAVE: Final = {"serious", "critical"}
OK: Final = 200
CHINESE: Final = re.compile(r"[\u3400-\u9fff]{2,}")
#: what a browser says of a page that came with an error, as it was meant to
TOLD: Final = "Failed to load resource: the server responded with a status of"
#: texts on an English page, and what stands for them, that hold Chinese and are not marked as Chinese
CHINESE_TEXTS: Final = """() => {
  const told = [], chinese = /[\\u3400-\\u9fff]/;
  const marked = 'body [lang^="zh"], script, style, template, [hidden]';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (chinese.test(node.data) && !node.parentElement.closest(marked)) told.push(node.data.trim());
  const names = ['aria-label', 'title', 'placeholder', 'alt', 'data-name'];
  for (const element of document.body.querySelectorAll(names.map((name) => `[${name}]`).join()))
    for (const name of names) {
      const text = element.getAttribute(name);
      if (text && chinese.test(text) && !element.closest(marked)) told.push(text.trim());
    }
  return [document.title, ...told].filter((text) => chinese.test(text));
}"""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a page is read: language, window and light; ``weighed``: with nothing kept from before."""

    language: str
    width: int
    light: str
    weighed: bool = False

    def __str__(self) -> str:
        return f"{self.language} {self.width} {self.light}"


AT_A_DESK: Final = Reader("zh-hans", 1280, "light", weighed=True)
ON_A_TELEPHONE: Final = Reader("en", 390, "dark")


@dataclass
class Look:
    """One browser in the house: a window for each person, in which he opens his pages one after the other."""

    browser: Browser
    house: Served
    windows: dict[str, _Window] = field(default_factory=dict)
    slow: list[tuple[float, str]] = field(default_factory=list)
    heavy: list[tuple[int, str]] = field(default_factory=list)

    def complaints(self, page: Page) -> Iterator[str]:
        """Yield what is wrong with a page, as each reader sees it."""
        window = self.windows.get(page.login) or self._window(page.login)
        path = page.path
        if page.file or page.part:
            yield from _of_file(window, self.house.address + path, page)
            return
        for reader in (AT_A_DESK, ON_A_TELEPHONE):
            for complaint in self._seen(window, path, page, reader):
                yield f"{path} ({page.login or 'nobody'}, {reader}): {complaint}"

    def _seen(self, window: _Window, path: str, page: Page, reader: Reader) -> Iterator[str]:
        answer = window.open(self.house.address, path, reader)
        if answer.status != page.status:
            yield f"came with {answer.status}, not {page.status}"
            return
        yield from _policy(answer)
        # axe takes long enough for scripts to say what they have to say; what was said is read afterwards.
        yield from _barriers(window.tab)
        yield from (one for one in window.said if page.status == OK or TOLD not in one)
        if not window.tab.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ):
            yield "is wider than the window"
        if reader.weighed:
            self.heavy.append((window.weight, path))
            if window.weight > HEAVIEST:
                yield f"weighs {window.weight} bytes on first load, more than {HEAVIEST}"
        if reader.language == "en":
            yield from (f"is English and says “{text}”" for text in self._untranslated(window.tab, path))
        took = _took(window, self.house, path, answer)
        self.slow.append((took, path))
        if took > SLOWEST:
            yield f"took the server {took:.0f} ms, more than {SLOWEST}"

    def _untranslated(self, tab: Tab, path: str) -> list[str]:
        told = dict.fromkeys(tab.evaluate(CHINESE_TEXTS))
        known = _data() + (_rules() if path.startswith("/rules") else "")
        return [text for text in told if _foreign(text, known) or (text in _msgids() and not _written(text))]

    def _window(self, login: str) -> _Window:
        context = self.browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(15_000)
        if login:
            session = {"name": "sessionid", "value": self.house.session(login), "url": self.house.address}
            context.add_cookies([session])  # type: ignore[list-item]
        self.windows[login] = _Window.of(context, urlsplit(self.house.address).netloc)
        return self.windows[login]


@dataclass
class _Window:
    """One tab with what it said and weighed since a page was opened in it."""

    context: BrowserContext
    tab: Tab
    host: str
    said: list[str] = field(default_factory=list)
    weight: int = 0

    @classmethod
    def of(cls, context: BrowserContext, host: str) -> _Window:
        window = cls(context, context.new_page(), host)
        wire = context.new_cdp_session(window.tab)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.loadingFinished", window._weigh)
        window.tab.on("console", lambda message: window._hear(message.type, message.text))
        window.tab.on("pageerror", lambda error: window.said.append(f"script: {error.message}"))
        window.tab.on("request", lambda request: window._leaves(request.url))
        return window

    def open(self, address: str, path: str, reader: Reader) -> Response:
        """Open a page as a reader would, forgetting what was before."""
        self.context.add_cookies([{"name": "django_language", "value": reader.language, "url": address}])
        self.tab.set_viewport_size(ViewportSize(width=reader.width, height=900))
        self.tab.emulate_media(
            color_scheme="dark" if reader.light == "dark" else "light", reduced_motion="reduce"
        )
        self.said, self.weight = [], 0
        answer = self.tab.goto(address + path, wait_until="load")
        assert answer is not None, path
        return answer

    def _weigh(self, event: dict[str, Any]) -> None:
        self.weight += int(event["encodedDataLength"])

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.said.append(f"console: {text}")

    def _leaves(self, asked: str) -> None:
        parts = urlsplit(asked)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.said.append(f"asks another host: {asked}")


def _of_file(window: _Window, address: str, page: Page) -> Iterator[str]:
    answer = window.context.request.get(address)
    if answer.status != page.status:
        yield f"{page.path} ({page.login or 'nobody'}): came with {answer.status}, not {page.status}"
    if page.file and answer.ok and "text/html" in answer.headers.get("content-type", ""):
        yield f"{page.path}: is a page, not a file"


def _policy(answer: Response) -> Iterator[str]:
    policy = answer.headers.get("content-security-policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy.replace("'wasm-unsafe-eval'", ""):
        yield f"has no strict content security policy: “{policy}”"


def _barriers(tab: Tab) -> Iterator[str]:
    for one in Axe().run(tab, options=RULES).response["violations"]:
        if one["impact"] in GRAVE:
            places = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            yield f"axe: {one['id']} ({len(one['nodes'])}×) at {places}"


def _took(window: _Window, house: Served, path: str, answer: Response) -> float:
    """Milliseconds of the server for the page as it was opened; where that was long, the best of some more.
    On a machine that has more to do than it can, the time that our own process worked.
    """
    took, worked = _waited(answer), float("inf")
    for _ in range(TRIES):
        if took <= SLOWEST:
            break
        before = house.worked()
        again = window.tab.goto(house.address + path, wait_until="commit")
        assert again is not None
        took, worked = min(took, _waited(again)), min(worked, house.worked() - before)
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    return min(took, worked) if busy and house.pid else took


def _waited(answer: Response) -> float:
    timing = answer.request.timing
    return float(timing["responseStart"] - timing["requestStart"])


def _foreign(text: str, known: str) -> bool:
    """Say whether some Chinese in a text is no data of the house."""
    return any(run not in known for run in CHINESE.findall(text))


def _written(text: str) -> bool:
    """Say whether a text stands in some field of the house as it is: somebody wrote just that."""
    return any(f"{before}{text}{after}" in _data() for before in '(,"' for after in '),"')


_read: dict[str, Any] = {}


def _data() -> str:
    """Everything that people wrote or that is named after people, products and places, as one text."""
    if "data" not in _read:
        tables = [
            model._meta.db_table for model in apps.get_models() if model.__module__.startswith("shouze.")
        ]
        with connection.cursor() as cursor:
            found = []
            for table in tables:
                cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')  # noqa: S608 our own tables
                found.append(cursor.fetchone()[0] or "")
            cursor.execute("SELECT string_agg(convert_from(body, 'UTF8'), chr(10)) FROM ledger_body")
            found.append(cursor.fetchone()[0] or "")
        _read["data"] = "\n".join(found)
    return str(_read["data"])


def _rules() -> str:
    """The text of the rules: a page of a rule quotes the law as it is written."""
    if "rules" not in _read:
        files = sorted((ROOT / "rules").rglob("*.yaml"))
        _read["rules"] = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return str(_read["rules"])


def _msgids() -> frozenset[str]:
    """Every text that has an English in some catalogue."""
    if "msgids" not in _read:
        found: set[str] = set()
        for path in ROOT.glob("shouze/audiences/*/locale/en/LC_MESSAGES/django.po"):
            with path.open("rb") as opened:
                found |= {str(one.id) for one in read_po(opened) if one.id and one.id != one.string}
        _read["msgids"] = frozenset(found)
    return _read["msgids"]  # type: ignore[no-any-return]
