"""A demo house in a database of its own, served by the real server: pages as a browser gets them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from asyncio import events
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings

from shouze.commands import serve
from shouze.demo import house
from shouze.demo.accounts import VARIABLE
from shouze.demo.tests.houses import database, inside

ROOT: Final = Path(__file__).resolve().parents[1]
BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
READY_SECONDS: Final = 30.0
#: a case of every life, no more: this house is built for each run
CASES: Final = 12


@dataclass(frozen=True, slots=True)
class Served:
    """The house: its address, and the process that serves it (0: unknown)."""

    address: str
    pid: int = 0

    def worked(self) -> float:
        """Milliseconds of processor that the serving processes have used so far (Linux counts by tens)."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split() if self.pid else ()
        ticks = sum(sum(map(int, _stat(int(one))[11:13])) for one in (*children, self.pid) if one)
        return 1000 * ticks / os.sysconf("SC_CLK_TCK")

    def session(self, login: str) -> str:
        """The session's cookie of the person with that login."""
        return session_of(login)[1]


def session_of(login: str) -> tuple[str, str]:
    """The name and the value of the cookie of a new session of the person with that login."""
    browser = Client()
    browser.force_login(get_user_model()._default_manager.get(username=login), backend=BACKEND)
    name = settings.SESSION_COOKIE_NAME
    return name, str(browser.cookies[name].value)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Build the house and serve it until the end of the block; Django in this process works in it, too."""
    with ExitStack() as held:
        template = str(connection.settings_dict["NAME"])
        _leave()
        name = f"pages_{os.getpid()}"
        held.enter_context(database(name, template))
        held.enter_context(inside(name))
        held.enter_context(override_settings(MEDIA_ROOT=folder / "files", STATIC_ROOT=folder / "static"))
        held.enter_context(_environment(VARIABLE, "the-word-of-a-house-that-is-gone-tomorrow"))
        with connection.cursor() as cursor:
            # What tests of before left in the queue is of other houses.
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        call_command("collectstatic", verbosity=0, interactive=False)
        house.build(CASES, say=lambda _: None)
        yield held.enter_context(_server(_url(name), folder))


def _leave() -> None:
    """Close our connections: Django keeps one apart for code under an event loop, which the driver of
    a browser leaves running in the main thread.
    """
    connection.close()
    loop = events._get_running_loop()
    events._set_running_loop(None)
    connections["default"].close()
    events._set_running_loop(loop)


def _stat(pid: int) -> list[str]:
    """The fields of a process's line from the state on: a name before it may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@contextmanager
def _server(database_url: str, folder: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "DATABASE_URL": database_url, "SHOUZE_ROLE": "app", "SHOUZE_VAR": str(folder),
        "SHOUZE_SECRET_KEY": settings.SECRET_KEY, "SHOUZE_LOOKUPS_PER_MINUTE": "0",
    }  # fmt: skip
    server = subprocess.Popen(serve.web_command("127.0.0.1", port, 1), env=environment, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server)
        yield Served(address, server.pid)
    finally:
        server.terminate()
        server.wait(20)


def _url(name: str) -> str:
    """The address of a database on the test server, as the house's environment names it."""
    given = {key: str(connection.settings_dict[key] or "") for key in ("USER", "PASSWORD", "HOST", "PORT")}
    word = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    port = f"&port={given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{given['USER']}{word}@/{name}?host={quote(given['HOST'], safe='')}{port}"


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address + "/about-mark", timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{sys.argv[0]}: the house did not answer at {address}")


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    yield
    os.environ.pop(name) if before is None else os.environ.update({name: before})
