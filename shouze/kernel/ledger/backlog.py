"""How far the tree is behind the acts, and when that is too far to go on acting.

A record that cannot be proved yet is a promise; too many promises are none. The gate asks in the statement
that it needs anyway (`SQL`, three look-ups at the ends of indexes), and refuses new acts while the backlog
is beyond the dated rules ``limits/log_backlog_seconds`` and ``limits/log_backlog_entries``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.db import connection

from shouze.kernel import rulebook
from shouze.kernel.words import Words

SECONDS_RULE: Final = "limits/log_backlog_seconds"
ENTRIES_RULE: Final = "limits/log_backlog_entries"

# The age is taken by the clock that stamped it, the database's. Before the first checkpoint the house is
# being built, and no sequencer runs yet.
SQL: Final = (
    "ARRAY[(SELECT extract(epoch FROM statement_timestamp() - since)::float8"
    " FROM ledger_pending ORDER BY entry_id LIMIT 1),"
    " (SELECT (max(entry_id) - min(entry_id) + 1)::float8 FROM ledger_pending),"
    " (SELECT 1::float8 FROM ledger_checkpoint LIMIT 1)]"
)


_AGE: Final = Words("最早一条待入树秒数", "seconds that the oldest entry waits")
_NUMBER: Final = Words("待入树条数", "entries that wait")


class Excess(NamedTuple):
    """A bound that is exceeded: of what, the bound, and what is found."""

    what: Words
    bound: int
    found: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for the tree: the oldest entry's age in seconds, and at most how many entries."""

    seconds: float
    entries: int
    begun: bool

    def excess(self, on: date) -> Excess | None:
        """What is beyond its bound on a day, or None."""
        seconds, entries = (rulebook.value(rule, on=on) for rule in (SECONDS_RULE, ENTRIES_RULE))
        if self.begun and self.seconds > seconds.value:
            return Excess(_AGE, int(seconds.value), int(self.seconds))
        # Ids have gaps, and an act that commits late makes the range look wide: count before refusing.
        if self.entries > entries.value and (waiting := _count()) > entries.value:
            return Excess(_NUMBER, int(entries.value), waiting)
        return None


def read(found: Sequence[float | None]) -> Backlog | None:
    """What `SQL` answered; None where nothing waits."""
    seconds, entries, begun = found
    return None if seconds is None or entries is None else Backlog(seconds, int(entries), begun is not None)


def now() -> Backlog | None:
    """The backlog at this moment; None where nothing waits. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SQL}")
        return read(cursor.fetchone()[0])


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_pending")
        return int(cursor.fetchone()[0])
