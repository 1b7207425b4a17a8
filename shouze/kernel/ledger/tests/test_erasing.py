"""A login of the application in SQL erases what an act says, and runs nothing as the owner."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
import pytest
import rfc8785
from psycopg import errors

from shouze.kernel.ledger import roles
from shouze.kernel.ledger.sequence import catch_up
from shouze_verify.verifying import verify

from .conftest import Ledger
from .forging import INSERT, START, page

MARKER = "[已依法删除]"
ERASE = "SELECT ledger_erase(%s, %s, %s, %s, 'ordered')"
# A type of one's own in the place of `text`, with a check that does what its caller may.
TRAP = (
    """CREATE FUNCTION pg_temp.spring(pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
        CREATE TABLE IF NOT EXISTS public.sprung (by_whom name);
        RETURN true;
    END $$""",
    "CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.spring(VALUE))",
    "CREATE DOMAIN pg_temp.json AS pg_catalog.json CHECK (pg_temp.spring('x'))",
)


def _act(number: int, entry: UUID, section: str, left: Any) -> tuple[Any, ...]:
    """The parameters of an entry that says it erased a section of another and left ``left`` there."""
    *columns, leaf, body = page(number, act="content.erased")
    said, sections = json.loads(leaf), json.loads(body)
    sections["data"]["value"] = {"entry": str(entry), "section": section}
    sections["what"]["value"]["outcome"] = {"remainder": sha256(rfc8785.dumps(left)).hexdigest()}
    for name, one in sections.items():
        salted = bytes.fromhex(one["salt"]) + rfc8785.dumps(one["value"])
        said["sections"][name] = sha256(salted).hexdigest()
    return *columns, rfc8785.dumps(said), rfc8785.dumps(sections)


def _first(conn: psycopg.Connection[Any]) -> tuple[UUID, dict[str, Any]]:
    """The uid of the first entry and what its section ``who`` would be with the name erased."""
    uid, body = conn.execute(
        "SELECT uid, body FROM ledger_entry e JOIN ledger_body b ON b.entry_id = e.id ORDER BY e.id LIMIT 1"
    ).fetchone() or (UUID(int=0), b"")
    return uid, {**json.loads(body)["who"]["value"], "name": MARKER}


def _erase(conn: psycopg.Connection[Any], number: int = 900) -> UUID:
    """Erase a name as the act does it; returns the act's uid."""
    uid, left = _first(conn)
    act = _act(number, uid, "who", left)
    with conn.transaction():
        conn.execute(ERASE, (uid, "who", rfc8785.dumps(left).decode(), act[0]))
        conn.execute(INSERT, act)
    return UUID(str(act[0]))


def _body(conn: psycopg.Connection[Any], uid: UUID) -> bytes:
    asked = "SELECT body FROM ledger_body b JOIN ledger_entry e ON b.entry_id = e.id WHERE uid = %s"
    (body,) = conn.execute(asked, (uid,)).fetchone() or (b"",)
    return bytes(body)


def test_it_runs_nothing_of_the_callers_as_the_owner(kept: Ledger) -> None:
    """Where temporary objects are allowed (a copy of a database allows them), none comes before ours."""
    with kept.connect(roles.APP) as conn:
        uid, left = _first(conn)
        act = _act(900, uid, "who", left)
        with conn.transaction():
            for statement in TRAP:
                conn.execute(statement)
            conn.execute(ERASE, (uid, "who", rfc8785.dumps(left).decode(), act[0]))
            conn.execute(INSERT, act)
        assert b'"erased"' in _body(conn, uid)
        assert conn.execute("SELECT to_regclass('public.sprung')").fetchone() == (None,)


def test_it_lets_the_roles_make_nothing_temporary_and_still_erases(kept: Ledger) -> None:
    with kept.connect() as conn:
        roles.grant(conn)
        conn.execute("CREATE TEMP TABLE of_the_owner (n int)")
    for role in (roles.APP, roles.SEQUENCER):
        with kept.connect(role) as conn:
            for statement in (*TRAP, "CREATE TEMP TABLE mine (n int)"):
                with pytest.raises(errors.InsufficientPrivilege):
                    conn.execute(statement)
    with kept.connect(roles.APP) as conn:
        uid, _ = _first(conn)
        _erase(conn)
        assert b'"erased"' in _body(conn, uid)
    with kept.connect(roles.SEQUENCER) as conn:
        assert catch_up(conn, at=START) == 4


def test_it_refuses_an_old_act_as_a_licence_for_anything_else(kept: Ledger) -> None:
    with kept.connect(roles.APP) as conn:
        uid, left = _first(conn)
        other = conn.execute("SELECT uid FROM ledger_entry ORDER BY id OFFSET 1 LIMIT 1").fetchone()
        assert other
        act = _erase(conn)
        before = _body(conn, uid), _body(conn, other[0])
        for entry, section, stays in ((other[0], "who", left), (uid, "data", left), (uid, "what", {})):
            with pytest.raises(errors.RestrictViolation, match="by an act"):
                conn.execute(ERASE, (entry, section, rfc8785.dumps(stays).decode(), act))
        # Under the same uid the same section is done already.
        conn.execute(ERASE, (uid, "who", "{}", act))
        assert (_body(conn, uid), _body(conn, other[0])) == before


def test_it_refuses_another_remainder_than_the_act_says(kept: Ledger) -> None:
    with kept.connect(roles.APP) as conn:
        uid, left = _first(conn)
        act = _act(901, uid, "who", left)
        before = _body(conn, uid)
        with pytest.raises(errors.RestrictViolation, match="as the act says"), conn.transaction():
            stays = rfc8785.dumps({**left, "name": "他人"}).decode()
            conn.execute(ERASE, (uid, "who", stays, act[0]))
            conn.execute(INSERT, act)
        assert _body(conn, uid) == before
        _erase(conn)
        assert _body(conn, uid) != before


def test_it_is_found_when_what_was_left_is_changed_afterwards(kept: Ledger) -> None:
    with kept.connect() as conn:
        uid, _ = _first(conn)
        _erase(conn)
        catch_up(conn, at=START)
        lawful = verify(conn)
        assert lawful.agreed and lawful.erased == 1, lawful.text()
        changed = _body(conn, uid).replace(MARKER.encode(), "卫望".encode())
        conn.execute("ALTER TABLE ledger_body DISABLE TRIGGER USER")
        conn.execute(
            "UPDATE ledger_body SET body = %s WHERE entry_id = (SELECT id FROM ledger_entry WHERE uid = %s)",
            (changed, uid),
        )
        report = verify(conn)
    assert report.counts == {"erased-otherwise": 1} and report.findings[0].uid == str(uid)
    assert (report.erased, report.findings[0].field) == (0, "who")
