"""A log's tables in the order of its leaves: their places, their hashes, and the tree they grow into, held
against every checkpoint of the database and of the file, and against what is published.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from operator import itemgetter
from typing import Any

from .comparing import Comparison
from .findings import Finding, Report
from .reading import Bad, CheckpointLines, Mark
from .tree import Tree

Row = tuple[Any, ...]
SEQ, ENTRY, HASH, LEAF = range(4)


class Growing:
    """The tree so far, and the claims about it that are still to come.

    ``log`` stands in the findings of every log but the ledger. Rows begin with place, id, hash, leaf.
    """

    def __init__(
        self,
        report: Report,
        marks: Iterator[Mark],
        lines: CheckpointLines | None,
        log: str | None = None,
        comparison: Comparison | None = None,
    ) -> None:
        self._report, self._log, self._comparison = report, log, comparison
        self._tree = Tree()
        self._next_seq = self._held = 0
        self._marks = heapq.merge(marks, self._from_file(lines), key=itemgetter(0, 1))
        self._mark = next(self._marks, None)

    def leaves(self, rows: Sequence[Row], uid: int) -> None:
        """The next leaves; ``uid`` is the column of the entry's uid."""
        self._sequence(rows)
        self._hashes(rows, uid)
        hashes = [row[HASH] for row in rows]
        if self._comparison is not None:
            self._comparison.rows(hashes, [row[uid] for row in rows])
        self._grow(hashes)
        self._report.leaves += len(rows)

    def without_leaf(self, rows: Sequence[Row], uid: int) -> list[Row]:
        """Rows of pending id, id and place of what is pending or has no place; returns those of entries
        that wait for theirs.
        """
        for row in rows:
            pending, entry, seq = row[:3]
            if entry is None:
                self._find("pending-without-entry", field=f"entry_id {pending}")
            elif seq is not None:
                self._find("pending-with-leaf", seq=seq, uid=row[uid])
            elif pending is None:
                self._find("entry-without-leaf", uid=row[uid])
            self._report.pending += pending is not None
        return [row for row in rows if row[1] is not None and row[2] is None]

    def end(self, now: datetime | None) -> bytes:
        """What is claimed beyond the last leaf, and whether the last checkpoint reaches it; the root."""
        while self._mark is not None:
            source = "file" if self._mark.line else "checkpoint"
            self._report.checkpoints += not self._mark.line
            self._find(f"{source}-beyond", size=self._mark.size, line=self._mark.line or None)
            self._mark = next(self._marks, None)
        if self._held != self._tree.size:
            self._find("checkpoint-last", size=self._held, field=f"leaves {self._tree.size}")
        if self._comparison is not None:
            self._comparison.end(now)
        return self._tree.root()

    def _find(self, check: str, **where: object) -> None:
        self._report.add(Finding(check, log=self._log, **where))  # type: ignore[arg-type]

    def _from_file(self, lines: CheckpointLines | None) -> Iterator[Mark]:
        for line in lines or ():
            self._report.lines += 1
            if isinstance(line, Bad):
                self._find(line.check, line=line.line)
            else:
                yield line

    def _sequence(self, rows: Sequence[Row]) -> None:
        for seq in (row[SEQ] for row in rows):
            if seq != self._next_seq:
                self._find("gap", seq=seq, field=f"expected {self._next_seq}")
            self._next_seq = seq + 1

    def _hashes(self, rows: Sequence[Row], uid: int) -> None:
        hashed = sha256
        for row in rows:
            leaf = row[LEAF]
            if leaf is None:
                self._find("leaf-without-entry", seq=row[SEQ], field=f"entry_id {row[ENTRY]}")
            elif hashed(b"\x00" + leaf).digest() != row[HASH]:
                self._find("leaf-hash", seq=row[SEQ], uid=row[uid])

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
            self._find(f"{source}-root", size=mark.size, line=mark.line or None)
        if mark.line:
            if mark.size != self._held:
                self._find("checkpoint-missing", size=mark.size, line=mark.line)
            return
        self._report.checkpoints += 1
        self._held = mark.size
        if self._comparison is not None:
            self._comparison.checkpoint(mark.size, mark.at)
        if mark.frontier != self._tree.edge():
            self._find("checkpoint-frontier", size=mark.size)
