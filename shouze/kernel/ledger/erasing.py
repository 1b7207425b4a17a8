"""What stays of a section when personal content is erased by order of the law, and the erasing itself.

A section keeps its form: each text that goes is replaced by a marker, and the salt goes with it, so that
nobody can prove or guess what stood there. Texts are named by JSON pointers (RFC 6901) into the section.
Only the room that does the act ``content.erased`` may call this (an import contract says so).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import connection

from .canonical import canonical

MARKER: Final = "[已依法删除]"
ACT: Final = "content.erased"
SECTIONS: Final = ("data", "what", "who")
#: what columns of the entry repeat is no content: it says of which thing the entry is
KEPT: Final = frozenset({"/person_id", "/subject_type", "/subject_id", "/case_id", "/via"})


class NothingThere(LookupError):
    """A pointer leads to no text of the section; its ``args[0]`` is the pointer."""


def texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a section with its pointer."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{pointer}/{number}")


def remainder(value: Any, pointers: Sequence[str]) -> Any:
    """The section with a marker in place of each text at or below a pointer. Raises NothingThere."""
    found = [pointer for pointer, _ in texts(value)]
    for asked in pointers:
        if not any(_at_or_below(one, asked) for one in found):
            raise NothingThere(asked)
    return _replaced(value, "", pointers)


def digest(kept: Any) -> str:
    """The SHA-256 (hex) of what stays, as the act that erases says it: what stays is held to it for ever."""
    return sha256(canonical(kept)).hexdigest()


def erase(entry: UUID, section: str, kept: Any, *, by_act: UUID, reason: str) -> None:
    """Put ``kept`` in the place of a section's value and take its salt, in the transaction of ``by_act``;
    where the same act did it before, nothing. Raises the driver's error where there is no such section; at
    the end of the transaction where the act's entry does not name entry, section and the `digest` of ``kept``
    (its outcome ``remainder``).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.ledger_erase(%s, %s, %s, %s, %s)",
            [entry, section, canonical(kept).decode(), by_act, reason],
        )


def _replaced(value: Any, pointer: str, pointers: Sequence[str]) -> Any:
    if isinstance(value, str):
        return MARKER if any(_at_or_below(pointer, one) for one in pointers) else value
    if isinstance(value, dict):
        return {
            key: _replaced(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", pointers)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_replaced(inner, f"{pointer}/{number}", pointers) for number, inner in enumerate(value)]
    return value


def _at_or_below(pointer: str, asked: str) -> bool:
    return pointer == asked or pointer.startswith(f"{asked}/")
