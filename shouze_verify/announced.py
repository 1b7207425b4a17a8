"""The register's log against the ledger: what happened to a certificate is announced, once, and nothing else.

An announcement is canonical JSON, whole and public; it names the entry that it announces by its uid, the
event, and when it took effect. Entries from before the log's first announcement owe none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from . import reading
from .canonical import canonical, read
from .comparing import Comparison
from .findings import Finding, Report
from .growing import LEAF, SEQ, Growing, Row
from .proofs import leaf_hash
from .reading import CheckpointLines, Connection

LOG: Final = "register"
FORMAT: Final = "shouze-register-1"
EVENTS: Final = {
    "certificate.approved": "issued",
    "certificate.suspended": "suspended",
    "certificate.restored": "restored",
    "certificate.withdrawn": "withdrawn",
    "certificate.cancelled": "cancelled",
    "certificate.expired": "expired",
}
"""The acts that are announced, and the event that the announcement names."""
UID: Final = 4


def check(
    conn: Connection,
    report: Report,
    lines: CheckpointLines | None,
    comparison: Comparison | None,
    now: datetime | None,
) -> None:
    """Check the register's tables, their tree, and that they agree with the ledger; in an open transaction
    that sees both at one moment.
    """
    whole = Report()
    marks = reading.checkpoints(conn, "announcement_checkpoint")
    growing = Growing(whole, marks, lines, LOG, comparison)
    for rows in reading.stream(conn, reading.ANNOUNCEMENTS, "verify_announcements"):
        growing.leaves(rows, UID)
        _against_entries(conn, whole, [row for row in rows if row[LEAF] is not None])
    for rows in reading.stream(conn, reading.ANNOUNCEMENTS_WITHOUT_LEAF, "verify_announcements_waiting"):
        _against_entries(conn, whole, [(None, *row[1:]) for row in growing.without_leaf(rows, UID)])
    growing.end(now)
    _owed(conn, whole)
    report.take(whole)
    report.announcements = whole.leaves
    report.lines += whole.lines


def _against_entries(conn: Connection, report: Report, rows: Sequence[Row]) -> None:
    """Each announcement by itself: its form, and the entry that it names."""
    found = conn.execute(reading.ANNOUNCED_ENTRIES, ([row[UID] for row in rows],), binary=True).fetchall()
    entries = {uid: (EVENTS.get(act), f"sha256:{leaf_hash(leaf).hex()}") for uid, act, leaf in found}
    for row in rows:
        seq = row[SEQ]
        try:
            said = _read(row[LEAF])
        except (ValueError, KeyError, TypeError, AttributeError):
            report.add(Finding("announcement-form", log=LOG, seq=seq, uid=row[UID]))
            continue
        if said["uid"] != row[UID] or entries.get(row[UID]) != (said["event"], said["entry"]):
            field = f"{said['event']} {said['number']}"
            report.add(Finding("announcement-without-entry", log=LOG, seq=seq, uid=row[UID], field=field))


def _owed(conn: Connection, report: Report) -> None:
    """What is announced twice, and what is owed."""
    for (uid,) in conn.execute(reading.ANNOUNCED_TWICE).fetchall():
        report.add(Finding("announcement-twice", log=LOG, uid=uid))
    for uid, seq in conn.execute(reading.NOT_ANNOUNCED, (list(EVENTS),)).fetchall():
        report.add(Finding("entry-without-announcement", uid=uid, seq=seq))


def _read(leaf: bytes) -> dict[str, str]:
    """An announcement. Raises ValueError, KeyError, TypeError or AttributeError where it is none."""
    said: dict[str, Any] = read(leaf)
    if said["format"] != FORMAT or canonical(said) != leaf:
        raise ValueError("not in canonical form")
    return {key: str(said[key]) for key in ("uid", "event", "number", "entry")}
