"""Who may see which part of the leaders' screen, as the rules say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from shouze.kernel import rulebook

PARTS: Final = "board_parts"
PERSONS: Final = "persons"


def parts_for(posts: Iterable[str], on: date) -> frozenset[str]:
    """Return the parts that a holder of these posts may see on a date of law; none for most."""
    held = set(posts)
    return frozenset(one.code for one in rulebook.codes(PARTS, on=on) if held & set(_posts(one)))


def posts_that_see(on: date) -> tuple[str, ...]:
    """Return the posts whose holders see any part, in the order of the rules."""
    return tuple(dict.fromkeys(post for one in rulebook.codes(PARTS, on=on) for post in _posts(one)))


def _posts(part: rulebook.Code) -> list[str]:
    found = part.get("posts")
    return [str(post) for post in found] if isinstance(found, list | tuple) else []
