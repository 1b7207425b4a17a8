"""The ways to tamper with a ledger of one who may do everything, and what the verifier must say to each."""

from __future__ import annotations

from collections.abc import Callable

from shouze.kernel.ledger.tree import Frontier, leaf_hash

from .conftest import Connection, Ledger
from .forging import INSERT, name, page

TABLES = ("ledger_entry", "ledger_body", "ledger_leaf", "ledger_checkpoint")
Tamper = Callable[[Connection], object]


def unguarded(ledger: Ledger) -> Connection:
    """A connection of one who may do everything, and switched the guards off."""
    conn = ledger.connect()
    for table in TABLES:
        conn.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return conn


def _sql(*statements: str) -> Tamper:
    return lambda conn: [conn.execute(statement) for statement in statements]


def _rewrite(conn: Connection, seq: int, column: str, old: bytes, new: bytes) -> None:
    """Replace bytes in the leaf or the body of the entry at ``seq``."""
    table, key = {"leaf": ("ledger_entry", "id"), "body": ("ledger_body", "entry_id")}[column]
    where = f"WHERE {key} = (SELECT entry_id FROM ledger_leaf WHERE seq = {seq})"  # noqa: S608
    (stored,) = conn.execute(f"SELECT {column} FROM {table} {where}", binary=True).fetchone() or (b"",)  # noqa: S608
    assert old in stored
    conn.execute(f"UPDATE {table} SET {column} = %s {where}", (stored.replace(old, new, 1),))  # noqa: S608


def _swap(table: str, column: str, key: str, one: int, other: int) -> str:
    """Exchange one column of two rows, in one statement."""
    return (
        f"UPDATE {table} t SET {column} = o.{column} FROM {table} o"  # noqa: S608
        f" WHERE (t.{key}, o.{key}) IN (({one}, {other}), ({other}, {one}))"
    )


def _rehash(conn: Connection) -> None:
    """Let every leaf hash match its entry again, as a tamperer with time would."""
    conn.execute(
        "UPDATE ledger_leaf l SET leaf_hash = sha256('\\x00'::bytea || e.leaf) FROM ledger_entry e"
        " WHERE e.id = l.entry_id"
    )


def _retell(conn: Connection) -> None:
    """Write every checkpoint anew over the leaves as they are: the database then agrees with itself."""
    _rehash(conn)
    rows = conn.execute("SELECT leaf_hash FROM ledger_leaf ORDER BY seq", binary=True).fetchall()
    hashes = [row[0] for row in rows]
    for (size,) in conn.execute("SELECT size FROM ledger_checkpoint").fetchall():
        frontier = Frontier()
        frontier.append(hashes[:size])
        conn.execute(
            "UPDATE ledger_checkpoint SET root = %s, frontier = %s WHERE size = %s",
            (frontier.root(), frontier.as_bytes(), size),
        )


def _edit_leaf(conn: Connection) -> None:
    _rewrite(conn, 7, "leaf", b"application.accepted", b"application.declined")


def _edit_leaf_and_hash(conn: Connection) -> None:
    _edit_leaf(conn)
    conn.execute("UPDATE ledger_entry SET act = 'application.declined' WHERE id = 8")
    _rehash(conn)


def _edit_leaf_and_all(conn: Connection) -> None:
    _edit_leaf_and_hash(conn)
    _retell(conn)


def _insert_in_middle(conn: Connection) -> None:
    """A forged entry at seq 20, everything behind it moved up by one, every hash right."""
    (pending,) = conn.execute(INSERT, page(777)).fetchone() or (0,)
    conn.execute("DELETE FROM ledger_pending WHERE entry_id = %s", (pending,))
    conn.execute("UPDATE ledger_leaf SET seq = seq + 100000 WHERE seq >= 20")
    conn.execute("UPDATE ledger_leaf SET seq = seq - 99999 WHERE seq >= 100000")
    conn.execute("INSERT INTO ledger_leaf VALUES (20, %s, %s)", (pending, leaf_hash(page(777)[-2])))


def _delete_and_renumber(conn: Connection) -> None:
    conn.execute("DELETE FROM ledger_leaf WHERE seq = 12")
    conn.execute("DELETE FROM ledger_body WHERE entry_id = 13")
    conn.execute("DELETE FROM ledger_entry WHERE id = 13")
    conn.execute("UPDATE ledger_leaf SET seq = seq + 100000 WHERE seq > 12")
    conn.execute("UPDATE ledger_leaf SET seq = seq - 100001 WHERE seq > 12")


def _back_date(conn: Connection) -> None:
    _rewrite(conn, 3, "leaf", b'"at":"2024-03-08', b'"at":"2024-02-08')
    conn.execute("UPDATE ledger_entry SET at = at - interval '29 days' WHERE id = 4")


def _forge_person(conn: Connection) -> None:
    """Give the deed to somebody else."""
    _rewrite(conn, 5, "body", str(name("person 2")).encode(), str(name("person 1")).encode())


TAMPERINGS: dict[str, tuple[Tamper, set[tuple[str, int | None, str | None]]]] = {
    "edit a leaf": (_edit_leaf, {("leaf-hash", 7, None), ("column", 7, "act")}),
    "edit a leaf and its hash": (
        _edit_leaf_and_hash,
        {("checkpoint-root", None, None), ("file-root", None, None)},
    ),
    "edit a leaf and all that follows": (_edit_leaf_and_all, {("file-root", None, None)}),
    "edit a body": (
        lambda conn: _rewrite(conn, 9, "body", "同意".encode(), "反对".encode()),
        {("digest", 9, "data")},
    ),
    "edit a person in a body": (_forge_person, {("digest", 5, "who"), ("content", 5, "person_id")}),
    "spoil the form of a body": (
        lambda conn: _rewrite(conn, 9, "body", b'"days":9', b'"days": 9'),
        {("body-form", 9, None)},
    ),
    "empty a section of a body": (
        _sql("UPDATE ledger_body SET body = '{\"data\":null,\"what\":null,\"who\":null}' WHERE entry_id = 3"),
        {("body-form", 2, None)},
    ),
    "edit the act": (_sql("UPDATE ledger_entry SET act = 'x.y' WHERE id = 3"), {("column", 2, "act")}),
    "edit the uid": (
        _sql("UPDATE ledger_entry SET uid = gen_random_uuid() WHERE id = 3"),
        {("column", 2, "uid")},
    ),
    "edit the date": (
        _sql("UPDATE ledger_entry SET at = at - interval '1 microsecond' WHERE id = 3"),
        {("column", 2, "at")},
    ),
    "edit the date of recording": (
        _sql("UPDATE ledger_entry SET recorded_at = recorded_at + interval '1 day' WHERE id = 3"),
        {("column", 2, "recorded_at")},
    ),
    "edit the person": (
        _sql("UPDATE ledger_entry SET person_id = gen_random_uuid() WHERE id = 3"),
        {("content", 2, "person_id")},
    ),
    "take the person away": (
        _sql("UPDATE ledger_entry SET person_id = NULL WHERE id = 3"),
        {("content", 2, "person_id")},
    ),
    "edit the subject": (
        _sql("UPDATE ledger_entry SET subject_id = gen_random_uuid() WHERE id = 3"),
        {("content", 2, "subject_id")},
    ),
    "edit the kind of subject": (
        _sql("UPDATE ledger_entry SET subject_type = 'x.y' WHERE id = 3"),
        {("content", 2, "subject_type")},
    ),
    "move to another case": (
        _sql("UPDATE ledger_entry SET case_id = NULL WHERE id = 3"),
        {("content", 2, "case_id")},
    ),
    "edit what is not in the tree yet": (
        _sql("UPDATE ledger_entry SET act = 'x.y' WHERE id = 41"),
        {("column", None, "act")},
    ),
    "delete an entry": (
        _sql("DELETE FROM ledger_body WHERE entry_id = 3", "DELETE FROM ledger_entry WHERE id = 3"),
        {("leaf-without-entry", 2, "entry_id 3")},
    ),
    "delete a body": (_sql("DELETE FROM ledger_body WHERE entry_id = 3"), {("body-missing", 2, None)}),
    "delete a leaf": (
        _sql("DELETE FROM ledger_leaf WHERE seq = 12"),
        {
            ("gap", 13, "expected 12"), ("entry-without-leaf", None, None), ("checkpoint-root", None, None),
            ("checkpoint-frontier", None, None), ("file-root", None, None), ("checkpoint-beyond", None, None),
            ("file-beyond", None, None),
            ("checkpoint-last", None, "leaves 39"),
        },
    ),
    "delete a leaf with its entry and renumber": (
        _delete_and_renumber,
        {
            ("checkpoint-root", None, None), ("checkpoint-frontier", None, None), ("file-root", None, None),
            ("checkpoint-beyond", None, None), ("file-beyond", None, None),
            ("checkpoint-last", None, "leaves 39"),
        },
    ),
    "take out of the queue": (
        _sql("DELETE FROM ledger_pending WHERE entry_id = 42"),
        {("entry-without-leaf", None, None)},
    ),
    "delete what waits": (
        _sql("DELETE FROM ledger_body WHERE entry_id = 42", "DELETE FROM ledger_entry WHERE id = 42"),
        {("pending-without-entry", None, "entry_id 42")},
    ),
    "put back into the queue": (
        _sql("INSERT INTO ledger_pending VALUES (5)"),
        {("pending-with-leaf", 4, None)},
    ),
    "swap two leaves": (
        _sql(
            "UPDATE ledger_leaf SET entry_id = -entry_id WHERE seq IN (2, 4)",
            "UPDATE ledger_leaf SET entry_id = CASE seq WHEN 2 THEN 5 ELSE 3 END WHERE seq IN (2, 4)",
            _swap("ledger_leaf", "leaf_hash", "seq", 2, 4),
        ),
        {
            ("case-order", 3, None), ("case-order", 4, None), ("checkpoint-root", None, None),
            ("checkpoint-frontier", None, None), ("file-root", None, None),
        },
    ),
    "swap two leaves without their hashes": (
        _sql(
            "UPDATE ledger_leaf SET entry_id = -entry_id WHERE seq IN (2, 7)",
            "UPDATE ledger_leaf SET entry_id = CASE seq WHEN 2 THEN 8 ELSE 3 END WHERE seq IN (2, 7)",
        ),
        {("leaf-hash", 2, None), ("leaf-hash", 7, None)} | {("case-order", seq, None) for seq in (5, 6, 7)},
    ),
    "swap two bodies": (
        _sql(_swap("ledger_body", "body", "entry_id", 1, 2)),
        {(check, seq, field) for seq in (0, 1) for check, field in (
            ("digest", "data"), ("digest", "what"), ("digest", "who"), ("content", "person_id"))},
    ),
    "insert in the middle": (
        _insert_in_middle,
        {
            ("checkpoint-root", None, None), ("checkpoint-frontier", None, None), ("file-root", None, None),
            ("checkpoint-last", None, "leaves 41"), ("case-order", 21, None),
        },
    ),
    "back-date": (_back_date, {("leaf-hash", 3, None)}),
    "drop the last checkpoint": (
        _sql("DELETE FROM ledger_checkpoint WHERE size = 40"),
        {("checkpoint-last", None, "leaves 40"), ("checkpoint-missing", None, None)},
    ),
    "drop a checkpoint before": (
        _sql("DELETE FROM ledger_checkpoint WHERE size = 20"),
        {("checkpoint-missing", None, None)},
    ),
    "edit a frontier": (
        _sql("UPDATE ledger_checkpoint SET frontier = sha256('x') || frontier WHERE size = 20"),
        {("checkpoint-frontier", None, None)},
    ),
    "cut off the end with its checkpoints": (
        _sql(
            "DELETE FROM ledger_checkpoint WHERE size > 30", "DELETE FROM ledger_leaf WHERE seq >= 30",
            "DELETE FROM ledger_pending", "DELETE FROM ledger_body WHERE entry_id > 30",
            "DELETE FROM ledger_entry WHERE id > 30",
        ),
        {("file-beyond", None, None)},
    ),
    "cut off everything": (
        _sql(*(f"TRUNCATE {table} CASCADE" for table in (*TABLES, "ledger_pending"))),
        {("file-beyond", None, None)},
    ),
    "another format of leaf": (
        lambda conn: _rewrite(conn, 6, "leaf", b"shouze-entry-1", b"shouze-entry-2"),
        {("leaf-hash", 6, None), ("leaf-form", 6, None)},
    ),
    "a version of an act that is none": (
        lambda conn: _rewrite(conn, 6, "leaf", b'"act_version":1', b'"act_version":0'),
        {("leaf-hash", 6, None), ("leaf-form", 6, None)},
    ),
}  # fmt: skip
