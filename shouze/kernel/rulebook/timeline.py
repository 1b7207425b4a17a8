"""Finding what was in force on a day, in O(log n)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

ONE_DAY = timedelta(days=1)


class HasPeriod(Protocol):
    """Anything in force from one day to another, both inside; an open end is None."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


Item = TypeVar("Item", bound=HasPeriod)
Answer = TypeVar("Answer")


class Timeline(Generic[Item]):
    """The versions of one thing, none overlapping another."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items: tuple[Item, ...] = tuple(sorted(items, key=lambda item: item.valid_from))
        self._starts: list[date] = [item.valid_from for item in self.items]

    def at(self, on: date) -> Item | None:
        """The version in force on a day, or None."""
        place = bisect_right(self._starts, on) - 1
        if place < 0:
            return None
        found = self.items[place]
        return found if found.valid_to is None or on <= found.valid_to else None

    def starting(self, on: date) -> Item | None:
        """The version whose first day is this one, or None."""
        found = self.at(on)
        return found if found is not None and found.valid_from == on else None

    def periods(self) -> list[str]:
        """The periods of force as text, for a sentence."""
        return [f"{item.valid_from} – {item.valid_to or '…'}" for item in self.items]


class Epochs(Generic[Answer]):
    """An answer made of many timelines, computed once for each stretch of days in which nothing changes."""

    def __init__(self, timelines: Sequence[Timeline[Item]], compute: Callable[[date], Answer]) -> None:
        items = [item for timeline in timelines for item in timeline.items]
        starts = {item.valid_from for item in items}
        ends = {item.valid_to + ONE_DAY for item in items if item.valid_to is not None}
        self._changes = sorted(starts | ends)
        self._compute = compute
        self._answers: dict[int, Answer] = {}

    def at(self, on: date) -> Answer:
        """The answer for a day; the same object for every day of the stretch."""
        stretch = bisect_right(self._changes, on)
        if stretch not in self._answers:
            self._answers[stretch] = self._compute(on)
        return self._answers[stretch]


def last_days(starts: Sequence[date], stated: Sequence[date | None]) -> list[date | None]:
    """The last day in force of each of several ordered versions: the day stated, else that before the next
    one.
    """
    following: list[date | None] = [start - ONE_DAY for start in starts[1:]]
    following.append(None)
    return [end if end is not None else after for end, after in zip(stated, following, strict=True)]
