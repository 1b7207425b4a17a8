"""One client of the measurement, in a process of its own: acts one after another on cases that are its own.

In (lines on standard input): which contestant, for how many seconds. Out: acts done, the seconds taken, and
the processor time used by this process and by its PostgreSQL backend.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

REASON = "product_rework"
WORDS = "温升不合格，委托人整改散热器。"
STATEMENT = """
WITH u AS (UPDATE bench_case SET paused = NOT paused, version = version + 1, last_at = now()
           WHERE id = %s RETURNING id)
INSERT INTO bench_history (case_id, person_id, act, at, said) SELECT id, %s, 'case.turned', now(), %s FROM u
"""
AS_APP = "-c role=shouze_app"
Turn = Callable[[uuid.UUID, bool], object]


def contestants(person: uuid.UUID) -> tuple[dict[str, Turn], tuple[int, ...]]:
    """The gate, the plain ORM transition, and one prepared statement without any check; and the processes
    of PostgreSQL that work for them.
    """
    import psycopg
    from django.db import connection
    from psycopg.types.json import Jsonb

    from bench import peer_orm
    from shouze.kernel.acts import perform

    said = Jsonb({"words": WORDS})
    connection.ensure_connection()
    ours = connection.connection.info
    bare = psycopg.connect(ours.dsn, autocommit=True, options=AS_APP)

    def gate(case: uuid.UUID, paused: bool) -> object:
        if paused:
            return perform("case.resumed", by=person, subject=case, given={"words": WORDS})
        return perform("case.paused", by=person, subject=case, given={"reason": REASON, "words": WORDS})

    turns: dict[str, Turn] = {
        "gate": gate,
        "orm": lambda case, _: peer_orm.turn(case, person, WORDS),
        "statement": lambda case, _: bare.execute(STATEMENT, (case, person, said), prepare=True),
    }
    return turns, (ours.backend_pid, bare.info.backend_pid)


def serve(person: uuid.UUID, cases: list[uuid.UUID]) -> Iterator[dict[str, Any]]:
    """Do what each line of standard input asks for."""
    turns, backends = contestants(person)
    course = {name: _course(cases) for name in turns}
    yield {"ready": True}
    for line in sys.stdin:
        asked = json.loads(line)
        yield _timed(turns[asked["who"]], course[asked["who"]], asked["seconds"], backends)


def _course(cases: list[uuid.UUID]) -> Iterator[tuple[uuid.UUID, bool]]:
    """Each case in turn; all are paused, then all resumed, and so on."""
    for paused in itertools.cycle((False, True)):
        for case in cases:
            yield case, paused


def _timed(
    turn: Turn, course: Iterator[tuple[uuid.UUID, bool]], seconds: float, backends: tuple[int, ...]
) -> dict[str, Any]:
    mine, theirs, began = time.process_time(), _server_cpu(backends), time.perf_counter()
    waits, last, end = [], began, began + seconds
    while last < end:
        turn(*next(course))
        now = time.perf_counter()
        waits.append(now - last)
        last = now
    return {
        "done": len(waits),
        "seconds": last - began,
        "p50": statistics.median(waits),
        "client_cpu": time.process_time() - mine,
        "server_cpu": _server_cpu(backends) - theirs,
    }


def _server_cpu(backends: tuple[int, ...]) -> float:
    """Seconds that the backends have run; 0 where the system does not say."""
    places = [Path(f"/proc/{pid}/schedstat") for pid in backends]
    return sum(int(place.read_text().split()[0]) for place in places if place.exists()) / 1e9


if __name__ == "__main__":
    os.environ["SHOUZE_ROLE"] = "app"
    django.setup()
    given = json.loads(sys.stdin.readline())
    for answer in serve(uuid.UUID(given["person"]), [uuid.UUID(one) for one in given["cases"]]):
        print(json.dumps(answer), flush=True)
