"""`shouze shots`: pictures of all main pages, in Chinese and English, wide and narrow, light and dark.

Raises a throw-away house with its demo content (or looks at a running one: `--address`), logs in as the
people of the demo, and writes PNG files and one page to look them through, `index.html`, to `var/shots`. Also
the watch of what a reader would see: a page that answers with an error, writes to the console or asks another
host for something is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from shouze.commands import layout
from shouze.commands.shots_sheet import write_sheet
from shouze.commands.shots_table import SHOTS, Shot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

READY_SECONDS: Final = 300.0
CHROMIUM: Final = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
WIDTHS: Final = (1280, 390)
LANGUAGES: Final = ("zh-hans", "en")
LIGHTS: Final = ("light", "dark")
ERROR: Final = 400
#: milliseconds for what is drawn after the page has come: charts, parts
DRAWN: Final = 400
PASSWORD: Final = "SHOUZE_DEMO_PASSWORD"  # noqa: S105 the name of a variable


def shots(arguments: Sequence[str]) -> int:
    """Take the pictures; returns 0 when every page was well."""
    options = argparse.ArgumentParser(prog="shouze shots")
    options.add_argument("--folder", type=Path, default=layout.var() / "shots")
    options.add_argument("--only", default="", help="pages whose names begin so")
    options.add_argument("--address", default="", help=f"a running demo house, its password in {PASSWORD}")
    given = options.parse_args(list(arguments))
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in SHOTS if shot.name.startswith(given.only)]
    password = os.environ.get(PASSWORD) or secrets.token_urlsafe(12)
    with _house(given.address, password) as address, ThreadPoolExecutor(len(LANGUAGES)) as hands:
        taken = [
            hands.submit(_Camera(address, password, language, given.folder).round, wanted)
            for language in LANGUAGES
        ]
        complaints = [complaint for one in taken for complaint in one.result()]
    write_sheet(given.folder)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    number = len(wanted) * len(LANGUAGES) * len(WIDTHS) * len(LIGHTS)
    print(f"{number} pictures; look them through at {given.folder / 'index.html'}")
    return 1 if complaints else 0


def chromium() -> str | None:
    """Return the distribution's Chromium, None where there is none."""
    return next((path for path in CHROMIUM if Path(path).exists()), None)


@dataclass
class _Camera:
    """A browser of its own that goes round in one language, each person in a context of his own."""

    address: str
    password: str
    language: str
    folder: Path
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def round(self, wanted: Sequence[Shot]) -> list[str]:
        """Take every picture; returns what was wrong."""
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            complaints = [complaint for shot in wanted for complaint in self._page(browser, shot)]
            browser.close()
        return complaints

    def _page(self, browser: Browser, shot: Shot) -> list[str]:
        from playwright.sync_api import Error

        if shot.login not in self.contexts:
            self.contexts[shot.login] = self._context(browser, shot.login)
        page = self.contexts[shot.login].new_page()
        seen = _watch(page, self.address)
        try:
            _go(page, self.address + shot.path, shot.follow)
            self._take(page, shot.name)
        except Error as failed:
            seen.append(failed.message.splitlines()[0])
        page.close()
        return [f"{shot.name} ({self.language}): {what}" for what in seen]

    def _take(self, page: Page, name: str) -> None:
        """One page in every width and light: it is not asked for again, as a reader turns his telephone."""
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for light in LIGHTS:
                page.emulate_media(color_scheme="dark" if light == "dark" else "light")
                page.wait_for_timeout(DRAWN)
                picture = self.folder / f"{name}-{self.language[:2]}-{width}-{light}.png"
                page.screenshot(path=str(picture), full_page=True)

    def _context(self, browser: Browser, login: str) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": WIDTHS[0], "height": 900}, reduced_motion="reduce",
            locale="zh-CN" if self.language.startswith("zh") else "en-GB",
        )  # fmt: skip
        context.add_cookies([{"name": "django_language", "value": self.language, "url": self.address}])
        if login:
            page = context.new_page()
            page.goto(self.address + "/accounts/login/")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", self.password)
            page.locator("main form", has=page.locator("input[name=password]")).get_by_role("button").click()
            page.wait_for_url(lambda url: "/accounts/login" not in url)
            page.close()
        return context


def _go(page: Page, address: str, follow: str) -> None:
    page.goto(address)
    for selector in filter(None, follow.split(" >> ")):
        page.locator(selector).first.click()
        page.wait_for_load_state("load")
    page.wait_for_load_state("networkidle")


def _watch(page: Page, address: str) -> list[str]:
    """Listen to a page; returns the list that its faults will be written to."""
    seen: list[str] = []
    host = urlsplit(address).netloc
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on(
        "response",
        lambda answer: seen.append(f"{answer.status} {answer.url}") if answer.status >= ERROR else None,
    )
    page.on(
        "request",
        lambda asked: (
            seen.append(f"asks another host: {asked.url}")
            if urlsplit(asked.url).netloc not in {host, ""} and not asked.url.startswith("data:")
            else None
        ),
    )
    return seen


@contextmanager
def _house(running: str, password: str) -> Iterator[str]:
    """The address of the house that runs, else of a throw-away one on a free port with its demo content."""
    if running:
        yield running.rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, PASSWORD: password}
    command = [sys.executable, "-m", "shouze.commands", "test-server", "--port", str(port)]
    house = subprocess.Popen(command, env=environment, cwd=layout.ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(house, address)
        yield address
    finally:
        house.send_signal(signal.SIGINT)
        house.wait(60)


def _wait(house: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and house.poll() is None:
        try:
            with urllib.request.urlopen(address + "/healthz", timeout=5):  # noqa: S310 our own address
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"the house did not answer at {address}")
