"""An act while it is being done: who, when, under which rules, considering what."""

import hashlib
import uuid
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models

from shouze.kernel import clock, rulebook
from shouze.kernel.numbering.models import take

Key = TypeVar("Key", bound=Hashable)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as he stood when the act was done: posts, registrations and interests, with their dates.

    Dates are ISO strings, ``to`` exclusive of nothing: the last day counts. Read in one query by the gate.
    ``stands_in`` are the absent persons who named him their delegate, whenever that holds or held.
    """

    id: uuid.UUID
    name: str
    kind: str
    organisation: str | None
    laboratory: str | None
    appointments: tuple[Mapping[str, Any], ...]
    registrations: tuple[Mapping[str, Any], ...]
    interests: tuple[Mapping[str, Any], ...]
    stands_in: tuple["StandIn", ...] = ()


@dataclass(frozen=True, slots=True)
class StandIn:
    """An absent person in whose place somebody stands, over ``posts``, from the day ``valid_from`` up to but
    without the day ``valid_until`` (ISO strings). ``absent`` stands in for nobody: what is lent is not lent
    on.
    """

    absent: Standing
    posts: tuple[str, ...]
    valid_from: str
    valid_until: str

    def holds(self, on: date) -> bool:
        """Say whether the delegation holds on a date of law."""
        return self.valid_from <= on.isoformat() < self.valid_until


def holds(row: Mapping[str, Any], on: date) -> bool:
    """Say whether a dated row ("from", "to" both inclusive, open when None) holds on a date of law."""
    day = on.isoformat()
    return bool(row["from"] <= day and (row["to"] is None or day <= row["to"]))


def in_post(person: Standing, post: str, on: date) -> bool:
    """Say whether a person holds a post on a date of law, or stands in for somebody who lent it to him."""
    own = any(one["post"] == post and holds(one, on) for one in person.appointments)
    return own or any(post in one.posts and one.holds(on) for one in person.stands_in)


@dataclass(slots=True)
class Doing:
    """The act in progress, handed to the act's function. It keeps what the ledger entry will say.

    ``facts`` is what the act's ``looks`` gathered and its checks have passed; ``absent`` is the person in
    whose place the actor does it, None when he does it by himself. ``seen`` and ``signed`` are what an act
    that carries a signature is signed over, and how. ``version`` is that of the act
    which the entry bears: an earlier one where an entry of its time is done again, 0 where nothing is done.
    ``to`` is the state in which the act leaves its subject where that is not the one of its move: a measure
    on a part of it.
    """

    uid: uuid.UUID
    at: datetime
    actor: Standing
    post: str = ""
    signs: bool = False
    absent: Standing | None = None
    via: str = ""
    version: int = 0
    to: str = ""
    rules: list[str] = field(default_factory=list)
    considered: list[dict[str, Any]] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    outcome: dict[str, Any] = field(default_factory=dict)
    jobs: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    facts: Any = None
    seen: dict[str, Any] | None = None
    signed: dict[str, Any] | None = None
    made: list[tuple[str, str]] = field(default_factory=list)
    announced: list[Mapping[str, Any]] = field(default_factory=list)
    others: list[tuple[Any, Any]] = field(default_factory=list)
    _ids: int = 0
    _read: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The date of law of the act (Asia/Shanghai)."""
        return clock.legal_date(self.at)

    def new_id(self) -> uuid.UUID:
        """Return the next row id of this act (UUID version 7): in the order of the acts' moments and,
        within an act, of the rows, whoever chose the act's uid; the same act replayed gives the same ids.
        """
        high, low = divmod(self._ids, 1 << 12)
        self._ids += 1
        moment = int(self.at.timestamp() * 1000) & ((1 << 48) - 1)
        drawn = int.from_bytes(hashlib.sha256(self.uid.bytes + high.to_bytes(4)).digest()[:8])
        return uuid.UUID(int=moment << 80 | 0x7 << 76 | low << 64 | 0b10 << 62 | drawn >> 2)

    def once(self, read: Callable[[Key], Read], of: Key) -> Read:
        """Return what ``read`` finds of something, read once in an act: what is signed, shown and noted is
        the same. Only for what the act itself does not change before it asks again.
        """
        key = (read, of)
        if key not in self._read:
            self._read[key] = read(of)
        found: Read = self._read[key]
        return found

    def rule(self, name: str, on: date | None = None) -> Any:
        """Return the value of a rule at ``on`` (the day of the act by default) and note its version in the
        entry.
        """
        found = rulebook.value(name, on=on or self.on)
        self.note(found.ref)
        return found.value

    def last_day(self, rule: str) -> date | None:
        """Return the last day of a term of working days that runs from the act, by ``rule``; None when its
        calendar is not published.
        """
        try:
            return clock.add_working_days(self.on, int(self.rule(rule)))
        except clock.CalendarNotPublished:
            return None

    def note(self, *refs: str) -> None:
        """Note versions of rules that the act was done under."""
        self.rules.extend(ref for ref in refs if ref not in self.rules)

    def consider(self, kind: str, **what: Any) -> None:
        """Note a fact that was before the person's eyes when he acted."""
        self.considered.append({"kind": kind, **what})

    def create(self, model: type[models.Model], /, **fields: Any) -> Any:
        """Insert a row that this act makes; its id is the act's next id unless given."""
        fields.setdefault("id", self.new_id())
        self.made.append((model._meta.label_lower, str(fields["id"])))
        return model._default_manager.create(**fields)

    def create_all(self, model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows that this act makes, in one statement; ids are the act's next ones unless given."""
        made = [model(**{"id": self.new_id(), **fields}) for fields in rows]
        self.made.extend((model._meta.label_lower, str(one.pk)) for one in made)
        model._default_manager.bulk_create(made)

    def change(self, subject: models.Model, move: Any) -> None:
        """Change another subject in this act: a `Subject` that ``looks`` locked, whose fields the act has set
        already. The gate judges ``move`` (a `Move`), sets its state, writes it, and names it in the entry.
        """
        self.others.append((subject, move))

    def next_number(self, series: str, first: int = 1) -> int:
        """Take the next number of a series that begins at ``first``, gap-free: an act that does not come
        about takes none.
        """
        return take(series, first)

    def announce(self, leaf: Mapping[str, Any]) -> None:
        """Say something in the register's log, for everybody to read; it stands there when the act is done.

        ``leaf`` is plain JSON, whole and public, and must follow from act and tables alone; the gate adds
        the entry's uid and the hash of its leaf.
        """
        self.announced.append(leaf)

    def defer(self, job: str, **arguments: Any) -> None:
        """Ask for a job to be run after the act; it is queued in the act's transaction."""
        self.jobs.append((job, arguments))


@dataclass(frozen=True, slots=True)
class Look:
    """What a pure check sees: the subject, the input, the facts gathered for it, the person, the moment."""

    subject: Any
    given: Any
    facts: Any
    actor: Standing
    at: datetime

    @property
    def on(self) -> date:
        """The date of law of the act (Asia/Shanghai)."""
        return clock.legal_date(self.at)
