"""The logs: entries per second sequenced, integrated and published; proofs per second; act to checkpoint.

Everything is durable (fsync on), on an embedded PostgreSQL of the measurement's own, as the sequencer does
it: places and tree in the database, a line in the history, tiles and bundles in the folder, then the signed
checkpoint. The peer is the same work done for one entry at a time, in turns with it.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, Final

import psycopg
from django.conf import settings

from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.proving import Prover
from shouze.kernel.ledger.publishing import Publisher, read_published
from shouze.kernel.ledger.sequence import catch_up, integrate_batch, run_forever
from shouze.kernel.ledger.tree import leaf_hash
from shouze.site import postgres
from shouze_verify.proofs import check_inclusion

ENTRIES: Final = 1 << 17
TURNS: Final = 3
ONE_AT_A_TIME_SECONDS: Final = 2.0
PROOFS: Final = 200_000
ACTS: Final = 100
ROOT: Final = Path(__file__).resolve().parents[1]
AT: Final = datetime(2026, 11, 23, tzinfo=UTC)

# Leaves as long as those of acts.
_FILL: Final = """
WITH made AS (
    INSERT INTO ledger_entry (uid, act, at, recorded_at, subject_type, subject_id, leaf)
    SELECT gen_random_uuid(), 'application.accepted', now(), now(), 'cases.case', gen_random_uuid(),
           convert_to('{"act":"' || repeat(md5(random()::text), 13) || number || '"}', 'UTF8')
    FROM generate_series(1, %s) AS number RETURNING id
) INSERT INTO ledger_pending (entry_id) SELECT id FROM made
"""


def measure(
    entries: int = ENTRIES,
    turns: int = TURNS,
    seconds: float = ONE_AT_A_TIME_SECONDS,
    proofs: int = PROOFS,
    acts: int = ACTS,
) -> dict[str, Any]:
    """Entries per second in batches and one by one, proofs per second, act to checkpoint in milliseconds."""
    with _house() as (dsn, var), psycopg.connect(dsn, autocommit=True) as conn:
        file, publisher = CheckpointFile(var / LEDGER.history), Publisher(LEDGER)
        catch_up(conn, at=AT, file=file, publisher=publisher)
        batches, singly = [], []
        for _ in range(turns):
            conn.execute(_FILL, (entries,))
            start = time.perf_counter()
            catch_up(conn, at=AT, file=file, publisher=publisher)
            batches.append(entries / (time.perf_counter() - start))
            singly.append(_one_at_a_time(conn, file, publisher, seconds))
        sequencing = {"batches": _figure(batches), "one_at_a_time": _figure(singly)}
        ratio = sequencing["batches"]["per_second"] / sequencing["one_at_a_time"]["per_second"]
        proving = _proofs(proofs)
        latency = _latency(dsn, conn, var, acts)
    return {**sequencing, "ratio_to_one_at_a_time": round(ratio, 1), "proofs": proving, "latency": latency}


def _figure(rates: list[float]) -> dict[str, float]:
    return {
        "per_second": round(statistics.median(rates)),
        "least": round(min(rates)),
        "most": round(max(rates)),
    }


def _one_at_a_time(
    conn: psycopg.Connection[Any], file: CheckpointFile, publisher: Publisher, seconds: float
) -> float:
    """Each entry in a transaction, with a checkpoint, of its own."""
    conn.execute(_FILL, (2000,))
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        batch = integrate_batch(conn, at=AT, limit=1)
        if batch is None:
            break
        file.follow(conn)
        publisher.follow(conn, at=AT, batch=batch)
        done += 1
    catch_up(conn, at=AT, file=file, publisher=publisher)
    return done / spent


def _proofs(count: int) -> dict[str, dict[str, float]]:
    """Inclusion proofs of drawn leaves in the published tree: when its tiles are read for the first time, and
    when they are held; every hundredth is checked.
    """
    published = read_published(LEDGER)
    if published is None:
        raise RuntimeError("nothing is published")
    drawn = random.Random(count)  # noqa: S311  (no secret)
    places = [drawn.randrange(published.size) for _ in range(count)]
    prover = Prover(Path(settings.LOG_ROOT) / LEDGER.name, published)
    found: dict[str, dict[str, float]] = {}
    for name in ("cold", "held"):
        start = time.perf_counter()
        for seq in places:
            prover.inclusion(seq, published.size)
        found[name] = {"per_second": round(count / (time.perf_counter() - start))}
    for seq in places[::100]:
        _check(prover, seq, published.size, published.root)
    return found


def _check(prover: Prover, seq: int, size: int, root: bytes) -> None:
    check_inclusion(leaf_hash(prover.entry(seq)), seq, size, prover.inclusion(seq, size), root)


def _latency(dsn: str, conn: psycopg.Connection[Any], var: Path, acts: int) -> dict[str, float]:
    """Milliseconds from an entry's commit to the checkpoint that covers it; the sequencer at its own pace."""
    stop, waits = Event(), []
    drawn = random.Random(acts)  # noqa: S311  (no secret)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run_forever, dsn, folder=var, clock=lambda: datetime.now(UTC), stop=stop)
        try:
            for _ in range(acts):
                time.sleep(drawn.uniform(0, 0.1))
                size = _published_size()
                conn.execute(_FILL, (1,))
                start = time.perf_counter()
                while _published_size() <= size and not running.done():
                    time.sleep(0.001)
                waits.append(1000 * (time.perf_counter() - start))
        finally:
            stop.set()
        running.result(timeout=30)
    waits.sort()
    return {
        "acts": acts,
        "p50_ms": round(statistics.median(waits), 1),
        "p99_ms": round(waits[min(len(waits) - 1, round(0.99 * len(waits)))], 1),
        "longest_ms": round(waits[-1], 1),
    }


def _published_size() -> int:
    published = read_published(LEDGER)
    return published.size if published else 0


@contextmanager
def _house() -> Iterator[tuple[str, Path]]:
    """A database with the tables of the house, and a folder for what is published; both gone afterwards."""
    before = settings.LOG_ROOT, settings.LOG_KEYS
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        var = Path(folder)
        server = postgres.start(var / "postgres")
        try:
            environment = {**os.environ, "DATABASE_URL": server.dsn(), "SHOUZE_VAR": folder}
            subprocess.run(
                [sys.executable, "-m", "shouze.commands", "migrate"],
                check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            settings.LOG_ROOT, settings.LOG_KEYS = var / "log", var / "keys"
            yield server.dsn(), var
        finally:
            settings.LOG_ROOT, settings.LOG_KEYS = before
            server.stop()
