"""Proofs out of the published files: that a leaf is in a log, and that a log only grew.

In: the tiles as anybody may fetch them. Out: RFC 6962 paths and C2SP tlog-proof texts. No table is asked
for a hash, so a proof from here is one that an outsider could have made himself. A tile is read and hashed
up once and then kept; a proof is then a few slices of bytes per level.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection

from . import tiles
from .logs import Log, folder
from .publishing import Published, cut, read_published
from .tree import EMPTY_ROOT, HASH_BYTES, TILE_HEIGHT, node_hash

PROOF: Final = "c2sp.org/tlog-proof@v1"
MOST_TILES: Final = 8192
"""Tiles that are kept hashed up (16 kB each): those of two million leaves. The oldest quarter makes room."""


class NotPublished(LookupError):
    """What is asked for is not in the published log, or not yet: it is a matter of seconds."""


def tlog_proof(log: Log, seq: int) -> str:
    """The C2SP tlog-proof of the leaf at ``seq`` against the latest published checkpoint, with whatever
    cosignatures that carries. Raises NotPublished.
    """
    prover = _prover(log)
    path = prover.inclusion(seq, prover.published.size)
    lines = [PROOF, f"index {seq}", *(base64.b64encode(one).decode() for one in path)]
    return "\n".join(lines) + "\n\n" + prover.published.note.decode()


def inclusion(log: Log, seq: int, size: int) -> list[bytes]:
    """The path from the leaf at ``seq`` to the root of the tree of ``size`` leaves, the leaf's sibling first
    (RFC 6962 section 2.1.1). Raises NotPublished beyond the published checkpoint.
    """
    return _prover(log).inclusion(seq, size)


def consistency(log: Log, old: int, new: int) -> list[bytes]:
    """The proof that the tree of ``new`` leaves continues that of ``old`` (RFC 6962 section 2.1.2); empty
    where they are equal or ``old`` is 0. Raises NotPublished.
    """
    return _prover(log).consistency(old, new)


def entry(log: Log, seq: int) -> bytes:
    """The leaf at ``seq`` as it stands in the published bundle. Raises NotPublished."""
    return _prover(log).entry(seq)


def place_of(log: Log, uid: UUID) -> int | None:
    """Where in the published log the leaf of the entry ``uid`` stands; None while it is not published.

    The database is asked where to look, nothing else: what is answered stands in the published bundle. Where
    an act announced several things, the last.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max(l.seq) FROM {log.source} e JOIN {log.leaf} l ON l.entry_id = e.id"  # noqa: S608
            " WHERE e.uid = %s",
            [uid],
        )
        (seq,) = cursor.fetchone()
    published = read_published(log)
    if seq is None or published is None or seq >= published.size:
        return None
    return int(seq) if json.loads(entry(log, seq)).get("uid") == str(uid) else None


def places_of(log: Log, uid: UUID) -> list[int]:
    """Where in the published log the leaves of the entry ``uid`` stand, as far as they are published: an
    act may announce several things.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.seq FROM {log.source} e JOIN {log.leaf} l ON l.entry_id = e.id"  # noqa: S608
            " WHERE e.uid = %s ORDER BY l.seq",
            [uid],
        )
        found = [int(seq) for (seq,) in cursor.fetchall()]
    published = read_published(log)
    return [seq for seq in found if published is not None and seq < published.size]


class Prover:
    """Proofs from the files in a folder, up to the checkpoint that was published when it was made."""

    def __init__(self, place: Path, published: Published) -> None:
        self.published = published
        self._place = place
        self._rows: dict[tuple[int, int], list[bytes]] = {}
        self._edges: dict[int, list[bytes]] = {}

    def moved_on(self, published: Published) -> Prover:
        """The prover for a later checkpoint: what was hashed up of whole tiles is taken along."""
        later = Prover(self._place, published)
        whole = 1 << TILE_HEIGHT
        later._rows = {key: rows for key, rows in self._rows.items() if len(rows[0]) == whole * HASH_BYTES}
        return later

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """See `inclusion` of this module."""
        self._within(size)
        if not 0 <= seq < size:
            raise NotPublished(f"{size} 条的树中没有第 {seq} 条 (a tree of {size} leaves has no leaf {seq})")
        inner = (seq ^ (size - 1)).bit_length()
        path: list[bytes] = []
        known = self._rows
        # Below the place where the ways of this leaf and the last one part, every sibling is a whole subtree.
        for height in range(inner - 1):
            sibling, row = seq >> height ^ 1, height % TILE_HEIGHT
            key = height // TILE_HEIGHT, sibling >> TILE_HEIGHT - row
            rows = known.get(key) or self._hash_up(*key)
            at = (sibling & (256 >> row) - 1) * HASH_BYTES
            path.append(rows[row][at : at + HASH_BYTES])
        if inner:
            path.append(self._edge(size)[inner - 1])
        rest, height = seq >> inner, inner
        while rest:
            if rest & 1:
                path.append(self._node(height, rest - 1))
            rest, height = rest >> 1, height + 1
        return path

    def consistency(self, old: int, new: int) -> list[bytes]:
        """See `consistency` of this module."""
        self._within(new)
        if not 0 <= old <= new:
            raise NotPublished(f"{new} 条的树不续 {old} 条 (a tree of {new} leaves does not continue {old})")
        if old in {0, new}:
            return []
        return self._subproof(old, 0, new, whole=True)

    def root(self, size: int) -> bytes:
        """The root of the tree of ``size`` leaves, from the tiles."""
        self._within(size)
        return self._mth(0, size) if size else EMPTY_ROOT

    def entry(self, seq: int) -> bytes:
        """See `entry` of this module."""
        self._within(seq + 1)
        content = self._read(tiles.ENTRIES, 0, seq // tiles.WIDTH)
        return tiles.frames_of(content)[seq % tiles.WIDTH][tiles.LENGTH_BYTES :]

    def _within(self, size: int) -> None:
        if not 0 <= size <= self.published.size:
            raise NotPublished(
                f"已公布至 {self.published.size} 条，{size} 条尚未公布。"
                f" {self.published.size} leaves are published, {size} are not."
            )

    def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        """SUBPROOF of RFC 6962 over the leaves from ``start`` to ``end``; ``old`` counts from 0."""
        if old == end:
            return [] if whole else [self._mth(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            return [*self._subproof(old, start, middle, whole=whole), self._mth(middle, end)]
        return [*self._subproof(old, middle, end, whole=False), self._mth(start, middle)]

    def _mth(self, start: int, end: int) -> bytes:
        """The hash of a range that is a subtree of some tree: whole, or ragged on the right."""
        width = end - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            return self._node(height, start >> height)
        middle = start + _split(width)
        return node_hash(self._mth(start, middle), self._mth(middle, end))

    def _edge(self, size: int) -> list[bytes]:
        """By height, the hash of the subtree that holds the last leaf, as far as it goes. Kept per size."""
        found = self._edges.get(size)
        if found is None:
            last = size - 1
            found = [self._node(0, last)]
            for height in range(last.bit_length()):
                place = last >> height
                found.append(node_hash(self._node(height, place - 1), found[-1]) if place & 1 else found[-1])
            if len(self._edges) >= MOST_TILES:
                self._edges.clear()
            self._edges[size] = found
        return found

    def _node(self, height: int, place: int) -> bytes:
        """The hash of the whole subtree of a height, the ``place``-th from the left."""
        row = height % TILE_HEIGHT
        key = height // TILE_HEIGHT, place >> TILE_HEIGHT - row
        rows = self._rows.get(key) or self._hash_up(*key)
        at = (place & (256 >> row) - 1) * HASH_BYTES
        return rows[row][at : at + HASH_BYTES]

    def _hash_up(self, level: int, index: int) -> list[bytes]:
        """Read a tile and hash it up: a row of bytes per height, from its own hashes to two."""
        row = tiles.hashes_of(self._read(level, level, index))
        rows = [b"".join(row)]
        for _ in range(TILE_HEIGHT - 1):
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
            rows.append(b"".join(row))
        if len(self._rows) >= MOST_TILES:
            for key in list(self._rows)[: MOST_TILES // 4]:
                self._rows.pop(key, None)
        self._rows[level, index] = rows
        return rows

    def _read(self, kind: int | str, level: int, index: int) -> bytes:
        """A tile or bundle, as wide as the published tree has it; a longer one that came since serves too."""
        size = self.published.size
        full = size >> TILE_HEIGHT * (level + 1)
        width = tiles.WIDTH if index < full else tiles.width_at(level, size)
        try:
            return (self._place / tiles.path(kind, index, width)).read_bytes()
        except FileNotFoundError:
            return cut((self._place / tiles.path(kind, index)).read_bytes(), kind, width)


_provers: dict[Path, Prover] = {}


def _prover(log: Log) -> Prover:
    published = read_published(log)
    if published is None:
        raise NotPublished(f"日志 {log.name} 尚未公布 (the log {log.name} is not published yet)")
    place = folder(log)
    held = _provers.get(place)
    if held is None:
        held = _provers[place] = Prover(place, published)
    elif held.published.note != published.note:
        held = _provers[place] = held.moved_on(published)
    return held


def _split(width: int) -> int:
    """The largest power of two below ``width``."""
    return 1 << (width - 1).bit_length() - 1


def paths(log: Log, places: Sequence[int], size: int) -> list[list[bytes]]:
    """`inclusion` for many leaves of one tree."""
    prover = _prover(log)
    return [prover.inclusion(seq, size) for seq in places]
