"""What keeps a class from rising on a day: the time after a change, and surveillance that is owed (the table
``classification/rises``). A fall is never kept back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from shouze.kernel import clock, rulebook
from shouze.kernel.rulebook import Decision
from shouze.kernel.rulebook.tables import Tables
from shouze.resources.enterprise_classes.queries import ClassStanding

from .evidence import Pair

TABLE: Final = "classification/rises"

#: what was known on a day: the earliest due day of the follow-ups that were not done, and the last day on
#: site of the latest that was passed
_SUPERVISED: Final = """
SELECT factory_id, product_code, min(due), max(passed) FROM (
    SELECT factory_id, product_code, due_on AS due, NULL::date AS passed FROM surveillance_task
    WHERE kind IN ('follow_up', 'extra') AND state <> 'superseded' AND counted_from <= %(on)s
        AND (closed_on IS NULL OR closed_on > %(on)s) {only}
    UNION ALL
    SELECT c.factory_id, c.product_code, NULL, i.to_on
    FROM evidence_inspection i JOIN cases_case c ON c.id = i.case_id
    WHERE c.kind = 'surveillance' AND i.state = 'concluded' AND i.conclusion IN ('01', '02', '03')
        AND i.concluded_on <= %(on)s {only_case}
) lines GROUP BY factory_id, product_code
"""
_ONLY: Final = "AND {0}factory_id = %(factory)s AND {0}product_code = %(product)s"
_ALL: Final = _SUPERVISED.format(only="", only_case="")
_ONE: Final = _SUPERVISED.format(only=_ONLY.format(""), only_case=_ONLY.format("c."))


@dataclass(frozen=True, slots=True)
class Supervised:
    """How the follow-up inspections of a factory for a product stand: the earliest due day of those not done,
    and the last day on site of the latest that was passed; None for none.
    """

    due_on: date | None = None
    passed_on: date | None = None

    def overdue(self, on: date) -> bool:
        """Whether one should have been done before a day."""
        return self.due_on is not None and self.due_on < on

    def since(self, day: date | None) -> bool:
        """Whether one was passed on a day or after it (at any time where no day is given)."""
        return self.passed_on is not None and (day is None or self.passed_on >= day)


#: by which nothing but time keeps a class from rising
EXCUSED: Final = Supervised(None, date.max)


def supervised(factory: UUID, product_code: str, on: date) -> Supervised:
    """Return how the follow-ups of one factory and product stood as it was known on a day; one query."""
    found = _asked(_ONE, {"on": on, "factory": factory, "product": product_code})
    return found.get((factory, product_code), Supervised())


def supervised_all(on: date) -> Mapping[Pair, Supervised]:
    """Return how the follow-ups of every factory and product on the programme stood; one query."""
    return _asked(_ALL, {"on": on})


def _asked(sql: str, given: Mapping[str, date | str | UUID]) -> dict[Pair, Supervised]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {**given})
        return {(row[0], row[1]): Supervised(row[2], row[3]) for row in cursor.fetchall()}


class Rises:
    """The table of a day, with its answers so far; ``after``: calendar months from a change to a rise."""

    def __init__(self, on: date, after: int) -> None:
        self._version, self._after = rulebook.table(TABLE, on), after
        self._tables = Tables([self._version])
        self._answers: dict[tuple[str, bool, bool, bool], tuple[Decision, ...]] = {}

    def held(self, standing: ClassStanding, seen: Supervised, on: date) -> tuple[Decision, ...]:
        """Return the rows that keep a class from rising on a day; none where it may."""
        since = standing.since
        waited = since is None or on >= clock.add_calendar_months(since, self._after)
        key = standing.letter, waited, seen.overdue(on), seen.since(since)
        if key not in self._answers:
            names = ("class", "waited", "overdue", "inspected")
            self._answers[key] = self._tables.decide(self._version, dict(zip(names, key, strict=True)))
        return self._answers[key]
