"""PostgreSQL's binary COPY format: how a value of each type is written, and the frame around the rows.

A cell is its length in four bytes and its content; a row begins with the number of its cells.
"""

import json
import struct
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from psycopg.adapt import PyFormat, Transformer

HEAD: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END: Final = b"\xff\xff"
NULL: Final = b"\xff\xff\xff\xff"
EPOCH: Final = date(2000, 1, 1)
"""PostgreSQL counts days and microseconds from here."""
EPOCH_SECONDS: Final = 946_684_800
SHANGHAI_SECONDS: Final = 8 * 3600
DAY: Final = 86_400
TEXT_OIDS: Final[Mapping[str, int]] = {"_text": 25, "_varchar": 1043}

_length: Final = struct.Struct(">i").pack
_count: Final = struct.Struct(">h").pack
_long: Final = struct.Struct(">q").pack


def cell(content: bytes) -> bytes:
    """Return the content with its length before it."""
    return _length(len(content)) + content


def row_head(cells: int) -> bytes:
    """Return the beginning of a row."""
    return _count(cells)


def framed(rows: Iterable[bytes]) -> bytes:
    """Return rows as a whole COPY stream."""
    return b"".join((HEAD, *rows, END))


def integer(value: int) -> bytes:
    """Return a bigint's content."""
    return _long(value)


def day(value: date) -> bytes:
    """Return a date's content."""
    return _length((value - EPOCH).days)


def moment(seconds: int) -> bytes:
    """Return a timestamptz's content; ``seconds`` are those of Shanghai's wall clock since 1970."""
    return _long((seconds - SHANGHAI_SECONDS - EPOCH_SECONDS) * 1_000_000)


def texts(kind: str, blob: bytes, many: int) -> bytes:
    """Return the content of an array of ``many`` texts whose cells are written in ``blob`` already."""
    oid = TEXT_OIDS[kind]
    if not many:
        return struct.pack(">iii", 0, 0, oid)
    return struct.pack(">iiiii", 1, 0, oid, many, 1) + blob


def array(kind: str, values: Sequence[str]) -> bytes:
    """Return the content of an array of texts."""
    return texts(kind, b"".join(cell(one.encode()) for one in values), len(values))


def numeric(value: str) -> bytes:
    """Return a numeric's content, as the driver writes it."""
    dumper = Transformer().get_dumper(Decimal(value), PyFormat.BINARY)
    return bytes(dumper.dump(Decimal(value)) or b"")


def seconds_of(text: str) -> int:
    """Return an instant (ISO 8601, as JSON or the database writes it) in seconds of Shanghai's wall clock."""
    at = datetime.fromisoformat(text)
    return int(at.timestamp()) + SHANGHAI_SECONDS


def iso(seconds: int) -> str:
    """Return seconds of Shanghai's wall clock as entries write a moment."""
    wall = datetime(1970, 1, 1, tzinfo=timezone(timedelta(hours=8))) + timedelta(seconds=seconds)
    return wall.isoformat()


def day_of(count: int) -> date:
    """Return the ``count``-th day since 1970."""
    return date(1970, 1, 1) + timedelta(days=count)


def array_of(text: str) -> list[str]:
    """Read the database's text of an array of texts."""
    inner, found, word, quoted, escaped = text[1:-1], [], "", False, False
    for sign in inner:
        if escaped:
            word, escaped = word + sign, False
        elif sign == "\\":
            escaped = True
        elif sign == '"':
            quoted = not quoted
        elif sign == "," and not quoted:
            found.append(word)
            word = ""
        else:
            word += sign
    return [*found, word] if inner else []


#: how a cell that is the same in every copy is written, by the type of its column; from the database's text
WRITERS: Final[Mapping[str, Callable[[str], bytes]]] = {
    "uuid": lambda text: uuid.UUID(text).bytes,
    "date": lambda text: day(date.fromisoformat(text)),
    "timestamptz": lambda text: moment(seconds_of(text)),
    "text": str.encode,
    "varchar": str.encode,
    "jsonb": lambda text: b"\x01" + text.encode(),
    "bool": lambda text: b"\x01" if text in ("t", "true") else b"\x00",
    "int2": lambda text: struct.pack(">h", int(text)),
    "int4": lambda text: struct.pack(">i", int(text)),
    "int8": lambda text: _long(int(text)),
    "numeric": numeric,
    "bytea": lambda text: bytes.fromhex(text.removeprefix("\\x")),
    "_text": lambda text: array("_text", array_of(text)),
    "_varchar": lambda text: array("_varchar", array_of(text)),
}


def compact(value: Any) -> str:
    """Return JSON without spaces, its characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
