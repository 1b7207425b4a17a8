"""The RFC 6962 tree once more, as a stack of (height, hash): only its right edge is kept."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


class Tree:
    """A tree that grows to the right. ``size`` leaves so far."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[tuple[int, bytes]] = []

    def grow(self, hashes: Sequence[bytes], base: int = 0) -> None:
        """Append leaf hashes: whole subtrees at once where they stand at their own boundary.

        With ``base`` they are the roots of subtrees of that height, and the tree so far ends at such a one.
        """
        at = 0
        while at < len(hashes):
            size = self.size >> base
            room = (size & -size).bit_length() - 1 if size else len(hashes).bit_length()
            height = min(room, (len(hashes) - at).bit_length() - 1)
            self._push(base + height, full_root(hashes[at : at + (1 << height)]))
            self.size += 1 << base + height
            at += 1 << height

    def root(self) -> bytes:
        """The root of the leaves so far."""
        if not self._edge:
            return EMPTY
        (_, found), *left = reversed(self._edge)
        for _, hashed in left:
            found = sha256(b"\x01" + hashed + found).digest()
        return found

    def edge(self) -> bytes:
        """The hashes of the full subtrees, largest first: what a checkpoint stores as its frontier."""
        return b"".join(hashed for _, hashed in self._edge)

    def _push(self, height: int, hashed: bytes) -> None:
        while self._edge and self._edge[-1][0] == height:
            hashed = sha256(b"\x01" + self._edge.pop()[1] + hashed).digest()
            height += 1
        self._edge.append((height, hashed))


def full_root(level: Sequence[bytes]) -> bytes:
    """The root of a full subtree: its number of leaves is a power of two."""
    digest = sha256
    while len(level) > 1:
        pairs = iter(level)
        level = [digest(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return level[0]
