"""Writing one entry: the subject's new values and the ledger rows go down in a single statement.

Only the gate imports this module (an import contract says so).
"""

import hashlib
import json
import os
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from django.db import connection, models
from psycopg.types.json import Jsonb

from shouze.kernel.clock import SHANGHAI

FORMAT = "shouze-entry-1"


@dataclass(frozen=True, slots=True)
class Page:
    """The content of one entry before it is written: who, what, and what was given."""

    uid: uuid.UUID
    act: str
    act_version: int
    at: datetime
    recorded: datetime
    person: uuid.UUID
    subject_type: str
    subject: uuid.UUID
    case: uuid.UUID | None
    who: dict[str, Any]
    what: dict[str, Any]
    given: dict[str, Any]


def write(page: Page, row: models.Model, before: dict[str, Any] | None) -> int:
    """Write the subject (insert when ``before`` is None, else update what changed) and the entry. Returns
    the entry id.
    """
    if before is None:
        row.save(force_insert=True)
        changed: dict[str, Any] = {}
    else:
        changed = _changed(row, before)
    leaf, body = encode(page)
    sql, values = _statement(row, changed)
    parameters = (
        *values,
        page.uid,
        page.act,
        page.at,
        page.recorded,
        page.person,
        page.subject_type,
        page.subject,
        page.case,
        leaf,
        body,
    )
    found = connection.connection.execute(sql, parameters, prepare=True).fetchone()
    return int(found[0])


def encode(page: Page) -> tuple[bytes, bytes]:
    """Return (leaf, body): the body holds the salted sections, the leaf only their digests (RFC 8785
    canonical JSON).
    """
    sections: dict[str, dict[str, Any]] = {}
    digests: dict[str, str] = {}
    for name, value in (("data", page.given), ("what", page.what), ("who", page.who)):
        salt = os.urandom(16)
        sections[name] = {"salt": salt.hex(), "value": value}
        digests[name] = hashlib.sha256(salt + rfc8785.dumps(value)).hexdigest()
    leaf: dict[str, Any] = {
        "act": page.act,
        "act_version": page.act_version,
        "at": _stamp(page.at),
        "format": FORMAT,
        "recorded": _stamp(page.recorded),
        "sections": digests,
        "uid": str(page.uid),
    }
    return rfc8785.dumps(leaf), rfc8785.dumps(sections)


def exists(uid: uuid.UUID) -> bool:
    """Say whether an entry of that uid is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_entry WHERE uid = %s", [uid])
        return cursor.fetchone() is not None


def _stamp(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat()


def _changed(row: models.Model, before: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        plain = json.dumps(value) if isinstance(value, dict | list) else value
        if plain != before[field.attname]:
            changed[str(field.column)] = Jsonb(value) if isinstance(value, dict | list) else value
    return changed


def _statement(row: models.Model, changed: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    update, values = "", ()
    if changed:
        columns = ", ".join(f'"{column}" = %s' for column in changed)
        update = f'u AS (UPDATE "{row._meta.db_table}" SET {columns} WHERE id = %s), '
        values = (*changed.values(), row.pk)
    return (
        f"WITH {update}e AS (INSERT INTO ledger_entry"
        " (uid, act, at, recorded_at, person_id, subject_type, subject_id, case_id, leaf)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id),"
        " b AS (INSERT INTO ledger_body (entry_id, body) SELECT id, %s FROM e),"
        " p AS (INSERT INTO ledger_pending (entry_id) SELECT id FROM e)"
        " SELECT id FROM e",
        values,
    )
