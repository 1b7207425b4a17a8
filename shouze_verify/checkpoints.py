"""Checkpoints (C2SP tlog-checkpoint): a signed note that says how large a log is, and its root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .notes import COSIGNATURE, ED25519, Key, Note, Signature, open_note, read_base64, read_number
from .wrong import NoteWrong, Unsigned

HASH_BYTES: Final = 32
BODY_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin, the number of its leaves, its root. ``note`` has text and signatures."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    note: Note | None = None

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The log's signatures that were checked."""
        return tuple(one for one in self._checked if one.key.type == ED25519)

    @property
    def cosignatures(self) -> tuple[Signature, ...]:
        """The witnesses' signatures that were checked; ``at`` says when (POSIX seconds)."""
        return tuple(one for one in self._checked if one.key.type == COSIGNATURE)

    @property
    def witnesses(self) -> frozenset[str]:
        """The names of the witnesses among them: each counts once, with however many keys it signed."""
        return frozenset(one.key.name for one in self.cosignatures)

    @property
    def _checked(self) -> tuple[Signature, ...]:
        return self.note.signatures if self.note else ()


def read_checkpoint(
    note: bytes, keys: Iterable[Key], *, origin: str | None = None, witnesses: Iterable[Key] = ()
) -> Checkpoint:
    """Read a checkpoint and check that the log signed it.

    ``keys`` are the log's, ``witnesses`` those of witnesses, whose cosignatures are then checked too. The
    origin must be ``origin``; where none is given, the name of a key that signed. Raises NoteWrong where it
    is not in the form or of another log, Unsigned where no key of the log signed or a signature is false.
    """
    log, others = tuple(keys), tuple(witnesses)
    opened = open_note(note, (*log, *others))
    signed = {one.key.name for one in opened.signatures if one.key in log and one.key.type == ED25519}
    if not signed:
        raise Unsigned("日志自己没有签名。", "The log itself did not sign this checkpoint.")
    read = parse_checkpoint(opened.text)
    if read.origin not in (signed if origin is None else {origin}):
        raise NoteWrong(
            f"检查点属于另一日志：{read.origin}。",
            f"The checkpoint is of another log, {read.origin}, than {origin or ', '.join(sorted(signed))}.",
        )
    return Checkpoint(read.origin, read.size, read.root, read.extensions, opened)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, of which no signature is checked. Raises NoteWrong."""
    lines = text.split("\n")
    body, last = lines[:-1], lines[-1]
    if last or len(body) < BODY_LINES or not all(body):
        raise _malformed("no three lines or more, none of them empty")
    origin, size, root, *extensions = body
    hashed = read_base64(root)
    if len(hashed) != HASH_BYTES:
        raise _malformed(f"a root of {len(hashed)} bytes")
    return Checkpoint(origin, read_number(size), hashed, tuple(extensions))


def checkpoint_text(origin: str, size: int, root: str) -> str:
    """The text of a checkpoint without extensions; ``root`` in base64."""
    return f"{origin}\n{size}\n{root}\n"


def _malformed(why: str) -> NoteWrong:
    return NoteWrong("检查点格式不对。", f"This is no checkpoint: {why}.")
