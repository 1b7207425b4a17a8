"""The code for checking without a connection: what stands behind ``/check#1.`` in the second QR of a paper.

In: the digits. Out: the register's leaf and its C2SP tlog-proof, put together again as text, so that they are
checked like any other. Digits, because a QR code holds them in ten bits for three. Behind them:

    1 · index · size (LEB128) · n · n hashes (32 bytes each) · origin · m · m signatures · leaf (DEFLATE)

where origin, a signature's name (empty: the origin) and its bytes (key number first) each follow their length
in one byte. The root is not carried: leaf and hashes lead to it, and the log's signature says whether it is
the one.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .checkpoints import HASH_BYTES, checkpoint_text
from .notes import DASH
from .proofs import FIRST_LINE, MOST_HASHES, leaf_hash, node_hash
from .wrong import ProofWrong

VERSION: Final = 1
CHUNK: Final = 32
"""So many bytes become one number, written with so many digits as the largest one needs."""
LARGEST_LEAF: Final = 65_535
MOST_SIGNATURES: Final = 16
_payload = re.compile(r"(?:.*#)?1\.([0-9]+)", re.DOTALL).fullmatch


@dataclass(frozen=True, slots=True)
class Code:
    """What a code holds: a leaf of the register, and the tlog-proof that it stands there."""

    leaf: bytes
    proof: str


def looks_like_code(text: str) -> bool:
    """Whether a text is such a code, with or without the address before it."""
    return _payload(text.strip()) is not None


def read_code(text: str) -> Code:
    """Read a code, with or without the address before it. Raises ProofWrong where it is none."""
    found = _payload(text.strip())
    if found is None:
        raise _no_code()
    parts = _Parts(from_digits(found[1]))
    try:
        if parts.byte() != VERSION:
            raise _no_code()
        index, size = parts.number(), parts.number()
        hashes = [parts.take(HASH_BYTES) for _ in range(parts.at_most(MOST_HASHES))]
        origin = parts.take(parts.byte()).decode()
        signatures = [_line(parts, origin) for _ in range(parts.at_most(MOST_SIGNATURES))]
        opener = zlib.decompressobj(-zlib.MAX_WBITS)
        leaf = opener.decompress(parts.rest(), LARGEST_LEAF)
    except (IndexError, UnicodeDecodeError, zlib.error):
        raise _no_code() from None
    if not opener.eof or opener.unused_data:
        raise _no_code()
    root = root_of(leaf_hash(leaf), index, size, hashes)
    note = checkpoint_text(origin, size, b64encode(root).decode()) + "\n" + "".join(signatures)
    head = [FIRST_LINE, f"index {index}", *(b64encode(one).decode() for one in hashes)]
    return Code(leaf, "\n".join(head) + "\n\n" + note)


def root_of(leaf: bytes, index: int, size: int, hashes: Sequence[bytes]) -> bytes:
    """The root to which a leaf's hash and an inclusion proof lead. Raises ProofWrong where to none."""
    if not 0 <= index < size:
        raise _no_code()
    found, at, last = leaf, index, size - 1
    for beside in hashes:
        if last == 0:
            raise _no_code()
        if at & 1 or at == last:
            found = node_hash(beside, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise _no_code()
    return found


def digits_for(count: int) -> int:
    """How many digits ``count`` bytes (at most `CHUNK`) take."""
    return len(str(256**count - 1)) if count else 0


def from_digits(digits: str) -> bytes:
    """The bytes behind the digits. Raises ProofWrong."""
    found = bytearray()
    whole = digits_for(CHUNK)
    for at in range(0, len(digits), whole):
        chunk = digits[at : at + whole]
        count = next((one for one in range(1, CHUNK + 1) if digits_for(one) == len(chunk)), 0)
        if not count or int(chunk) >= 256**count:
            raise _no_code()
        found += int(chunk).to_bytes(count, "big")
    return bytes(found)


class _Parts:
    """Bytes, taken from the front. What is not there raises IndexError."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def take(self, count: int) -> bytes:
        if self._at + count > len(self._content):
            raise IndexError(count)
        self._at += count
        return self._content[self._at - count : self._at]

    def byte(self) -> int:
        return self.take(1)[0]

    def at_most(self, most: int) -> int:
        count = self.byte()
        if count > most:
            raise IndexError(count)
        return count

    def number(self) -> int:
        """A number in LEB128, at most nine bytes long."""
        found = 0
        for place in range(9):
            byte = self.byte()
            found |= (byte & 127) << (7 * place)
            if byte < 128:  # noqa: PLR2004  (the highest bit says that more follows)
                return found
        raise IndexError(found)

    def rest(self) -> bytes:
        return self._content[self._at :]


def _line(parts: _Parts, origin: str) -> str:
    name = parts.take(parts.byte()).decode() or origin
    return f"{DASH}{name} {b64encode(parts.take(parts.byte())).decode()}\n"


def _no_code() -> ProofWrong:
    return ProofWrong(
        "不是离线核验码，或已残缺。", "This is no code for checking offline, or a part is missing."
    )
