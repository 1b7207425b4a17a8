"""What falls due among 500,000 open lines of the surveillance programme, against a walk from line to line.

A database of the measurement's own, filled by COPY, fsync as the house has it. `rescan`: overdue and near,
by class, from the index of stored due days. `to_warn`: every line that reached a level it was not warned
of, found in one statement. `recompute`: every open follow-up's day worked out anew from class and last
supervision under a stricter table, in one statement. The walk does the same in Python, line by line, with
the pure arithmetic; both must find the same lines.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.tracing import inside
from shouze.site import postgres

LINES: Final = 500_000
TURNS: Final = 7
ON: Final = date(2026, 11, 23)
NEAR: Final = 60
ROOT: Final = Path(__file__).resolve().parents[1]
#: class, share of the lines, months between follow-ups, months to the first
CLASSES: Final = (("A", 10, 24, 12), ("B", 65, 12, 12), ("C", 18, 12, 6), ("D", 7, 6, 6))
#: a table that asks class B for more: which of the open lines would come earlier?
STRICTER: Final = {"A": (24, 12), "B": (11, 11), "C": (12, 6), "D": (6, 6)}
_COPY: Final = (
    "COPY surveillance_task (id, state, version, hands, factory_id, factory_owner_id, product_code, kind,"
    " due_on, counted_from, letter, first, unannounced, cause, words, team, warned) FROM STDIN"
)


def measure(lines: int = LINES, turns: int = TURNS) -> dict[str, Any]:
    """Seconds of each, the median of so many turns, and how many times faster than the walk."""
    import django

    django.setup()
    with _house() as dsn:
        with psycopg.connect(dsn, autocommit=True) as conn:
            _fill(conn, lines)
        with inside(dsn):
            return {"lines": lines, "load": os.getloadavg(), **_measured(turns)}


def _measured(turns: int) -> dict[str, Any]:
    from shouze.certification.surveillance import scanning

    levels = [60, 80, 100]
    asked: dict[str, Callable[[], Any]] = {
        "rescan": lambda: scanning.due_by_class(ON, NEAR),
        "to_warn": lambda: scanning.reached(ON, levels),
        "recompute": lambda: scanning.later_than_asked(STRICTER),
    }
    found = {name: _timed(do, turns) for name, do in asked.items()}
    began = time.perf_counter()
    walked = _walk(levels)
    walk = time.perf_counter() - began
    seen = {"rescan": scanning.due_by_class(ON, NEAR), "to_warn": len(scanning.reached(ON, levels)),
            "recompute": len(scanning.later_than_asked(STRICTER))}  # fmt: skip
    if walked != seen:
        raise AssertionError(f"the walk finds {walked}, the statements {seen}")
    return {
        **{name: {"seconds": seconds, "ratio_to_walk": walk / seconds} for name, seconds in found.items()},
        "walk_seconds": walk,
        "found": {name: value for name, value in seen.items() if name != "rescan"},
    }


def _walk(levels: list[int]) -> dict[str, Any]:
    """The same from line to line, as one would without the statements: every line is read and worked out."""
    from shouze.certification.surveillance.checks import share_used
    from shouze.certification.surveillance.due import Terms, planned
    from shouze.certification.surveillance.models import Task
    from shouze.certification.surveillance.states import LIVING

    counts: dict[str, list[int]] = {}
    warned = earlier = 0
    for line in Task.objects.filter(state__in=LIVING).iterator(chunk_size=5000):
        if line.due_on <= ON + timedelta(days=NEAR):
            counts.setdefault(line.letter, [0, 0])[line.due_on >= ON] += 1
        used = share_used(line.counted_from, line.due_on, ON)
        warned += max((one for one in levels if used >= one), default=0) > line.warned
        months, first = STRICTER[line.letter]
        asks = planned(line.counted_from, Terms(line.letter, months, first), first=line.first).due_on
        earlier += asks < line.due_on
    by_class = {letter: (overdue, near) for letter, (overdue, near) in counts.items()}
    return {"rescan": by_class, "to_warn": warned, "recompute": earlier}


def _timed(do: Callable[[], Any], turns: int) -> float:
    do()
    taken = []
    for _ in range(turns):
        began = time.perf_counter()
        do()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def _fill(conn: psycopg.Connection[Any], lines: int) -> None:
    """Write the lines: most warned of as the day asks, some that reached a level last night, few overdue."""
    chance = random.Random(20261123)  # noqa: S311  a measurement, no secret
    with conn.cursor() as cursor, cursor.copy(_COPY) as copy:
        for _ in range(lines):
            copy.write_row(_line(chance))
    conn.execute("VACUUM ANALYZE surveillance_task")


def _line(chance: random.Random) -> tuple[Any, ...]:
    from shouze.certification.surveillance.checks import share_used
    from shouze.certification.surveillance.due import Terms, planned

    letter, _, months, first_months = chance.choices(CLASSES, [one[1] for one in CLASSES])[0]
    first = chance.random() < 0.15  # noqa: PLR2004
    term = 30 * (first_months if first else months)
    since = ON - timedelta(days=chance.randrange(int(term * 1.01) + 1))
    due_on = planned(since, Terms(letter, months, first_months), first=first).due_on
    used = share_used(since, due_on, ON - timedelta(days=1))
    warned = max((one for one in (60, 80, 100) if used >= one), default=0)
    key = uuid.UUID(int=chance.getrandbits(128))
    factory = uuid.UUID(int=chance.getrandbits(128))
    cause = "first" if first else "periodic"
    return (key, "open", 0, "{}", factory, factory, "0711", "follow_up", due_on, since, letter, first,
            letter in "CD", cause, "", "[]", warned)  # fmt: skip


@contextmanager
def _house() -> Iterator[str]:
    """A database with the tables of the house, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        server = postgres.start(Path(folder) / "postgres")
        try:
            environment = {**os.environ, "DATABASE_URL": server.dsn(), "SHOUZE_VAR": folder}
            subprocess.run(
                [sys.executable, "-m", "shouze.commands", "migrate"],
                check=True, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            yield server.dsn()
        finally:
            server.stop()
