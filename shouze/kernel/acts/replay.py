"""Replay: the tables made again from the ledger alone, and compared with the tables as they stand.

Every entry is done again, in its order, as the same person at the same moment with the same input, through
the same gate, into tables of an empty schema; then each table is compared row by row. Everything is rolled
back. Needs the owner's role.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger

from .declaration import get_act
from .gate import perform
from .signing import as_written

SCHEMA = "replay"
PAGE = 1000
_LEDGER = (
    "ledger_entry",
    "ledger_body",
    "ledger_pending",
    "ledger_checkpoint",
    "announcement",
    "announcement_pending",
)
# Salts are drawn anew, so the entry's own hash is not compared; the verifier does that.
_ANNOUNCED = "SELECT uid, convert_from(leaf, 'UTF8')::jsonb - 'entry' FROM {schema}.announcement"


@dataclass(frozen=True, slots=True)
class Difference:
    """A table of which the ledger tells another story: rows that only stand in one of the two."""

    table: str
    rows: int


class _Undo(Exception):
    """Ends the replay's transaction without a trace."""


def kept_tables() -> list[str]:
    """Return the tables whose rows are made by acts alone, hence can be made again from the ledger."""
    return sorted(model._meta.db_table for model in apps.get_models() if _by_acts(model))


def compare() -> list[Difference]:
    """Replay the whole ledger and return the tables that differ; none when tables = ledger.

    What an erasure took from an entry is done again with its marker; the rows which that entry made or
    changed hold what the ledger no longer tells, and are left out. Raises Refused when an entry cannot be
    done again, which no honest ledger allows.
    """
    found: list[Difference] = []
    try:
        with transaction.atomic():
            _empty_schema()
            told_no_more: dict[str, set[str]] = {}
            for entry in _entries():
                _do_again(entry)
                _note_erased(entry, told_no_more)
            found = list(_differences(told_no_more))
            raise _Undo
    except _Undo:
        return found


def _by_acts(model: type[models.Model]) -> bool:
    ours = model.__module__.startswith("shouze.") and model._meta.app_label != "ledger"
    return ours and bool(getattr(model, "kept_by_acts", True))


def _empty_schema() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in (*kept_tables(), *_LEDGER):
            cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" (LIKE public."{table}" INCLUDING ALL)')
        # What stands before the first act: the machine and its post.
        for table, condition in (
            ("people_person", "kind = 'machine'"),
            ("people_appointment", "post = 'machine'"),
        ):
            cursor.execute(f'INSERT INTO {SCHEMA}."{table}" SELECT * FROM public."{table}" WHERE {condition}')
        cursor.execute(f"UPDATE {SCHEMA}.people_person SET version = 0, last_at = NULL, hands = '{{}}'")


def _entries() -> Iterator[ledger.Recorded]:
    last, done = 0, 0
    while page := _page(last, done):
        yield from page
        last, done = page[-1].id, done + len(page)


def _page(after: int, done: int) -> list[ledger.Recorded]:
    with connection.cursor() as cursor:
        # Nobody sequences what is done again: it must not look like a tree that is behind, and who asks how
        # many entries there were is told those that were done again.
        cursor.execute(f"DELETE FROM {SCHEMA}.ledger_pending")
        cursor.execute(
            f"INSERT INTO {SCHEMA}.ledger_checkpoint (size, root, at, frontier)"
            f" SELECT %s, sha256(''), now(), '' WHERE %s > 0",
            [done, done],
        )
        cursor.execute("SET LOCAL search_path TO public")
        page = ledger.entries(after=after, limit=PAGE)
        cursor.execute(f"SET LOCAL search_path TO {SCHEMA}, public")
    return page


def _do_again(entry: ledger.Recorded) -> None:
    body = ledger.body_of(entry)
    creates = get_act(entry.act).creates
    if entry.person_id is None:
        raise ValueError(f"entry {entry.uid} names no person: the gate writes none such")
    with clock.moved(entry.recorded_at):
        perform(
            entry.act,
            by=entry.person_id,
            at=entry.at,
            subject=None if creates else entry.subject_id,
            given=body["data"],
            uid=entry.uid,
            via=body["who"]["via"],
            signing=as_written(entry),
        )


def _note_erased(entry: ledger.Recorded, told_no_more: dict[str, set[str]]) -> None:
    """Note, by table, the rows that an entry made or changed whose input was erased in part."""
    if "data" not in ledger.erased_sections(entry):
        return
    made = (ledger.body_of(entry)["what"] or {}).get("made", [])
    for label, key in (*made, (entry.subject_type, str(entry.subject_id))):
        told_no_more.setdefault(apps.get_model(label)._meta.db_table, set()).add(str(key))


def _rows(schema: str, table: str, left_out: set[str]) -> str:
    """A query for the rows of a table, without those of some ids (as the ledger writes them)."""
    keys = ", ".join(f"'{UUID(key)}'" for key in sorted(left_out))
    return f'SELECT * FROM {schema}."{table}"' + (f" WHERE id NOT IN ({keys})" if keys else "")


def _differences(told_no_more: Mapping[str, set[str]]) -> Iterator[Difference]:
    compared = {
        table: (_rows("public", table, left_out), _rows(SCHEMA, table, left_out))
        for table in kept_tables()
        for left_out in (told_no_more.get(table, set()),)
    }
    compared["announcement"] = _ANNOUNCED.format(schema="public"), _ANNOUNCED.format(schema=SCHEMA)
    with connection.cursor() as cursor:
        for table, (ours, theirs) in compared.items():
            cursor.execute(
                f"SELECT count(*) FROM (({ours} EXCEPT {theirs}) UNION ALL ({theirs} EXCEPT {ours})) d"
            )
            rows = cursor.fetchone()[0]
            if rows:
                yield Difference(table, rows)
