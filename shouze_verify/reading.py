"""What the verifier reads, in streams: however long the ledger, only a batch of it is in memory."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

Connection = psycopg.Connection[Any]
BATCH: Final = 10_000

# Only constants are put into these queries. Moments are read as they stand in the leaf, without
# the offset that is always +08:00.
_ENTRY: Final = (
    "e.leaf, e.act, e.at AT TIME ZONE INTERVAL '8 hours', e.recorded_at AT TIME ZONE INTERVAL '8 hours',"
    " e.uid::text"
)
_CONTENT: Final = ", b.body, e.person_id::text, e.subject_type, e.subject_id::text, e.case_id::text"
_BODY: Final = " LEFT JOIN ledger_body b ON b.entry_id = e.id"
LEAVES: Final = {
    bodies: f"SELECT l.seq, l.entry_id, l.leaf_hash, {_ENTRY}{_CONTENT if bodies else ''} FROM ledger_leaf l"  # noqa: S608
    f" LEFT JOIN ledger_entry e ON e.id = l.entry_id{_BODY if bodies else ''} ORDER BY l.seq"
    for bodies in (True, False)
}
WITHOUT_LEAF: Final = {
    bodies: f"SELECT p.entry_id, e.id, l.seq, {_ENTRY}{_CONTENT if bodies else ''}"  # noqa: S608
    " FROM ledger_entry e FULL JOIN ledger_pending p ON p.entry_id = e.id"
    f" LEFT JOIN ledger_leaf l ON l.entry_id = coalesce(e.id, p.entry_id){_BODY if bodies else ''}"
    " WHERE l.entry_id IS NULL OR p.entry_id IS NOT NULL ORDER BY 2, 1"
    for bodies in (True, False)
}
CHECKPOINTS: Final = {
    table: f"SELECT size, root, frontier, at FROM {table} ORDER BY size"  # noqa: S608
    for table in ("ledger_checkpoint", "announcement_checkpoint")
}
ANNOUNCEMENTS: Final = (
    "SELECT l.seq, l.entry_id, l.leaf_hash, a.leaf, a.uid::text FROM announcement_leaf l"
    " LEFT JOIN announcement a ON a.id = l.entry_id ORDER BY l.seq"
)
ANNOUNCEMENTS_WITHOUT_LEAF: Final = (
    "SELECT p.entry_id, a.id, l.seq, a.leaf, a.uid::text"
    " FROM announcement a FULL JOIN announcement_pending p ON p.entry_id = a.id"
    " LEFT JOIN announcement_leaf l ON l.entry_id = coalesce(a.id, p.entry_id)"
    " WHERE l.entry_id IS NULL OR p.entry_id IS NOT NULL ORDER BY 2, 1"
)
ANNOUNCED_ENTRIES: Final = "SELECT uid::text, act, leaf FROM ledger_entry WHERE uid = ANY(%s::uuid[])"
ANNOUNCED_TWICE: Final = """
SELECT DISTINCT uid::text FROM
  (SELECT uid, convert_from(leaf, 'UTF8')::jsonb AS said FROM announcement WHERE uid IN
    (SELECT uid FROM announcement GROUP BY uid HAVING count(*) > 1)) AS several
GROUP BY uid, said ->> 'event', said ->> 'number' HAVING count(*) > 1 ORDER BY 1
"""
NOT_ANNOUNCED: Final = """
SELECT e.uid::text, l.seq FROM ledger_entry e LEFT JOIN ledger_leaf l ON l.entry_id = e.id
WHERE e.act = ANY(%s) AND NOT EXISTS (SELECT FROM announcement a WHERE a.uid = e.uid)
  AND e.id > (SELECT min(o.id) FROM ledger_entry o JOIN announcement a ON a.uid = o.uid)
ORDER BY e.id
"""
HAS_REGISTER: Final = "SELECT to_regclass('public.announcement') IS NOT NULL"
OUT_OF_ORDER: Final = """
SELECT l.seq, e.uid::text FROM unnest(%s::bigint[]) AS late (id)
JOIN ledger_entry e ON e.id = late.id AND e.case_id IS NOT NULL JOIN ledger_leaf l ON l.entry_id = e.id
WHERE EXISTS (SELECT FROM ledger_entry o JOIN ledger_leaf earlier ON earlier.entry_id = o.id
              WHERE o.case_id = e.case_id AND o.id > e.id AND earlier.seq < l.seq)
ORDER BY l.seq
"""


@contextmanager
def one_moment(conn: Connection) -> Iterator[None]:
    """Look at the ledger as it stands at one moment, without being able to write, in whatever is going on."""
    with conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Names mean those of the catalogue first.
        # Rows come along the index: sorting would copy the ledger to disk.
        conn.execute("SET LOCAL search_path = pg_catalog, public")
        conn.execute("SET LOCAL enable_sort = off")
        yield


def stream(conn: Connection, query: str, name: str) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query in batches, through a cursor on the server; one batch is fetched ahead."""
    with conn.cursor(name, binary=True) as cursor, ThreadPoolExecutor(1) as ahead:
        cursor.execute(query)
        coming = ahead.submit(cursor.fetchmany, BATCH)
        while rows := coming.result():
            coming = ahead.submit(cursor.fetchmany, BATCH)
            yield rows


class Mark(NamedTuple):
    """A claim about the tree at a size, made by a checkpoint (``line`` 0) or by a line of the file."""

    size: int
    line: int
    root: bytes
    frontier: bytes
    at: datetime | None = None


def checkpoints(conn: Connection, table: str = "ledger_checkpoint") -> Iterator[Mark]:
    """The checkpoints of the database, smallest first."""
    for rows in stream(conn, CHECKPOINTS[table], f"verify_{table}"):
        for size, root, frontier, at in rows:
            yield Mark(size, 0, root, frontier, at)


@dataclass(frozen=True, slots=True)
class Bad:
    """A line of the file that says nothing: what is wrong (a check's name) and which line."""

    check: str
    line: int


class CheckpointLines:
    """The file of checkpoints as it is now: lines that are appended later are not read.

    A line that is the beginning of the one below it, or has no end, is a write that a crash cut off: passed
    over.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._length = os.stat(path).st_size

    def __iter__(self) -> Iterator[Mark | Bad]:
        size = 0
        for (number, line), (_, below) in pairwise([*enumerate(self._lines(), start=1), (0, b"")]):
            if below.startswith(line):
                continue
            mark = _mark(number, line)
            if isinstance(mark, Mark) and mark.size <= size:
                mark = Bad("file-order", number)
            size = mark.size if isinstance(mark, Mark) else size
            yield mark

    def _lines(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            read = 0
            for line in file:
                read += len(line)
                if read > self._length or not line.endswith(b"\n"):
                    return
                yield line[:-1]


def _mark(number: int, line: bytes) -> Mark | Bad:
    try:
        said = json.loads(line)
        return Mark(int(said["size"]), number, bytes.fromhex(said["root"]), b"")
    except (ValueError, KeyError, TypeError):
        return Bad("file-form", number)
