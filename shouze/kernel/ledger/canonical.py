"""Canonical JSON (RFC 8785), at the speed of the standard library's encoder for what entries are made of.

For texts, whole numbers, truth values, lists and objects with ASCII keys the two agree byte for byte, and
a property test says so; anything else is left to the package `rfc8785`.
"""

import json
from typing import Any, Final

import rfc8785

_SAFE: Final = 2**53
_ATOMS: Final = frozenset((str, bool, type(None)))
_written: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of plain values. Raises ValueError for what RFC 8785 cannot write."""
    return _written(value).encode() if _is_plain(value) else rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind in _ATOMS:
        return True
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_plain(one) for key, one in value.items())
    if kind is list:
        return all(map(_is_plain, value))
    return kind is int and -_SAFE < value < _SAFE
