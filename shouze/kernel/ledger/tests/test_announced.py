"""The register's log is held against the ledger: what may be announced, and what owes an announcement."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785

from shouze.kernel.ledger.logs import LOGS
from shouze.kernel.ledger.sequence import catch_up
from shouze.kernel.ledger.tree import leaf_hash
from shouze_verify import Report, verify

from .conftest import Connection, Ledger
from .forging import INSERT, START, page

ANNOUNCE = (
    "WITH a AS (INSERT INTO announcement (uid, leaf) VALUES (%s, %s) RETURNING id)"
    " INSERT INTO announcement_pending (entry_id) SELECT id FROM a"
)
EVENT: dict[str, Any] = {"format": "shouze-register-1", "event": "issued", "number": "2026"}
DAY: dict[str, Any] = {"format": "shouze-status-day-1", "on": "2026-11-22", "root": "sha256:00"}


def _announced(conn: Connection, number: int, act: str, said: dict[str, Any] | None) -> None:
    """An entry of an act, and what is announced of it."""
    entry = page(number, act=act)
    conn.execute(INSERT, entry)
    if said is not None:
        owed = {"uid": str(entry[0]), "entry": f"sha256:{leaf_hash(entry[-2]).hex()}"}
        conn.execute(ANNOUNCE, (entry[0], rfc8785.dumps({**said, **owed})))


def _checked(conn: Connection) -> Report:
    for log in LOGS:
        catch_up(conn, at=START, log=log)
    return verify(conn)


def test_it_agrees_with_events_and_with_days_that_were_closed(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        _announced(conn, 1, "certificate.approved", EVENT)
        _announced(conn, 2, "day.closed", DAY)
        report = _checked(conn)
    assert (report.findings, report.announcements) == ([], 2)


@pytest.mark.parametrize(
    ("act", "said", "check"),
    [
        ("certificate.withdrawn", EVENT, "announcement-without-entry"),
        ("application.accepted", EVENT, "announcement-without-entry"),
        ("certificate.approved", DAY, "announcement-without-entry"),
        ("day.closed", EVENT, "announcement-without-entry"),
        ("day.closed", {**DAY, "format": "another"}, "announcement-form"),
        ("certificate.approved", None, "entry-without-announcement"),
        ("day.closed", None, "entry-without-announcement"),
    ],
)
def test_it_finds_what_does_not_belong_together(
    ledger: Ledger, act: str, said: dict[str, Any] | None, check: str
) -> None:
    with ledger.connect() as conn:
        _announced(conn, 1, "certificate.approved", EVENT)
        assert _checked(conn).agreed
        _announced(conn, 2, act, said)
        assert list(_checked(conn).counts) == [check]
