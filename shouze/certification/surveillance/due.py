"""By which day a supervision must be done. Pure; dates of law (Asia/Shanghai), terms in calendar months.

Domain invariant 9: the due day follows from the class at planning and the last supervision. A class that
drops brings it forward at once; one that rises moves nothing before the line is closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from shouze.kernel import clock

#: from the best class to the worst
CLASSES: Final = "ABCD"
_DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Terms:
    """What a class asks for: months from supervision to supervision (``interval``), from the certificate to
    the first one (``first``), and the days left at least after a drop (``grace``, calendar days).
    """

    letter: str
    interval: int
    first: int
    grace: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the programme as far as its due day goes. ``first``: nothing was supervised before."""

    counted_from: date
    letter: str
    due_on: date
    first: bool = False


def first_due(counted_from: date, terms: Terms) -> date:
    """Return the last day for the first supervision of a certificate that counts from ``counted_from``."""
    return clock.add_calendar_months(counted_from, terms.first)


def next_due(supervised_on: date, terms: Terms) -> date:
    """Return the last day for the supervision after one that was done on ``supervised_on``."""
    return clock.add_calendar_months(supervised_on, terms.interval)


def planned(counted_from: date, terms: Terms, *, first: bool = False) -> Line:
    """Return a new line of the programme under the class of the day on which it is planned."""
    due = first_due(counted_from, terms) if first else next_due(counted_from, terms)
    return Line(counted_from, terms.letter, due, first)


def rescheduled(line: Line, terms: Terms, on: date) -> Line:
    """Return an open line when the factory's class became that of ``terms`` on the day ``on``.

    A worse class brings the due day forward, never behind what it was; the enterprise keeps ``terms.grace``
    days from ``on``. A class that is no worse than that of the line changes nothing before it is closed.
    """
    if not worse(terms.letter, line.letter):
        return line
    asked = planned(line.counted_from, terms, first=line.first).due_on
    earliest = on + timedelta(days=terms.grace)
    return replace(line, letter=terms.letter, due_on=min(line.due_on, max(asked, earliest)))


def worse(letter: str, than: str) -> bool:
    """Say whether a class is worse than another."""
    return CLASSES.index(letter) > CLASSES.index(than)


def earliest(days: Sequence[date | None]) -> date | None:
    """Return the earliest of the days that are given, None when none is."""
    return min((day for day in days if day is not None), default=None)
