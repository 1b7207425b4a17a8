"""The sequencer: gives entries their gap-free places, integrates them into the tree, writes checkpoints,
publishes.

In: what the gate left in a log's table of pending entries. Out: rows of its leaves, one checkpoint per
batch, the same checkpoint as a line of an append-only file (``checkpoints.py``), by which a truncated
database is noticed, and the published files (``publishing.py``). Everything of a batch in the database is
one transaction, so a crash leaves either all of it or nothing; what a crash keeps from the files, the next
round writes.

Entries take their places in the order of their ids among those that are pending. An act that commits late
may thus come after one with a higher id; inside a case it cannot, since the gate locks the case first.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

from .checkpoints import CheckpointFile
from .logs import LEDGER, LOGS, Log
from .publishing import Batch, Publisher
from .roles import SEQUENCER
from .tree import Frontier

Connection = psycopg.Connection[Any]
BATCH: Final = 16_384
LOCK: Final = 0x73_68_6F_75_7A_65
"""Advisory lock of the one sequencer ("shouze" in ASCII)."""
SPREAD: Final = 3
INTERVAL: Final = 0.2
"""Seconds between two looks at what is pending: an act is published well within two seconds."""
LONGEST_WAIT: Final = 30.0
CHECKPOINTS: Final = LEDGER.history
HEARTBEAT: Final = "heartbeat"

_log = logging.getLogger(__name__)


class LedgerBroken(Exception):
    """The ledger does not continue what it was: rows were changed or lost. Nothing more is integrated."""


def integrate(conn: Connection, *, at: datetime, limit: int = BATCH, log: Log = LEDGER) -> int:
    """Integrate up to ``limit`` pending entries and write one checkpoint dated ``at``; return how many
    there were. Otherwise as `integrate_batch`.
    """
    batch = integrate_batch(conn, at=at, limit=limit, log=log)
    return 0 if batch is None else len(batch.leaves)


def integrate_batch(conn: Connection, *, at: datetime, limit: int = BATCH, log: Log = LEDGER) -> Batch | None:
    """Integrate up to ``limit`` pending entries of a log, write one checkpoint dated ``at``, and return what
    that was; None where nothing was pending.

    One transaction (a savepoint inside an open one). A second caller waits for the first. Works as the role
    ``shouze_sequencer`` when the login may become it. Raises LedgerBroken where tree, leaves and pending
    contradict.
    """
    with conn.transaction(), _as_sequencer(conn), conn.cursor(binary=True) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        if not cursor.execute(f"SELECT 1 FROM {log.pending} LIMIT 1").fetchone():  # noqa: S608
            return None
        frontier = _last_frontier(cursor, log)
        first, before = frontier.size, frontier.root()
        entries, leaves = _take_pending(cursor, log, limit)
        hashes = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
        _copy_leaves(cursor, log, first, entries, hashes)
        levels = frontier.append(hashes)
        root = frontier.root()
        cursor.execute(
            f"INSERT INTO {log.checkpoint} (size, root, at, frontier) VALUES (%s, %s, %s, %s)",  # noqa: S608
            (frontier.size, root, at, frontier.as_bytes()),
        )
        return Batch(first, before, leaves, levels, root)


def catch_up(
    conn: Connection,
    *,
    at: datetime,
    file: CheckpointFile | None = None,
    limit: int = BATCH,
    log: Log = LEDGER,
    publisher: Publisher | None = None,
) -> int:
    """Integrate until nothing of a log is pending and return how many entries that were.

    With ``file``, first mend it (a crash may have come between commit and file), and write each checkpoint
    to it; with ``publisher`` publish each. Raises LedgerBroken, and CheckpointsDisagree where a file knows
    of a tree that the database does not hold; ValueError for files while a transaction is open, since its
    checkpoints might still be rolled back.
    """
    followers = file is not None or publisher is not None
    if followers and conn.info.transaction_status != TransactionStatus.IDLE:
        raise ValueError(
            "the file of checkpoints only takes what is committed: end the open transaction first"
        )
    _follow(conn, at, file, publisher, None)
    batch, total = integrate_batch(conn, at=at, limit=limit, log=log), 0
    with ThreadPoolExecutor(1) as beside:
        while batch is not None:
            # Its files are written while the database works at the next batch; then it is signed for.
            laid = beside.submit(publisher.lay, batch) if publisher is not None else None
            total += len(batch.leaves)
            later = integrate_batch(conn, at=at, limit=limit, log=log) if len(batch.leaves) == limit else None
            if laid is not None:
                laid.result()
            _follow(conn, at, file, publisher, batch)
            batch = later or integrate_batch(conn, at=at, limit=limit, log=log)
    return total


def run_forever(
    dsn: str,
    *,
    folder: Path,
    clock: Callable[[], datetime],
    stop: Event,
    interval: float = INTERVAL,
    published: Callable[[], object] | None = None,
) -> None:
    """Catch up with both logs every ``interval`` seconds until ``stop`` is set; a lost connection is made
    anew after a while. ``published`` is called at the start and after every round that published something.

    ``folder`` receives the files of checkpoints and ``heartbeat``: the moment (ISO 8601) of the last round
    that ended well. Raises LedgerBroken and CheckpointsDisagree: a broken ledger must stop the sequencer, and
    be heard.
    """
    folder.mkdir(parents=True, exist_ok=True)
    served = [(log, CheckpointFile(folder / log.history, log), Publisher(log)) for log in LOGS]
    wait = interval
    while not stop.is_set():
        try:
            with psycopg.connect(dsn, autocommit=True) as conn:
                first = True
                while not stop.is_set():
                    done = [
                        catch_up(conn, at=clock(), file=file, log=log, publisher=publisher)
                        for log, file, publisher in served
                    ]
                    _beat(folder / HEARTBEAT, clock())
                    if published is not None and (first or any(done)):
                        published()
                    wait, first = interval, False
                    stop.wait(interval)
        except psycopg.OperationalError as lost:
            _log.warning("the sequencer lost the database, next try in %.1f s: %s", wait, lost)
            stop.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)


def last_beat(folder: Path) -> datetime | None:
    """When the sequencer that writes to ``folder`` last ended a round well, or None when it never did."""
    try:
        return datetime.fromisoformat((folder / HEARTBEAT).read_text().strip())
    except FileNotFoundError:
        return None


def _follow(
    conn: Connection,
    at: datetime,
    file: CheckpointFile | None,
    publisher: Publisher | None,
    batch: Batch | None,
) -> None:
    """The history first: what is published must never be news to it."""
    if file is not None:
        file.follow(conn)
    if publisher is not None:
        publisher.follow(conn, at=at, batch=batch)


def _beat(path: Path, at: datetime) -> None:
    """Write the moment beside and move it into place, so that no reader finds half of it."""
    beside = path.with_suffix(".new")
    beside.write_text(at.isoformat(timespec="seconds") + "\n")
    beside.replace(path)


@contextmanager
def _as_sequencer(conn: Connection) -> Iterator[None]:
    """Become the sequencer's role for this transaction where the login may, and go back to what it was."""
    row = conn.execute(
        "SELECT current_setting('role'), to_regrole(%(role)s) IS NOT NULL AND session_user <> %(role)s"
        " AND pg_has_role(session_user, to_regrole(%(role)s), 'MEMBER')",
        {"role": SEQUENCER},
    ).fetchone()
    before, may = row or ("none", False)
    if not may:
        yield
        return
    conn.execute("SELECT set_config('role', %s, true)", (SEQUENCER,))
    yield
    conn.execute("SELECT set_config('role', %s, true)", (before,))


def _last_frontier(cursor: psycopg.Cursor[Any], log: Log) -> Frontier:
    """The frontier to go on from, checked against its own root and against the leaves that are there."""
    last = cursor.execute(
        f"SELECT size, root, frontier FROM {log.checkpoint} ORDER BY size DESC LIMIT 1"  # noqa: S608
    ).fetchone()
    frontier = Frontier() if last is None else Frontier.read(last[0], last[2])
    if last is not None and frontier.root() != last[1]:
        raise LedgerBroken(
            f"检查点 {last[0]} 的前沿与其根不符。 Frontier and root of checkpoint {last[0]} disagree."
        )
    (leaves,) = cursor.execute(
        f"SELECT coalesce(max(seq) + 1, 0) FROM {log.leaf}"  # noqa: S608
    ).fetchone() or (0,)
    if leaves != frontier.size:
        raise LedgerBroken(
            f"最后检查点为 {frontier.size} 条，而叶子有 {leaves} 条。"
            f" The last checkpoint covers {frontier.size} leaves, but there are {leaves}."
        )
    return frontier


def _take_pending(cursor: psycopg.Cursor[Any], log: Log, limit: int) -> tuple[list[int], list[bytes]]:
    """Remove the next pending ids and return them with their leaves, in id order."""
    rows = cursor.execute(
        f"SELECT entry_id FROM {log.pending} ORDER BY entry_id LIMIT %s",  # noqa: S608  (a table of `logs`)
        (limit,),
    ).fetchall()
    entries = [entry for (entry,) in rows]
    found = _leaves_of(cursor, log, entries)
    lost = [entry for entry in entries if entry not in found]
    if lost:
        raise LedgerBroken(f"待入账的条目不存在：{lost[:5]}。 Pending entries do not exist: {lost[:5]}.")
    # By their ids, not by the highest: an act with a lower one may have committed in between.
    cursor.execute(f"DELETE FROM {log.pending} WHERE entry_id = ANY(%s)", (entries,))  # noqa: S608
    return entries, [found[entry] for entry in entries]


def _leaves_of(cursor: psycopg.Cursor[Any], log: Log, entries: list[int]) -> dict[int, bytes]:
    """The leaves of entries by their ids. Ids mostly follow one another: then a range of the index is read as
    it lies, which costs the database half of a join.
    """
    ranged = entries[-1] - entries[0] < SPREAD * len(entries)
    asked = ("id BETWEEN %s AND %s", (entries[0], entries[-1])) if ranged else ("id = ANY(%s)", (entries,))
    rows = cursor.execute(f"SELECT id, leaf FROM {log.source} WHERE {asked[0]}", asked[1])  # noqa: S608
    return dict(rows.fetchall())


_COPY_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_ROW: Final = struct.Struct(">hiqiqi32s").pack
_COPY_END: Final = b"\xff\xff"


def _copy_leaves(
    cursor: psycopg.Cursor[Any], log: Log, first: int, entries: list[int], hashes: list[bytes]
) -> None:
    """Write the leaves with COPY in PostgreSQL's binary format: columns of 8, 8 and 32 bytes."""
    rows = (
        _COPY_ROW(3, 8, seq, 8, entry, 32, hashed)
        for seq, (entry, hashed) in enumerate(zip(entries, hashes, strict=True), start=first)
    )
    with cursor.copy(f"COPY {log.leaf} (seq, entry_id, leaf_hash) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(b"".join((_COPY_HEAD, *rows, _COPY_END)))
