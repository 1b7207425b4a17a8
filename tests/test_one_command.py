"""One command raises the whole house on an empty database, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RAISED_SECONDS = 300
WELL_SECONDS = 30

#: what the house asks itself
PROBES = ("database", "migrations", "rules", "worker", "ledger", "real", "logs", "alarms")


@pytest.fixture
def house() -> Iterator[subprocess.Popen[str]]:
    """`shouze test-server` as a person would start it: without what this test run set in the environment."""
    ours = {"DATABASE_URL", "SHOUZE_ROLE", "SHOUZE_VAR", "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [sys.executable, "-m", "shouze.commands", "test-server"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in ours},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _address(house: subprocess.Popen[str]) -> str:
    """What it prints when it is ready. Fails with all its words where it never does."""
    assert house.stdout is not None
    said = []
    deadline = time.monotonic() + RAISED_SECONDS
    for line in house.stdout:
        said.append(line)
        if found := re.search(r"http://localhost:\d+/", line):
            return found[0]
        if time.monotonic() > deadline:
            break
    pytest.fail("it gave no address; it said:\n" + "".join(said))


def _health(address: str) -> dict[str, bool]:
    """What the house says of itself as soon as all is well, else what it said last."""
    deadline = time.monotonic() + WELL_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address + "healthz") as answer:
                body = answer.read()
        except urllib.error.HTTPError as unwell:
            body = unwell.read()
        found: dict[str, bool] = json.loads(body)
        if all(found.values()) or time.monotonic() > deadline:
            return found
        time.sleep(0.3)


def _processes_of(folder: str) -> list[str]:
    """The command lines that name the throw-away folder."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(entry.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return [line for line in lines if folder in line]


def test_it_raises_a_healthy_house_and_leaves_nothing_behind(house: subprocess.Popen[str]) -> None:
    address = _address(house)
    assert _health(address) == dict.fromkeys(PROBES, True)
    with urllib.request.urlopen(address + "static/app.css") as answer:
        assert answer.status == 200
    folder = next(line for line in _processes_of("shouze-server-") if "postgres" in line)
    name = re.findall(r"\S*shouze-server-[^/\s]+", folder)[0]
    house.send_signal(signal.SIGINT)
    assert house.wait(30) == 0
    assert _processes_of(name) == []
    assert not Path(name).exists()
