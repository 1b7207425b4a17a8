"""What the database itself refuses: by privilege to the roles of the application, by trigger to the owner."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg import errors

from shouze.kernel.ledger import roles
from shouze.kernel.ledger.sequence import catch_up

from .conftest import Ledger
from .forging import START, write

CHANGES = (
    "UPDATE ledger_entry SET act = 'x'",
    "UPDATE ledger_body SET body = 'x'",
    "UPDATE ledger_leaf SET entry_id = entry_id + 1000",
    "UPDATE ledger_checkpoint SET size = size + 1",
    "DELETE FROM ledger_entry",
    "DELETE FROM ledger_body",
    "DELETE FROM ledger_leaf",
    "DELETE FROM ledger_checkpoint",
    "TRUNCATE ledger_entry CASCADE",
    "TRUNCATE ledger_body",
    "TRUNCATE ledger_leaf",
    "TRUNCATE ledger_checkpoint",
)
PENDING_CHANGES = ("UPDATE ledger_pending SET entry_id = entry_id + 1000", "TRUNCATE ledger_pending")
LEAF = "INSERT INTO ledger_leaf VALUES (1000, 1000, sha256('x'))"
CHECKPOINT = "INSERT INTO ledger_checkpoint VALUES (1000, sha256('x'), '2024-03-08 10:00+08', '')"


def _count(conn: psycopg.Connection[Any], table: str) -> int:
    (found,) = conn.execute(f"SELECT count(*) FROM {table}").fetchone() or (-1,)  # noqa: S608
    return int(found)


@pytest.mark.parametrize(
    "change", [*CHANGES, *PENDING_CHANGES, "DELETE FROM ledger_pending", LEAF, CHECKPOINT]
)
def test_it_refuses_the_app_every_change_but_lets_it_add_entries(kept: Ledger, change: str) -> None:
    with kept.connect(roles.APP) as conn:
        with pytest.raises(errors.InsufficientPrivilege):
            conn.execute(change)
        before = _count(conn, "ledger_entry")
        write(conn, [900])
        assert _count(conn, "ledger_entry") == _count(conn, "ledger_body") == before + 1
        assert _count(conn, "ledger_pending") == 4


@pytest.mark.parametrize("change", [*CHANGES, *PENDING_CHANGES])
def test_it_refuses_the_sequencer_every_change_but_lets_it_integrate(kept: Ledger, change: str) -> None:
    with kept.connect(roles.SEQUENCER) as conn:
        with pytest.raises(errors.InsufficientPrivilege):
            conn.execute(change)
        assert catch_up(conn, at=START) == 3


def test_it_refuses_the_sequencer_to_add_entries(kept: Ledger) -> None:
    with kept.connect(roles.SEQUENCER) as conn, pytest.raises(errors.InsufficientPrivilege):
        write(conn, [900])
    with kept.connect(roles.APP) as conn:
        assert write(conn, [900])


@pytest.mark.parametrize("change", CHANGES)
def test_it_refuses_even_the_owner_until_the_guard_is_disabled(kept: Ledger, change: str) -> None:
    with kept.connect() as conn:
        with pytest.raises(errors.RestrictViolation, match="台账只增不改不删"):
            conn.execute(change)
        for table in ("ledger_entry", "ledger_body", "ledger_leaf", "ledger_checkpoint"):
            conn.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        conn.execute("DROP TABLE ledger_body CASCADE" if change == "DELETE FROM ledger_entry" else "SELECT")
        conn.execute(change)


def test_it_lets_no_writer_choose_the_number_of_an_entry(kept: Ledger) -> None:
    with kept.connect(roles.APP) as conn:
        with pytest.raises(errors.InsufficientPrivilege):
            conn.execute("SELECT setval('ledger_entry_id_seq', 1)")
        with pytest.raises(errors.GeneratedAlways):
            conn.execute("INSERT INTO ledger_entry (id) VALUES (7)")


def test_it_may_be_granted_again_and_covers_tables_made_later(kept: Ledger) -> None:
    with kept.connect() as conn:
        roles.grant(conn)
        conn.execute("CREATE TABLE later (id bigserial, word text)")
        conn.execute("GRANT ALL ON ledger_entry TO shouze_app")
        roles.grant(conn)
    with kept.connect(roles.APP) as conn:
        conn.execute("INSERT INTO later (word) VALUES ('x')")
        conn.execute("UPDATE later SET word = 'y'")
        with pytest.raises(errors.InsufficientPrivilege):
            conn.execute("UPDATE ledger_entry SET act = 'x'")
    with kept.connect(roles.SEQUENCER) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute("SELECT * FROM later")
