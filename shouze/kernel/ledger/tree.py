"""The Merkle tree of RFC 6962 over SHA-256, as pure functions over bytes; no database, no clock.

A ``Frontier`` is all that must be kept to go on: one hash per full subtree, about log2(size) of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
TILE_HEIGHT = 8
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 || leaf): the hash of a leaf (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right): the hash of an inner node (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over leaf hashes; of no leaves, SHA-256 of nothing."""
    frontier = Frontier()
    frontier.append(leaf_hashes)
    return frontier.root()


class Frontier:
    """The right edge of a growing tree: the hash of each full subtree, by its height, and the number of
    leaves.

    A full subtree of height h exists exactly where bit h of the size is set.
    """

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: dict[int, bytes] = {}

    @classmethod
    def read(cls, size: int, stored: bytes) -> Frontier:
        """The frontier that ``stored`` (see `as_bytes`) describes. Raises ValueError where sizes disagree."""
        heights = _heights(size)
        if len(stored) != HASH_BYTES * len(heights):
            raise ValueError(
                f"a frontier of {size} leaves has {len(heights)} hashes, not {len(stored)} bytes"
            )
        frontier = cls()
        frontier.size = size
        frontier._subtrees = {
            height: stored[i * HASH_BYTES : (i + 1) * HASH_BYTES] for i, height in enumerate(heights)
        }
        return frontier

    def as_bytes(self) -> bytes:
        """The hashes of the full subtrees, largest (leftmost) first: the compact range [0, size)."""
        return b"".join(self._subtrees[height] for height in _heights(self.size))

    def append(self, leaf_hashes: Iterable[bytes]) -> list[Sequence[bytes]]:
        """Append leaf hashes on the right: a level at a time, so that a batch costs one loop per level.

        Returns what became whole at every eighth height (leaves, subtrees of 256, of 65,536 …), left to
        right: exactly what the tiles of a published log take on.
        """
        level: Sequence[bytes] = list(leaf_hashes)
        size, height, hashed = self.size, 0, sha256
        self.size += len(level)
        whole: list[Sequence[bytes]] = []
        while level:
            if height % TILE_HEIGHT == 0:
                whole.append(level)
            if size >> height & 1:
                level = [self._subtrees.pop(height), *level]
            if len(level) & 1:
                self._subtrees[height] = level[-1]
            level = [
                hashed(b"\x01" + left + right).digest()
                for left, right in zip(level[::2], level[1::2], strict=False)
            ]
            height += 1
        return whole

    def root(self) -> bytes:
        """The root of the tree of all leaves so far."""
        heights = _heights(self.size)
        if not heights:
            return EMPTY_ROOT
        found = self._subtrees[heights[-1]]
        for height in reversed(heights[:-1]):
            found = node_hash(self._subtrees[height], found)
        return found


def _heights(size: int) -> list[int]:
    """The heights of the full subtrees of a tree of ``size`` leaves, largest first."""
    if size < 0:
        raise ValueError(f"a tree has no negative size: {size}")
    return [height for height in range(size.bit_length() - 1, -1, -1) if size >> height & 1]
