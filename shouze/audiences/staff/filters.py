"""The filters that a person keeps under names: as tabs with counts, and as what his worklist opens with."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import IntegerField, Value
from django.http import QueryDict
from django.urls import reverse

from shouze.kernel.acts import Standing
from shouze.kernel.words import Words

from .models import SavedFilter
from .worklist import Asked, find

#: a count goes no further; more is said as "99+"
COUNTED: Final = 99
MOST_TABS: Final = 8
MOST_KEPT: Final = 30
LONGEST_NAME: Final = 40
#: the views that everybody has: what they are called, and whether they are counted
VIEWS: Final = (
    (Words("等我办理", "Awaiting me"), Asked(), True),
    (Words("我负责的", "My cases"), Asked(whose="own"), True),
    (Words("全部在办", "All open"), Asked(whose="open", sort="due"), True),
    (Words("全部案件", "All cases"), Asked(whose="all", sort="number"), False),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as a tab: its words, its address, how many cases it shows ("99+" at most; None: not counted)."""

    words: str
    url: str
    count: str | None
    current: bool


def kept(person: uuid.UUID) -> Sequence[SavedFilter]:
    """List the filters of a person by name, in one query."""
    return list(SavedFilter._default_manager.filter(person_id=person).order_by("name")[:MOST_KEPT])


def asked_by(one: SavedFilter) -> Asked:
    """Return what a kept filter asks the list for."""
    return Asked.of(QueryDict(one.query))


def tabs(me: Standing, on: date, mine: Sequence[SavedFilter], now: Asked) -> list[Tab]:
    """Return the views of everybody and the pinned ones of a person, all counted in one query."""
    views = [(str(words), asked, counted) for words, asked, counted in VIEWS]
    views += [(one.name, asked_by(one), True) for one in mine if one.pinned][:MOST_TABS]
    counts = _counts(me, on, {place: asked for place, (_, asked, counted) in enumerate(views) if counted})
    current = [asked for _, asked, _ in views]
    return [
        Tab(
            words,
            address(asked),
            None if not counted else f"{COUNTED}+" if counts[place] > COUNTED else str(counts[place]),
            asked == now and current.index(now) == place,
        )
        for place, (words, asked, counted) in enumerate(views)
    ]


def address(asked: Asked) -> str:
    """Return the address of a view; the first one is named too: the bare address may open with another."""
    return f"{reverse('staff:worklist')}?{asked.query or 'whose=mine'}"


def opening(mine: Sequence[SavedFilter]) -> Asked:
    """Return what the worklist opens with when its address asks for nothing."""
    return next((asked_by(one) for one in mine if one.opens), Asked())


def keep(person: uuid.UUID, name: str, asked: Asked) -> bool:
    """Keep a filter under a name, over one that has it; False when there are as many as may be kept."""
    kept_now = SavedFilter._default_manager.filter(person_id=person)
    if not kept_now.filter(name=name).exists() and kept_now.count() >= MOST_KEPT:
        return False
    SavedFilter._default_manager.update_or_create(
        person_id=person, name=name[:LONGEST_NAME], defaults={"query": asked.query}
    )
    return True


def change(person: uuid.UUID, key: int, what: str) -> None:
    """Remove a filter of a person, pin it as a tab or unpin it, or let his worklist open with it or no more;
    what is not his is passed over.
    """
    with transaction.atomic():
        one = SavedFilter._default_manager.filter(person_id=person, pk=key).first()
        if one is not None:
            _CHANGES[what](one)


def _remove(one: SavedFilter) -> None:
    one.delete()


def _pin(one: SavedFilter) -> None:
    SavedFilter._default_manager.filter(pk=one.pk).update(pinned=not one.pinned)


def _open_with(one: SavedFilter) -> None:
    SavedFilter._default_manager.filter(person_id=one.person_id).exclude(pk=one.pk).update(opens=False)
    SavedFilter._default_manager.filter(pk=one.pk).update(opens=not one.opens)


_CHANGES: Final = {"remove": _remove, "pin": _pin, "open": _open_with}
WHAT: Final = frozenset(_CHANGES)


def _counts(me: Standing, on: date, views: Mapping[int, Asked]) -> Counter[int]:
    """How many cases each view shows, each counted no further than one above COUNTED: one query."""
    asked = [
        find(me, on, view)
        .order_by()
        .select_related(None)
        .annotate(place=Value(place, output_field=IntegerField()))
        .values_list("place", flat=True)[: COUNTED + 1]
        for place, view in views.items()
    ]
    return Counter(asked[0].union(*asked[1:], all=True))
