"""The draw itself, format ``shouze-draw-1``: from a seed and a weighted list to the chosen, and nothing
else.

In words: the seed is SHA-256 over the name of the format, a zero byte, the commitment, the secret, the root
of the log, the digest of the list (32 bytes each), the size of the log as 8 bytes and the number to draw as
4 bytes, both big-endian. Block n of the stream is HMAC-SHA256 with the seed as key over n as 8 bytes,
big-endian, read as a number of 256 bits. For each to be drawn, the candidates that are left stand in the
order of their keys (UTF-8 bytes), W being the sum of their weights: the next block below the greatest
multiple of W in 2^256 is taken (others are passed over, so that no remainder is likelier than another), its
remainder by W points into the weights laid end to end, and whoever lies there is drawn and leaves the list.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

FORMAT: Final = "shouze-draw-1"
SPACE: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Candidate:
    """One on the list: a key without meaning to others, and a weight of 1 or more."""

    key: str
    weight: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn: by which block of the stream, and where in the weights laid end to end it pointed."""

    key: str
    block: int
    point: int
    of: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What the seed is made of; all but the numbers are 32 bytes."""

    commitment: bytes
    secret: bytes
    root: bytes
    listed: bytes
    size: int
    count: int

    def seed(self) -> bytes:
        """The seed."""
        parts = (self.commitment, self.secret, self.root, self.listed)
        head = FORMAT.encode() + b"\x00"
        return hashlib.sha256(
            head + b"".join(parts) + self.size.to_bytes(8) + self.count.to_bytes(4)
        ).digest()


def commit(secret: bytes) -> bytes:
    """The commitment to a secret of 32 bytes."""
    return hashlib.sha256(FORMAT.encode() + b"/commitment\x00" + secret).digest()


def draw(seed: bytes, candidates: Sequence[Candidate], count: int) -> list[Drawn]:
    """Draw ``count`` of the candidates without putting any back. Raises ValueError where there are fewer,
    or where a key stands twice or a weight is below 1.
    """
    left = sorted(candidates, key=lambda one: one.key.encode())
    if not 0 < count <= len(left) or len({one.key for one in left}) < len(left):
        raise ValueError("fewer candidates than are drawn, or one of them twice")
    if any(one.weight < 1 for one in left):
        raise ValueError("a weight below 1")
    stream, drawn = _stream(seed), []
    for _ in range(count):
        of = sum(one.weight for one in left)
        block, number = next((n, one) for n, one in stream if one < SPACE - SPACE % of)
        chosen = _at(left, number % of)
        drawn.append(Drawn(left.pop(chosen).key, block, number % of, of))
    return drawn


def _at(left: Sequence[Candidate], point: int) -> int:
    for n, one in enumerate(left):
        if point < one.weight:
            return n
        point -= one.weight
    raise ValueError("beyond the weights")


def _stream(seed: bytes) -> Iterator[tuple[int, int]]:
    n = 0
    while True:
        yield n, int.from_bytes(hmac.digest(seed, n.to_bytes(8), "sha256"))
        n += 1
