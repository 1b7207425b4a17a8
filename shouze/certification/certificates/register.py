"""The public register: found by number, or searched by names. It reads what the public may see, and nothing
else.

Chinese names have no word boundaries: they are searched by pairs of characters (``zh_bigrams``, one GIN
index), and what has more than one pair is compared again as it stands. Pairs that nearly every firm has are
not asked for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from .models import PublicRecord

PAGE: Final = 20
#: counting goes no further; more is said as "1000 or more"
COUNTED: Final = 1000
LONGEST: Final = 100
_DROPPED: Final = " ()（）·,，。、/-"
_STRIPPED: Final = str.maketrans("", "", _DROPPED)
_STOP: Final = frozenset({"有限", "限公", "公司", "股份", "份有", "集团", "责任", "任公", "团有", "限责"})
# The words are compared with the spaces left in: a pair over the border of two names is no hit.
_MATCH: Final = "zh_bigrams(names) @> %(pairs)s::text[]"
_AGAIN: Final = " AND lower(translate(names, '()（）·,，。、/-', '')) LIKE ALL (%(words)s)"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the latest first; ``count`` stops at 1000. ``too_short``: nothing was
    searched.
    """

    records: Sequence[dict[str, Any]] = ()
    count: int = 0
    page: int = 1
    too_short: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are (within what is counted)."""
        return max(1, -(-self.count // PAGE))

    @property
    def capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= COUNTED


def find_record(number: str) -> dict[str, Any] | None:
    """Return the public record of that number, or None."""
    text = PublicRecord.objects.filter(number=number).values_list("record", flat=True).first()
    record: dict[str, Any] | None = json.loads(text) if text else None
    return record


def existing(numbers: Sequence[str]) -> list[str]:
    """Return those of the numbers that exist, in one query."""
    return sorted(PublicRecord.objects.filter(number__in=numbers).values_list("number", flat=True))


def search(text: str, page: int = 1) -> Found:
    """Search the names of parties, products and models for every word of ``text``; ``page`` counts from 1.

    A text without two neighbouring characters finds nothing and says so (``too_short``).
    """
    words = [word.translate(_STRIPPED).lower() for word in text[:LONGEST].replace("\x00", "").split()]
    asked = pairs(words)
    if not asked:
        return Found(too_short=True)
    where = _MATCH + (_AGAIN if len(asked) > 1 else "")
    found = {"pairs": asked, "words": [f"%{_literal(word)}%" for word in words if word]}
    at = max(1, min(page, COUNTED // PAGE))
    return Found(_records(where, found, at), _count(where, found), at)


def pairs(words: Sequence[str]) -> list[str]:
    """Return the pairs of characters to ask for: those of every word, without the common ones unless all
    are.
    """
    every = dict.fromkeys(word[place : place + 2] for word in words for place in range(len(word) - 1))
    return [pair for pair in every if pair not in _STOP] or list(every)


def _records(where: str, found: dict[str, Any], page: int) -> list[dict[str, Any]]:
    sql = f"SELECT record FROM certificates_public WHERE {where} ORDER BY issued_on DESC, number DESC"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {PAGE} OFFSET {(page - 1) * PAGE}", found)
        return [json.loads(text) for (text,) in cursor.fetchall()]


def _count(where: str, found: dict[str, Any]) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM certificates_public WHERE {where} LIMIT {COUNTED}) f"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, found)
        return int(cursor.fetchone()[0])


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
