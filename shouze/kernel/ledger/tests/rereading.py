"""A published log read by code that shares nothing with what wrote it: only the specification's words."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


class Rereading:
    """The files of a log at a size, and what follows from them."""

    def __init__(self, place: Path, size: int) -> None:
        self.place = place
        self.size = size

    def root(self) -> bytes:
        """The root, from the tiles of all levels; every full tile must agree with the level above."""
        level, below, rest = 0, self._level(0), list[bytes]()
        while True:
            full = len(below) // 256
            row = below[full * 256 :] + rest
            rest = [_join(row)] if row else []
            if not full:
                return _join(rest)
            above = self._level(level + 1)
            assert above == [_join(below[at * 256 : at * 256 + 256]) for at in range(full)]
            level, below = level + 1, above

    def entries(self) -> list[bytes]:
        """All entries, from the bundles."""
        found = []
        for number in range(-(-self.size // 256)):
            bundle = self._file("entries", number, min(256, self.size - number * 256))
            while bundle:
                length = bundle[0] * 256 + bundle[1]
                found.append(bundle[2 : 2 + length])
                bundle = bundle[2 + length :]
        return found

    def _level(self, level: int) -> list[bytes]:
        count = self.size // 256**level
        row = b"".join(
            self._file(str(level), number, min(256, count - number * 256))
            for number in range(-(-count // 256))
        )
        assert len(row) == 32 * count
        return [row[at : at + 32] for at in range(0, len(row), 32)]

    def _file(self, kind: str, number: int, width: int) -> bytes:
        digits = f"{number:012d}"
        groups = [digits[at : at + 3] for at in range(0, 12, 3)]
        while len(groups) > 1 and groups[0] == "000":
            groups.pop(0)
        name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
        whole = self.place / "tile" / kind / name
        return whole.read_bytes() if width == 256 else Path(f"{whole}.p/{width}").read_bytes()


def _join(row: list[bytes]) -> bytes:
    """The Merkle tree hash over subtrees, the largest power of two to the left."""
    if not row:
        return sha256(b"").digest()
    if len(row) == 1:
        return row[0]
    half = 1
    while half * 2 < len(row):
        half *= 2
    return sha256(b"\x01" + _join(row[:half]) + _join(row[half:])).digest()
