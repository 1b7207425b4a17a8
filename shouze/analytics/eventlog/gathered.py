"""The things that events named, kept on disk until they are written: memory does not grow with them."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self


class Gathered:
    """A set of (kind, key) in a file without a name, which goes when it is closed."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", check_same_thread=False)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("CREATE TABLE thing (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, things: Iterable[tuple[str, str]]) -> None:
        """Keep things; one that is there already stays once."""
        self._file.executemany("INSERT OR IGNORE INTO thing VALUES (?, ?)", things)

    def kinds(self) -> list[str]:
        """Return the kinds of the things kept, in order."""
        return [row[0] for row in self._file.execute("SELECT DISTINCT kind FROM thing ORDER BY kind")]

    def pages(self, kind: str, size: int) -> Iterator[Sequence[str]]:
        """Yield the keys of one kind in order, a page at a time."""
        last = ""
        while True:
            asked = "SELECT key FROM thing WHERE kind = ? AND key > ? ORDER BY key LIMIT ?"
            keys = [row[0] for row in self._file.execute(asked, (kind, last, size))]
            if not keys:
                return
            yield keys
            last = keys[-1]
