"""Entries as the gate writes them, without a gate: for tests of the ledger alone and for measurements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import psycopg
import rfc8785

from shouze.kernel.clock import SHANGHAI

NAMES = UUID("8f2d4e5a-6f43-4a1c-9a61-0c4f7f1d2b11")
START = datetime(2024, 3, 8, 10, tzinfo=SHANGHAI)
SUBJECT_TYPE = "cases.case"

INSERT = """
WITH entry AS (
    INSERT INTO ledger_entry (uid, act, at, recorded_at, person_id, subject_type, subject_id, case_id, leaf)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
), body AS (INSERT INTO ledger_body (entry_id, body) SELECT id, %s FROM entry)
INSERT INTO ledger_pending (entry_id) SELECT id FROM entry RETURNING entry_id
"""


def name(text: str) -> UUID:
    """A UUID that is the same for the same text."""
    return uuid5(NAMES, text)


def page(number: int, *, case: str = "A", act: str = "application.accepted") -> tuple[Any, ...]:
    """The parameters of `INSERT` for the entry ``number`` of a case."""
    at = START + timedelta(minutes=number)
    recorded = at + timedelta(seconds=2, microseconds=345_678)
    uid, person, subject = name(f"entry {number}"), name(f"person {number % 3}"), name(f"case {case}")
    values: dict[str, Any] = {
        "data": {
            "opinion": f"同意受理 {number}",
            "days": number,
            "tags": ["\U00020000" if number % 10 == 0 else "ﬀ", None, True],
        },
        "what": {"subject_type": SUBJECT_TYPE, "subject_id": str(subject), "case_id": str(subject)},
        "who": {"person_id": str(person), "name": "林知远", "post": "reviewer"},
    }
    salts = {section: sha256(f"{section} {number}".encode()).digest()[:16] for section in values}
    sections = {key: {"salt": salts[key].hex(), "value": value} for key, value in values.items()}
    digests = {key: sha256(salts[key] + rfc8785.dumps(value)).hexdigest() for key, value in values.items()}
    leaf: dict[str, Any] = {
        "act": act, "act_version": 1, "at": at.isoformat(), "format": "shouze-entry-1",
        "recorded": recorded.isoformat(), "sections": digests, "uid": str(uid),
    }  # fmt: skip
    written = rfc8785.dumps(leaf), rfc8785.dumps(sections)
    return uid, act, at, recorded, person, SUBJECT_TYPE, subject, subject, *written


def write(conn: psycopg.Connection[Any], numbers: Iterable[int], *, case: str = "A") -> list[int]:
    """Write entries as the gate would and return their ids."""
    return [_id(conn.execute(INSERT, page(number, case=case))) for number in numbers]


def _id(cursor: psycopg.Cursor[Any]) -> int:
    (found,) = cursor.fetchone() or (0,)
    return int(found)


def pages(numbers: Iterable[int], cases: int) -> Iterator[tuple[Any, ...]]:
    """Entries spread over ``cases`` cases."""
    return (page(number, case=str(number % cases)) for number in numbers)
