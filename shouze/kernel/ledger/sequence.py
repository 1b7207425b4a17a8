"""The sequencer: gives entries their gap-free places, integrates them into the tree, writes checkpoints.

In: what the gate left in ``ledger_pending``. Out: rows of ``ledger_leaf``, one checkpoint per batch, and
the same checkpoint as a line of an append-only file (``checkpoints.py``), by which a truncated database is
noticed. Everything of a batch is one transaction, so a crash leaves either all of it or nothing.

Entries take their places in the order of their ids among those that are pending. An act that commits late
may thus come after one with a higher id; inside a case it cannot, since the gate locks the case first.
"""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

from .checkpoints import CheckpointFile
from .roles import SEQUENCER
from .tree import Frontier, leaf_hash

Connection = psycopg.Connection[Any]
BATCH: Final = 4096
LOCK: Final = 0x73_68_6F_75_7A_65
"""Advisory lock of the one sequencer ("shouze" in ASCII)."""
LONGEST_WAIT: Final = 30.0
CHECKPOINTS: Final = "checkpoints.log"
HEARTBEAT: Final = "heartbeat"

_log = logging.getLogger(__name__)


class LedgerBroken(Exception):
    """The ledger does not continue what it was: rows were changed or lost. Nothing more is integrated."""


def integrate(conn: Connection, *, at: datetime, limit: int = BATCH) -> int:
    """Integrate up to ``limit`` pending entries and write one checkpoint dated ``at``; return how many
    there were.

    One transaction (a savepoint inside an open one). A second caller waits for the first. Works as the role
    ``shouze_sequencer`` when the login may become it. Raises LedgerBroken where tree, leaves and pending
    contradict.
    """
    with conn.transaction(), _as_sequencer(conn), conn.cursor(binary=True) as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        frontier = _last_frontier(cursor)
        taken = _take_pending(cursor, limit)
        if not taken:
            return 0
        hashes = [leaf_hash(leaf) for _, leaf in taken]
        _copy_leaves(cursor, frontier.size, [entry for entry, _ in taken], hashes)
        frontier.append(hashes)
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, root, at, frontier) VALUES (%s, %s, %s, %s)",
            (frontier.size, frontier.root(), at, frontier.as_bytes()),
        )
        return len(taken)


def catch_up(
    conn: Connection, *, at: datetime, file: CheckpointFile | None = None, limit: int = BATCH
) -> int:
    """Integrate until nothing is pending and return how many entries that were.

    With ``file``, first mend it (a crash may have come between commit and file), and write each checkpoint
    to it. Raises LedgerBroken, and CheckpointsDisagree where the file knows of a tree that the database
    does not hold; ValueError for a file while a transaction is open, since its checkpoints might still be
    rolled back.
    """
    if file is not None and conn.info.transaction_status != TransactionStatus.IDLE:
        raise ValueError(
            "the file of checkpoints only takes what is committed: end the open transaction first"
        )
    total = 0
    if file is not None:
        file.follow(conn)
    while taken := integrate(conn, at=at, limit=limit):
        total += taken
        if file is not None:
            file.follow(conn)
    return total


def run_forever(
    dsn: str, *, folder: Path, clock: Callable[[], datetime], stop: Event, interval: float = 0.5
) -> None:
    """Catch up every ``interval`` seconds until ``stop`` is set; a lost connection is made anew after a
    while.

    ``folder`` receives ``checkpoints.log`` and ``heartbeat``: the moment (ISO 8601) of the last round that
    ended well. Raises LedgerBroken and CheckpointsDisagree: a broken ledger must stop the sequencer, and be
    heard.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = CheckpointFile(folder / CHECKPOINTS)
    wait = interval
    while not stop.is_set():
        try:
            with psycopg.connect(dsn, autocommit=True) as conn:
                while not stop.is_set():
                    catch_up(conn, at=clock(), file=file)
                    _beat(folder / HEARTBEAT, clock())
                    wait = interval
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


def _last_frontier(cursor: psycopg.Cursor[Any]) -> Frontier:
    """The frontier to go on from, checked against its own root and against the leaves that are there."""
    last = cursor.execute(
        "SELECT size, root, frontier FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
    ).fetchone()
    frontier = Frontier() if last is None else Frontier.read(last[0], last[2])
    if last is not None and frontier.root() != last[1]:
        raise LedgerBroken(
            f"检查点 {last[0]} 的前沿与其根不符。 Frontier and root of checkpoint {last[0]} disagree."
        )
    (leaves,) = cursor.execute("SELECT coalesce(max(seq) + 1, 0) FROM ledger_leaf").fetchone() or (0,)
    if leaves != frontier.size:
        raise LedgerBroken(
            f"最后检查点为 {frontier.size} 条，而叶子有 {leaves} 条。"
            f" The last checkpoint covers {frontier.size} leaves, but there are {leaves}."
        )
    return frontier


def _take_pending(cursor: psycopg.Cursor[Any], limit: int) -> list[tuple[int, bytes]]:
    """Remove the next pending ids and return them with their leaves, in id order."""
    taken: list[tuple[int, bytes | None]] = cursor.execute(
        "SELECT pending.entry_id, entry.leaf FROM"
        " (SELECT entry_id FROM ledger_pending ORDER BY entry_id LIMIT %s) pending"
        " LEFT JOIN ledger_entry entry ON entry.id = pending.entry_id ORDER BY pending.entry_id",
        (limit,),
    ).fetchall()
    lost = [entry for entry, leaf in taken if leaf is None]
    if lost:
        raise LedgerBroken(f"待入账的条目不存在：{lost[:5]}。 Pending entries do not exist: {lost[:5]}.")
    # By their ids, not by the highest: an act with a lower one may have committed in between.
    cursor.execute("DELETE FROM ledger_pending WHERE entry_id = ANY(%s)", ([entry for entry, _ in taken],))
    return [(entry, leaf) for entry, leaf in taken if leaf is not None]


_COPY_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_ROW: Final = struct.Struct(">hiqiqi32s").pack
_COPY_END: Final = b"\xff\xff"


def _copy_leaves(cursor: psycopg.Cursor[Any], first: int, entries: list[int], hashes: list[bytes]) -> None:
    """Write the leaves with COPY in PostgreSQL's binary format: columns of 8, 8 and 32 bytes."""
    rows = (
        _COPY_ROW(3, 8, seq, 8, entry, 32, hashed)
        for seq, (entry, hashed) in enumerate(zip(entries, hashes, strict=True), start=first)
    )
    with cursor.copy("COPY ledger_leaf (seq, entry_id, leaf_hash) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(b"".join((_COPY_HEAD, *rows, _COPY_END)))
