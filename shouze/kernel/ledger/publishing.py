"""Publishing a log: tiles and bundles first, durable; then the checkpoint that speaks of them.

In: the tree as the sequencer left it in the database. Out: the files of C2SP tlog-tiles that any standard
client reads. What was published is taken up again from the files themselves and held against the database
before anything further is signed, so a process that dies anywhere goes on exactly, and a database that was
cut short or rewritten is never signed for: CheckpointsDisagree is raised instead.
"""

from __future__ import annotations

import base64
import fcntl
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg

from . import durable, log_keys, tiles
from .checkpoints import CheckpointsDisagree
from .logs import Log, folder, origin
from .notes import DASH, Signer, checkpoint_text, sign, text_of
from .tree import EMPTY_ROOT, HASH_BYTES, leaf_hash

CHUNK: Final = 65_536
"""Leaves that are read at once when the files are far behind the database."""
LOCK: Final = "lock"


class PublishedBroken(CheckpointsDisagree):
    """The published files do not make up the tree of their own checkpoint: a tile is lost or was changed."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was integrated at once: leaves, what became whole at each level, the roots at both ends."""

    first: int
    before: bytes
    leaves: Sequence[bytes]
    levels: Sequence[Sequence[bytes]]
    root: bytes


@dataclass(frozen=True, slots=True)
class Published:
    """The checkpoint that is published: its note, and what its text says."""

    note: bytes
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> bytes:
        """What is signed."""
        return text_of(self.note)

    @property
    def signatures(self) -> list[bytes]:
        """The signature lines, the log's own and those of witnesses."""
        return self.note[len(self.text) + 1 :].splitlines(keepends=True)


def read_published(log: Log) -> Published | None:
    """The published checkpoint of a log as it stands in the folder, or None before the first.

    Raises PublishedBroken where it cannot be read. Signatures are not checked: this is our own file.
    """
    try:
        note = (folder(log) / tiles.CHECKPOINT).read_bytes()
    except FileNotFoundError:
        return None
    try:
        said, size, root = text_of(note).decode().splitlines()[:3]
        return Published(note, said, int(size), base64.b64decode(root, validate=True))
    except ValueError as wrong:
        raise PublishedBroken(
            f"{folder(log)} 的检查点无法读取。 The published checkpoint cannot be read."
        ) from wrong


class Publisher:
    """Publishes one log into its folder. One at a time: a second one waits (a lock on a file)."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.folder = folder(log)
        self._edge = tiles.Edge()
        self._text = b""
        self._root = EMPTY_ROOT
        self._outgrown: list[str] = []

    def lay(self, batch: Batch) -> None:
        """Write the tiles and bundles of what was just integrated, unsigned; needs no database, so that the
        next batch may be integrated meanwhile. What does not continue the published log is left to `follow`.
        """
        if batch.first == self._edge.size and batch.before == self._root:
            with _alone(self.folder):
                self._outgrown += self._write(batch.leaves, batch.levels)
                self._root = batch.root

    def follow(self, conn: psycopg.Connection[Any], *, at: datetime, batch: Batch | None = None) -> int:
        """Publish what the database holds beyond the published checkpoint; return how many leaves that was.

        Where ``batch`` was laid, up to that, and nothing is read again. The checkpoint is written anew, too,
        when other keys have to sign it. Raises CheckpointsDisagree and PublishedBroken.
        """
        known = log_keys.rotations(conn, self.log)
        signers = log_keys.signers(self.log, known, at)
        with _alone(self.folder):
            log_keys.publish(self.log, known)
            published = self._take_up(conn)
            before = published.size if published else 0
            if batch is None or not self._reaches(batch):
                self._extend(conn)
            if published is None or self._edge.size > before or not _signed_by(published, signers):
                self._sign(signers, published)
            for path in self._outgrown:
                shutil.rmtree(self.folder / path, ignore_errors=True)
            self._outgrown = []
            return self._edge.size - before

    def _take_up(self, conn: psycopg.Connection[Any]) -> Published | None:
        """Go on from the published checkpoint. What this process published itself needs no second look."""
        published = read_published(self.log)
        if published is None:
            if self._text:
                raise PublishedBroken(
                    f"{self.folder} 的检查点不见了。 The published checkpoint of {self.folder} is gone."
                )
            return None
        if published.text == self._text:
            return published
        self._edge, self._outgrown = _edge_of(self.folder, published), []
        self._text, self._root = published.text, published.root
        if published.origin != origin(self.log):
            raise CheckpointsDisagree(
                f"已公布的检查点属于 {published.origin}。 The published checkpoint is of {published.origin}."
            )
        if _root_in_database(conn, self.log, published.size) != published.root:
            raise CheckpointsDisagree(
                f"已公布 {published.size} 条的检查点，数据库却没有同样的树：数据库被截短、回退或改写。"
                f" A checkpoint of {published.size} leaves is published that the database does not hold:"
                " it was cut short, restored to an earlier day or rewritten."
            )
        return published

    def _reaches(self, batch: Batch) -> bool:
        return self._edge.size == batch.first + len(batch.leaves) and self._root == batch.root

    def _extend(self, conn: psycopg.Connection[Any]) -> None:
        """Write tiles and bundles up to the last checkpoint of the database."""
        size, root = _last_checkpoint(conn, self.log)
        frontier = self._edge.frontier()
        while frontier.size < size:
            hashes, leaves = _read_leaves(conn, self.log, frontier.size, min(size, frontier.size + CHUNK))
            self._outgrown += self._write(leaves, frontier.append(hashes))
        if frontier.size == size and frontier.root() != root:
            raise CheckpointsDisagree(
                f"叶子算出的根与 {size} 条的检查点不符。"
                f" The leaves do not make the root of checkpoint {size}."
            )
        self._root = frontier.root()

    def _write(self, leaves: Sequence[bytes], levels: Sequence[Sequence[bytes]]) -> list[str]:
        grown = self._edge.grow(leaves, levels)
        durable.write_all({self.folder / path: content for path, content in grown.files.items()})
        return grown.outgrown

    def _sign(self, signers: Sequence[Signer], published: Published | None) -> None:
        """Sign the tree as it stands; witnesses' signatures over the very same text are kept."""
        text = checkpoint_text(origin(self.log), self._edge.size, self._root)
        same = published is not None and published.text == text
        ours = f"{DASH} {origin(self.log)} ".encode()
        kept = (
            [line for line in published.signatures if not line.startswith(ours)] if same and published else []
        )
        durable.write(self.folder / tiles.CHECKPOINT, sign(text, signers) + b"".join(kept))
        self._text = text


def cosign(log: Log, text: bytes, lines: Sequence[bytes]) -> bool:
    """Put witnesses' signature lines under the published checkpoint; False where it has moved on since.

    A line that stands there already is not written twice, and of one witness key only the newest is kept.
    The caller has checked the signatures.
    """
    with _alone(folder(log)):
        published = read_published(log)
        if published is None or published.text != text:
            return False
        new = {_key_of(line): line for line in lines}
        kept = [line for line in published.signatures if _key_of(line) not in new]
        durable.write(
            folder(log) / tiles.CHECKPOINT, published.text + b"\n" + b"".join([*kept, *new.values()])
        )
        return True


def _key_of(line: bytes) -> tuple[bytes, bytes]:
    """Name and key id of a signature line."""
    _, name, signature = line.rstrip(b"\n").split(b" ")
    return name, base64.b64decode(signature)[:4]


def _signed_by(published: Published, signers: Sequence[Signer]) -> bool:
    """Whether exactly these keys of the log signed. Ed25519 signs the same text always the same way."""
    ours = [line for line in published.signatures if line.startswith(f"{DASH} {published.origin} ".encode())]
    return ours == [signer.line(published.text) for signer in signers]


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    place.mkdir(parents=True, exist_ok=True)
    with (place / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _edge_of(place: Path, published: Published) -> tiles.Edge:
    """The right edge as the files hold it, checked against the root of their checkpoint."""
    size = published.size
    try:
        levels = [
            tiles.hashes_of(_partial(place, level, size >> 8 * (level + 1), tiles.width_at(level, size)))
            for level in range(tiles.levels_of(size))
        ]
        frames = tiles.frames_of(_partial(place, tiles.ENTRIES, size // tiles.WIDTH, tiles.width_at(0, size)))
        edge = tiles.Edge(size, levels, frames)
        entries_fit = [leaf_hash(frame[tiles.LENGTH_BYTES :]) for frame in frames] == (levels or [[]])[0]
        if entries_fit and edge.frontier().root() == published.root:
            return edge
    except (OSError, ValueError) as wrong:
        raise _broken(place, size) from wrong
    raise _broken(place, size)


def _broken(place: Path, size: int) -> PublishedBroken:
    return PublishedBroken(
        f"{place} 的瓦片与其 {size} 条的检查点不符。核对后移走该目录，重启即按数据库重新公布。"
        f" The tiles in {place} do not make the tree of their checkpoint of {size} leaves. Look why; then"
        " move the folder away, and the next start publishes it anew from the database."
    )


def _partial(place: Path, level: int | str, index: int, width: int) -> bytes:
    """The first ``width`` hashes or entries: of the partial tile, or of the full one that came after."""
    if not width:
        return b""
    partial = place / tiles.path(level, index, width)
    if partial.exists():
        return partial.read_bytes()
    return cut((place / tiles.path(level, index)).read_bytes(), level, width)


def cut(whole: bytes, level: int | str, width: int) -> bytes:
    """The partial tile or bundle of that width, cut from a longer one."""
    if level == tiles.ENTRIES:
        return b"".join(tiles.frames_of(whole)[:width])
    return whole[: width * HASH_BYTES]


def _root_in_database(conn: psycopg.Connection[Any], log: Log, size: int) -> bytes | None:
    if size == 0:
        return EMPTY_ROOT
    row = conn.execute(
        f"SELECT root FROM {log.checkpoint} WHERE size = %s",  # noqa: S608  (a table of `logs`)
        (size,),
        binary=True,
    ).fetchone()
    return None if row is None else bytes(row[0])


def _last_checkpoint(conn: psycopg.Connection[Any], log: Log) -> tuple[int, bytes]:
    row = conn.execute(
        f"SELECT size, root FROM {log.checkpoint} ORDER BY size DESC LIMIT 1",  # noqa: S608
        binary=True,
    ).fetchone()
    return (0, EMPTY_ROOT) if row is None else (row[0], bytes(row[1]))


def _read_leaves(
    conn: psycopg.Connection[Any], log: Log, start: int, end: int
) -> tuple[list[bytes], list[bytes]]:
    """Hashes and leaves of a range. Raises CheckpointsDisagree where one is missing or changed."""
    rows = conn.execute(
        f"SELECT l.leaf_hash, e.leaf FROM {log.leaf} l JOIN {log.source} e ON e.id = l.entry_id"  # noqa: S608
        " WHERE l.seq >= %s AND l.seq < %s ORDER BY l.seq",
        (start, end),
        binary=True,
    ).fetchall()
    hashes, leaves = [bytes(row[0]) for row in rows], [bytes(row[1]) for row in rows]
    if len(rows) != end - start or [leaf_hash(leaf) for leaf in leaves] != hashes:
        raise CheckpointsDisagree(
            f"{log.leaf} 第 {start} 至 {end - 1} 条与记录不符，不予公布。"
            f" Leaves {start} to {end - 1} of {log.leaf} do not agree with their entries: not published."
        )
    return hashes, leaves
