"""Which notes of a visit stand, over what was noted by whom and when.

A later note of the same inspector on the same point supersedes his earlier one. Two inspectors do not
overwrite each other: both stand side by side, and where they differ the leader's later note decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from .models import VisitNote

#: a point and what it is about
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on one point: the latest note of each inspector, oldest first, and whether they differ
    without the leader having decided.
    """

    notes: tuple[VisitNote, ...]
    disputed: bool

    @property
    def last(self) -> VisitNote:
        """The note that counts."""
        return self.notes[-1]


def moment_of(note: VisitNote) -> datetime:
    """Return when it happened, the phone's error taken off."""
    return note.happened_at - timedelta(seconds=note.clock_off or 0)


def standing(notes: Iterable[VisitNote], leader: str) -> Mapping[Key, Standing]:
    """Return what stands, by point and what it is about."""
    latest: dict[Key, dict[UUID, VisitNote]] = {}
    for one in _in_time(notes):
        latest.setdefault((one.point, one.about), {})[one.by] = one
    return {key: _stands(_in_time(by.values()), leader) for key, by in latest.items()}


def _stands(notes: Sequence[VisitNote], leader: str) -> Standing:
    differ = len({one.verdict for one in notes}) > 1
    return Standing(tuple(notes), differ and str(notes[-1].by) != leader)


def _in_time(notes: Iterable[VisitNote]) -> list[VisitNote]:
    return sorted(notes, key=lambda note: (moment_of(note), note.received_at, note.id))
