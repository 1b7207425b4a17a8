"""Which witnesses a log must have, and how many of the others: the file that a body or its reader keeps.

A line ``witness VKEY [ADDRESS] [required]`` for each, and ``quorum N`` for how many of all must have
cosigned; ``#`` begins a remark. Without a line of quorum the required ones are enough.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from .notes import COSIGNATURE, Key, parse_key, read_number
from .wrong import NoteWrong

REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class WitnessAt:
    """A witness: its key, where it answers (or its folder, or ""), and whether it must have cosigned."""

    key: Key
    address: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """Witnesses, and how many of them must have cosigned."""

    witnesses: tuple[WitnessAt, ...] = ()
    quorum: int = 0

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of all of them."""
        return tuple(witness.key for witness in self.witnesses)

    def lacking(self, cosigned: Collection[str]) -> list[str]:
        """What a checkpoint with cosignatures of these names lacks: names of required ones, ``1/2``."""
        lacks = [one.key.name for one in self.witnesses if one.required and one.key.name not in cosigned]
        present = len({one.key.name for one in self.witnesses} & set(cosigned))
        return [*lacks, f"{present}/{self.quorum}"] if present < self.quorum else lacks


def read_policy(text: str) -> Policy:
    """Read the file. Raises NoteWrong for a line that cannot be read, or a quorum that cannot be reached."""
    witnesses: list[WitnessAt] = []
    quorum = 0
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if words[0] == "quorum" and len(words) == 2:  # noqa: PLR2004  (the word and its number)
            quorum = read_number(words[1])
        elif words[0] == "witness" and len(words) > 1:
            witnesses.append(_witness(words[1], words[2:], number))
        else:
            raise _wrong(number, "neither 'witness VKEY [ADDRESS] [required]' nor 'quorum N'")
    if quorum > len({one.key.name for one in witnesses}):
        raise _wrong(0, f"a quorum of {quorum} cannot be reached")
    if len({one.key.public for one in witnesses}) < len(witnesses):
        raise _wrong(0, "two witnesses have the same key")
    return Policy(tuple(witnesses), quorum)


def load_policy(path: Path | None) -> Policy:
    """The policy of a file; none where there is no file. Raises NoteWrong as `read_policy`, OSError."""
    return Policy() if path is None or not path.exists() else read_policy(path.read_text())


def _witness(vkey: str, rest: list[str], number: int) -> WitnessAt:
    key = parse_key(vkey)
    required = rest[-1:] == [REQUIRED]
    address = rest[:-1] if required else rest
    if key.type != COSIGNATURE or len(address) > 1:
        raise _wrong(number, "not the key of a witness (type 0x04), one address, 'required'")
    return WitnessAt(key, address[0] if address else "", required)


def _wrong(number: int, why: str) -> NoteWrong:
    return NoteWrong(f"见证方名单第 {number} 行不对。", f"The list of witnesses, line {number}: {why}.")
