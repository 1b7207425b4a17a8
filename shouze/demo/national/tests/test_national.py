"""The national data set, small: what is generated stands as a true house's record would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from shouze.kernel import clock
from shouze.kernel.ledger import sequence
from shouze.resources.organisations import identifiers
from shouze_verify.verifying import verify

CERTIFICATES, UNTIL = 500, "2026-11-20"
OPTIONS = ("--certificates", str(CERTIFICATES), "--until", UNTIL, "--patterns", "1", "--chunk", "25")
TABLES = (
    "ledger_entry", "ledger_body", "announcement", "cases_case", "certificates_certificate",
    "certificates_public", "evidence_test_report", "organisations_organisation", "finding_line",
)  # fmt: skip


def _dsn(name: str) -> str:
    given = connection.get_connection_params()
    return f"postgresql://{given['user']}@/{name}?host={str(given['host']).replace('/', '%2F')}"


def _command(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "shouze.commands", "national", "--database", _dsn(name), *arguments]


def _run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(name, *arguments), capture_output=True, text=True, check=False)


def _made(name: str, template: str) -> None:
    with psycopg.connect(_dsn("postgres"), autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        conn.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    """An empty database with its tables, to be cloned."""
    name = f"nation_{os.getpid()}"
    _made(name, "template1")
    environment = {**os.environ, "DATABASE_URL": _dsn(name)}
    subprocess.run([sys.executable, "-m", "shouze.commands", "migrate"], env=environment, check=True)
    yield name
    with psycopg.connect(_dsn("postgres"), autocommit=True) as conn:
        for one in (name, f"{name}_whole", f"{name}_killed"):
            conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(one)))


@pytest.fixture(scope="module")
def whole(empty: str) -> str:
    """The generated database, made at one go."""
    name = f"{empty}_whole"
    _made(name, empty)
    done = _run(name, *OPTIONS)
    assert done.returncode == 0, done.stdout + done.stderr
    return name


def _digest(name: str) -> dict[str, tuple[int, str]]:
    """How many rows a table has, and a digest of them all."""
    with psycopg.connect(_dsn(name)) as conn:
        found = {}
        for table in TABLES:
            asked = sql.SQL(
                "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {} t"
            )
            row = conn.execute(asked.format(sql.Identifier(table))).fetchone()
            assert row is not None
            found[table] = (row[0], row[1])
    return found


def test_it_goes_on_after_a_kill_and_gives_the_same_data(empty: str, whole: str) -> None:
    name = f"{empty}_killed"
    _made(name, empty)
    # The past must not depend on when a chunk was made: it is killed amid the chunks, and gone on with.
    process = subprocess.Popen(
        _command(name, *OPTIONS, "--workers", "1"), start_new_session=True, stdout=subprocess.DEVNULL
    )
    with psycopg.connect(_dsn(name), autocommit=True) as conn:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            begun = conn.execute("SELECT to_regclass('national.chunk')").fetchone()
            if begun != (None,):
                (done,) = conn.execute("SELECT count(*) FROM national.chunk").fetchone() or (0,)
                if done >= 2:
                    break
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert conn.execute("SELECT finished_at FROM national.run").fetchone() == (None,)
    assert _run(name, "--resume").returncode == 0
    assert _digest(name) == _digest(whole)


def test_it_refuses_a_database_in_which_something_was_done(whole: str) -> None:
    refused = _run(whole, *OPTIONS)
    assert refused.returncode == 1
    assert "空数据库" in refused.stderr
    assert "an empty database only" in refused.stderr


def test_it_has_nothing_to_resume_in_an_empty_database(empty: str) -> None:
    refused = _run(empty, "--resume")
    assert refused.returncode == 1
    assert "无法续作" in refused.stderr


def test_it_puts_every_key_and_index_back(empty: str, whole: str) -> None:
    # By their names: the definition of a partial index is spelled otherwise after it was read again.
    asked = (
        "SELECT conrelid::regclass::text, conname, convalidated FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace UNION ALL"
        " SELECT tablename, indexname, true FROM pg_indexes WHERE schemaname = 'public'"
    )
    with psycopg.connect(_dsn(empty)) as before, psycopg.connect(_dsn(whole)) as after:
        assert set(after.execute(asked).fetchall()) == set(before.execute(asked).fetchall())


def test_it_passes_the_verifier_in_whole(whole: str) -> None:
    with psycopg.connect(_dsn(whole), autocommit=True) as conn:
        counted = conn.execute("SELECT count(*) FROM ledger_entry").fetchone()
        sequence.catch_up(conn, at=clock.now())
        report = verify(conn)
    assert not list(report.findings)
    assert counted == (report.leaves,)
    assert report.leaves > 10 * CERTIFICATES * 0.9


def test_it_says_at_each_moment_what_was_done_in_order(whole: str) -> None:
    with psycopg.connect(_dsn(whole)) as conn:
        back = conn.execute(
            "SELECT count(*) FROM (SELECT recorded_at - lag(recorded_at) OVER (ORDER BY id) AS step"
            " FROM ledger_entry) steps WHERE step < '0'"
        ).fetchone()
        days = conn.execute("SELECT min(at), max(at) FROM ledger_entry").fetchone()
    assert back == (0,)
    assert days is not None
    assert days[1].date().isoformat() <= UNTIL
    assert days[1] - days[0] > timedelta(days=3650)


def test_it_gives_firms_valid_codes_of_their_own(whole: str) -> None:
    with psycopg.connect(_dsn(whole)) as conn:
        rows = conn.execute("SELECT uscc, name FROM organisations_organisation").fetchall()
    assert len(rows) == len({uscc for uscc, _ in rows}) >= CERTIFICATES // 25
    for uscc, name in rows:
        identifiers.uscc(uscc)  # raises where a check character is wrong
        assert any(word in name for word in ("示例", "虚构", "演示"))


def test_it_makes_about_as_many_certificates_as_asked_for_in_believable_states(whole: str) -> None:
    with psycopg.connect(_dsn(whole)) as conn:
        states: dict[str, int] = dict(
            conn.execute("SELECT state, count(*) FROM certificates_certificate GROUP BY 1").fetchall()
        )
        announced = conn.execute(
            "SELECT (SELECT count(*) FROM announcement), (SELECT count(*) FROM certificates_event)"
        ).fetchone()
    assert abs(sum(states.values()) - CERTIFICATES) < CERTIFICATES * 0.1
    assert 0.4 < states["valid"] / CERTIFICATES < 0.8
    assert 0.2 < states["expired"] / CERTIFICATES < 0.6
    assert announced is not None
    assert announced[0] == announced[1]


def test_it_opens_the_pages_of_the_house_and_marks_each(whole: str) -> None:
    walked = _run(whole, "--walk")
    assert walked.returncode == 0, walked.stderr
    lines = walked.stdout.splitlines()[1:]
    assert len(lines) >= 20
    assert not [line for line in lines if " 200 " not in line]
