"""`shouze doctor`: looks at the machine and the checkout; names what is missing and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import psycopg

from shouze.commands import assets, database, layout
from shouze.site import mail, postgres

GIBIBYTE: Final = 1024**3
LEAST_SPACE: Final = 2 * GIBIBYTE
OLDEST_PYTHON: Final = (3, 11)
BROWSERS: Final = ("chromium", "chromium-browser")


class Check(NamedTuple):
    """What is looked at, how (true: fine), and what to do where it is not."""

    what: str
    fine: Callable[[], object]
    remedy: str


def doctor(arguments: Sequence[str]) -> int:
    """All checks, one line each; 1 where one fails. With `--tests` also what only the tests need."""
    checks = CHECKS + (FOR_TESTS if "--tests" in arguments else ())
    found = [(check, bool(check.fine())) for check in checks]
    for check, fine in found:
        print(f"  ok       {check.what}" if fine else f"  MISSING  {check.what}: {check.remedy}")
    print(f"  ok       {mail.destination(os.environ)}")
    return 0 if all(fine for _, fine in found) else 1


def _answers() -> bool:
    url = os.environ.get("DATABASE_URL")
    if not url and postgres.running(database.folder()) is None:
        return (postgres.wheel_bin_dir() / "postgres").exists()
    try:
        with psycopg.connect(url or postgres.dsn(database.folder()), connect_timeout=5):
            return True
    except psycopg.Error:
        return False


def _chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(
        subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout.strip()
    )


def _browser() -> bool:
    return any(shutil.which(name) for name in BROWSERS)


CHECKS: Final = (
    Check("Python 3.11 or newer", lambda: sys.version_info >= OLDEST_PYTHON, "install a newer Python"),
    Check("PostgreSQL", _answers, "see DATABASE_URL, or `make` again so that the embedded one is installed"),
    Check(
        "Node 18 or newer",
        assets.find_node,
        "install Node, or `pip install -r node.lock` into this environment",
    ),
    Check("built pages and fonts", (layout.ASSETS / "static" / "app.js").exists, "`shouze assets`"),
    Check("2 GiB of free disk", lambda: shutil.disk_usage(layout.ROOT).free > LEAST_SPACE, "make room"),
    Check("a writable var/", lambda: os.access(_nearest(layout.var()), os.W_OK), "give this user the folder"),
)
FOR_TESTS: Final = (
    Check("Chromium", _browser, "as root: apt-get install chromium"),
    Check(
        "a Chinese font for screenshots", _chinese_font, "as root: apt-get install fonts-noto-cjk fontconfig"
    ),
    Check(
        "pdftotext and pdfsig", lambda: bool(shutil.which("pdfsig")), "as root: apt-get install poppler-utils"
    ),
)


def _nearest(path: Path) -> Path:
    return path if path.exists() else _nearest(path.parent)
