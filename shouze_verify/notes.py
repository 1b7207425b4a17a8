"""Signed notes (C2SP signed-note) and the keys that sign them: Ed25519 (type 0x01) and the timestamped
cosignature of a witness (type 0x04, C2SP tlog-cosignature).

Whatever is not exactly in the form is refused: base64 has one spelling, numbers have no leading zeroes.
Signatures of keys that we do not know are passed over; a false one of a key that we know condemns the note.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .wrong import NoteWrong, Unsigned

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
KEY_BYTES: Final = 32
MOST_SIGNATURES: Final = 100
"""At least 16 must be accepted."""
LONGEST_NOTE: Final = 1_000_000
LARGEST_NUMBER: Final = 2**63 - 1
DASH: Final = "— "
_control = re.compile("[\x00-\x09\x0b-\x1f]").search
_decimal = re.compile("0|[1-9][0-9]{0,18}").fullmatch
_vkey = re.compile("([^+]+)[+]([0-9a-f]{8})[+](.+)").fullmatch


@dataclass(frozen=True, slots=True)
class Key:
    """A verifier key. ``type`` is ED25519 or COSIGNATURE, ``public`` its 32 bytes; `id` follows from all."""

    name: str
    type: int
    public: bytes

    @property
    def id(self) -> int:
        """The key's number in signature lines: the first four bytes of a digest of name, type and key."""
        said = self.name.encode() + b"\n" + bytes([self.type]) + self.public
        return int.from_bytes(sha256(said).digest()[:4], "big")

    def vkey(self) -> str:
        """The key as text, as `parse_key` reads it."""
        return f"{self.name}+{self.id:08x}+{b64encode(bytes([self.type]) + self.public).decode()}"

    def check(self, text: bytes, signature: bytes) -> int | None:
        """Check a signature over a note's text; return its moment (POSIX seconds) if it is a cosignature.

        Raises Unsigned where it is none of this key.
        """
        moment, signed = None, text
        if self.type == COSIGNATURE:
            moment, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            signed = cosigned_text(text, moment)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
        except (InvalidSignature, ValueError):
            raise self._false() from None
        if moment is not None and moment > LARGEST_NUMBER:
            raise self._false()
        return moment

    def _false(self) -> Unsigned:
        return Unsigned(
            f"{self.name} 的签名不成立。", f"The signature of {self.name} is not a signature of this text."
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A signature line as it stands: whose it says it is, and the bytes behind the key's number."""

    name: str
    id: int
    signature: bytes

    def __str__(self) -> str:
        return signature_line(self.name, self.id, self.signature)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was checked. ``at`` is the moment of a cosignature in POSIX seconds, else None."""

    key: Key
    signature: bytes
    at: int | None

    def __str__(self) -> str:
        return signature_line(self.key.name, self.key.id, self.signature)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures: ``signatures`` were checked, ``unknown`` are of keys that were not given."""

    text: str
    signatures: tuple[Signature, ...]
    unknown: tuple[Line, ...]


def open_note(note: bytes, keys: Iterable[Key]) -> Note:
    """Read a note and check every signature of the keys given.

    Raises NoteWrong where it is not in the form; Unsigned where none of the keys signed it, or where a
    signature of one of them is false.
    """
    text, lines = split_note(note)
    known = {(key.name, key.id): key for key in keys}
    checked, unknown = [], []
    for line in lines:
        key = known.get((line.name, line.id))
        if key is None:
            unknown.append(line)
        else:
            checked.append(Signature(key, line.signature, key.check(text.encode(), line.signature)))
    if not checked:
        raise Unsigned(
            "没有已知密钥的签名。", f"None of the {len(known)} keys that were given signed this note."
        )
    return Note(text, tuple(checked), tuple(unknown))


def split_note(note: bytes) -> tuple[str, tuple[Line, ...]]:
    """The text of a note, its last newline with it, and its signature lines, none of them checked.

    Raises NoteWrong where it is not in the form.
    """
    if len(note) > LONGEST_NOTE:
        raise _malformed(f"longer than {LONGEST_NOTE} bytes")
    try:
        whole = note.decode()
    except UnicodeDecodeError:
        raise _malformed("not UTF-8") from None
    if _control(whole):
        raise _malformed("a control character stands in it")
    text, blank, signatures = whole.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise _malformed("no text, blank line and signatures, each ended by a newline")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise _malformed(f"more than {MOST_SIGNATURES} signatures")
    return text + "\n", tuple(_line(line) for line in lines)


def parse_lines(lines: str) -> tuple[Line, ...]:
    """Signature lines without a note, as a witness answers. Raises NoteWrong."""
    if not lines.endswith("\n") or lines.count("\n") > MOST_SIGNATURES:
        raise _malformed("no signature lines, each ended by a newline")
    return tuple(_line(line) for line in lines[:-1].split("\n"))


def parse_key(vkey: str) -> Key:
    """Read a verifier key. Raises NoteWrong where it is none, or of a type that we cannot check."""
    found = _vkey(vkey)
    if found is None or not name_allowed(found[1]):
        raise _no_key(vkey, "not NAME+ID+KEY")
    material = read_base64(found[3])
    if len(material) != 1 + KEY_BYTES or material[0] not in (ED25519, COSIGNATURE):
        raise _no_key(vkey, "neither an Ed25519 key (0x01) nor one of a witness (0x04)")
    key = Key(found[1], material[0], material[1:])
    if f"{key.id:08x}" != found[2]:
        raise _no_key(vkey, f"its number should be {key.id:08x}")
    return key


def name_allowed(name: str) -> bool:
    """Whether a key may have this name: not empty, no space, no plus sign, no control character."""
    return name != "" and "+" not in name and _control(name) is None and not any(map(str.isspace, name))


def read_base64(text: str) -> bytes:
    """Decode base64 in its one canonical spelling (RFC 4648, section 4). Raises NoteWrong."""
    try:
        decoded = b64decode(text, validate=True)
    except ValueError:
        raise _malformed("not base64") from None
    if b64encode(decoded).decode() != text:
        raise _malformed("base64 that is not spelled canonically")
    return decoded


def read_number(text: str) -> int:
    """Decode a number of ASCII digits without leading zeroes, below 2^63. Raises NoteWrong."""
    if not _decimal(text) or int(text) > LARGEST_NUMBER:
        raise _malformed(f"{text[:24]!r} is not a number without leading zeroes")
    return int(text)


def signature_line(name: str, key: int, signature: bytes) -> str:
    """A signature line without its newline."""
    return f"{DASH}{name} {b64encode(key.to_bytes(4, 'big') + signature).decode()}"


def cosigned_text(text: bytes, moment: int) -> bytes:
    """What a witness signs at a moment (POSIX seconds) over the text of a checkpoint."""
    return b"cosignature/v1\ntime %d\n%b" % (moment, text)


def signers(note: Note, keys: Collection[Key]) -> tuple[Signature, ...]:
    """The signatures of some of the keys."""
    return tuple(signature for signature in note.signatures if signature.key in keys)


def _line(line: str) -> Line:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space or not name_allowed(name):
        raise _malformed("a signature line that is not '— NAME SIGNATURE'")
    blob = read_base64(encoded)
    if len(blob) <= 4:  # noqa: PLR2004  (the key's number alone)
        raise _malformed("a signature without bytes")
    return Line(name, int.from_bytes(blob[:4], "big"), blob[4:])


def _malformed(why: str) -> NoteWrong:
    return NoteWrong("签名文书格式不对。", f"This is no signed note: {why}.")


def _no_key(vkey: str, why: str) -> NoteWrong:
    return NoteWrong(f"不是验证密钥：{vkey[:80]}。", f"{vkey[:80]!r} is no verifier key: {why}.")
