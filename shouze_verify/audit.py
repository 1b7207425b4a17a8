"""The full check of a published log: every entry against its tile, every tile against the one above it, the
root of all against the checkpoint.

The work is cut into parts of 65,536 leaves, each under one tile of level 1, and shared among processes. Where
bundle, tile and the tile above disagree, two that agree outvote the third, so that the finding names the
file that was changed, and the entry in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from typing import Final, NamedTuple

from .checkpoints import HASH_BYTES
from .findings import Finding
from .published import ENTRIES, WIDTH, Published, tile_path
from .tree import Tree, full_root
from .wrong import NotPublished

TILE_HEIGHT: Final = 8
PART: Final = WIDTH * WIDTH
ALONE: Final = 2 * PART
"""Below so many leaves, starting a second process takes longer than the work."""
CONNECTIONS: Final = 8


@dataclass(slots=True)
class Audit:
    """What a published log holds: the roots of its full tiles of level 0, the hashes in the last partial one,
    and what disagreed."""

    size: int
    tiles: list[bytes] = field(default_factory=list)
    rest: list[bytes] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def root(self) -> bytes:
        """The root of all of it."""
        tree = Tree()
        tree.grow(self.tiles, TILE_HEIGHT)
        tree.grow(self.rest)
        return tree.root()

    def root_at(self, size: int, published: Published) -> bytes:
        """The root that the log had when it was as small as ``size``. Raises NotPublished, OSError."""
        full, width = divmod(size, WIDTH)
        tree = Tree()
        tree.grow(self.tiles[:full], TILE_HEIGHT)
        if width and full == len(self.tiles):
            tree.grow(self.rest[:width])
        elif width:
            tree.grow(split_tile(published.tile(0, full, width)))
        return tree.root()


class _Part(NamedTuple):
    """What was found of one part."""

    tiles: list[bytes]
    rest: list[bytes]
    findings: list[Finding]


def audit(
    published: Published,
    size: int,
    log: str,
    *,
    workers: int = 2,
    progress: Callable[[int], object] | None = None,
) -> Audit:
    """Check the first ``size`` entries of a published log with everything above them, but its checkpoint.

    ``log`` is its name in findings; ``progress`` is told how many entries are checked. Raises OSError where
    a file cannot be fetched; a file that is not there is a finding.
    """
    found = Audit(size)
    for part in _parts(published, size, log, workers):
        found.tiles += part.tiles
        found.rest += part.rest
        found.findings += part.findings
        if progress is not None:
            progress(len(found.tiles) * WIDTH + len(found.rest))
    found.findings += _above(published, log, found.tiles)
    found.findings += _older(published, log, size)
    return found


def leaf_hashes(bundle: bytes) -> list[bytes]:
    """The hashes of the entries of a bundle. Raises NotPublished where it is cut off."""
    found: list[bytes] = []
    keep, digest, at, end = found.append, sha256, 0, len(bundle)
    try:
        while at < end:
            start = at + 2
            at = start + (bundle[at] << 8 | bundle[at + 1])
            keep(digest(b"\x00" + bundle[start:at]).digest())
    except IndexError:
        at = -1
    if at != end:
        raise NotPublished("记录束残缺。", "A bundle of entries is cut off.")
    return found


def split_tile(tile: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def _parts(published: Published, size: int, log: str, workers: int) -> Iterator[_Part]:
    """All parts in order: in threads where each waits for a network, else in processes where it is much."""
    starts, check = range(0, size, PART), partial(_part, published.place, size, log)
    if published.remote:
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            yield from threads.map(check, starts)
    elif workers > 1 and size > ALONE:
        # Started anew instead of forked: the caller may have threads and connections.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
            yield from processes.map(check, starts)
    else:
        yield from map(check, starts)


def _part(place: str, size: int, log: str, start: int) -> _Part:
    """Check one tile of level 1, full or partial, and everything below it."""
    published, found = Published(place), _Part([], [], [])
    end = min(size, start + PART)
    full, width = divmod(end - start, WIDTH)
    above: list[bytes] = []
    if full:
        try:
            above = split_tile(published.tile(1, start // PART, full))
        except NotPublished:
            found.findings.append(Finding("log-missing", log=log, path=tile_path(1, start // PART, full)))
    for number in range(full):
        tile = _Tile(published, log, start // WIDTH + number, WIDTH, above[number] if above else None)
        found.tiles.append(tile.check(found.findings)[1])
    if width:
        found.rest.extend(_Tile(published, log, end // WIDTH, width, None).check(found.findings)[0])
    return found


@dataclass(frozen=True, slots=True)
class _Tile:
    """A tile of level 0 with its bundle, and the root that the tile above gives it (None: there is none)."""

    published: Published
    log: str
    index: int
    width: int
    above: bytes | None

    def check(self, findings: list[Finding]) -> tuple[list[bytes], bytes]:
        """The hashes, and their root where the tile is full, to go on with; adds what disagrees."""
        entries, tile = self._entries(findings), self._hashes(findings)
        if entries and b"".join(entries) == tile:
            root = self._root(entries)
            if self.above not in (None, root):
                path = tile_path(1, self.index // WIDTH)
                findings.append(Finding("log-tile", log=self.log, path=path, seq=self.index * WIDTH))
            return entries, root
        return self._outvoted(entries, split_tile(tile), findings)

    def _outvoted(
        self, entries: list[bytes], tile: list[bytes], findings: list[Finding]
    ) -> tuple[list[bytes], bytes]:
        """Which of the three is alone? Where the tile above cannot tell, the tile is believed."""
        if entries and self.above is not None and self._root(entries) == self.above:
            if tile:
                findings.append(self._finding("log-tile", _first_other(entries, tile)))
            return entries, self.above
        if entries and tile:
            others = [at for at, (one, other) in enumerate(zip(entries, tile, strict=True)) if one != other]
            findings += [self._finding("log-entry", at) for at in others]
        if tile and self.above not in (None, self._root(tile)):
            findings.append(self._finding("log-tile", 0))
        believed = tile or entries
        return believed, self.above or (self._root(believed) if believed else bytes(HASH_BYTES))

    def _entries(self, findings: list[Finding]) -> list[bytes]:
        try:
            hashes = leaf_hashes(self.published.bundle(self.index, self.width))
            if self.width <= len(hashes) <= WIDTH:
                return hashes[: self.width]
        except NotPublished:
            pass
        findings.append(self._missing(ENTRIES))
        return []

    def _hashes(self, findings: list[Finding]) -> bytes:
        try:
            return self.published.tile(0, self.index, self.width)
        except NotPublished:
            findings.append(self._missing(0))
            return b""

    def _root(self, hashes: list[bytes]) -> bytes:
        return full_root(hashes) if self.width == WIDTH else b""

    def _missing(self, level: int | str) -> Finding:
        path = tile_path(level, self.index, self.width)
        return Finding("log-missing", log=self.log, path=path, seq=self.index * WIDTH)

    def _finding(self, check: str, at: int) -> Finding:
        path = tile_path(ENTRIES if check == "log-entry" else 0, self.index, self.width)
        return Finding(check, log=self.log, seq=self.index * WIDTH + at, path=path)


def _first_other(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    return next(at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right)


def _above(published: Published, log: str, tiles: Sequence[bytes]) -> Iterator[Finding]:
    """What disagrees at level 2 and above."""
    level, hashes = 2, _roots(tiles)
    while hashes:
        for first in range(0, len(hashes), WIDTH):
            made = hashes[first : first + WIDTH]
            path = tile_path(level, first // WIDTH, len(made))
            try:
                if split_tile(published.tile(level, first // WIDTH, len(made))) != made:
                    yield Finding("log-tile", log=log, path=path)
            except NotPublished:
                yield Finding("log-missing", log=log, path=path)
        level, hashes = level + 1, _roots(hashes)


def _older(published: Published, log: str, size: int) -> Iterator[Finding]:
    """Partial files of smaller sizes that still lie there and are not the beginning of what they became."""
    for level in (ENTRIES, *range(64 // TILE_HEIGHT)):
        height = 0 if level == ENTRIES else level
        index, width = divmod(size >> TILE_HEIGHT * int(height), WIDTH)
        for old in (one for one in published.partials(level, index) if 0 < one < width):
            path = tile_path(level, index, old)
            try:
                same = (
                    _beginning(published, level, index, old)
                    == _beginning(published, level, index, width)[:old]
                )
            except NotPublished:
                same = False
            if not same:
                yield Finding("log-tile", log=log, path=path)


def _beginning(published: Published, level: int | str, index: int, width: int) -> list[bytes]:
    """What a partial tile or bundle holds: hashes, or entries."""
    if isinstance(level, str):
        return published.entries(index, width)
    return split_tile(published.tile(level, index, width))


def _roots(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of the full tiles that the hashes make."""
    return [full_root(hashes[at : at + WIDTH]) for at in range(0, len(hashes) - WIDTH + 1, WIDTH)]
