"""Filling the read model behind the sequencer: exactly once, in the order of the tree, by COPY.

The place reached and the rows are one transaction, so a crash leaves both or neither; two fillers take turns
on the row of the cursor. Deleting all rows with `forget` and filling again gives the same.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from .naming import Named, key_of_rules, named, rules

BATCH: Final = 10_000
_TABLES: Final = "references_cursor, references_role, references_edge, references_ruleset, references_ruled"
_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END: Final = b"\xff\xff"
_EDGE: Final = struct.Struct(">hi16siqih").pack
_RULED: Final = struct.Struct(">hiiiq").pack

Row = tuple[int, bytes | None]


def catch_up(limit: int | None = None, batch: int = BATCH) -> int:
    """Take up the entries that have their place in the tree and were not read yet, at most ``limit``;
    return how many they were.
    """
    total = 0
    while limit is None or total < limit:
        taken = _fill(batch if limit is None else min(batch, limit - total))
        total += taken
        if not taken:
            break
    return total


def behind() -> int:
    """How many entries of the tree were not read yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(seq) + 1 FROM ledger_leaf), 0)"
            " - coalesce((SELECT seq FROM references_cursor), 0)"
        )
        return int(cursor.fetchone()[0])


def forget() -> None:
    """Empty the read model, to be filled anew; the owner of the tables alone may."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_TABLES} RESTART IDENTITY")


def _fill(limit: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO references_cursor (id, seq) VALUES (1, 0) ON CONFLICT DO NOTHING")
        cursor.execute("SELECT seq FROM references_cursor WHERE id = 1 FOR UPDATE")
        first = cursor.fetchone()[0]
        rows = _read(first, limit)
        if rows:
            _write(rows)
            cursor.execute("UPDATE references_cursor SET seq = %s", [first + len(rows)])
        return len(rows)


def _read(first: int, limit: int) -> Sequence[Row]:
    """The next entries with their bodies, as bytes: the driver's binary format saves decoding."""
    with connection.connection.cursor(binary=True) as cursor:
        cursor.execute(
            "SELECT leaf.entry_id, body.body FROM ledger_leaf leaf"
            " LEFT JOIN ledger_body body ON body.entry_id = leaf.entry_id"
            " WHERE leaf.seq >= %s AND leaf.seq < %s ORDER BY leaf.seq",
            [first, first + limit],
        )
        found: list[Row] = cursor.fetchall()
        return found


def _write(rows: Sequence[Row]) -> None:
    edges: list[tuple[int, Named]] = []
    ruled: list[tuple[int, tuple[str, ...]]] = []
    for entry, text in rows:
        body = json.loads(text) if text else {}
        edges.extend((entry, one) for one in named(body))
        if refs := rules(body):
            ruled.append((entry, refs))
    roles = _interned({role for _, (_, role) in edges}, _ROLES, lambda role: (role,))
    sets = _interned({refs for _, refs in ruled}, _SETS, lambda refs: (key_of_rules(refs), list(refs)))
    # In the order of the index: neighbours share its pages.
    packed = sorted(_EDGE(3, 16, thing, 8, entry, 2, roles[role]) for entry, (thing, role) in edges)
    _copy("COPY references_edge (thing, entry_id, role_id) FROM STDIN (FORMAT BINARY)", packed)
    _copy(
        "COPY references_ruled (ruleset_id, entry_id) FROM STDIN (FORMAT BINARY)",
        [_RULED(2, 4, sets[refs], 8, entry) for entry, refs in ruled],
    )


_ROLES: Final = (
    "SELECT name, id FROM references_role WHERE name = ANY(%s)",
    "INSERT INTO references_role (name) VALUES (%s) RETURNING name, id",
)
_SETS: Final = (
    "SELECT key, id FROM references_ruleset WHERE key = ANY(%s)",
    "INSERT INTO references_ruleset (key, refs) VALUES (%s, %s) RETURNING key, id",
)


def _interned(
    wanted: Iterable[Any], statements: tuple[str, str], row_of: Callable[[Any], tuple[Any, ...]]
) -> dict[Any, int]:
    """Return the numbers of ``wanted``; what is new gets one. Nobody else gives any: the cursor is locked."""
    rows = {one: row_of(one) for one in wanted}
    keys: list[str | UUID] = [row[0] for row in rows.values()]
    with connection.cursor() as cursor:
        cursor.execute(statements[0], [keys])
        known = dict(cursor.fetchall())
        for row in sorted(row for row in rows.values() if row[0] not in known):
            cursor.execute(statements[1], row)
            key, number = cursor.fetchone()
            known[key] = number
    return {one: known[row[0]] for one, row in rows.items()}


def _copy(statement: str, rows: Sequence[bytes]) -> None:
    if rows:
        with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(b"".join((_HEAD, *rows, _END)))
