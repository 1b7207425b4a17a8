"""Whom an entry concerns: by relation to its case, and by what the gate would let him do next."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from shouze.certification.evidence.queries import inspections
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing, get_act, judge, standing_of
from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case
from shouze.resources.people import queries as people
from shouze.resources.people.queries import MACHINE

from . import table

#: person -> the absent person for whom he stands in, "" when he is told as himself
Persons = dict[uuid.UUID, str]
_JUDGING: Final = uuid.UUID(int=0)
#: attribute of a standing that a relation compares -> who has it
_BELONGING: Final = {"organisation": people.of_organisation, "laboratory": people.of_laboratory}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: the entry's input and author, the thing it was done on as it stands now, and its case."""

    given: Mapping[str, Any]
    by: uuid.UUID | None
    by_kind: str
    subject: Subject
    case: Case | None
    at: datetime

    @property
    def on(self) -> date:
        """The date of law (Asia/Shanghai)."""
        return clock.legal_date(self.at)


def entitled(acts: Iterable[str], subject: Subject, at: datetime) -> Persons:
    """Return whom the gate would let do one of ``acts`` on ``subject`` now, before an input is there: holders
    of the posts, of the relation that the act asks for, and those who stand in for them.
    """
    found: Persons = {}
    for name in acts:
        act, row = get_act(name), rulebook.authority(clock.legal_date(at))[name]
        if not isinstance(subject, act.on):
            continue
        candidates = list(_candidates(row, subject, at))
        lent = people.stand_ins(candidates, clock.legal_date(at))
        for person in dict.fromkeys([*candidates, *(one.delegate for one in lent)]):
            standing = standing_of(person)
            if standing is None:
                continue
            judged, objections = judge(act, Doing(_JUDGING, at, standing), subject, None)
            if not objections:
                found.setdefault(person, judged.absent.name if judged.absent else "")
    return found


def related(to: str, told: Told) -> Persons:
    """Return the persons in a relation (a word of ``table``) to what is told, and those who stand in for the
    body's people among them.
    """
    found = dict.fromkeys(RELATIONS[to](told), "")
    if to in (table.ENGINEER, table.TEAM):
        for one in people.stand_ins(found, told.on):
            found.setdefault(one.delegate, one.name)
    return found


def _candidates(row: Any, subject: Subject, at: datetime) -> Iterator[uuid.UUID]:
    on = clock.legal_date(at)
    if row.relation != "none":
        mine, theirs = subject.relations[row.relation]
        value = getattr(subject, theirs)
        if value is not None:
            yield from [value] if mine == "id" else _BELONGING[mine](value)
        return
    if "inspector" in row.posts and isinstance(subject, Case):
        yield from _team_of(subject)
        return
    for post in row.posts:
        for one in people.holders(post, on, subject.scope_code):
            if one.id != MACHINE:
                yield one.id


def _team_of(case: Case) -> Iterator[uuid.UUID]:
    last = next(reversed(list(inspections(case.pk))), None)
    yield from (uuid.UUID(member["person"]) for member in (last.team if last else ()))


def _engineer(told: Told) -> Iterator[uuid.UUID]:
    if told.case and told.case.engineer_id:
        yield told.case.engineer_id


def _applicant(told: Told) -> Iterator[uuid.UUID]:
    if told.case is not None and told.case.veiled:
        # An unannounced visit is not announced by its notices.
        return
    relation = told.subject.relations.get("own_organisation")
    own = getattr(told.subject, relation[1]) if relation else None
    organisation = own or (told.case.applicant_id if told.case else None)
    if organisation:
        yield from people.of_organisation(organisation)


def _laboratory(told: Told) -> Iterator[uuid.UUID]:
    if told.case and told.case.laboratory_id:
        yield from people.of_laboratory(told.case.laboratory_id)


def _team(told: Told) -> Iterator[uuid.UUID]:
    if told.case:
        yield from _team_of(told.case)


def _awaited(told: Told) -> Iterator[uuid.UUID]:
    if told.case:
        yield from entitled(table.STAGES.get(told.case.stage, ()), told.case, told.at)


def _other_side(told: Told) -> Iterator[uuid.UUID]:
    """A message of a client or laboratory reaches the engineer, before there is one those who accept; a
    message of the body the side that it names.
    """
    if told.by_kind in ("client", "laboratory"):
        engineer = list(_engineer(told))
        yield from engineer or _awaited(told)
    elif told.given.get("side") == "client":
        yield from _applicant(told)
    elif told.given.get("side") == "laboratory":
        yield from _laboratory(told)


def _delegate(told: Told) -> Iterator[uuid.UUID]:
    if told.given.get("delegate"):
        yield uuid.UUID(told.given["delegate"])
    elif told.given.get("delegation"):
        yield from people.delegate_of(uuid.UUID(told.given["delegation"]))


def _himself(told: Told) -> Iterator[uuid.UUID]:
    yield told.subject.pk


def _leaders(told: Told) -> Iterator[uuid.UUID]:
    yield from (one.id for one in people.holders("leader", told.on) if one.id != MACHINE)


def _responsible(told: Told) -> Iterator[uuid.UUID]:
    post = getattr(told.subject, "post", "")
    held = people.holders(post, told.on, told.subject.scope_code) if post else ()
    yield from (one.id for one in held if one.id != MACHINE)


def _supervisors(told: Told) -> Iterator[uuid.UUID]:
    held = people.holders("surveillance_officer", told.on, told.subject.scope_code)
    yield from (one.id for one in held if one.id != MACHINE)


RELATIONS: Final[Mapping[str, Callable[[Told], Iterator[uuid.UUID]]]] = {
    table.ENGINEER: _engineer,
    table.APPLICANT: _applicant,
    table.LABORATORY: _laboratory,
    table.TEAM: _team,
    table.AWAITED: _awaited,
    table.OTHER_SIDE: _other_side,
    table.DELEGATE: _delegate,
    table.HIMSELF: _himself,
    table.LEADERS: _leaders,
    table.RESPONSIBLE: _responsible,
    table.SUPERVISORS: _supervisors,
}
