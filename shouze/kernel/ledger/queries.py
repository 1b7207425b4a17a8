"""The readers of the ledger. They return values, never rows of the ORM: nobody can write through them.

Each answer comes from one query, bodies included. Long histories are read in pages: ``after`` is the id of
the last entry already seen, ``limit`` how many more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BinaryField,
    Count,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.lookups import GreaterThan

from .logs import LEDGER, REGISTER, Log
from .models import AnnouncementCheckpoint, Body, Checkpoint, Entry, Leaf, Pending

SECTIONS = ("who", "what", "data")


class NoSuchEntry(LookupError):
    """No entry has that uid."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry as it stands. ``seq`` is its place in the tree, None while it waits for the sequencer."""

    id: int
    uid: UUID
    act: str
    at: datetime
    recorded_at: datetime
    person_id: UUID | None
    subject_type: str
    subject_id: UUID
    case_id: UUID | None
    seq: int | None
    leaf: bytes = field(repr=False)
    body: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the tree is behind: entries waiting, the oldest one's moment, leaves and root so far."""

    pending: int
    oldest: datetime | None
    integrated: int
    root: bytes | None


def entry(uid: UUID) -> Recorded:
    """The entry of that uid. Raises NoSuchEntry."""
    found = _read(Entry.objects.filter(uid=uid))
    if not found:
        raise NoSuchEntry(f"没有编号为 {uid} 的记录 (no entry has the uid {uid})")
    return found[0]


def entries_for_case(case_id: UUID, *, after: int = 0, limit: int | None = None) -> list[Recorded]:
    """The entries of a case, oldest first."""
    return _read(Entry.objects.filter(case_id=case_id, id__gt=after), limit)


def entries_for_cases(cases: Sequence[UUID]) -> list[Recorded]:
    """The entries of several cases, oldest first."""
    return _read(Entry.objects.filter(case_id__in=cases))


def entries_of_acts(case_id: UUID, acts: Sequence[str]) -> list[Recorded]:
    """The entries of a case that record one of these acts, oldest first."""
    return _read(Entry.objects.filter(case_id=case_id, act__in=acts))


def entries_of_act(act: str) -> list[Recorded]:
    """The entries that record an act, of whatever case, oldest first."""
    return _read(Entry.objects.filter(act=act))


def moments_of_acts(case_id: UUID, acts: Sequence[str]) -> list[tuple[str, datetime, UUID | None]]:
    """Act, moment and person of the entries of a case that record these acts, oldest first; no bodies."""
    found = Entry.objects.filter(case_id=case_id, act__in=acts).order_by("id")
    return list(found.values_list("act", "at", "person_id"))


def latest_entries(
    case_id: UUID, *, before: int | None = None, acts: Sequence[str] = (), limit: int = 20
) -> list[Recorded]:
    """The last entries of a case, newest first: those before an id, of some acts only, when asked."""
    found = Entry.objects.filter(case_id=case_id)
    found = found.filter(id__lt=before) if before else found
    found = found.filter(act__in=acts) if acts else found
    return _read(found, limit, newest_first=True)


def entries_resting_on(case_id: UUID, digest: str) -> list[Recorded]:
    """The entries of a case whose act rests on the file of that digest, oldest first."""
    named = Value(digest.encode(), BinaryField())
    place = Func(named, F("body"), function="position", arg_joiner=" in ", output_field=IntegerField())
    resting = Body.objects.filter(GreaterThan(place, 0), entry__case_id=case_id)
    return _read(Entry.objects.filter(case_id=case_id, id__in=resting.values("entry_id")))


def acts_of_case(case_id: UUID) -> set[str]:
    """The names of the acts done on a case and what belongs to it."""
    return set(Entry.objects.filter(case_id=case_id).values_list("act", flat=True))


def entries_for_subject(subject_id: UUID, *, after: int = 0, limit: int | None = None) -> list[Recorded]:
    """The entries whose act was done on that subject, oldest first."""
    return _read(Entry.objects.filter(subject_id=subject_id, id__gt=after), limit)


def entries(*, after: int = 0, limit: int | None = None) -> list[Recorded]:
    """All entries, oldest first."""
    return _read(Entry.objects.filter(id__gt=after), limit)


def body_of(recorded: Recorded) -> dict[str, Any]:
    """The content of an entry: ``who``, ``what`` and ``data`` without salts; None where it was erased."""
    sections: Mapping[str, Mapping[str, Any] | None] = json.loads(recorded.body) if recorded.body else {}
    return {name: section["value"] if (section := sections.get(name)) else None for name in SECTIONS}


def erased_sections(recorded: Recorded) -> dict[str, UUID]:
    """The sections of which content was erased by order of the law, each with the uid of the act."""
    sections: Mapping[str, Mapping[str, Any]] = json.loads(recorded.body) if recorded.body else {}
    return {name: UUID(one["erased"]["act"]) for name, one in sections.items() if "erased" in one}


def standing() -> int:
    """How many entries there are: the size of the tree, and what waits for a place in it. As quick with many
    as with few.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(size) FROM ledger_checkpoint), 0)"
            " + (SELECT count(*) FROM ledger_pending)"
        )
        return int(cursor.fetchone()[0])


def lag() -> Lag:
    """How far the sequencer is behind the gate. Two queries."""
    waiting = Entry.objects.filter(id__in=Pending.objects.values("entry_id"))
    behind = waiting.aggregate(pending=Count("id"), oldest=Min("recorded_at"))
    last = Checkpoint.objects.order_by("-size").values_list("size", "root").first()
    size, root = last or (0, None)
    return Lag(behind["pending"], behind["oldest"], size, None if root is None else bytes(root))


def unpublished_since(log: Log, size: int) -> datetime | None:
    """When the first checkpoint beyond a published size was made; None where all are published."""
    of = {LEDGER.name: Checkpoint.objects, REGISTER.name: AnnouncementCheckpoint.objects}[log.name]
    return of.filter(size__gt=size).order_by("size").values_list("at", flat=True).first()


def first_checkpoint_at() -> datetime | None:
    """When the ledger's first checkpoint was made; None before it."""
    return Checkpoint.objects.order_by("size").values_list("at", flat=True).first()


def _read(
    entries: QuerySet[Entry], limit: int | None = None, *, newest_first: bool = False
) -> list[Recorded]:
    rows = (
        entries.order_by("-id" if newest_first else "id")
        .annotate(
            seq=Subquery(Leaf.objects.filter(entry_id=OuterRef("id")).values("seq")[:1]),
            body=Subquery(Body.objects.filter(entry_id=OuterRef("id")).values("body")[:1]),
        )
        .values_list(
            "id", "uid", "act", "at", "recorded_at", "person_id", "subject_type", "subject_id", "case_id",
            "seq", "leaf", "body",
        )
    )  # fmt: skip
    return [
        Recorded(*row[:-2], bytes(row[-2]), None if row[-1] is None else bytes(row[-1]))
        for row in rows[:limit]
    ]
