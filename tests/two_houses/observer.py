"""An outsider with a view of both databases: which certificate was valid, at every instant.

Two ways: a thread that looks all the time (the old body's public record, the new body's word, the old one's
record again: where that is the same both times, the three are of one instant); and afterwards the committed
entries of both ledgers in the order of their commits, where the server keeps those moments.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

from shouze.certification.transfers import answers
from shouze.certification.transfers.states import COMPLETED, ISSUED

from .installation import Installation

RECORD: Final = "SELECT record FROM certificates_public WHERE number = %s"
WORD: Final = "SELECT state FROM transfers_transfer WHERE reference = %s"
PAUSE: Final = 0.005
#: of the old body's acts and the new body's, those that change which certificate is valid
TURNS: Final = ("handover.granted", "release.received", "handover.completed", "transfer.approved")
HISTORY: Final = """SELECT e.act, pg_xact_commit_timestamp(e.xmin) FROM ledger_entry e
    WHERE e.subject_id = ANY(%s) AND e.act = ANY(%s)"""


@dataclass
class Observer:
    """Looks at one transfer. ``seen``: how often each pair (old valid, new valid) was seen."""

    old: Installation
    new: Installation
    number: str
    reference: Any
    seen: dict[tuple[bool, bool], int] = field(default_factory=dict)
    torn: int = 0

    @contextmanager
    def looking(self) -> Iterator[Observer]:
        """Look until the end of the block."""
        over = threading.Event()
        looking = threading.Thread(target=self._look, args=(over,))
        looking.start()
        try:
            yield self
        finally:
            over.set()
            looking.join()

    def _look(self, over: threading.Event) -> None:
        with self.old.connect() as old, self.new.connect() as new:
            while not over.wait(PAUSE):
                before = self._record(old)
                word = _one(new, WORD, self.reference)
                if self._record(old) != before:
                    self.torn += 1
                    continue
                valid = answers.valid_of(json.loads(before), {"issued": word in (ISSUED, COMPLETED)})
                self.seen[valid] = self.seen.get(valid, 0) + 1

    def _record(self, old: psycopg.Connection[Any]) -> str:
        return str(_one(old, RECORD, self.number))

    def history(self, subjects: list[Any]) -> list[tuple[str, tuple[bool, bool]]]:
        """Which certificates were valid after each commit that changes it, in the order of the commits; []
        where the server keeps no moments of commits.
        """
        with self.old.connect() as old, self.new.connect() as new:
            if old.execute("SHOW track_commit_timestamp").fetchone() != ("on",):
                return []
            given = [subjects, list(TURNS)]
            done = [*old.execute(HISTORY, given), *new.execute(HISTORY, given)]
        bound = issued = cancelled = False
        found = []
        for act, _ in sorted(done, key=lambda one: one[1]):
            bound = {"handover.granted": True, "release.received": False}.get(act, bound)
            issued = issued or act == "transfer.approved"
            cancelled = cancelled or act == "handover.completed"
            found.append((act, (not cancelled and not (bound and issued), issued)))
        return found


def _one(conn: psycopg.Connection[Any], question: str, about: Any) -> Any:
    row = conn.execute(question, [about]).fetchone()
    return row[0] if row else None


def wait_for(conn: psycopg.Connection[Any], question: str, about: list[Any], seconds: float) -> None:
    """Wait until a question is answered by true."""
    until = time.monotonic() + seconds
    while (conn.execute(question, about).fetchone() or (False,))[0] is not True:
        assert time.monotonic() < until, f"never: {question} {about}"
        time.sleep(0.01)
