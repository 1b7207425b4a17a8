"""The launcher of the embedded PostgreSQL, on real servers in folders of their own."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from shouze.site import postgres


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A folder for a cluster; whatever still runs there in the end is stopped."""
    yield tmp_path / "data"
    left = postgres.running(tmp_path / "data")
    if left is not None:
        left.stop()


def _write_row(server: postgres.Server) -> None:
    with psycopg.connect(server.dsn()) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('留存')")


def _read_row(server: postgres.Server) -> str:
    with psycopg.connect(server.dsn()) as connection:
        row = connection.execute("SELECT word FROM kept").fetchone()
    assert row is not None
    return str(row[0])


def test_it_starts_stops_and_starts_again_with_the_data_there(data_dir: Path) -> None:
    assert postgres.running(data_dir) is None
    server = postgres.start(data_dir)
    _write_row(server)
    assert postgres.running(data_dir) == server
    assert postgres.start(data_dir).pid == server.pid
    server.stop()
    assert postgres.running(data_dir) is None
    assert _read_row(postgres.start(data_dir)) == "留存"


def test_it_keeps_a_committed_row_through_kill_9(data_dir: Path) -> None:
    server = postgres.start(data_dir)
    _write_row(server)
    os.kill(server.pid, signal.SIGKILL)
    # Dead, and left a zombie on purpose: it must not be taken for a living server.
    os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
    again = postgres.start(data_dir)
    assert again.pid != server.pid
    assert _read_row(again) == "留存"


def test_it_clears_a_pid_file_whose_pid_is_another_program_now(data_dir: Path) -> None:
    server = postgres.start(data_dir)
    _write_row(server)
    pid_file = (data_dir / "postmaster.pid").read_text()
    server.stop()
    (data_dir / "postmaster.pid").write_text(pid_file.replace(str(server.pid), str(os.getpid()), 1))
    assert postgres.running(data_dir) is None
    assert _read_row(postgres.start(data_dir)) == "留存"


def test_it_makes_an_owner_an_app_and_a_sequencer_of_which_none_is_a_superuser(data_dir: Path) -> None:
    server = postgres.start(data_dir)
    with psycopg.connect(server.dsn()) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper FROM pg_roles WHERE rolname LIKE 'shouze%'"
        ).fetchall()
    assert dict(rows) == {"shouze_owner": False, "shouze_app": False, "shouze_sequencer": False}
    with (
        psycopg.connect(server.dsn(postgres.APP)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE smuggled (word text)")


def test_it_listens_on_no_port_and_lets_only_its_user_into_the_folder(data_dir: Path) -> None:
    server = postgres.start(data_dir)
    with psycopg.connect(server.dsn()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(data_dir.stat().st_mode) == stat.S_IRWXU


def test_it_puts_the_socket_elsewhere_where_the_path_is_too_long(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    server = postgres.start(deep)
    try:
        _write_row(server)
        assert postgres.socket_dir(deep) != deep
    finally:
        server.stop()


def test_it_says_why_it_could_not_start(data_dir: Path) -> None:
    postgres.start(data_dir).stop()
    with pytest.raises(postgres.PostgresFailed, match="no_such_setting"):
        postgres.start(data_dir, settings={"no_such_setting": "1"})
    assert postgres.start(data_dir).pid > 0


DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.mark.parametrize("bin_dir", DEBIAN, ids=[str(path) for path in DEBIAN])
def test_it_runs_on_the_binaries_of_the_distribution(data_dir: Path, bin_dir: Path) -> None:
    _write_row(postgres.start(data_dir, bin_dir=bin_dir))
    found = postgres.running(data_dir)
    assert found is not None
    assert _read_row(found) == "留存"
