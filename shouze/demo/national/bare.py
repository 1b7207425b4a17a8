"""Tables without their indexes and keys while they are filled, and with them again afterwards.

What is taken off is written down in the database first (`national.taken_off`), so that a generation that
was killed puts back whatever is missing.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]
#: keys first, then other indexes, then what refers to keys
ORDER: Final = "p u x i f"

_CONSTRAINTS: Final = """
SELECT contype::text, conrelid::regclass::text, quote_ident(conname),
  format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
  format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)
FROM pg_constraint
WHERE contype IN ('p', 'u', 'x', 'f') AND connamespace = 'public'::regnamespace
  AND (conrelid = ANY(%(tables)s::regclass[]) OR contype = 'f' AND confrelid = ANY(%(tables)s::regclass[]))
"""
_INDEXES: Final = """
SELECT 'i', i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid),
  format('DROP INDEX %%s', i.indexrelid::regclass)
FROM pg_index i
WHERE i.indrelid = ANY(%(tables)s::regclass[])
  AND NOT EXISTS (
    SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
  )
"""


def take_off(conn: Connection, tables: Sequence[str]) -> None:
    """Take indexes and keys off the tables, in one transaction."""
    with conn.transaction():
        found = [
            row for query in (_CONSTRAINTS, _INDEXES)
            for row in conn.execute(query, {"tables": list(tables)}).fetchall()
        ]  # fmt: skip
        with conn.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO national.taken_off (kind, of, name, again) VALUES (%s, %s, %s, %s)",
                [row[:4] for row in found],
            )
        for _, _, _, _, drop in sorted(found, key=lambda row: -ORDER.index(row[0])):
            conn.execute(sql.SQL(drop))


def put_back(conn: Connection, say: Callable[[str], None]) -> None:
    """Put back what is not there, one after another, each in a transaction of its own."""
    conn.execute("SET maintenance_work_mem = '384MB'")
    left = conn.execute("SELECT id, kind, of, name, again FROM national.taken_off ORDER BY id").fetchall()
    for number, (key, _, of, name, again) in enumerate(
        sorted(left, key=lambda row: (ORDER.index(row[1]), row[0])), 1
    ):
        say(f"  索引 index {number}/{len(left)} {of} {name}")
        with conn.transaction():
            conn.execute(sql.SQL(again))
            conn.execute("DELETE FROM national.taken_off WHERE id = %s", (key,))
