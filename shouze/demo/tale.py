"""What goes on after the certificate, told as a table of deeds: who does which act on which subject, on which
day, and which attempts beside it are refused.

The same tables are played through acts and through the HTTP API (tests): an ``Actor`` says how. A deed is
told in the words of the tale alone, so that any way of playing it needs nothing else.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from shouze.kernel import clock
from shouze.kernel.clock import moment

from .papers import paper
from .story import Scene

Given = dict[str, Any]


@dataclass(slots=True)
class Tale:
    """What the tale knows so far: the scene of the certificate, the subjects by the names that deeds gave
    them, and the rows that acts made, by subject and kind ("visit.inspection").
    """

    scene: Scene
    people: Mapping[str, uuid.UUID]
    named: dict[str, uuid.UUID] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    #: hands in a paper as the person of the deed, returns its digest
    paper: Callable[[str], str] = lambda title: title
    #: what is still to be paid on the case with that name, as the body's people read it
    owed: Callable[[str], str] = lambda name: name
    #: the items and standards of the test order of the case with that name, as the laboratory reads them
    asked: Callable[[str], tuple[list[str], list[str]]] = lambda name: ([], [])
    #: the line of the programme of that kind that waits now
    line: Callable[[str], str] = lambda kind: kind

    def key(self, name: str) -> str:
        """The id of a subject that was named."""
        return str(self.named[name])

    def person(self, number: str) -> str:
        """The id of a person."""
        return str(self.people[number])


class OtherwiseTold(Exception):
    """An attempt was refused for another reason than the tale tells."""


class Actor(Protocol):
    """How a deed is done: through the gate, or through the API."""

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        """Do the act; return its subject and the rows made, by kind."""
        ...

    def denied(self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]) -> set[str]:
        """Try the act, which must be refused; return the codes of the objections."""
        ...

    def store(self, who: str, name: str, content: bytes) -> str:
        """Store a file and return its digest."""
        ...

    def owed(self, case: uuid.UUID) -> str:
        """Return what the bill of a case says is due."""
        ...

    def asked(self, order: uuid.UUID) -> tuple[list[str], list[str]]:
        """Return the items and the standards of a test order."""
        ...

    def find(self, what: str, tale: Tale) -> uuid.UUID:
        """Return the row that the machine made meanwhile and that the tale has no name for yet."""
        ...


@dataclass(frozen=True, slots=True)
class Denied:
    """An attempt beside a deed, from the same set-up: somebody else, or something else given."""

    code: str
    who: str = ""
    changed: Given | Callable[[Tale], Given] = field(default_factory=dict)
    #: at another moment (day, hour) than the deed
    when: tuple[str, str] | None = None
    #: after the deed rather than before it
    after: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """On a day at a time somebody does an act. ``about`` is the name of its subject, ``names`` the name that
    the subject gets when the act creates it.
    """

    on: str
    at: str
    who: str
    act: str
    given: Callable[[Tale], Given] = lambda tale: {}
    about: str = ""
    names: str = ""
    #: the name under which the rows made are kept, where it is not the subject's
    keeps: str = ""
    denied: tuple[Denied, ...] = ()


#: some deeds, one after the other
Part = tuple[Deed, ...]


def tell(actor: Actor, tale: Tale, deeds: Iterable[Deed]) -> None:
    """Play the deeds, each under the clock of its own moment, with the refusals beside it."""
    tale.owed = lambda name: actor.owed(tale.named[name])
    tale.asked = lambda name: actor.asked(uuid.UUID(tale.made[f"{name}.testorder"]))
    tale.line = lambda kind: str(actor.find(kind, tale))
    for deed in deeds:
        with clock.moved(moment(deed.on, deed.at)):
            tale.paper = _hand_in(actor, deed.who)
            subject = _subject(actor, tale, deed)
            given = deed.given(tale)
        for attempt in deed.denied:
            if not attempt.after:
                _try(actor, deed, attempt, subject, given | _changed(tale, attempt))
        with clock.moved(moment(deed.on, deed.at)):
            done, made = actor.do(deed.who, deed.act, subject, given)
        name = deed.keeps or deed.names or deed.about
        if deed.names:
            tale.named[deed.names] = done
        tale.made.update({f"{name}.{kind.partition('.')[2]}": key for kind, key in made.items()})
        for attempt in deed.denied:
            if attempt.after:
                _try(actor, deed, attempt, subject, given | _changed(tale, attempt))


def _hand_in(actor: Actor, who: str) -> Callable[[str], str]:
    return lambda title: actor.store(who, f"{title}.pdf", paper(title))


def _subject(actor: Actor, tale: Tale, deed: Deed) -> uuid.UUID | None:
    if not deed.about:
        return None
    if deed.about not in tale.named:
        tale.named[deed.about] = actor.find(deed.about, tale)
    return tale.named[deed.about]


def _changed(tale: Tale, attempt: Denied) -> Given:
    return attempt.changed(tale) if callable(attempt.changed) else attempt.changed


def _try(actor: Actor, deed: Deed, attempt: Denied, subject: uuid.UUID | None, given: Given) -> None:
    with clock.moved(moment(*(attempt.when or (deed.on, deed.at)))):
        codes = actor.denied(attempt.who or deed.who, deed.act, subject, given)
    if attempt.code not in codes:
        raise OtherwiseTold(f"{deed.act} by {attempt.who or deed.who}: {codes}, not {attempt.code}")
