"""One installation: its processes, how they are started and killed, and its database as an outsider reads
it.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
from django.conf import settings
from psycopg import sql

from shouze.certification.transfers.tests.houses import House
from shouze.commands import serve
from shouze.demo.tests.houses import dsn
from shouze.kernel import rulebook
from tests.served import ROOT, _url

PROCESSES: Final = ("web", "worker", "sequencer")
PATIENCE: Final = 60.0


def free_port() -> int:
    """A port that nobody listens on, below those from which the system takes the near end of a connection:
    else who knocks at the port of a server that is down may meet himself.
    """
    while True:
        port = random.randint(15_000, 30_000)  # noqa: S311
        with socket.socket() as free, suppress(OSError):
            free.bind((serve.HOST, port))
            return port


@dataclass
class Installation:
    """A house with its processes. ``door`` is the port at which the world finds it, ``port`` that of its web
    server behind it; ``loader`` forks its processes, None where each is started from nothing.
    """

    house: House
    tokens: dict[str, str] = field(default_factory=dict)
    door: int = field(default_factory=free_port)
    port: int = field(default_factory=free_port)
    loader: subprocess.Popen[str] | None = None
    pids: dict[str, int] = field(default_factory=dict)
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The body's code."""
        return self.house.code

    @property
    def address(self) -> str:
        """Where other bodies and persons find it."""
        return f"http://{serve.HOST}:{self.door}"

    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return {
            **os.environ, "DATABASE_URL": _url(self.house.database), "SHOUZE_ROLE": "app",
            "SHOUZE_VAR": str(self.house.folder), "SHOUZE_SECRET_KEY": settings.SECRET_KEY,
            rulebook.ELSEWHERE: str(self.house.rules), "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def load(self) -> None:
        """Begin to load the house, from which processes are forked."""
        self.loader = subprocess.Popen(
            [sys.executable, "-m", "tests.two_houses.warm"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self.environment(), cwd=ROOT,
        )  # fmt: skip

    def loaded(self) -> None:
        """Wait until it is."""
        if self.loader is not None and self.loader.stdout is not None:
            assert self.loader.stdout.readline().strip() == "ready"

    def start(self, kind: str) -> None:
        """Start a process, as the system's own service manager would."""
        self.pids[kind] = self._forked(kind) if self.loader else self._from_nothing(kind)

    def start_what_is_gone(self) -> None:
        """Start again whatever was killed."""
        for kind in PROCESSES:
            if kind not in self.pids:
                self.start(kind)

    def kill(self, kind: str) -> None:
        """Kill a process, and what it has started."""
        pid = self.pids.pop(kind)
        all_of_it = [pid, *_children(pid)]
        os.killpg(pid, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while any(map(_lives, all_of_it)):
            assert time.monotonic() < until, f"{kind} of {self.code} does not die"
            for child in self.children:
                child.poll()
            time.sleep(0.002)

    def stop(self) -> None:
        """End everything."""
        for kind in list(self.pids):
            self.kill(kind)
        if self.loader is not None and self.loader.stdin is not None:
            self.loader.stdin.close()
            self.loader.wait(PATIENCE)

    def words(self, kind: str) -> Path:
        """The file with what its process has written."""
        return self.house.folder / f"{kind}.log"

    def connect(self) -> psycopg.Connection[Any]:
        """An outsider's connection to the database."""
        return psycopg.connect(dsn(self.house.database), autocommit=True)

    @contextmanager
    def held(self, table: str) -> Iterator[Held]:
        """Nobody can write in a table meanwhile: who tries waits within his transaction."""
        with self.connect() as holder, self.connect() as looker, holder.transaction():
            holder.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(table)))
            yield Held(looker, table)

    def _forked(self, kind: str) -> int:
        assert self.loader and self.loader.stdin and self.loader.stdout
        self.loader.stdin.write(f"{kind} {self.words(kind)} {self.port}\n")
        self.loader.stdin.flush()
        return int(self.loader.stdout.readline())

    def _from_nothing(self, kind: str) -> int:
        commands = {
            "web": serve.web_command(serve.HOST, self.port, 1),
            "worker": serve.worker_command(),
            "sequencer": serve.sequencer_command(),
        }
        with self.words(kind).open("ab") as log:
            environment = {**self.environment(), "PGAPPNAME": kind}
            child = subprocess.Popen(
                commands[kind], env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        self.children.append(child)
        return child.pid


@dataclass(frozen=True)
class Held:
    """A table that is held."""

    looker: psycopg.Connection[Any]
    table: str

    def until_waited_for(self, by: str) -> None:
        """Wait until a connection of the process ``by`` waits within its transaction: for the table, or for
        a row of somebody who waits for the table.
        """
        until = time.monotonic() + PATIENCE
        question = """SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
            AND application_name = %s AND wait_event_type = 'Lock'"""
        while not self.looker.execute(question, [by]).fetchone():
            assert time.monotonic() < until, f"{by} never waited for {self.table}"
            time.sleep(0.005)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        # A thread may end while we look.
        with suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, children.read_text().split())
    return found


def _lives(pid: int) -> bool:
    """Whether a process is alive (a zombie is not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"
