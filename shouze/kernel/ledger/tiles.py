"""The layout of a published log (C2SP tlog-tiles): names of tiles and bundles, and the right edge that grows.

Pure: bytes in, bytes out. A tile holds 256 hashes; an entry bundle the 256 entries under one tile of level
0, each behind its length in two bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from .tree import HASH_BYTES, TILE_HEIGHT, Frontier, root_of

WIDTH: Final = 1 << TILE_HEIGHT
ENTRIES: Final = "entries"
CHECKPOINT: Final = "checkpoint"
KEYS: Final = "keys"
ROTATIONS: Final = "rotations"
LENGTH_BYTES: Final = 2


def path(level: int | str, index: int, width: int = WIDTH) -> str:
    """The path of a tile, or of a bundle where ``level`` is `ENTRIES`; below 256 of a partial one."""
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{partial}"


def width_at(level: int, size: int) -> int:
    """How many hashes the partial tile of a level holds in a tree of that size; 0: there is none."""
    return (size >> TILE_HEIGHT * level) % WIDTH


def levels_of(size: int) -> int:
    """How many levels of tiles a tree of that size has."""
    return -(-size.bit_length() // TILE_HEIGHT)


def hashes_of(tile: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def framed(leaf: bytes) -> bytes:
    """A leaf behind its length, as it stands in a bundle. Raises OverflowError above 65,535 bytes."""
    return len(leaf).to_bytes(LENGTH_BYTES) + leaf


def frames_of(bundle: bytes) -> list[bytes]:
    """The entries of a bundle, each still behind its length. Raises ValueError where it is cut off."""
    found, at = [], 0
    while at < len(bundle):
        end = at + LENGTH_BYTES + int.from_bytes(bundle[at : at + LENGTH_BYTES])
        if end > len(bundle):
            raise ValueError("the bundle of entries is cut off")
        found.append(bundle[at:end])
        at = end
    return found


@dataclass(slots=True)
class Grown:
    """What growing made: files by their paths, and the folders of partial tiles that are now of no use."""

    files: dict[str, bytes] = field(default_factory=dict)
    outgrown: list[str] = field(default_factory=list)


class Edge:
    """The right edge of a published log: the partial tile of each level and the partial bundle."""

    def __init__(
        self, size: int = 0, levels: Sequence[list[bytes]] = (), frames: Sequence[bytes] = ()
    ) -> None:
        self.size = size
        self._levels = [list(level) for level in levels]
        self._frames = list(frames)

    def frontier(self) -> Frontier:
        """The frontier of the tree, made from the tiles. Raises ValueError where their widths do not fit."""
        stored = b""
        for level in reversed(self._levels):
            at = 0
            for height in reversed(range(TILE_HEIGHT)):
                if len(level) >> height & 1:
                    stored += root_of(level[at : at + (1 << height)])
                    at += 1 << height
        return Frontier.read(self.size, stored)

    def grow(self, leaves: Sequence[bytes], levels: Sequence[Sequence[bytes]]) -> Grown:
        """Take on leaves and what became whole at each level (see `Frontier.append`); return the files."""
        grown = Grown()
        frames = [len(leaf).to_bytes(LENGTH_BYTES) + leaf for leaf in leaves]
        self._frames = _fill(grown, ENTRIES, self.size // WIDTH, self._frames, frames)
        for level, hashes in enumerate(levels):
            if level == len(self._levels):
                self._levels.append([])
            first = self.size >> TILE_HEIGHT * (level + 1)
            self._levels[level] = _fill(grown, level, first, self._levels[level], hashes)
        self.size += len(leaves)
        return grown


def _fill(
    grown: Grown, level: int | str, first: int, before: list[bytes], new: Sequence[bytes]
) -> list[bytes]:
    """Write ``new`` behind ``before``, from tile ``first`` on; return what stands in the partial tile now."""
    row = [*before, *new]
    whole = len(row) // WIDTH
    for number in range(whole):
        content = b"".join(row[number * WIDTH : (number + 1) * WIDTH])
        grown.files[path(level, first + number)] = content
    if whole and before:
        grown.outgrown.append(path(level, first) + ".p")
    rest = row[whole * WIDTH :]
    if rest:
        grown.files[path(level, first + whole, len(rest))] = b"".join(rest)
    return rest
