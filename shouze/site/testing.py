"""The pytest plugin that gives every test run a PostgreSQL of its own.

Loaded by `-p` before Django reads its settings. One server per run in a temporary folder; the workers of
pytest-xdist inherit its address and make a database each. Where `DATABASE_URL` is already set, that server is
used instead.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

from shouze.site import postgres

PREFIX: Final = "shouze-test-"
# A test database lives for minutes: a power cut may take it, so nothing needs to reach the disk.
UNSAFE_BUT_FAST: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # A worker of it is the superuser's: inside a test database it keeps the owner from dropping that.
    "autovacuum": "off",
    "max_connections": "200",
    "log_min_messages": "fatal",
    # In which order two databases committed is asked of them afterwards.
    "track_commit_timestamp": "on",
}
_started: list[postgres.Server] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Before Django loads: start the server and say where it is."""
    os.environ.setdefault("SHOUZE_ROLE", "owner")
    # Both bodies of a test are on this machine.
    os.environ.setdefault("SHOUZE_PEERS_NEARBY", "1")
    if "DATABASE_URL" not in os.environ:
        _sweep()
        server = postgres.start(_folder(os.getpid()) / "postgres", settings=UNSAFE_BUT_FAST)
        _started.append(server)
        os.environ["DATABASE_URL"] = server.dsn()
    return (yield)


def pytest_unconfigure() -> None:
    """At the very end: stop the server and remove its folder."""
    while _started:
        server = _started.pop()
        server.stop()
        shutil.rmtree(server.data_dir.parent, ignore_errors=True)


def _folder(pid: int) -> Path:
    return Path(tempfile.gettempdir()) / f"{PREFIX}{os.getuid()}-{pid}"


def _sweep() -> None:
    """Stop and remove what runs that were killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}{os.getuid()}-*"):
        pid = re.findall(r"\d+$", folder.name)[0]
        if not (Path("/proc") / pid).exists():
            left = postgres.running(folder / "postgres")
            if left is not None:
                left.stop()
            shutil.rmtree(folder, ignore_errors=True)
