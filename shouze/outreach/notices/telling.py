"""Telling: from an entry to one row for each person whom it concerns; done once, however often it is run."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.apps import apps
from django.db import transaction

from shouze.kernel import clock, jobs
from shouze.kernel.acts.models import Subject
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.people import queries as people

from . import table
from .addressees import Persons, Told, entitled, related
from .choices import NONE, NOW, chosen
from .models import Notification
from .wording import says, says_to

#: calendar days after which nobody is told of an entry any more, and after which no mail goes out for it
TOLD_WITHIN: Final = timedelta(days=30)
MAILED_WITHIN: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said to whom."""

    kind: str
    words: Words
    to: Persons


def tell(entry: uuid.UUID, stages: Sequence[str]) -> int:
    """Make the notices of an entry with which ``stages`` began, and queue their mails, in one transaction;
    return how many were made. An entry told already, or older than thirty days, makes none.
    """
    found = ledger.entry(entry)
    if clock.now() - found.at > TOLD_WITHIN:
        return 0
    body = ledger.body_of(found)
    who: dict[str, Any] = body["who"] or {}
    told = _told(found, body["data"] or {})
    if told is None:
        return 0
    with transaction.atomic():
        known = set(Notification.objects.filter(entry=entry).values_list("person_id", flat=True))
        made = [
            one
            for one in _rows(found, told, str(who.get("name", "")), stages)
            if one.person_id not in known and one.person_id != found.person_id
        ]
        _choose_mail(made)
        for row in Notification.objects.bulk_create(made):
            if row.mail == NOW:
                jobs.defer("notices.mail", notification=row.pk)
    return len(made)


def _told(found: ledger.Recorded, given: dict[str, Any]) -> Told | None:
    model = apps.get_model(found.subject_type)
    subject = model._default_manager.filter(pk=found.subject_id).first()
    if subject is None:
        return None
    case = subject if isinstance(subject, Case) else _case(found.case_id)
    author = people.find_person(found.person_id) if found.person_id else None
    return Told(given, found.person_id, author.kind if author else "", subject, case, clock.now())


def _case(case: uuid.UUID | None) -> Case | None:
    return Case.objects.filter(pk=case).first() if case else None


def _rows(found: ledger.Recorded, told: Told, who: str, stages: Sequence[str]) -> Iterator[Notification]:
    """Yield one row for each person in office: the first thing that is said to him."""
    rows: dict[uuid.UUID, Notification] = {}
    for saying in _sayings(found.act, told, who, stages):
        for person, absent in saying.to.items():
            rows.setdefault(person, _row(found, told, saying, person, absent))
    present = people.in_office(rows, told.on)
    yield from (row for person, row in rows.items() if person in present)


def _row(found: ledger.Recorded, told: Told, saying: Saying, person: uuid.UUID, absent: str) -> Notification:
    return Notification(
        person_id=person,
        kind=saying.kind,
        act=found.act,
        entry=found.uid,
        case=told.case,
        subject_type=found.subject_type,
        zh=saying.words.zh,
        en=saying.words.en,
        absent_name=absent,
        at=found.at,
    )


def _sayings(act: str, told: Told, who: str, stages: Sequence[str]) -> Iterator[Saying]:
    asked: list[tuple[tuple[str, ...], Subject | None]] = [
        (table.STAGES.get(stage, ()), told.case) for stage in stages
    ]
    asked.append((table.ASKS.get(act, ()), told.subject))
    for names, subject in asked:
        for name in names:
            if subject is not None:
                words = says(table.WAITS, act, who, told.given, awaited=name)
                yield Saying(table.WAITS, words, entitled([name], subject, told.at))
    for to, kind in table.TELLS.get(act, ()):
        yield Saying(kind, says_to(to, kind, act, who, told.given), related(to, told))


def _choose_mail(made: Sequence[Notification]) -> None:
    """Note on each row whether and how it goes out by mail: as its addressee chose, if he has an address."""
    reachable = people.reachable([one.person_id for one in made])
    hows = chosen({person: kind for person, (kind, _) in reachable.items()})
    late = clock.now() - MAILED_WITHIN
    for one in made:
        one.mail = hows[one.person_id][one.kind] if one.person_id in reachable and one.at >= late else NONE
