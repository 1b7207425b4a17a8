"""Writing the lines: called for every act, inside its transaction."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.apps import apps

from shouze.kernel.acts import Doing, get_act
from shouze.kernel.acts.models import Subject

from . import words
from .kinds import ALONG, BY_LABEL, CHANGES, RENAMED, Kind
from .models import Line

WRITTEN: Final = ("made", "within", "number", "title", "about", "text", "sounds", "parts")
PER_INSERT: Final = 500


def keep(act: str, doing: Doing, subject: Subject) -> None:
    """Write the lines of what ``act`` made, and of what it may have renamed; most acts write none."""
    asked: dict[str, set[uuid.UUID]] = {}
    for label, key in doing.made:
        if label in BY_LABEL:
            asked.setdefault(label, set()).add(uuid.UUID(key))
    for label, changed in CHANGES[act](subject) if act in CHANGES else ():
        asked.setdefault(label, set()).add(changed)
    known: dict[uuid.UUID, Any] = {}
    label = subject._meta.label_lower
    created = label in BY_LABEL and get_act(act).creates
    if label in RENAMED or created or subject.pk in asked.get(label, ()):
        asked.setdefault(label, set()).add(subject.pk)
        known[subject.pk] = subject
    lines = [
        line(BY_LABEL[name], row)
        for name, keys in sorted(asked.items())
        for row in _rows(BY_LABEL[name], keys, known)
    ]
    if lines:
        write(lines)


def write(lines: Iterable[Line]) -> None:
    """Write lines; one that stands already is told anew."""
    Line.objects.bulk_create(
        lines, PER_INSERT, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
    )


def line(kind: Kind, row: Any) -> Line:
    """Return the line by which a row of that kind is found."""
    told = kind.tell(row)
    text = " ".join(one for one in (told.number, told.title, told.also) if one.strip())
    return Line(
        id=row.pk,
        kind=kind.name,
        made=row.pk.int >> 80,
        within=told.within,
        number=told.number,
        title=told.title,
        about=told.about,
        text=words.plain(text),
        sounds=words.sounds(text),
        parts=[f"{words.KIND}{kind.name}", *words.parts(text)],
    )


def _rows(kind: Kind, keys: set[uuid.UUID], known: Mapping[uuid.UUID, Any]) -> list[Any]:
    there = [known[key] for key in keys if key in known]
    absent = [key for key in keys if key not in known]
    if absent:
        model = apps.get_model(kind.label)
        found = model._default_manager.filter(pk__in=absent)
        there += list(found.select_related(*ALONG[kind.name]) if kind.name in ALONG else found)
    return there
