"""Writing one entry: the subject's new values and the ledger rows go down in a single statement.

Only the gate imports this module (an import contract says so).
"""

import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from shouze.kernel.clock import SHANGHAI

from .canonical import canonical
from .tree import leaf_hash

FORMAT = "shouze-entry-1"
SALT_BYTES = 16
_JSON = (dict, list)
_ANNOUNCE = (
    "WITH a AS (INSERT INTO announcement (uid, leaf) VALUES (%s, %s) RETURNING id)"
    " INSERT INTO announcement_pending (entry_id) SELECT id FROM a"
)
_text = json.JSONEncoder(ensure_ascii=False).encode


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


def write(page: Page, row: models.Model, before: dict[str, Any] | None) -> bytes:
    """Write the subject (insert when ``before`` is None, else update what changed) and the entry; return the
    entry's leaf.
    """
    if before is None:
        row.save(force_insert=True)
        changed: dict[str, Any] = {}
    else:
        changed = _changed(row, before)
    leaf, body = encode(page)
    parameters = (
        *changed.values(),
        *((row.pk,) if changed else ()),
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
    sql = _statement(type(row), tuple(changed))
    connection.connection.execute(sql, parameters, prepare=True)
    return leaf


def announce(uid: uuid.UUID, leaf: bytes, said: Mapping[str, Any]) -> None:
    """Hand a leaf to the register's log, in the transaction of the entry ``uid`` with this ``leaf``: what the
    act says in public, with the entry's uid and RFC 6962 leaf hash, by which the two logs hold each other.
    """
    announced = canonical({**said, "uid": str(uid), "entry": f"sha256:{leaf_hash(leaf).hex()}"})
    connection.connection.execute(_ANNOUNCE, (uid, announced), prepare=True)


def encode(page: Page) -> tuple[bytes, bytes]:
    """Return (leaf, body): the body holds the salted sections, the leaf only their digests (RFC 8785
    canonical JSON).
    """
    sections: list[bytes] = []
    digests: dict[str, str] = {}
    # In the order of their names, as canonical JSON has them; each value is written once, hashed and kept.
    for name, value in (("data", page.given), ("what", page.what), ("who", page.who)):
        salt, written = os.urandom(SALT_BYTES), canonical(value)
        digests[name] = hashlib.sha256(salt + written).hexdigest()
        sections.append(b'"%b":{"salt":"%b","value":%b}' % (name.encode(), salt.hex().encode(), written))
    leaf: dict[str, Any] = {
        "act": page.act,
        "act_version": page.act_version,
        "at": _stamp(page.at),
        "format": FORMAT,
        "recorded": _stamp(page.recorded),
        "sections": digests,
        "uid": str(page.uid),
    }
    return canonical(leaf), b"{%b}" % b",".join(sections)


def exists(uid: uuid.UUID) -> bool:
    """Say whether an entry of that uid is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_entry WHERE uid = %s", [uid])
        return cursor.fetchone() is not None


def _stamp(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat()


def _changed(row: models.Model, before: dict[str, Any]) -> dict[str, Any]:
    """The changed values by attribute. JSON is compared as text: ``true`` is not ``1``; one that PostgreSQL
    spells otherwise than Python (1.50) is written again, which changes nothing.
    """
    values, changed = vars(row), {}
    for name, old in before.items():
        value = values[name]
        if value is old:
            continue
        is_json = isinstance(value, _JSON) and not isinstance(old, list)  # a list before is an array
        if (_text(value) if is_json else value) != old:
            changed[name] = Jsonb(value) if is_json else value
    return changed


@cache
def _statement(model: type[models.Model], attributes: tuple[str, ...]) -> str:
    """The one statement that updates these attributes of the subject's row (none: the row is new) and
    writes the entry with its body.
    """
    update = ""
    if attributes:
        columns = {field.attname: field.column for field in model._meta.concrete_fields}
        values = ", ".join(f'"{columns[name]}" = %s' for name in attributes)
        update = f'u AS (UPDATE "{model._meta.db_table}" SET {values} WHERE id = %s), '
    return (
        f"WITH {update}e AS (INSERT INTO ledger_entry"
        " (uid, act, at, recorded_at, person_id, subject_type, subject_id, case_id, leaf)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id),"
        " b AS (INSERT INTO ledger_body (entry_id, body) SELECT id, %s FROM e)"
        " INSERT INTO ledger_pending (entry_id) SELECT id FROM e"
    )
