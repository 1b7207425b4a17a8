"""The register's log against the ledger: what happened to a certificate is announced, once, and nothing else.

An announcement is canonical JSON, whole and public; it names the entry that it announces by its uid and the
hash of its leaf, and the event; or it commits to the states of all certificates on a day. Entries from before
the log's first announcement owe none.
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
EVENT, DAY = "shouze-register-1", "shouze-status-day-1"
ABOUT: Final = {EVENT: ("event", "number"), DAY: ("format", "on")}
"""The formats of announcements: which of their values says what was done, and which to what."""
SAID_BY: Final = {
    "certificate.approved": ("issued",),
    "certificate.suspended": ("suspended",),
    "suspension.prolonged": ("prolonged",),
    "certificate.restored": ("restored", "narrowed"),
    "certificate.withdrawn": ("withdrawn", "models_withdrawn"),
    "certificate.cancelled": ("cancelled", "models_cancelled"),
    "certificate.expired": ("expired",),
    "certificate.lapsed": ("cancelled",),
    "change.approved": ("changed",),
    "extension.approved": ("changed", "issued"),
    "renewal.approved": ("renewed", "issued", "cancelled"),
    "conversion.approved": ("changed",),
    "certificate.reissued": ("changed",),
    "transfer.approved": ("issued",),
    "handover.completed": ("cancelled",),
    "day.closed": (DAY,),
}
"""The acts that are announced, and what their announcements may say was done, each of it once."""
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
    entries = {uid: (SAID_BY.get(act, ()), f"sha256:{leaf_hash(leaf).hex()}") for uid, act, leaf in found}
    for row in rows:
        seq = row[SEQ]
        try:
            said = _read(row[LEAF])
        except (ValueError, KeyError, TypeError, AttributeError):
            report.add(Finding("announcement-form", log=LOG, seq=seq, uid=row[UID]))
            continue
        allowed, entry = entries.get(row[UID], ((), ""))
        if said["uid"] != row[UID] or said["said"] not in allowed or said["entry"] != entry:
            field = f"{said['said']} {said['about']}"
            report.add(Finding("announcement-without-entry", log=LOG, seq=seq, uid=row[UID], field=field))


def _owed(conn: Connection, report: Report) -> None:
    """What is announced twice, and what is owed."""
    for (uid,) in conn.execute(reading.ANNOUNCED_TWICE).fetchall():
        report.add(Finding("announcement-twice", log=LOG, uid=uid))
    for uid, seq in conn.execute(reading.NOT_ANNOUNCED, (list(SAID_BY),)).fetchall():
        report.add(Finding("entry-without-announcement", uid=uid, seq=seq))


def _read(leaf: bytes) -> dict[str, str]:
    """An announcement. Raises ValueError, KeyError, TypeError or AttributeError where it is none."""
    said: dict[str, Any] = read(leaf)
    if said["format"] not in ABOUT or canonical(said) != leaf:
        raise ValueError("not in canonical form")
    what, about = ABOUT[said["format"]]
    found = {"said": said[what], "about": said[about], "uid": said["uid"], "entry": said["entry"]}
    return {key: str(value) for key, value in found.items()}
