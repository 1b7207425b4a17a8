"""The checks: one pass over the leaves, one over what is not in the tree, a few questions at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from operator import lt
from pathlib import Path
from typing import Any, Final

from . import announced, reading, signed
from .canonical import canonical, read
from .comparing import Comparison
from .erasures import Erasures
from .findings import Finding, Report
from .growing import ENTRY, LEAF, SEQ, Growing, Row
from .heads import Head
from .reading import CheckpointLines, Connection

LEDGER: Final = "ledger"

# The leaf has one form only, so one pattern reads it; what stands between quotes is compared with columns.
_leaf = re.compile(
    r'\{"act":"([^"]+)","act_version":[1-9][0-9]*,"at":"([^"]+)\+08:00","format":"shouze-entry-1",'
    r'"recorded":"([^"]+)\+08:00","sections":\{"data":"([^"]{64})","what":"([^"]{64})",'
    r'"who":"([^"]{64})"\},"uid":"([^"]{36})"\}'
).fullmatch
SECTIONS: Final = ("data", "what", "who")
ACT, AT, RECORDED, UID, BODY = range(4, 9)
COLUMNS: Final = ("act", "at", "recorded_at", "uid")
CONTENT: Final = (
    ("who", "person_id", 9),
    ("what", "subject_type", 10),
    ("what", "subject_id", 11),
    ("what", "case_id", 12),
)


def verify(
    conn: Connection,
    *,
    checkpoints: Path | None = None,
    bodies: bool = True,
    register_checkpoints: Path | None = None,
    heads: Sequence[Head] = (),
    now: datetime | None = None,
) -> Report:
    """Check the whole ledger as it stands at one moment, and the register's tables beside it; with the files
    of checkpoints where they are named.

    ``heads`` are the published logs, looked at before: what the database holds is compared with them, and at
    ``now`` what it integrated a minute ago must be published. ``bodies=False`` leaves the contents alone, for
    a reader who may not see them. ``conn`` must have no open transaction; it is only read from. Raises the
    driver's error where it cannot be read, OSError for a file.
    """
    lines = CheckpointLines(checkpoints) if checkpoints is not None else None
    more = CheckpointLines(register_checkpoints) if register_checkpoints is not None else None
    report = Report()
    compared = {head.place.name: Comparison(head, report) for head in heads}
    with reading.one_moment(conn):
        _Verification(conn, report, lines, bodies, compared.get(LEDGER), now)
        if (conn.execute(reading.HAS_REGISTER).fetchone() or (False,))[0]:
            announced.check(conn, report, more, compared.get(announced.LOG), now)
    return report


class _Verification:
    """One run over the ledger's own tables."""

    def __init__(
        self,
        conn: Connection,
        report: Report,
        lines: CheckpointLines | None,
        bodies: bool,
        comparison: Comparison | None,
        now: datetime | None,
    ) -> None:
        self.report = report
        self._highest_entry = 0
        self._bodies = bodies
        self._erasures = Erasures()
        growing = Growing(report, reading.checkpoints(conn), lines, comparison=comparison)
        for rows in reading.stream(conn, reading.LEAVES[bodies], "verify_leaves"):
            growing.leaves(rows, UID)
            self._order(conn, [row[ENTRY] for row in rows])
            self._entries([row for row in rows if row[LEAF] is not None], in_tree=True)
        for rows in reading.stream(conn, reading.WITHOUT_LEAF[bodies], "verify_without_leaf"):
            self._entries(growing.without_leaf(rows, UID), in_tree=False)
        self.report.root = growing.end(now).hex()
        self._erasures.end(self.report)

    def _order(self, conn: Connection, entries: list[int]) -> None:
        """Only an entry below the highest id so far can be out of order: of few is the database asked."""
        if entries[0] > self._highest_entry and all(map(lt, entries, entries[1:])):
            self._highest_entry = entries[-1]
            return
        late = []
        for entry in entries:
            if entry < self._highest_entry:
                late.append(entry)
            self._highest_entry = max(self._highest_entry, entry)
        for seq, uid in conn.execute(reading.OUT_OF_ORDER, (late,)):
            self.report.add(Finding("case-order", seq=seq, uid=uid))

    def _entries(self, rows: list[Row], *, in_tree: bool) -> None:
        """Each entry by itself: its form, its columns, its content."""
        self.report.entries += len(rows)
        moment = datetime.fromisoformat
        for row in rows:
            seq = row[SEQ] if in_tree else None
            try:
                act, at, recorded, *digests, uid = _leaf(row[LEAF].decode()).groups()  # type: ignore[union-attr]
                said = (act, moment(at), moment(recorded), uid)
            except (AttributeError, ValueError):
                self.report.add(Finding("leaf-form", seq=seq, uid=row[UID]))
                continue
            if said != row[ACT:BODY]:
                self._columns(row, seq, said)
            if self._bodies:
                self._content(row, seq, digests)

    def _columns(self, row: Row, seq: int | None, said: Row) -> None:
        for name, column, in_leaf in zip(COLUMNS, row[ACT:BODY], said, strict=True):
            if column != in_leaf:
                self.report.add(Finding("column", seq=seq, uid=row[UID], field=name))

    def _content(self, row: Row, seq: int | None, digests: Sequence[str]) -> None:
        if row[BODY] is None:
            self.report.add(Finding("body-missing", seq=seq, uid=row[UID]))
            return
        self.report.bodies += 1
        try:
            values, wrong = _open(row[BODY], digests)
        except (ValueError, KeyError, TypeError, AttributeError):
            self.report.add(Finding("body-form", seq=seq, uid=row[UID]))
            return
        for section in wrong:
            self.report.add(Finding("digest", seq=seq, uid=row[UID], field=section))
        self._erasures.look(row[ACT], str(row[UID]), seq, row[BODY], values)
        for section, key, column in CONTENT:
            if values[section].get(key) != row[column]:
                self.report.add(Finding("content", seq=seq, uid=row[UID], field=key))
        for check, place in signed.disagreements(row[ACT], str(row[UID]), values):
            self.report.add(Finding(check, seq=seq, uid=row[UID], field=place))


def _open(body: bytes, digests: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The values of the sections, and the sections whose digest is not that of the leaf. What is left of an
    erased section has no salt and no digest: by which act it was erased is looked into elsewhere.

    Raises ValueError, KeyError or TypeError for a body that is not in canonical form.
    """
    sections = read(body)
    values = {name: sections[name]["value"] for name in SECTIONS}
    parts, wrong = [], []
    for name, digest in zip(SECTIONS, digests, strict=True):
        if "erased" in sections[name]:
            parts.append(b'"%b":%b' % (name.encode(), canonical(sections[name])))
            continue
        salt, value = sections[name]["salt"], canonical(values[name])
        parts.append(b'"%b":{"salt":"%b","value":%b}' % (name.encode(), salt.encode(), value))
        if sha256(bytes.fromhex(salt) + value).hexdigest() != digest:
            wrong.append(name)
    if b"{%b}" % b",".join(parts) != body:
        raise ValueError("not in canonical form")
    return values, wrong
