"""The present moment, which a test or the demo house may move."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

# One process-wide shift, not a context variable: a moved clock must also hold in the threads of a server
# under test.
_moved_to: list[datetime] = []


def now() -> datetime:
    """Return the present moment, aware, in Asia/Shanghai."""
    return _moved_to[-1] if _moved_to else datetime.now(SHANGHAI)


def today() -> date:
    """Return the present date in Asia/Shanghai, the date that counts in law."""
    return now().date()


def legal_date(at: datetime) -> date:
    """Return the date of law of a moment: its date in Asia/Shanghai. Raises ValueError for a naive moment."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(SHANGHAI).date()


def moment(on: date | str, at: str = "10:00") -> datetime:
    """Return the moment of a wall-clock time ("HH:MM", Asia/Shanghai) on a date of law."""
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return datetime.combine(day, time.fromisoformat(at), SHANGHAI)


@contextmanager
def moved(to: datetime) -> Iterator[None]:
    """Hold the clock at ``to`` inside the block, for tests, the story and the demo house."""
    _moved_to.append(to.astimezone(SHANGHAI))
    try:
        yield
    finally:
        _moved_to.pop()
