"""May it be done to the programme, to a supervision, to a sample? Pure."""

from collections.abc import Iterator
from datetime import date

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

_ALL = 100


def share_used(since: date, due: date, on: date) -> int:
    """Return the per cent of the term from ``since`` to ``due`` that is used up on ``on`` (calendar days)."""
    if on >= due:
        return _ALL
    return max(0, _ALL * (on - since).days // max(1, (due - since).days))


def warning_is_due(look: Look) -> Iterator[Objection]:
    """The level is reached, was not warned of, and the day is the one that stands."""
    line, given = look.subject, look.given
    used = share_used(line.counted_from, line.due_on, look.on)
    if used < given.level or line.warned >= given.level or line.due_on != given.due_on:
        yield Objection(
            "no_warning",
            Words(
                "该监督任务未达到此预警等级，或已预警",
                "the line has not reached this level, or was warned of",
            ),
            Words("达到等级后预警一次", "one warning, when it is reached"),
            "guidance.十二",
        )
