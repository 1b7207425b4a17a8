"""What an entry names, read from its body. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

DIGEST: Final = "sha256:"
_DIGEST_LENGTH: Final = len(DIGEST) + 64
_UUID_LENGTH: Final = 36
_uuid: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}").fullmatch
#: said of every entry by the ledger's own columns
_COLUMNS: Final = frozenset(("subject_id", "case_id", "person_id"))

Named = tuple[bytes, str]


def key_of(thing: str) -> bytes:
    """Return the sixteen bytes by which a thing is found: an id's own, the first of a digest's. Raises
    ValueError for anything else.
    """
    if thing.startswith(DIGEST) and len(thing) == _DIGEST_LENGTH:
        return bytes.fromhex(thing[len(DIGEST) : len(DIGEST) + 32])
    return UUID(thing).bytes


def named(body: Mapping[str, Any]) -> set[Named]:
    """Return every thing that an entry names with how it names it; ``body`` are the salted sections, of
    which erased ones are missing or null.
    """
    what, who = _value(body, "what"), _value(body, "who")
    found: set[Named] = {(key_of(one), "evidence") for one in what.get("evidence", ())}
    for label, row in what.get("made", ()):
        found.add((key_of(row), f"made.{label}"))
    for fact in what.get("considered", ()):
        found.update(_inside(fact, f"considered.{fact.get('kind', '')}"))
    if absent := who.get("for"):
        found.add((key_of(absent["person_id"]), "for"))
    found.update(_inside(_value(body, "data"), "data"))
    return found


def rules(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the versions of rules that an entry notes, in the order of their names."""
    return tuple(sorted(set(_value(body, "what").get("rules", ()))))


def key_of_rules(refs: Sequence[str]) -> UUID:
    """Return the key of a set of rule versions: the first half of the SHA-256 of its sorted lines."""
    return UUID(bytes=hashlib.sha256("\n".join(refs).encode()).digest()[:16])


def _value(body: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    found = body.get(section) or {}
    value: Mapping[str, Any] = found.get("value") or {}
    return value


def _inside(value: Any, path: str) -> Iterator[Named]:
    """Every id at any depth, with the path of keys to it; places in lists are left out."""
    kind = type(value)
    if kind is str:
        if len(value) == _UUID_LENGTH and _uuid(value):
            yield UUID(value).bytes, path
    elif kind is dict:
        for key, one in value.items():
            if type(one) is str and len(one) != _UUID_LENGTH:
                continue
            yield from _inside(one, f"{path}.{key}")
    elif kind is list:
        for one in value:
            yield from _inside(one, path)
