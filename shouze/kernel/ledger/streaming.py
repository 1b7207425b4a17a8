"""The whole ledger read through, a page at a time, for exports: no lock, no cursor that stays open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from .queries import Recorded

PAGE = 2000
CASES = 200
_COLUMNS = (
    "e.id, e.uid, e.act, e.at, e.recorded_at, e.person_id, e.subject_type, e.subject_id, e.case_id, b.body"
)
_FROM = "FROM ledger_entry e LEFT JOIN ledger_body b ON b.entry_id = e.id"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which entries are asked for: those that took effect from ``since`` up to but without ``until``, and
    those of one case; everything where nothing is said.
    """

    since: datetime | None = None
    until: datetime | None = None
    case: UUID | None = None

    @property
    def sql(self) -> tuple[str, list[Any]]:
        """The condition, which begins with AND, and its parameters."""
        asked = (("e.at >= %s", self.since), ("e.at < %s", self.until), ("e.case_id = %s", self.case))
        held = [(text, value) for text, value in asked if value is not None]
        return "".join(f" AND {text}" for text, _ in held), [value for _, value in held]


def in_order(asked: Narrowed, *, page: int = PAGE) -> Iterator[Recorded]:
    """Yield the entries in the order in which they were written."""
    condition, parameters = asked.sql
    last = 0
    while True:
        sql = f"SELECT {_COLUMNS} {_FROM} WHERE e.id > %s{condition} ORDER BY e.id LIMIT %s"
        rows = _rows(sql, [last, *parameters, page])
        yield from map(_recorded, rows)
        if len(rows) < page:
            return
        last = rows[-1][0]


def by_trace(asked: Narrowed, *, many: int = CASES) -> Iterator[tuple[UUID, bool, list[Recorded]]]:
    """Yield (id, whether it is a case, its entries): first the cases by id, then the subjects of entries that
    are filed under no case. The entries of one are held at a time, and those of ``many`` read at once.
    """
    yield from _traces("case_id", "TRUE", asked, many, is_case=True)
    yield from _traces("subject_id", "e.case_id IS NULL", asked, many, is_case=False)


def how_many(asked: Narrowed) -> int:
    """Return how many entries there are."""
    condition, parameters = asked.sql
    sql = f"SELECT count(*) FROM ledger_entry e WHERE TRUE{condition}"  # noqa: S608 its own text alone
    return int(_rows(sql, parameters)[0][0])


def _traces(
    column: str, where: str, asked: Narrowed, many: int, *, is_case: bool
) -> Iterator[tuple[UUID, bool, list[Recorded]]]:
    condition, parameters = asked.sql
    last = UUID(int=0)
    while True:
        sql = (
            f"SELECT DISTINCT e.{column} FROM ledger_entry e"  # noqa: S608 its own text alone
            f" WHERE {where} AND e.{column} > %s{condition} ORDER BY e.{column} LIMIT %s"
        )
        keys = [row[0] for row in _rows(sql, [last, *parameters, many])]
        if not keys:
            return
        last = keys[-1]
        found: dict[UUID, list[Recorded]] = {key: [] for key in keys}
        sql = (
            f"SELECT {_COLUMNS} {_FROM} WHERE {where} AND e.{column} = ANY(%s){condition} ORDER BY e.at, e.id"
        )
        for row in map(_recorded, _rows(sql, [keys, *parameters])):
            key = row.case_id if is_case else row.subject_id
            if key is not None:
                found[key].append(row)
        for key, entries in found.items():
            yield key, is_case, entries


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return list(cursor.fetchall())


def _recorded(row: Sequence[Any]) -> Recorded:
    body = None if row[9] is None else bytes(row[9])
    return Recorded(*(*row[:9], None, b"", body))
