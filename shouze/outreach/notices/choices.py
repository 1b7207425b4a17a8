"""How somebody is told by mail: what he chose, else what is usual for his kind of person."""

import uuid
from collections.abc import Mapping
from typing import Final

from shouze.kernel.words import Words

from .models import Choice, Reader
from .table import HAPPENED, KINDS, LIMIT, MESSAGE, WAITS

NOW, DAILY, NONE = "now", "daily", "none"
HOWS: Final[Mapping[str, Words]] = {
    NOW: Words("立即发邮件", "by mail at once"),
    DAILY: Words("每个工作日 8:00 汇总", "in the digest at 8:00 on working days"),
    NONE: Words("不发邮件", "no mail"),
}
LANGUAGES: Final[Mapping[str, str]] = {"zh-hans": "简体中文", "en": "English"}
_USUAL: Final[Mapping[str, str]] = {WAITS: DAILY, HAPPENED: NONE, LIMIT: DAILY, MESSAGE: DAILY}
#: kind of person -> kind of notice -> how; who has one case a year wants to know at once
USUAL: Final[Mapping[str, Mapping[str, str]]] = {
    "staff": _USUAL,
    "client": {WAITS: NOW, HAPPENED: DAILY, LIMIT: NOW, MESSAGE: NOW},
    "laboratory": {WAITS: NOW, HAPPENED: NONE, LIMIT: NOW, MESSAGE: NOW},
}


def usual(kind_of_person: str) -> Mapping[str, str]:
    """Return how somebody who chose nothing is told, by kind of notice."""
    return USUAL.get(kind_of_person, _USUAL)


def chosen(persons: Mapping[uuid.UUID, str]) -> Mapping[uuid.UUID, Mapping[str, str]]:
    """Return how each of ``persons`` (id -> kind of person) is told, by kind of notice; one query."""
    found = {person: dict(usual(kind)) for person, kind in persons.items()}
    for person, kind, how in Choice.objects.filter(person_id__in=persons).values_list(
        "person", "kind", "how"
    ):
        found[person][kind] = how
    return found


def language_of(person: uuid.UUID) -> str:
    """Return the language in which a person is written to."""
    return language_kept(person) or "zh-hans"


def language_kept(person: uuid.UUID) -> str:
    """Return the language that a person chose for his mails, "" when he chose none."""
    return Reader.objects.filter(pk=person).values_list("language", flat=True).first() or ""


def choose(person: uuid.UUID, hows: Mapping[str, str], language: str) -> None:
    """Keep what a person chose; a kind, a way or a language that is not known is passed over."""
    for kind in KINDS:
        if hows.get(kind) in HOWS:
            Choice.objects.update_or_create(person_id=person, kind=kind, defaults={"how": hows[kind]})
    if language in LANGUAGES:
        Reader.objects.update_or_create(person_id=person, defaults={"language": language})
