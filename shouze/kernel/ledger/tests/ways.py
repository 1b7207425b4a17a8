"""The ways of a superuser, each with what must be said of it: which check, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any, Final

import rfc8785

from shouze.kernel.ledger.logs import LEDGER, REGISTER, Log
from shouze.kernel.ledger.tiles import width_at

from .forgery import (
    BODY,
    CHECKPOINTS,
    FILES,
    HASH,
    HISTORY,
    KEY,
    ROW,
    SIGNED,
    Forgery,
    House,
    digest,
    moment,
)

Expected = dict[str, Any]
"""The check and the places that one finding must have."""


@dataclass
class Done:
    """What was done: every one of ``expected`` must be found, and nothing before ``first`` in the ledger."""

    expected: list[Expected] = field(default_factory=list)
    first: int = 0


def _told(forgery: Forgery, level: int, seq: int, *, beyond: bool = False) -> list[Expected]:
    """What must be said of a change at a place that was carried up to a level, and did not make the log
    shorter (``beyond``: did)."""
    log, size = forgery.log.name, forgery.size
    own = None if forgery.log is LEDGER else log
    witness: Expected = {"check": f"witness-{'beyond' if beyond else 'root'}", "size": size, "log": log}
    published: Expected = {"check": "published-leaf", "seq": seq, "log": log}
    if beyond and seq >= len(forgery.rows):
        published = {"check": "published-beyond", "size": size, "log": log}
    covered = forgery.first_checkpoint(seq)
    file: Expected = {"check": "file-root", "size": covered, "log": own}
    if covered > len(forgery.rows):
        file["check"] = "file-beyond"
    root: Expected = {"check": "log-root", "size": size, "log": log}
    missing: Expected = {"check": "log-missing", "log": log}
    told: dict[int, list[Expected]] = {
        HASH: [published],
        CHECKPOINTS: [published, file],
        HISTORY: [published],
        FILES: [root if len(forgery.rows) == size else missing],
        SIGNED: [witness, {"check": "log-cosignatures", "log": log}],
        KEY: [witness, {"check": "witness-key", "size": size, "log": log}],
    }
    return told[level]


def _place(forgery: Forgery) -> int:
    return forgery.random.randrange(forgery.size)


def edit(forgery: Forgery, level: int) -> Done:
    """Another act in the leaf and its column."""
    seq = _place(forgery)
    forgery.write_leaf(seq, {**forgery.leaf(seq), "act": "application.declined"})
    forgery.rows[seq][2] = "application.declined"
    return _settled(forgery, level, seq)


def back_date(forgery: Forgery, level: int) -> Done:
    """Days earlier, in leaf and columns."""
    seq, days = _place(forgery), timedelta(days=forgery.random.randrange(1, 60))
    said = forgery.leaf(seq)
    for key, column in (("at", 3), ("recorded", 4)):
        said[key] = (moment(said[key]) - days).isoformat()
        forgery.rows[seq][column] -= days
    forgery.write_leaf(seq, said)
    return _settled(forgery, level, seq)


def blame_another(forgery: Forgery, level: int) -> Done:
    """Another person in body, leaf and column."""
    seq, other = _place(forgery), _place(forgery)
    while forgery.rows[other][5] == forgery.rows[seq][5]:
        other = _place(forgery)
    body, said = forgery.body(seq), forgery.leaf(seq)
    person = str(forgery.rows[other][5])
    body[1] = body[1].replace(str(forgery.rows[seq][5]).encode(), person.encode())
    said["sections"]["who"] = digest(body[1], "who")
    forgery.rows[seq][5] = forgery.rows[other][5]
    forgery.write_leaf(seq, said)
    return _settled(forgery, level, seq)


def _settled(forgery: Forgery, level: int, seq: int) -> Done:
    forgery.settle(level)
    own = None if forgery.log is LEDGER else forgery.log.name
    raw: list[Expected] = [{"check": "leaf-hash", "seq": seq, "log": own}]
    return Done(raw if level == ROW else _told(forgery, level, seq), seq)


def delete(forgery: Forgery, level: int) -> Done:
    """An entry and its body are gone, all behind it moved up."""
    seq = _place(forgery)
    forgery.delete(seq)
    forgery.settle(level)
    if level == ROW:
        return Done([{"check": "leaf-without-entry", "seq": seq}], seq)
    return Done(_told(forgery, level, seq, beyond=True), seq)


def insert(forgery: Forgery, level: int) -> Done:
    """A forged entry, all behind it moved down."""
    seq = _place(forgery)
    row = forgery.insert(seq)
    forgery.settle(level)
    if level == ROW:
        return Done([{"check": "entry-without-leaf", "uid": str(row[1])}])
    return Done(_told(forgery, level, seq), seq)


def reorder(forgery: Forgery, level: int) -> Done:
    """Two entries exchange their places."""
    one = forgery.random.randrange(forgery.size - 1)
    other = forgery.random.randrange(one + 1, forgery.size)
    forgery.swap(one, other)
    level = max(level, HASH)
    forgery.settle(level)
    return Done(_told(forgery, level, one), one)


def cut(forgery: Forgery, level: int) -> Done:
    """Everything from a place on is gone, and what waited."""
    size = forgery.random.randrange(1, forgery.size)
    forgery.cut(size)
    level = max(level, CHECKPOINTS)
    forgery.settle(level)
    return Done(_told(forgery, level, size, beyond=True), size)


def body(forgery: Forgery, level: int) -> Done:
    """Only the content: another opinion, other days, or all of it gone."""
    seq = _place(forgery)
    row = forgery.body(seq)
    if forgery.random.random() < 0.3:
        forgery.house.tables[BODY].remove(row)
        return Done([{"check": "body-missing", "seq": seq}], seq)
    said = json.loads(row[1])
    said["data"]["value"]["opinion"] = "不同意"
    row[1] = rfc8785.dumps(said)
    return Done([{"check": "digest", "seq": seq, "field": "data"}], seq)


def pretend_erased(forgery: Forgery, level: int) -> Done:
    """A section is emptied, and says that an act of another entry erased it by order of the law."""
    seq, other, section = _place(forgery), _place(forgery), forgery.random.choice(("data", "who"))
    row = forgery.body(seq)
    said = json.loads(row[1])
    said[section] = {"erased": {"act": str(forgery.rows[other][1])}, "value": said[section]["value"]}
    row[1] = rfc8785.dumps(said)
    return Done([{"check": "erased-without-act", "seq": seq, "field": section}], seq)


COLUMNS: Final = {2: "act", 3: "at", 4: "recorded_at", 5: "person_id", 7: "subject_id", 8: "case_id"}


def column(forgery: Forgery, level: int) -> Done:
    """Only a column."""
    seq, at = _place(forgery), forgery.random.choice(list(COLUMNS))
    row = forgery.rows[seq]
    row[at] = {2: "x.y", 3: row[3] - timedelta(seconds=1), 4: row[4] + timedelta(days=1)}.get(at, row[1])
    return Done([{"seq": seq, "field": COLUMNS[at]}], seq)


def checkpoint_row(forgery: Forgery, level: int) -> Done:
    """A checkpoint of the database: its root, its frontier, or all of it."""
    rows = forgery.house.tables[forgery.log.checkpoint]
    row = forgery.random.choice(rows)
    what = forgery.random.randrange(3)
    own = None if forgery.log is LEDGER else forgery.log.name
    if what == 2:
        rows.remove(row)
        return Done([{"check": "checkpoint-missing", "size": row[0], "log": own}])
    at = (1, 3)[what]
    row[at] = bytes([row[at][0] ^ 1]) + row[at][1:]
    return Done([{"check": ("checkpoint-root", "checkpoint-frontier")[what], "size": row[0], "log": own}])


def history_line(forgery: Forgery, level: int) -> Done:
    """A root in the file of checkpoints."""
    path = f"ledger/{forgery.log.history}"
    lines = forgery.house.files[path].splitlines(keepends=True)
    number = forgery.random.randrange(len(lines))
    said = json.loads(lines[number])
    said["root"] = said["root"][::-1]
    lines[number] = json.dumps(said).encode() + b"\n"
    forgery.house.files[path] = b"".join(lines)
    own = None if forgery.log is LEDGER else forgery.log.name
    return Done([{"check": "file-root", "size": said["size"], "line": number + 1, "log": own}])


def file_of_log(forgery: Forgery, level: int) -> Done:
    """A bit in a published tile or bundle, or the file is gone."""
    top = f"log/{forgery.log.name}/"
    path = forgery.random.choice(
        sorted(path for path in forgery.house.files if path.startswith(f"{top}tile/"))
    )
    content = bytearray(forgery.house.files[path])
    if forgery.random.random() < 0.3 and path.endswith(
        ("000", *(f".p/{one}" for one in _widths(forgery.size)))
    ):
        del forgery.house.files[path]
        return Done([{"check": "log-missing", "path": path.removeprefix(top)}])
    content[forgery.random.randrange(len(content))] ^= 1 << forgery.random.randrange(8)
    forgery.house.files[path] = bytes(content)
    if path.endswith(tuple(f".p/{width}" for width in range(1, 256) if width not in _widths(forgery.size))):
        return Done([{"check": "log-tile", "path": path.removeprefix(top)}])
    tile = int(path.removeprefix(f"{top}tile/").split("/")[1].partition(".")[0])
    return Done(
        [{"log": forgery.log.name, "tile": tile, "level": path.removeprefix(f"{top}tile/").split("/")[0]}]
    )


def _widths(size: int) -> set[int]:
    """The widths of the partial tiles of a log of this size; others were left by smaller ones."""
    return {width_at(level, size) for level in range(3)} - {0}


def checkpoint_file(forgery: Forgery, level: int) -> Done:
    """The published checkpoint: its text, its signature, the witness's signature, or all of it."""
    path = f"log/{forgery.log.name}/checkpoint"
    note, log = forgery.house.files[path].decode(), forgery.log.name
    text, _, signatures = note.rpartition("\n\n")
    own, cosigned = signatures.splitlines(keepends=True)
    origin, size, root = text.split("\n")
    changed, check = forgery.random.choice(
        [
            (f"{origin}\n{int(size) - 1}\n{root}\n\n{own}{cosigned}", "log-signature"),
            (f"{origin}\n{size}\n{root[::-1].lstrip('=')}=\n\n{own}{cosigned}", "log-checkpoint"),
            (f"{text}\n\n{own}", "log-cosignatures"),
            (f"{text}\n\n{cosigned}", "log-signature"),
            (f"{text}\n\n{own}{cosigned[:-8]}AAA=\n", "log-cosignatures"),
            ("", "log-checkpoint"),
        ]
    )
    if check == "log-checkpoint" and changed:
        changed = changed.replace(changed.split("\n")[2], "AAAA", 1)
    forgery.house.files[path] = changed.encode()
    return Done([{"check": check, "log": log}])


def forked(forgery: Forgery, level: int) -> Done:
    """A split view: the database is the true one, readers are shown another log, signed by the real key."""
    true, seq = forgery.house.copy(), _place(forgery)
    forgery.write_leaf(seq, {**forgery.leaf(seq), "shown": "to you alone"})
    forgery.settle(SIGNED)
    forgery.house.tables = true.tables
    forgery.house.files[f"ledger/{forgery.log.history}"] = true.files[f"ledger/{forgery.log.history}"]
    log = forgery.log.name
    return Done(
        [
            {"check": "published-leaf", "seq": seq, "log": log},
            {"check": "witness-root", "size": forgery.size, "log": log},
        ],
        seq,
    )


def stale(forgery: Forgery, level: int) -> Done:
    """A split view: readers are shown the log as it was once, signed by the real key."""
    true, size = forgery.house.copy(), forgery.random.randrange(1, forgery.size)
    forgery.rows = forgery.rows[:size]
    forgery.settle(SIGNED)
    forgery.house.tables = true.tables
    forgery.house.files[f"ledger/{forgery.log.history}"] = true.files[f"ledger/{forgery.log.history}"]
    log = forgery.log.name
    return Done(
        [
            {"check": "published-behind", "size": size, "log": log},
            {"check": "witness-beyond", "size": forgery.size, "log": log},
        ],
        size,
    )


def not_announced(forgery: Forgery, level: int) -> Done:
    """What happened to a certificate is taken out of the register's log, everything written anew."""
    seq = forgery.random.randrange(1, forgery.size)
    uid = str(forgery.rows[seq][1])
    forgery.delete(seq)
    forgery.settle(max(level, HASH))
    return Done([{"check": "entry-without-announcement", "uid": uid}])


def announced_falsely(forgery: Forgery, level: int) -> Done:
    """An announcement says another event, or another certificate's."""
    seq = _place(forgery)
    said = forgery.leaf(seq)
    if forgery.random.random() < 0.5:
        said["event"] = "withdrawn" if said["event"] != "withdrawn" else "issued"
        forgery.write_leaf(seq, said)
        expected: list[Expected] = [{"check": "announcement-without-entry", "seq": seq, "log": REGISTER.name}]
    else:
        said["number"] = "2024010000000000"
        forgery.write_leaf(seq, said)
        expected = []
    forgery.settle(level)
    raw: list[Expected] = [{"check": "leaf-hash", "seq": seq, "log": REGISTER.name}]
    return Done(expected + (raw if level == ROW else _told(forgery, level, seq)))


def announced_twice(forgery: Forgery, level: int) -> Done:
    """The same event is announced once more, at the end."""
    row = list(forgery.rows[_place(forgery)])
    row[0] = 9_000_000
    forgery.house.tables[forgery.log.source].append(row)
    forgery.rows.append(row)
    forgery.settle(max(level, HASH))
    return Done([{"check": "announcement-twice", "uid": str(row[1]), "log": REGISTER.name}])


Way = Callable[[Forgery, int], Done]
WAYS: Final[tuple[tuple[Way, Log], ...]] = (
    (edit, LEDGER), (back_date, LEDGER), (blame_another, LEDGER), (delete, LEDGER), (insert, LEDGER),
    (reorder, LEDGER), (cut, LEDGER), (body, LEDGER), (column, LEDGER), (checkpoint_row, LEDGER),
    (history_line, LEDGER), (file_of_log, LEDGER), (checkpoint_file, LEDGER), (forked, LEDGER),
    (stale, LEDGER), (not_announced, REGISTER), (announced_falsely, REGISTER), (announced_twice, REGISTER),
    (checkpoint_row, REGISTER), (history_line, REGISTER), (file_of_log, REGISTER),
    (pretend_erased, LEDGER), (checkpoint_file, REGISTER), (forked, REGISTER), (stale, REGISTER),
    (cut, REGISTER),
)  # fmt: skip


def tamper(house: House, number: int) -> tuple[str, Done]:
    """The tampering of a number: always the same way, level and place; returns its name and what to say."""
    random = Random(number)  # noqa: S311  (seeded on purpose)
    way, log = WAYS[number % len(WAYS)]
    level = number // len(WAYS) % 7
    return f"{way.__name__} {log.name} {level}", way(Forgery(house, log, random), level)
