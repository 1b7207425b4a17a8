"""Who answered: per stage the person, the post, the appointment valid then, in whose place, which rules.

Guidance (五): who accepts, plans, tests, inspects, evaluates, reviews, decides and approves answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from shouze.certification.certificates.trace import Traced
from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.resources.people import queries as people
from shouze.resources.people.models import Appointment

from .stages import ALL, RESPONSIBLE_AFTER, Stage, stage_of

ENGINEER: Final = "project_engineer"


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment: over which products, from which day to which (None: open), both inclusive."""

    scope: tuple[str, ...]
    valid_from: date
    valid_to: date | None

    @property
    def whole(self) -> bool:
        """Whether it is over all products."""
        return "*" in self.scope


@dataclass(frozen=True, slots=True)
class Answer:
    """A person answered for a stage by these acts. ``held`` is the appointment of that post valid at the last
    of them: the absent person's, where it was done in his place; None when the ledger knows of none.
    """

    stage: Stage
    person: UUID
    name: str
    post: str
    post_words: Words
    absent: UUID | None
    absent_name: str
    held: Held | None
    acts: tuple[Traced, ...]

    @property
    def first(self) -> Traced:
        """The first of the acts."""
        return self.acts[0]

    @property
    def last(self) -> Traced:
        """The last of the acts."""
        return self.acts[-1]

    @property
    def signed(self) -> bool:
        """Whether any of the acts was a personal signature."""
        return any(one.signed for one in self.acts)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rule versions that these acts note."""
        return tuple(dict.fromkeys(ref for one in self.acts for ref in one.rules))

    @property
    def words(self) -> tuple[Words, ...]:
        """What was done, each act once."""
        return tuple(dict.fromkeys(one.words for one in self.acts))


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who holds a post over the product on the day that was asked for."""

    post: str
    holders: tuple[people.Holder, ...]


def answers(acts: Sequence[Traced]) -> tuple[Answer, ...]:
    """Return who answered for which stage, in the order of the stages; the machine answers for nothing. One
    query.
    """
    found: dict[tuple[str, UUID, str, UUID | None], list[Traced]] = {}
    for one in acts:
        if one.person is not None and one.person != people.MACHINE:
            key = (stage_of(one.act).name, one.person, one.post, one.absent)
            found.setdefault(key, []).append(one)
    dated = people.appointments_of({absent or person for _, person, _, absent in found})
    order = {stage.name: place for place, stage in enumerate(ALL)}
    return tuple(
        _answer(person, done, dated)
        for (_, person, *_), done in sorted(found.items(), key=lambda it: order[it[0][0]])
    )


def responsible_on(on: date, product_code: str, engineer: UUID | None) -> tuple[Responsible, ...]:
    """Return who is responsible for a certified product on a date of law, by post; two queries at most."""
    held = people.holders_of(RESPONSIBLE_AFTER, on, product_code)
    found = [Responsible(post, tuple(one)) for post, one in held.items()]
    if engineer:
        name = people.names([engineer]).get(engineer, "")
        found.insert(0, Responsible(ENGINEER, (people.Holder(engineer, name, ENGINEER, ()),)))
    return tuple(found)


def engineer_on(acts: Iterable[Traced]) -> UUID | None:
    """Return the project engineer whom the last of the acts that name one named."""
    named = [str(one.data["engineer"]) for one in acts if one.data.get("engineer")]
    return UUID(named[-1]) if named else None


def _answer(person: UUID, acts: Sequence[Traced], dated: Mapping[UUID, Sequence[Appointment]]) -> Answer:
    last = acts[-1]
    on = clock.legal_date(last.at)
    held = next(
        (
            Held(tuple(row.scope), row.valid_from, row.valid_to)
            for row in dated.get(last.absent or person, ())
            if row.post == last.post and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
        ),
        None,
    )
    return Answer(
        stage=stage_of(last.act),
        person=person,
        name=last.name,
        post=last.post,
        post_words=last.post_words,
        absent=last.absent,
        absent_name=last.absent_name,
        held=held,
        acts=tuple(acts),
    )
