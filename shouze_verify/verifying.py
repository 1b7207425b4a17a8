"""The checks: one pass over the leaves, one over what is not in the tree, a few questions at the end."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from operator import itemgetter, lt
from pathlib import Path
from typing import Any, Final

from . import reading, signed
from .canonical import canonical, read
from .findings import Finding, Report
from .reading import Bad, CheckpointLines, Connection, Mark
from .tree import Tree

Row = tuple[Any, ...]

# The leaf has one form only, so one pattern reads it; what stands between quotes is compared with columns.
_leaf = re.compile(
    r'\{"act":"([^"]+)","act_version":[1-9][0-9]*,"at":"([^"]+)\+08:00","format":"shouze-entry-1",'
    r'"recorded":"([^"]+)\+08:00","sections":\{"data":"([^"]{64})","what":"([^"]{64})",'
    r'"who":"([^"]{64})"\},"uid":"([^"]{36})"\}'
).fullmatch
SECTIONS: Final = ("data", "what", "who")
SEQ, ENTRY, HASH, LEAF, ACT, AT, RECORDED, UID, BODY = range(9)
COLUMNS: Final = ("act", "at", "recorded_at", "uid")
CONTENT: Final = (
    ("who", "person_id", 9),
    ("what", "subject_type", 10),
    ("what", "subject_id", 11),
    ("what", "case_id", 12),
)


def verify(conn: Connection, *, checkpoints: Path | None = None, bodies: bool = True) -> Report:
    """Check the whole ledger as it stands at one moment, with the file of checkpoints where ``checkpoints``
    names it.

    ``bodies=False`` leaves the contents alone, for a reader who may not see them. ``conn`` must have no
    open transaction; it is only read from. Raises the driver's error where it cannot be read, OSError for
    the file.
    """
    lines = CheckpointLines(checkpoints) if checkpoints is not None else None
    with reading.one_moment(conn):
        return _Verification(conn, lines, bodies).report


class _Verification:
    """One run: the tree so far, and the claims about it that are still to come."""

    def __init__(self, conn: Connection, lines: CheckpointLines | None, bodies: bool) -> None:
        self.report = Report()
        self._tree = Tree()
        self._next_seq = 0
        self._highest_entry = 0
        self._bodies = bodies
        self._held = 0
        sources = (reading.checkpoints(conn), self._from_file(lines))
        self._marks = heapq.merge(*sources, key=itemgetter(0, 1))
        self._mark = next(self._marks, None)
        for rows in reading.stream(conn, reading.LEAVES[bodies], "verify_leaves"):
            self._leaves(conn, rows)
        for rows in reading.stream(conn, reading.WITHOUT_LEAF[bodies], "verify_without_leaf"):
            self._without_leaf(rows)
        self._end()

    def _from_file(self, lines: CheckpointLines | None) -> Iterator[Mark]:
        for line in lines or ():
            self.report.lines += 1
            if isinstance(line, Bad):
                self.report.add(Finding(line.check, line=line.line))
            else:
                yield line

    def _leaves(self, conn: Connection, rows: list[Row]) -> None:
        self._sequence(rows)
        self._hashes(rows)
        self._order(conn, [row[ENTRY] for row in rows])
        self._grow([row[HASH] for row in rows])
        self.report.leaves += len(rows)
        self._entries([row for row in rows if row[LEAF] is not None], in_tree=True)

    def _sequence(self, rows: list[Row]) -> None:
        for seq in (row[SEQ] for row in rows):
            if seq != self._next_seq:
                self.report.add(Finding("gap", seq=seq, field=f"expected {self._next_seq}"))
            self._next_seq = seq + 1

    def _hashes(self, rows: list[Row]) -> None:
        hashed = sha256
        for row in rows:
            leaf = row[LEAF]
            if leaf is None:
                self.report.add(Finding("leaf-without-entry", seq=row[SEQ], field=f"entry_id {row[ENTRY]}"))
            elif hashed(b"\x00" + leaf).digest() != row[HASH]:
                self.report.add(Finding("leaf-hash", seq=row[SEQ], uid=row[UID]))

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

    def _grow(self, hashes: Sequence[bytes]) -> None:
        """Grow the tree, stopping at each size about which somebody claims something."""
        done, before = 0, self._tree.size
        while self._mark is not None and self._mark.size <= before + len(hashes):
            upto = self._mark.size - before
            self._tree.grow(hashes[done:upto])
            done = max(done, upto)
            self._claim(self._mark)
            self._mark = next(self._marks, None)
        self._tree.grow(hashes[done:])

    def _claim(self, mark: Mark) -> None:
        source = "file" if mark.line else "checkpoint"
        if mark.root != self._tree.root():
            self.report.add(Finding(f"{source}-root", size=mark.size, line=mark.line or None))
        if mark.line:
            if mark.size != self._held:
                self.report.add(Finding("checkpoint-missing", size=mark.size, line=mark.line))
            return
        self.report.checkpoints += 1
        self._held = mark.size
        if mark.frontier != self._tree.edge():
            self.report.add(Finding("checkpoint-frontier", size=mark.size))

    def _without_leaf(self, rows: list[Row]) -> None:
        for row in rows:
            pending, entry, seq = row[:3]
            if entry is None:
                self.report.add(Finding("pending-without-entry", field=f"entry_id {pending}"))
            elif seq is not None:
                self.report.add(Finding("pending-with-leaf", seq=seq, uid=row[UID]))
            elif pending is None:
                self.report.add(Finding("entry-without-leaf", uid=row[UID]))
            self.report.pending += pending is not None
        self._entries([row for row in rows if row[1] is not None and row[2] is None], in_tree=False)

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
        for section, key, column in CONTENT:
            if values[section].get(key) != row[column]:
                self.report.add(Finding("content", seq=seq, uid=row[UID], field=key))
        for check, place in signed.disagreements(row[ACT], str(row[UID]), values):
            self.report.add(Finding(check, seq=seq, uid=row[UID], field=place))

    def _end(self) -> None:
        """What is claimed beyond the last leaf, and whether the last checkpoint reaches it."""
        while self._mark is not None:
            source = "file" if self._mark.line else "checkpoint"
            self.report.checkpoints += not self._mark.line
            self.report.add(Finding(f"{source}-beyond", size=self._mark.size, line=self._mark.line or None))
            self._mark = next(self._marks, None)
        if self._held != self._tree.size:
            self.report.add(Finding("checkpoint-last", size=self._held, field=f"leaves {self._tree.size}"))
        self.report.root = self._tree.root().hex()


def _open(body: bytes, digests: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The values of the sections, and the sections whose digest is not that of the leaf.

    Raises ValueError, KeyError or TypeError for a body that is not in canonical form.
    """
    sections = read(body)
    values = {name: sections[name]["value"] for name in SECTIONS}
    parts, wrong = [], []
    for name, digest in zip(SECTIONS, digests, strict=True):
        salt, value = sections[name]["salt"], canonical(values[name])
        parts.append(b'"%b":{"salt":"%b","value":%b}' % (name.encode(), salt.encode(), value))
        if sha256(bytes.fromhex(salt) + value).hexdigest() != digest:
            wrong.append(name)
    if b"{%b}" % b",".join(parts) != body:
        raise ValueError("not in canonical form")
    return values, wrong
