"""The code for checking without a connection, as it is printed: leaf, proof and signatures in decimal digits.

In: a leaf of the register and its tlog-proof. Out: the address with the digits behind ``#1.``, and its QR as
SVG. The format is told where it is read: `shouze_verify.codes`.
"""

from __future__ import annotations

import io
import zlib
from typing import Any, Final

import segno

from shouze_verify.checkpoints import parse_checkpoint
from shouze_verify.codes import CHUNK, VERSION, digits_for
from shouze_verify.notes import split_note
from shouze_verify.proofs import TlogProof

_COLOUR: Final = "#12343f"


def payload(leaf: bytes, proof: str) -> str:
    """``1.`` and the digits."""
    return f"{VERSION}.{_digits(_content(leaf, TlogProof.read(proof)))}"


def code(address: str, held: str) -> segno.QRCode:
    """The QR code of ``<address>#<payload>``: the address in bytes, the digits as digits."""
    number, _, digits = held.partition(".")
    # Each segment in the mode that suits it; error correction L: the paper is not worn like a label.
    segments: Any = ((f"{address}#{number}.", None), (digits, None))
    return segno.make(segments, error="l", micro=False)


def picture(address: str, held: str) -> str:
    """The code as SVG without its quiet zone."""
    out = io.BytesIO()
    code(address, held).save(out, kind="svg", border=0, dark=_COLOUR, light=None)
    return out.getvalue().decode()


def _content(leaf: bytes, proof: TlogProof) -> bytes:
    text, lines = split_note(proof.checkpoint)
    head = parse_checkpoint(text)
    if head.extensions:
        raise ValueError("a checkpoint with extension lines does not fit the code")
    parts = [bytes([VERSION]), _number(proof.index), _number(head.size), bytes([len(proof.hashes)])]
    parts += [*proof.hashes, _short(head.origin.encode()), bytes([len(lines)])]
    for line in lines:
        parts += [_short(line.name.encode() if line.name != head.origin else b"")]
        parts += [_short(line.id.to_bytes(4, "big") + line.signature)]
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b"".join([*parts, packer.compress(leaf), packer.flush()])


def _number(value: int) -> bytes:
    found = bytearray()
    while value >= 128:  # noqa: PLR2004  (LEB128: seven bits at a time)
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def _short(content: bytes) -> bytes:
    return bytes([len(content)]) + content


def _digits(content: bytes) -> str:
    chunks = (content[at : at + CHUNK] for at in range(0, len(content), CHUNK))
    return "".join(str(int.from_bytes(one, "big")).zfill(digits_for(len(one))) for one in chunks)
