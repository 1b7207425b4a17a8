"""What a verb says while it works: one line for each step, with the seconds since it began."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """Prints lines such as ``[  1.2 s] 数据库 Database … 0.4 s``."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, line: str) -> None:
        """One line, now."""
        print(f"[{time.monotonic() - self._began:6.1f} s] {line}", flush=True)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Says `what` when the step is done, with how long it took; nothing where it raised."""
        began = time.monotonic()
        yield
        self.say(f"{what} ({time.monotonic() - began:.1f} s)")
