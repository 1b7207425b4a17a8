"""Whether a database holds what was published: leaf by leaf, as the database is read anyway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from .audit import split_tile
from .findings import Finding, Report
from .heads import Head
from .published import WIDTH
from .wrong import NotPublished

LONGEST_LAG: Final = timedelta(seconds=60)
"""Between integrating and publishing; after it, what is not published was cut off or stands still."""


class Comparison:
    """One log's published hashes beside those of the database, in order of their places."""

    def __init__(self, head: Head, report: Report) -> None:
        self._published, self._size = head.place.published, head.size
        self._log, self._report = head.place.name, report
        self._at = 0
        self._late: list[tuple[int, datetime]] = []
        self._run: tuple[int, str | None, int] | None = None

    def rows(self, hashes: Sequence[bytes], uids: Sequence[str | None]) -> None:
        """The next leaves of the database."""
        first, upto = self._at, min(self._at + len(hashes), self._size)
        self._at += len(hashes)
        at = first
        while at < upto:
            tile, offset = divmod(at, WIDTH)
            end = min(upto, (tile + 1) * WIDTH)
            said = self._tile(tile)[offset : offset + end - at]
            own = hashes[at - first : end - first]
            if said and said != own:
                self._differ(at, said, own, uids[at - first : end - first])
            elif said:
                self._close()
            at = end

    def checkpoint(self, size: int, at: datetime | None) -> None:
        """The database has a checkpoint of this size and moment."""
        if size > self._size and at is not None:
            self._late.append((size, at))

    def end(self, now: datetime | None) -> None:
        """The database ends; what it integrated long before ``now`` must be published (None: no matter)."""
        self._close()
        if self._at < self._size:
            field = f"leaves {self._at}–{self._size - 1}"
            self._report.add(Finding("published-beyond", log=self._log, size=self._size, field=field))
        late = [size for size, at in self._late if now is not None and now - at > LONGEST_LAG]
        if late:
            field = f"leaves {self._size}–{late[-1] - 1}"
            self._report.add(Finding("published-behind", log=self._log, size=self._size, field=field))

    def _tile(self, index: int) -> list[bytes]:
        """The published hashes under a tile; none where it is missing, which the audit says."""
        try:
            return split_tile(self._published.tile(0, index, min(WIDTH, self._size - index * WIDTH)))
        except NotPublished:
            return []

    def _differ(
        self, first: int, said: Sequence[bytes], own: Sequence[bytes], uids: Sequence[str | None]
    ) -> None:
        """Leaves that differ one after another are one finding, at the place of the first."""
        for at, (one, other, uid) in enumerate(zip(said, own, uids, strict=True), start=first):
            if one == other:
                self._close()
            elif self._run is None:
                self._run = at, uid, at
            else:
                self._run = *self._run[:2], at

    def _close(self) -> None:
        if self._run is not None:
            first, uid, last = self._run
            self._report.add(
                Finding("published-leaf", log=self._log, seq=first, uid=uid, field=f"leaves {first}–{last}")
            )
            self._run = None
