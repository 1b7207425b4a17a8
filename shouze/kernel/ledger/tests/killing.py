"""A sequencer that is killed (SIGKILL) again and again while acts are acknowledged: a program of its own.

``python -m shouze.kernel.ledger.tests.killing DSN VAR ROUNDS SEED`` writes entries and announcements, lets a
child process sequence, integrate and publish them in small batches, kills it at a moment drawn from the
seed, and notes what is published then. Prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.logs import LEDGER, LOGS, Log
from shouze.kernel.ledger.publishing import Publisher, read_published
from shouze.kernel.ledger.sequence import catch_up

from .forging import INSERT, START, page

LONGEST_LIFE = 0.2
PAUSE = 0.0005
_ANNOUNCE = (
    "WITH a AS (INSERT INTO announcement (uid, leaf) SELECT gen_random_uuid(), convert_to('{}', 'UTF8')"
    " FROM generate_series(1, %s) RETURNING id)"
    " INSERT INTO announcement_pending (entry_id) SELECT id FROM a"
)


def sequence(dsn: str, var: Path, limit: int, logs: Sequence[Log]) -> None:
    """What the child does until it is killed: the sequencer's round, with batches of ``limit``."""
    served = [(log, CheckpointFile(var / log.history, log), Publisher(log)) for log in logs]
    with psycopg.connect(dsn, autocommit=True) as conn:
        while True:
            for log, file, publisher in served:
                catch_up(conn, at=START, file=file, limit=limit, log=log, publisher=publisher)
            time.sleep(PAUSE)


def main(dsn: str, var: Path, rounds: int, seed: int) -> dict[str, Any]:
    """Kill ``rounds`` times; return acknowledged ids, every published (log, size, root) in its order, and how
    often the kill came between commit and publication or before the commit.
    """
    drawn, number = random.Random(seed), count()  # noqa: S311  (no secret)
    settings.LOG_ROOT, settings.LOG_KEYS = var / "log", var / "keys"
    seen: list[tuple[str, int, str]] = []
    acknowledged: list[int] = []
    unpublished = unsequenced = 0
    with psycopg.connect(dsn, autocommit=True) as conn:
        for _ in range(rounds):
            acknowledged += _act(conn, number, drawn.randrange(1, 40))
            conn.execute(_ANNOUNCE, (drawn.randrange(1, 10),))
            first = drawn.sample(LOGS, len(LOGS))
            _live_and_die(dsn, var, drawn.choice((3, 17, 256)), first, drawn.uniform(0, LONGEST_LIFE))
            for log in LOGS:
                published = read_published(log)
                if published:
                    seen.append((log.name, published.size, published.root.hex()))
            waiting, integrated = _state(conn)
            published = read_published(LEDGER)
            unsequenced += waiting > 0
            unpublished += integrated > (published.size if published else 0)
    return {"acknowledged": acknowledged, "seen": seen, "unpublished": unpublished, "waiting": unsequenced}


def _act(conn: psycopg.Connection[Any], number: count[int], entries: int) -> list[int]:
    """Entries that are committed, hence acknowledged."""
    ids = []
    with conn.transaction():
        for _ in range(entries):
            (entry,) = conn.execute(INSERT, page(next(number), case="A")).fetchone() or (0,)
            ids.append(entry)
    return ids


def _live_and_die(dsn: str, var: Path, limit: int, logs: Sequence[Log], seconds: float) -> None:
    child = os.fork()
    if child == 0:
        try:
            sequence(dsn, var, limit, logs)
        except BaseException as wrong:
            print(repr(wrong), file=sys.stderr, flush=True)
        os._exit(3)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the sequencer ended by itself; its reason stands above")


def _state(conn: psycopg.Connection[Any]) -> tuple[int, int]:
    return conn.execute(
        "SELECT (SELECT count(*) FROM ledger_pending), (SELECT coalesce(max(size), 0) FROM ledger_checkpoint)"
    ).fetchone() or (0, 0)


if __name__ == "__main__":
    json.dump(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])), sys.stdout)
