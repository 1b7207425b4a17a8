"""`shouze shots`: pictures of the main pages, in Chinese and English, wide and narrow, of a fleeting house.

Raises a throw-away house with its demo content, logs in as the people of the demo, and writes PNG files to
`var/shots`. Also the watch of what a reader would see: a page that answers with an error, writes to the
console or asks another host for something is named, and the exit code is 1.
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
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from shouze.commands import layout

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
ERROR: Final = 400


class Shot(NamedTuple):
    """A picture: its name, who looks (a login of the demo house, nobody when empty), where, and the link that
    is followed from there (a CSS selector, its first match).
    """

    name: str
    login: str
    path: str
    follow: str = ""


# fmt: off
SHOTS: Final = (
    Shot("public-home", "", "/"),
    Shot("public-certificate", "", "/c/2024990711000118"),
    Shot("public-search", "", "/search?q=示例"),
    Shot("public-fees", "", "/fees"),
    Shot("public-guide", "", "/guide"),
    Shot("public-mark", "", "/about-mark"),
    Shot("public-covered", "", "/c/2024990711000118?model=DC-20A"),
    Shot("public-not-covered", "", "/c/2024990711000118?model=DC-20X"),
    Shot("public-scan", "", "/scan"),
    Shot("public-notices", "", "/notices"),
    Shot("public-complaint", "", "/complaints"),
    Shot("rules", "", "/rules/"),
    Shot("rules-authority", "", "/rules/authority/matrix"),
    Shot("login", "", "/accounts/login/"),
    Shot("client-home", "client", "/clients/"),
    Shot("client-case", "client", "/clients/", "a[href*='/clients/cases/']"),
    Shot("client-application", "client", "/clients/applications/new/"),
    Shot("client-certificates", "client", "/clients/certificates/"),
    Shot("client-marks", "client", "/clients/certificates/2024990711000118/marks/"),
    Shot("client-mark-order", "client", "/clients/certificates/2024990711000118/marks/standard/"),
    Shot("laboratory-orders", "laboratory", "/laboratories/"),
    Shot("laboratory-order", "laboratory", "/laboratories/", "a[href*='/laboratories/orders/']"),
    Shot("staff-worklist", "engineer", "/staff/"),
    Shot("staff-case", "engineer", "/staff/", "a[href*='/staff/cases/']"),
    Shot("staff-decider", "decider", "/staff/"),
    Shot("staff-trace", "auditor", "/staff/trace/2024990711000118/"),
    Shot("staff-people", "administrator", "/staff/people/"),
    Shot("staff-laboratories", "laboratories", "/staff/laboratories/"),
    Shot("staff-marks", "certificates", "/staff/desk/marks/"),
    Shot("staff-complaints", "complaints", "/staff/desk/complaints/"),
)
# fmt: on


def shots(arguments: Sequence[str]) -> int:
    """Take the pictures; returns 0 when every page was well."""
    options = argparse.ArgumentParser(prog="shouze shots")
    options.add_argument("--folder", type=Path, default=layout.var() / "shots")
    given = options.parse_args(list(arguments))
    given.folder.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe(12)
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with _house(password) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        for language in LANGUAGES:
            for width in WIDTHS:
                complaints += _round(browser, address, password, language, width, given.folder)
        browser.close()
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"{len(SHOTS) * len(LANGUAGES) * len(WIDTHS)} pictures in {given.folder}")
    return 1 if complaints else 0


def chromium() -> str | None:
    """Return the distribution's Chromium, None where there is none."""
    return next((path for path in CHROMIUM if Path(path).exists()), None)


def _round(
    browser: Browser, address: str, password: str, language: str, width: int, folder: Path
) -> list[str]:
    """Take every picture in one language and width, each person in a browser context of his own."""
    complaints: list[str] = []
    contexts: dict[str, BrowserContext] = {}
    for shot in SHOTS:
        if shot.login not in contexts:
            contexts[shot.login] = _context(browser, address, password, shot.login, language, width)
        page = contexts[shot.login].new_page()
        seen = _watch(page, address)
        _take(page, address + shot.path, shot.follow)
        page.screenshot(path=str(folder / f"{shot.name}-{language[:2]}-{width}.png"), full_page=True)
        complaints += [f"{shot.name} ({language}, {width}): {what}" for what in seen]
        page.close()
    for context in contexts.values():
        context.close()
    return complaints


def _context(
    browser: Browser, address: str, password: str, login: str, language: str, width: int
) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN" if language.startswith("zh") else "en-GB"
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    if login:
        page = context.new_page()
        page.goto(address + "/accounts/login/")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", password)
        page.click("form[action*=login] button[type=submit], main form button[type=submit]")
        page.wait_for_load_state("networkidle")
        page.close()
    return context


def _take(page: Page, address: str, follow: str) -> None:
    page.goto(address)
    if follow:
        page.locator(follow).first.click()
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
def _house(password: str) -> Iterator[str]:
    """A throw-away house on a free port, with its demo content; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "SHOUZE_DEMO_PASSWORD": password}
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
