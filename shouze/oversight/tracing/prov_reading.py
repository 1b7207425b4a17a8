"""Reading PROV-JSON: any document of the W3C member submission, checked for its shape.

In: the text. Out: the statements with their names written out as addresses, or `NotProv` with what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

#: relation -> the attributes that name its two ends; the first must be there unless it may be left open
ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasInformedBy": ("prov:informed", "prov:informant"),
    "wasStartedBy": ("prov:activity", "prov:trigger"),
    "wasEndedBy": ("prov:activity", "prov:trigger"),
    "wasInvalidatedBy": ("prov:entity", "prov:activity"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "actedOnBehalfOf": ("prov:delegate", "prov:responsible"),
    "wasInfluencedBy": ("prov:influencee", "prov:influencer"),
    "specializationOf": ("prov:specificEntity", "prov:generalEntity"),
    "alternateOf": ("prov:alternate1", "prov:alternate2"),
    "hadMember": ("prov:collection", "prov:entity"),
    "mentionOf": ("prov:specificEntity", "prov:generalEntity"),
}
ELEMENTS: Final = frozenset(("entity", "activity", "agent"))
KNOWN: Final[Mapping[str, str]] = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "_": "_:",
}
_LITERAL: Final = frozenset(("$", "type", "lang"))


class NotProv(ValueError):
    """The text is no PROV-JSON; the sentence says where it is not."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One element or relation: its kind, its name written out, its attributes, and the bundle it is in."""

    kind: str
    name: str
    attributes: Mapping[str, Any]
    bundle: str = ""


def read(text: str) -> tuple[Statement, ...]:
    """Return the statements of a PROV-JSON document. Raises NotProv."""
    try:
        document = json.loads(text)
    except ValueError as wrong:
        raise NotProv(f"no JSON: {wrong}") from wrong
    return tuple(_document(document, {}, ""))


def _document(document: Any, above: Mapping[str, str], bundle: str) -> Iterator[Statement]:
    if not isinstance(document, dict):
        raise NotProv("a document is an object")
    prefixes = {**above, **_texts(document.get("prefix", {}))}
    for kind, found in document.items():
        if kind == "prefix":
            continue
        if not isinstance(found, dict):
            raise NotProv(f"{kind} is no object")
        for name, said in found.items():
            full = _written_out(name, prefixes)
            if kind == "bundle":
                yield from _document(said, prefixes, full)
                continue
            for one in said if isinstance(said, list) else [said]:
                yield _statement(kind, full, one, prefixes, bundle)


def _texts(found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise NotProv("prefix maps names to addresses")
    return found


def _statement(kind: str, name: str, said: Any, prefixes: Mapping[str, str], bundle: str) -> Statement:
    if kind not in ELEMENTS and kind not in ENDS:
        raise NotProv(f"nothing of PROV is called {kind}")
    if not isinstance(said, dict):
        raise NotProv(f"{kind} {name} has no attributes")
    ends = ENDS.get(kind, ())
    if ends and not any(end in said for end in ends):
        raise NotProv(f"{kind} {name} names neither {ends[0]} nor {ends[1]}")
    for key, value in said.items():
        _written_out(key, prefixes)
        for one in value if isinstance(value, list) else [value]:
            _check_value(f"{kind} {name} {key}", one, prefixes)
    for end in ends:
        if end in said:
            _end(kind, name, said[end], prefixes)
    return Statement(kind, name, said, bundle)


def _end(kind: str, name: str, value: Any, prefixes: Mapping[str, str]) -> None:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str):
            raise NotProv(f"an end of {kind} {name} is no name")
        _written_out(one, prefixes)


def _check_value(where: str, value: Any, prefixes: Mapping[str, str]) -> None:
    if isinstance(value, dict):
        if "$" not in value or not set(value) <= _LITERAL:
            raise NotProv(f"{where}: a literal has $, and may have type and lang")
        if "type" in value:
            _written_out(str(value["type"]), prefixes)
    elif not isinstance(value, str | int | float | bool):
        raise NotProv(f"{where}: {type(value).__name__} is no value")


def _written_out(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    if not colon:
        prefix, local = "default", name
    address = prefixes.get(prefix, KNOWN.get(prefix))
    if address is None:
        raise NotProv(f"the prefix of {name} is not declared")
    return address + local
