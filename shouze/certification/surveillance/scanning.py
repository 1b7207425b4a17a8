"""The whole programme looked through in single statements: what falls due, what is to be warned of, and
which open lines would have another day by the tables of the day.

In: the open lines, however many. Out: few rows or counts. The arithmetic of one line is in ``due``; that
both say the same is tested. Dates of law.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

_REACHED: Final = """
SELECT id, due_on, level FROM (
    SELECT id, due_on, warned, (
        SELECT max(one) FROM unnest(%(levels)s::int[]) AS one
        WHERE due_on <= %(on)s::date
           OR (%(on)s::date - counted_from) * 100 / greatest(1, due_on - counted_from) >= one
    ) AS level
    FROM surveillance_task WHERE state IN ('open', 'planned', 'opened') AND warned < %(most)s::int
) AS found WHERE level > warned ORDER BY due_on, id
"""
_DUE: Final = """
SELECT letter, count(*) FILTER (WHERE due_on < %(on)s::date), count(*) FILTER (WHERE due_on >= %(on)s::date)
FROM surveillance_task WHERE state IN ('open', 'planned', 'opened') AND due_on <= %(until)s::date
GROUP BY letter
"""
_EARLIER: Final = """
SELECT line.id, (line.counted_from + make_interval(months => CASE WHEN line.first THEN asked.first_months
    ELSE asked.months END))::date AS asks
FROM surveillance_task AS line
JOIN unnest(%(letters)s::text[], %(months)s::int[], %(firsts)s::int[]) AS asked(letter, months, first_months)
    ON asked.letter = line.letter
WHERE line.state IN ('open', 'planned', 'opened') AND line.kind = 'follow_up'
  AND line.due_on > line.counted_from + make_interval(months => CASE WHEN line.first
      THEN asked.first_months ELSE asked.months END)
"""


def reached(on: date, levels: Sequence[int]) -> Sequence[tuple[uuid.UUID, date, int]]:
    """Return (line, due day, level) of every open line that has reached a level (per cent of its term)
    which it was not warned of, the earliest due first; one statement.
    """
    given: dict[str, Any] = {"on": on, "levels": list(levels), "most": max(levels)}
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, given)
        return [(line, due, level) for line, due, level in cursor.fetchall()]


def due_by_class(on: date, days: int) -> Mapping[str, tuple[int, int]]:
    """Count, by class at planning, the lines that are overdue and those that fall due within ``days``
    calendar days; one read of the index of due days.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"on": on, "until": on + timedelta(days=days)})
        return {letter: (overdue, near) for letter, overdue, near in cursor.fetchall()}


def later_than_asked(terms: Mapping[str, tuple[int, int]]) -> Sequence[tuple[uuid.UUID, date]]:
    """Return the open follow-ups whose day lies behind what their class asks by a table (class → months
    between follow-ups, months to the first), with the day that it asks: what a stricter table would bring
    forward.
    """
    letters = sorted(terms)
    given: dict[str, Any] = {
        "letters": letters,
        "months": [terms[one][0] for one in letters],
        "firsts": [terms[one][1] for one in letters],
    }
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, given)
        return list(cursor.fetchall())
