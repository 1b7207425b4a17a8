"""Canonical JSON (RFC 8785) for what the ledger writes: text, whole numbers, true, false, null, [] and {}."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

LARGEST = 2**53 - 1
_beyond_bmp = re.compile("[\U00010000-\U0010ffff]").search
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_write_sorted = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, sort_keys=True
).encode


def read(text: bytes) -> Any:
    """Read JSON. Raises ValueError for what is no JSON, and for numbers that the ledger never writes."""
    return _decoder.decode(text.decode())


def canonical(value: Any) -> bytes:
    """The canonical bytes of a value from `read`: keys in the order of their UTF-16 code units, no spaces."""
    text = _write_sorted(value)
    # Code points and UTF-16 sort alike until a character needs two units.
    return (_write(_ordered(value)) if _beyond_bmp(text) else text).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(f"{text} is too large for JSON")
    return number


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a whole number")


_decoder = json.JSONDecoder(parse_float=_refuse, parse_int=_whole, parse_constant=_refuse)
