"""How much of a term is used up, and which level of warning that is. Pure; calendar share of dates of law."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from shouze.resources.cases.clocks import share_used


class Clocked(Protocol):
    """What a watched case shows."""

    accepted_on: date | None
    due_on: date | None
    stage_since: date | None
    stage_due_on: date | None
    closed_on: date | None


def share(case: Clocked, clock: str, on: date) -> int:
    """Return the per cent of the clock ("stage" or "certificate") used up on ``on``; 0 when it does not
    run: the certificate's ends with the case, the stage of issue and report goes on after it.
    """
    certificate = (None, None) if case.closed_on else (case.accepted_on, case.due_on)
    since, due = (case.stage_since, case.stage_due_on) if clock == "stage" else certificate
    return share_used(since, due, on) if since and due else 0


def level_reached(used: int, levels: Sequence[int]) -> int:
    """Return the highest of ``levels`` (per cent) that ``used`` has reached, 0 when none."""
    return max((level for level in levels if used >= level), default=0)
