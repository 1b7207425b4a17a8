"""Readers of the lines: what somebody typed, found among what he may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Final

from django.db.models import Q, QuerySet

from shouze.kernel.acts import Standing
from shouze.resources.cases.queries import in_office, visible_to

from . import words
from .kinds import KINDS
from .models import Line

#: more is not looked for at once: who wants more names the kind
MOST: Final = 200
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind, the latest first; ``more`` when there is more than is shown."""

    kind: str
    lines: Sequence[Line]
    more: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, by kind; ``too_short`` when nothing was searched."""

    found: Sequence[Found] = ()
    too_short: bool = False

    @property
    def count(self) -> int:
        """How many lines are shown."""
        return sum(len(one.lines) for one in self.found)


def search(
    text: str, viewer: Standing, on: date, each: int = 6, kinds: Sequence[str] = (), skipped: int = 0
) -> Answer:
    """Find every word of ``text`` among what ``viewer`` may see on the date of law ``on``: at most ``each``
    of a kind, after ``skipped`` of them. One query finds, one more asks which of the cases he may see.

    Two Chinese characters, two initials of pinyin, or three letters or digits are needed.
    """
    if _condition(text[:LONGEST]) is None:
        return Answer(too_short=True)
    if not in_office(viewer, on) or viewer.kind != "staff":
        return Answer()
    named = [one for one in (kinds or KINDS) if one in KINDS]
    ids = _one_query([_of_kind(kind, text, each + 1, skipped) for kind in named])
    by_kind: dict[str, list[Line]] = {kind: [] for kind in named}
    for line in _visible(ids, viewer, on):
        by_kind[line.kind].append(line)
    found = [Found(kind, rows[:each], len(rows) > each) for kind, rows in by_kind.items() if rows]
    return Answer(_exact_first(found, text))


def cases_found(text: str) -> "QuerySet[Line, dict[str, Any]] | None":
    """Return the cases (``within``) that are found, themselves or by their certificates, under every word of
    ``text``; None when it is too short to be searched.
    """
    condition = _condition(text[:LONGEST])
    if condition is None:
        return None
    found: Any = Line.objects.filter(condition, kind__in=("case", "certificate")).values("within")
    return found  # type: ignore[no-any-return]


def _of_kind(kind: str, text: str, limit: int, skipped: int) -> "QuerySet[Line]":
    condition = _condition(text[:LONGEST], kind) or Q()
    found = Line.objects.filter(condition, kind=kind).order_by("-made", "-id").defer("parts", "sounds")
    return found[min(skipped, MOST) : min(skipped, MOST) + limit]


def _one_query(asked: Sequence["QuerySet[Line]"]) -> Sequence[Line]:
    return list(asked[0].union(*asked[1:], all=True)) if len(asked) > 1 else list(asked[0])


def _visible(lines: Sequence[Line], viewer: Standing, on: date) -> Iterable[Line]:
    cases = {one.within for one in lines if KINDS[one.kind].of_case and one.within}
    seen = set(visible_to(viewer, on).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    return [one for one in lines if not KINDS[one.kind].of_case or one.within in seen]


def _condition(text: str, kind: str = "") -> Q | None:
    """Every word in one of its ways; one too short to be searched is compared where another one searches."""
    asked = [Q()]
    left_over = []
    for word in text.split():
        ways = words.ways(word)
        if ways:
            asked.append(reduce(Q.__or__, (_way(one, kind) for one in ways)))
        elif words.plain(word):
            left_over.append(Q(text__contains=words.plain(word)))
    return reduce(Q.__and__, (*asked, *left_over)) if len(asked) > 1 else None


def _way(way: words.Way, kind: str) -> Q:
    # The kind is a part too: the index then reads no line of another kind.
    found = Q(parts__contains=[*way.parts, *([f"{words.KIND}{kind}"] if kind else [])])
    alone = len(way.parts) == 1 and len(way.word) == words.PAIR
    return found if alone else found & Q(**{f"{way.column}__contains": way.word})


def _exact_first(found: Sequence[Found], text: str) -> Sequence[Found]:
    """The kind in which something bears exactly that number comes first."""
    asked = words.plain(text)
    return sorted(found, key=lambda one: not any(words.plain(row.number) == asked for row in one.lines))


def marked(text: str, query: str) -> Sequence[tuple[str, bool]]:
    """Part a text into pieces, with whether each is what was asked for, by its initials or pinyin too."""
    spans = sorted(span for word in query.split() for span in _spans(text, word))
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        if start >= at:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [one for one in (*pieces, (text[at:], False)) if one[0]]


def _spans(text: str, word: str) -> Iterable[tuple[int, int]]:
    place = text.lower().find(word.lower())
    if place >= 0:
        yield place, place + len(word)
        return
    yield from words.sounding(text, word)
