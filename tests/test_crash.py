"""Processes killed at any moment: what was acknowledged is in the ledger, and nothing is there by half."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from shouze.certification.certificates.models import Certificate
from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.demo.tests.way import Way
from shouze.kernel import clock, jobs
from shouze.kernel.acts.replay import compare
from shouze.kernel.files.models import StoredFile
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.sequence import catch_up
from shouze.resources.people.queries import MACHINE
from shouze.site import postgres
from shouze_verify.verifying import verify

ROUNDS: Final = 10
PATIENCE: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[1]


@dataclass
class Place:
    """A PostgreSQL of its own that writes to disk, with the stage in it; and where its files lie."""

    server: postgres.Server
    folder: Path

    def restart(self) -> None:
        """Start again what was killed."""
        self.server = postgres.start(self.server.data_dir)

    def connect(self) -> psycopg.Connection[Any]:
        """A connection of the tables' owner."""
        return psycopg.connect(self.server.dsn(), autocommit=True)

    def integrate(self) -> None:
        """What the sequencer does in a round."""
        with self.connect() as conn:
            catch_up(conn, at=clock.now(), file=CheckpointFile(self.folder / "checkpoints.log"))

    def environment(self) -> dict[str, str]:
        """The environment of a process that works here as the web and the worker do."""
        where = {"DATABASE_URL": self.server.dsn(), "SHOUZE_ROLE": "app", "SHOUZE_VAR": str(self.folder)}
        return {**os.environ, **where, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def own_server(stage_set: tuple[str, Stage], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The server, with a copy of the stage."""
    folder = tmp_path_factory.mktemp("crash")
    server = postgres.start(folder / "postgres", settings={"shared_buffers": "32MB"})
    programs = server.bin_dir
    dump = subprocess.run(
        [str(programs / "pg_dump"), "--dbname", houses.dsn(stage_set[0])], capture_output=True, check=True
    )
    read = [
        str(programs / "psql"),
        "--quiet",
        "--set",
        "ON_ERROR_STOP=1",
        "--dbname",
        server.dsn(postgres.SUPERUSER),
    ]
    subprocess.run(read, input=dump.stdout, capture_output=True, check=True)
    place = Place(server, folder)
    try:
        yield place
    finally:
        place.server.stop()


@pytest.fixture
def place(own_server: Place, stage_set: tuple[str, Stage], db: None, settings: Settings) -> Iterator[Place]:
    """The server again; Django works in it too, and in its folder of files."""
    where = {
        "HOST": str(postgres.socket_dir(own_server.server.data_dir)),
        "NAME": postgres.DATABASE,
        "USER": postgres.OWNER,
        "PORT": "",
    }
    settings.MEDIA_ROOT = own_server.folder / "files"
    with houses.at(where):
        yield own_server


@dataclass
class Worker:
    """The process that does acts (``tests.crashing``), and what it has told."""

    process: subprocess.Popen[str]
    acknowledged: list[str] = field(default_factory=list)
    acting: int = 0

    def line(self) -> list[str]:
        """The next line, in words."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, "nothing was told in time"
        words = self.process.stdout.readline().split()
        assert words, "the process is gone"
        if words[0] == "done":
            self.acknowledged.append(words[1])
        return words

    def until(self, word: str) -> list[str]:
        """Read on until a line begins with ``word``."""
        while (words := self.line())[0] != word:
            pass
        return words

    def act(self) -> None:
        """Have a child act; its first act is told."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        self.acting = int(self.until("child")[1])
        self.until("done")

    def kill(self) -> None:
        """Kill the child that acts, and take in what it told."""
        child, self.acting = self.acting, 0
        if child:
            os.kill(child, signal.SIGKILL)
            self.until("dead")

    def read_for(self, seconds: float) -> None:
        """Take in what is told for a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.line()


@pytest.fixture
def worker(place: Place, stage_set: tuple[str, Stage]) -> Iterator[Worker]:
    """A process that waits for the word to act."""
    stage = stage_set[1]
    with clock.moved(clock.moment("2024-03-04")):
        application = {**Way(stage).given("application.submitted"), "documents": []}
    said = {
        "client": str(stage.people["C001"]),
        "officer": str(stage.people["E002"]),
        "application": application,
    }
    command = [sys.executable, "-m", "tests.crashing"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=place.environment(),
        cwd=ROOT,
    ) as process:
        found = Worker(process)
        assert process.stdin is not None
        process.stdin.write(json.dumps(said) + "\n")
        process.stdin.flush()
        found.until("ready")
        try:
            yield found
        finally:
            found.kill()
            process.kill()


#: what is there by half, as a question whose answer must be 0
HALVES: Final = {
    "entries without body": """
        SELECT count(*) FROM ledger_entry e LEFT JOIN ledger_body b ON b.entry_id = e.id
        WHERE b.entry_id IS NULL""",
    "entries neither pending nor in the tree": """
        SELECT count(*) FROM ledger_entry e
        WHERE NOT EXISTS (SELECT 1 FROM ledger_pending p WHERE p.entry_id = e.id)
          AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = e.id)""",
    "cases without application": """
        SELECT count(*) FROM cases_case c LEFT JOIN applications_application a ON a.case_id = c.id
        WHERE a.id IS NULL""",
    "cases without entry": """
        SELECT count(*) FROM cases_case c WHERE NOT EXISTS
        (SELECT 1 FROM ledger_entry e WHERE e.subject_id = c.id AND e.act = 'application.submitted')""",
    "entries without case": """
        SELECT count(*) FROM ledger_entry e WHERE e.act = 'application.submitted'
        AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = e.subject_id)""",
    "cases in another state than their last entry": """
        SELECT count(*) FROM cases_case c WHERE (c.state = 'supplementing') != EXISTS
        (SELECT 1 FROM ledger_entry e WHERE e.subject_id = c.id AND e.act = 'supplement.requested')""",
    "letters that nobody will write, or for nothing": """
        SELECT abs((SELECT count(*) FROM ledger_entry WHERE act = 'supplement.requested')
        - (SELECT count(*) FROM procrastinate_jobs
           WHERE task_name = 'letters.make' AND args->>'kind' = 'supplement'))""",
    "numbers lost": """
        SELECT coalesce(sum(last), 0) - (SELECT count(*) FROM cases_case)
        FROM numbering_counter WHERE series LIKE 'case-%'""",
}


def _nothing_by_half(place: Place, worker: Worker) -> None:
    with place.connect() as conn:
        known = {str(row[0]) for row in conn.execute("SELECT uid FROM ledger_entry")}
        assert set(worker.acknowledged) <= known
        for what, question in HALVES.items():
            row = conn.execute(question).fetchone()
            assert row == (0,), what


def _all_agrees(place: Place, worker: Worker) -> None:
    _nothing_by_half(place, worker)
    place.integrate()
    with place.connect() as conn:
        report = verify(conn, checkpoints=place.folder / "checkpoints.log")
    assert report.agreed, report.text()
    assert report.pending == 0
    assert compare() == []
    assert len(worker.acknowledged) >= ROUNDS


def test_a_job_whose_worker_was_killed_is_done_once(place: Place, stage_set: tuple[str, Stage]) -> None:
    way = (
        Way(houses.fresh(stage_set[1]), now=clock.now().replace(year=2024))
        .reach("certificate.approved")
        .go("certificate.approved")
    )
    with _jobs_done(place) as process:
        _wait(lambda: _status("certificates.document") == "doing", process)
        process.kill()
        process.wait(PATIENCE)
    assert _status("certificates.document") == "doing"
    assert jobs.revive(dead_after=0) >= 1
    with _jobs_done(place) as process:
        _wait(lambda: _status("certificates.document") == "succeeded", process)
        process.kill()
        process.wait(PATIENCE)
    certificate = Certificate.objects.get(case=way.case)
    filed = [one for one in ledger.entries_for_subject(certificate.id) if one.act == "certificate.documented"]
    assert [one.person_id for one in filed] == [MACHINE]
    assert StoredFile.objects.filter(digest=certificate.document).count() == 1
    assert (place.folder / "files").exists()
    assert compare() == []


def test_what_a_killed_process_acknowledged_is_there(place: Place, worker: Worker) -> None:
    chance = random.Random(20240304)  # noqa: S311
    for _ in range(ROUNDS):
        worker.act()
        worker.read_for(chance.uniform(0, 0.25))
        worker.kill()
        _nothing_by_half(place, worker)
    _all_agrees(place, worker)


def test_what_was_acknowledged_survives_a_killed_database(place: Place, worker: Worker) -> None:
    """PostgreSQL is killed under process and sequencer; the process goes on when it is back."""
    chance = random.Random(20240520)  # noqa: S311
    worker.act()
    for _ in range(ROUNDS):
        sequencing = threading.Thread(target=_until_lost, args=(place.integrate,))
        sequencing.start()
        worker.read_for(chance.uniform(0, 0.3))
        os.kill(place.server.pid, signal.SIGKILL)
        if place.server.child is not None:
            place.server.child.wait(PATIENCE)
        sequencing.join(PATIENCE)
        before = len(worker.acknowledged)
        place.restart()
        while len(worker.acknowledged) == before:
            worker.line()
        _nothing_by_half(place, worker)
    worker.kill()
    connection.close()
    _all_agrees(place, worker)


def _until_lost(doing: Callable[[], None]) -> None:
    try:
        while True:
            doing()
    except psycopg.OperationalError:
        return


def _jobs_done(place: Place) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "shouze.commands",
        "django",
        "procrastinate",
        "worker",
        "--concurrency",
        "1",
    ]
    with (place.folder / "worker.log").open("ab") as log:
        return subprocess.Popen(command, env=place.environment(), cwd=ROOT, stdout=log, stderr=log)


def _status(task: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id DESC LIMIT 1",
            [task],
        )
        return str(cursor.fetchone()[0])


def _wait(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        assert process.poll() is None, "the worker went away"
        if time.monotonic() > until:
            process.kill()
            pytest.fail("the worker did not come so far in time")
        time.sleep(0.005)
