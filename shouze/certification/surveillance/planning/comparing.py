"""How a plan differs from the one that was adopted before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shouze.kernel.words import Words

from .models import PlanLine


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that was there or is there now, or both; ``words`` says what differs."""

    name: str
    before: PlanLine | None
    now: PlanLine | None
    words: Words


NEW, GONE = Words("新增", "new"), Words("不再排入", "no longer planned")
MOVED, MANNED = Words("改期", "moved"), Words("换人", "another team")
BOTH = Words("改期并换人", "moved, with another team")


def differences(before: Sequence[PlanLine], now: Sequence[PlanLine]) -> list[Difference]:
    """Every difference, in the order of the days of now; those that are gone last."""
    known: dict[UUID, PlanLine] = {one.task_id: one for one in before}
    found = [_difference(known.pop(one.task_id, None), one) for one in now]
    gone = [Difference(one.name, one, None, GONE) for one in known.values()]
    return [one for one in found if one is not None] + gone


def _difference(before: PlanLine | None, now: PlanLine) -> Difference | None:
    if before is None:
        return Difference(now.name, None, now, NEW)
    moved = (before.first, before.last) != (now.first, now.last)
    manned = sorted(before.team) != sorted(now.team) or before.leader_id != now.leader_id
    words = {(True, True): BOTH, (True, False): MOVED, (False, True): MANNED}.get((moved, manned))
    return Difference(now.name, before, now, words) if words else None
