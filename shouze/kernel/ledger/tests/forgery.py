"""A superuser's hand: the house's tables and files taken up, changed as thoroughly as he likes, put back.

He may change a row, the hash of its leaf, the checkpoints of the database, the file of checkpoints, the
published files, sign them anew with the real key, or with a key of his own. What he does not have is the
witness.
"""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final

import psycopg
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shouze.kernel.ledger.checkpoints import SHANGHAI
from shouze.kernel.ledger.logs import LEDGER, LOGS, Log
from shouze.kernel.ledger.notes import Signer, checkpoint_text, sign
from shouze.kernel.ledger.tiles import Edge
from shouze.kernel.ledger.tree import Frontier, leaf_hash

from .forging import page

Row = list[Any]
ROW, HASH, CHECKPOINTS, HISTORY, FILES, SIGNED, KEY = range(7)
LEVELS: Final = ("row", "hash", "checkpoints", "history", "files", "signed", "key")
BODY: Final = "ledger_body"
TABLES: Final = (
    *(table for log in LOGS for table in (log.source, log.pending, log.leaf, log.checkpoint)),
    BODY,
)
ORDER: Final = "ORDER BY 1"


@dataclass
class House:
    """All tables of the logs, row by row, and all files by their paths below a folder."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def take_up(cls, conn: psycopg.Connection[Any], folder: Path) -> House:
        """Read everything."""
        tables = {
            table: [list(row) for row in conn.execute(f"SELECT * FROM {table} {ORDER}").fetchall()]  # noqa: S608
            for table in TABLES
        }
        files = {
            str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }
        return cls(tables, files)

    def copy(self) -> House:
        """One that may be changed."""
        return House(
            {table: [copy(row) for row in rows] for table, rows in self.tables.items()}, dict(self.files)
        )

    def put_back(self, conn: psycopg.Connection[Any], folder: Path, before: House) -> None:
        """Write what is not as it is in ``before``; see `unguard`."""
        with conn.transaction():
            for table, rows in self.tables.items():
                if rows != before.tables[table]:
                    conn.execute(f"DELETE FROM {table}")  # noqa: S608
                    with conn.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        for row in rows:
                            copy.write_row(row)
        for path in before.files.keys() - self.files.keys():
            (folder / path).unlink()
        for path, content in self.files.items():
            if before.files.get(path) != content:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)


def unguard(conn: psycopg.Connection[Any]) -> None:
    """Switch off whatever the database would refuse: a superuser can."""
    for table in TABLES:
        conn.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    found = conn.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
        " AND conrelid = ANY(%s::regclass[])",
        (list(TABLES),),
    )
    for table, constraint in found.fetchall():
        conn.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')


class Forgery:
    """One log in a superuser's hands: the rows of its entries in the order of their leaves."""

    def __init__(self, house: House, log: Log, random: Random) -> None:
        self.house, self.log, self.random = house, log, random
        by_id = {row[0]: row for row in house.tables[log.source]}
        self.rows = [by_id[row[1]] for row in house.tables[log.leaf]]
        self.size = len(self.rows)
        self.sizes = [row[0] for row in house.tables[log.checkpoint]]

    def first_checkpoint(self, seq: int) -> int:
        """The size of the smallest checkpoint that covers a place."""
        return next((size for size in self.sizes if size > seq), self.size)

    def leaf(self, seq: int) -> dict[str, Any]:
        """The leaf at a place, read."""
        said: dict[str, Any] = json.loads(self.rows[seq][-1])
        return said

    def write_leaf(self, seq: int, said: dict[str, Any]) -> None:
        """Another leaf at a place."""
        self.rows[seq][-1] = rfc8785.dumps(said)

    def body(self, seq: int) -> Row:
        """The body of the entry at a place."""
        return next(row for row in self.house.tables[BODY] if row[0] == self.rows[seq][0])

    def delete(self, seq: int) -> None:
        """Take an entry out, and its body."""
        gone = self.rows.pop(seq)
        self._forget([gone])

    def cut(self, size: int) -> None:
        """Take out everything from a place on."""
        gone, self.rows = self.rows[size:], self.rows[:size]
        waiting = {row[0] for row in self.house.tables[self.log.pending]}
        pending = [row for row in self.house.tables[self.log.source] if row[0] in waiting]
        self.house.tables[self.log.pending] = []
        self._forget([*gone, *pending])

    def insert(self, seq: int) -> Row:
        """Put a forged entry in, with its body; returns its row."""
        forged = page(5000 + self.random.randrange(1000), case="F")
        row = [9_000_000 + self.random.randrange(1000), *forged[:-1]]
        self.house.tables[self.log.source].append(row)
        self.house.tables[BODY].append([row[0], forged[-1]])
        self.rows.insert(seq, row)
        return row

    def swap(self, one: int, other: int) -> None:
        """Exchange the places of two entries."""
        self.rows[one], self.rows[other] = self.rows[other], self.rows[one]

    def settle(self, level: int) -> None:
        """Let everything up to a level agree with the rows."""
        steps = (self._hash, self._checkpoints, self._history, self._files, self._sign)
        for step in steps[: min(level, SIGNED)]:
            step()
        if level == KEY:
            self._sign(Ed25519PrivateKey.generate())

    def _forget(self, gone: list[Row]) -> None:
        ids = {row[0] for row in gone}
        for table in (self.log.source, *((BODY,) if self.log is LEDGER else ())):
            self.house.tables[table] = [row for row in self.house.tables[table] if row[0] not in ids]

    def _hash(self) -> None:
        self.house.tables[self.log.leaf] = [
            [seq, row[0], leaf_hash(row[-1])] for seq, row in enumerate(self.rows)
        ]

    def _checkpoints(self) -> None:
        moments = {row[0]: row[2] for row in self.house.tables[self.log.checkpoint]}
        hashes, kept = [leaf_hash(row[-1]) for row in self.rows], []
        for size in sorted({size for size in self.sizes if size < len(hashes)} | {len(hashes)}):
            frontier = Frontier()
            frontier.append(hashes[:size])
            at = moments.get(size, max(moments.values()))
            kept.append([size, frontier.root(), at, frontier.as_bytes()])
        self.house.tables[self.log.checkpoint] = kept

    def _history(self) -> None:
        lines = (
            {"at": at.astimezone(SHANGHAI).isoformat(), "root": root.hex(), "size": size}
            for size, root, at, _ in self.house.tables[self.log.checkpoint]
        )
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        self.house.files[f"ledger/{self.log.history}"] = text.encode()

    def _files(self) -> None:
        top = f"log/{self.log.name}/"
        for path in [path for path in self.house.files if path.startswith(f"{top}tile/")]:
            del self.house.files[path]
        edge, frontier = Edge(), Frontier()
        leaves = [row[-1] for row in self.rows]
        grown = edge.grow(leaves, frontier.append([leaf_hash(leaf) for leaf in leaves]))
        self.house.files.update({top + path: content for path, content in grown.files.items()})

    def _sign(self, private: Ed25519PrivateKey | None = None) -> None:
        """With the key of the house, or with one of his own, which he then says was the log's all along."""
        top = f"log/{self.log.name}/"
        note = self.house.files[f"{top}checkpoint"]
        origin = note.decode().splitlines()[0]
        signer = Signer(origin, private or self._own_key())
        frontier = Frontier()
        frontier.append([leaf_hash(row[-1]) for row in self.rows])
        forged = sign(checkpoint_text(origin, len(self.rows), frontier.root()), [signer])
        self.house.files[f"{top}checkpoint"] = forged
        if private is not None:
            self.house.files[f"{top}keys"] = f"{signer.vkey}\n".encode()

    def _own_key(self) -> Ed25519PrivateKey:
        (pem,) = (
            content for path, content in self.house.files.items() if path.startswith(f"keys/{self.log.name}.")
        )
        key = load_pem_private_key(pem, None)
        assert isinstance(key, Ed25519PrivateKey)
        return key


def digest(body: bytes, section: str) -> str:
    """The digest that a leaf should hold of a section."""
    said = json.loads(body)[section]
    return sha256(bytes.fromhex(said["salt"]) + rfc8785.dumps(said["value"])).hexdigest()


def moment(said: str) -> datetime:
    """A moment of a leaf."""
    return datetime.fromisoformat(said)
