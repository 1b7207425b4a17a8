"""Net and gross days of a case, and its last day. Pure; calendar days; dates of law (Asia/Shanghai).

Order 117 Art. 16: normally a certificate within 90 days from acceptance. Day 0 is the day of acceptance;
every pause needs a reason, a person, a from and a to (domain invariant 5).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

type_pause = Mapping[str, Any]


def gross_days(accepted_on: date, until: date) -> int:
    """Calendar days from acceptance (day 0) to ``until``."""
    return (until - accepted_on).days


def paused_days(pauses: Sequence[type_pause], until: date) -> int:
    """Calendar days of recorded pauses up to ``until``; an open pause counts to ``until``."""
    return sum(max(0, (_end(pause, until) - date.fromisoformat(pause["from"])).days) for pause in pauses)


def net_days(accepted_on: date, until: date, pauses: Sequence[type_pause]) -> int:
    """Gross days less paused days."""
    return gross_days(accepted_on, until) - paused_days(pauses, until)


def last_day(accepted_on: date, limit: int, pauses: Sequence[type_pause], on: date) -> date:
    """The last day for the certificate as seen on ``on``: acceptance + limit + pauses, all in calendar
    days.
    """
    return accepted_on + timedelta(days=limit + paused_days(pauses, on))


def since(pause: type_pause, day: date) -> type_pause:
    """Return the part of a pause from ``day`` on: a stage that began while the clock stood is put off only
    by what followed.
    """
    return {**pause, "from": max(str(pause["from"]), day.isoformat())}


def share_used(since: date, due: date, on: date) -> int:
    """Per cent of the span from ``since`` to ``due`` that is used up on ``on``; 100 or more from the due
    day on.
    """
    span = (due - since).days
    used = (on - since).days
    return 100 if span <= 0 and used >= 0 else max(0, used * 100 // max(span, 1))


def _end(pause: type_pause, until: date) -> date:
    return min(date.fromisoformat(pause["to"]), until) if pause["to"] else until
