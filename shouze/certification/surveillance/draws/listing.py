"""The list of candidates, frozen as a file: the part that is shown later (keys and weights), and names
beside it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shouze.kernel.files import store
from shouze.kernel.ledger.canonical import canonical

from .drawing import Candidate

FORMAT: Final = "shouze-draw-list-1"


class NoList(ValueError):
    """The file is no list of candidates."""


@dataclass(frozen=True, slots=True)
class Named:
    """A candidate as people know it: its key, its name, and the class that its weight follows."""

    key: str
    name: str
    letter: str
    weight: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A frozen list: ``digest`` is that of keys and weights alone, 64 hexadecimal digits."""

    candidates: tuple[Named, ...]

    @property
    def plain(self) -> list[dict[str, Any]]:
        """Keys and weights, in the order of the keys."""
        return [{"key": one.key, "weight": one.weight} for one in self.candidates]

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of keys and weights."""
        return hashlib.sha256(canonical(self.plain)).hexdigest()

    @property
    def weighted(self) -> list[Candidate]:
        """What is drawn from."""
        return [Candidate(one.key, one.weight) for one in self.candidates]

    @property
    def names(self) -> Mapping[str, str]:
        """Name by key."""
        return {one.key: one.name for one in self.candidates}


def freeze(candidates: Iterable[Named], *, at: datetime, person: UUID) -> tuple[str, Listed]:
    """Store a list; return the file's digest and the list."""
    listed = Listed(tuple(sorted(candidates, key=lambda one: one.key.encode())))
    document = {"format": FORMAT, "candidates": [_plain(one) for one in listed.candidates]}
    kept = store.put(io.BytesIO(canonical(document)), "draw-candidates.json", at=at, person=person)
    return kept.digest, listed


def read(digest: str) -> Listed:
    """Return the list of a file. Raises NoList for another file, FileNotFoundError for none."""
    with store.open_file(digest) as file:
        content = file.read()
    try:
        said = json.loads(content)
        if said["format"] != FORMAT:
            raise NoList(digest)
        return Listed(_candidates(said["candidates"]))
    except (ValueError, KeyError, TypeError) as wrong:
        raise NoList(digest) from wrong


def _candidates(said: Sequence[Any]) -> tuple[Named, ...]:
    return tuple(
        Named(str(one["key"]), str(one["name"]), str(one["letter"]), int(one["weight"])) for one in said
    )


def _plain(one: Named) -> dict[str, Any]:
    return {"key": one.key, "name": one.name, "letter": one.letter, "weight": one.weight}
