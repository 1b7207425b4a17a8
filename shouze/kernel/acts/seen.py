"""What a signer has before his eyes, as the leaves of a Merkle tree.

A signature is set under exactly these things: evidence, judgements, rules, the signer's own appointment, the
weak points shown. Each is a leaf with a digest of its facts; the root over the leaves (RFC 6962, canonical
JSON) is what is signed. The page shows them, the gate gathers them anew under the lock. Guidance (五);
ISO/IEC 17065 7.6.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from shouze.kernel import rulebook
from shouze.kernel.ledger import tree
from shouze.kernel.ledger.canonical import canonical
from shouze.kernel.words import Words

from .declaration import Act
from .doing import Doing, Standing, holds
from .models import Subject

#: what every subject counts for itself: no fact that anybody signs
COUNTED: Final = frozenset({"version", "last_at", "hands"})
What = Literal["added", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is signed: its kind, what it is within the kind, the SHA-256 of its facts (hex),
    and what it is called without naming a person. ``words`` is what the page says of it; it is not kept.
    """

    kind: str
    id: str
    digest: str
    label: Words
    words: Words | None = field(default=None, compare=False)

    @property
    def leaf(self) -> dict[str, Any]:
        """The leaf as the entry keeps it."""
        return {"kind": self.kind, "id": self.id, "digest": self.digest, "label": self.label.as_json()}

    @property
    def shown(self) -> Words:
        """What the page says of it."""
        return self.words or self.label


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that one signature is set under, in the order of the tree."""

    things: tuple[Thing, ...]

    @property
    def leaves(self) -> list[dict[str, Any]]:
        """The leaves, in their order."""
        return [one.leaf for one in self.things]

    @property
    def root(self) -> str:
        """The root over the leaves, in hexadecimal."""
        return root_over(self.leaves)

    def as_json(self) -> dict[str, Any]:
        """What the entry keeps: root and leaves."""
        return {"root": self.root, "leaves": self.leaves}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was: added since, gone, or changed."""

    what: What
    kind: str
    id: str
    words: Words


def thing(kind: str, key: object, facts: object, label: Words, words: Words | None = None) -> Thing:
    """Make a leaf of plain facts: dates, numbers and ids are written as text before they are hashed."""
    return Thing(kind, str(key), hashlib.sha256(canonical(plain(facts))).hexdigest(), label, words)


def facts_of(row: Any, *names: str) -> dict[str, Any]:
    """Return the named attributes of a row; where none is named all columns but a subject's counts."""
    asked = names or tuple(one.attname for one in row._meta.concrete_fields if one.attname not in COUNTED)
    return {name: getattr(row, name) for name in asked}


def plain(value: Any) -> Any:
    """Return a value in what JSON can say; decimals, dates and ids as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | uuid.UUID) else value


def root_over(leaves: Iterable[Mapping[str, Any]]) -> str:
    """Return the RFC 6962 root over leaves as they stand in an entry, in hexadecimal."""
    return tree.root_of(tree.leaf_hash(canonical(dict(one))) for one in leaves).hex()


Shows = Callable[[Doing, Any], Iterable[Thing]]
_shown: dict[str, Shows] = {}
_also: dict[type[Subject], list[Shows]] = {}


def shown_to_signers_of(*acts: str) -> Callable[[Shows], Shows]:
    """Register the reader of what is shown to, and signed by, who does one of these acts. Without a reader it
    is the subject's own row.
    """

    def register(reader: Shows) -> Shows:
        _shown.update(dict.fromkeys(acts, reader))
        return reader

    return register


def also_shown(model: type[Subject]) -> Callable[[Shows], Shows]:
    """Register a reader of a room above: what it yields is shown to who signs on a ``model``, and signed."""

    def register(reader: Shows) -> Shows:
        _also.setdefault(model, []).append(reader)
        return reader

    return register


def gather(act: Act, doing: Doing, subject: Subject | None) -> Seen:
    """Gather what the person of ``doing`` signs when he does ``act`` on ``subject``, now. What is there twice
    is there once; the order is that of kind and id.
    """
    found: dict[tuple[str, str], Thing] = {}
    for one in _all(act, doing, subject):
        found.setdefault((one.kind, one.id), one)
    return Seen(tuple(found[key] for key in sorted(found)))


def _all(act: Act, doing: Doing, subject: Subject | None) -> Iterator[Thing]:
    yield from signer(doing, subject)
    yield rule(rulebook.authority(doing.on)[act.name].ref)
    if subject is None:
        return
    yield from _shown.get(act.name, _subject)(doing, subject)
    yield from added_by_others(doing, subject)


def added_by_others(doing: Doing, subject: Subject) -> Iterator[Thing]:
    """Yield what rooms above show to who signs on a subject."""
    for model, readers in _also.items():
        if isinstance(subject, model):
            for reader in readers:
                yield from reader(doing, subject)


def _subject(doing: Doing, subject: Subject) -> Iterator[Thing]:
    words = Words(f"办理对象 {subject}", f"the subject {subject}")
    yield thing("subject", subject.pk, facts_of(subject), Words("办理对象", "the subject"), words)


def signer(doing: Doing, subject: Subject | None) -> Iterator[Thing]:
    """Yield how the signer stands: the appointment that he signs by, his registrations, his interests in the
    parties, and whose post was lent to him.
    """
    actor, on = doing.actor, doing.on
    for row in (doing.absent or actor).appointments:
        if row["post"] == doing.post and holds(row, on):
            yield appointment(doing.absent or actor, row)
    yield from registrations(actor, on)
    yield interests(actor, subject)
    if doing.absent:
        facts = {"person": doing.absent.id, "delegate": actor.id, "post": doing.post}
        yield thing("delegation", doing.post, facts, Words("代办所依据的委派", "the delegation acted under"))


def appointment(person: Standing, row: Mapping[str, Any]) -> Thing:
    """The leaf of one appointment of a person."""
    post = rulebook.post(row["post"])
    facts = {"person": person.id, **{name: row[name] for name in ("post", "scope", "from", "to")}}
    label = Words(f"任命：{post.zh}（{row['from']}起）", f"appointment: {post.en} (from {row['from']})")
    return thing("appointment", row["id"], facts, label)


def registrations(person: Standing, on: date) -> Iterator[Thing]:
    """Yield the leaves of the registrations of a person that hold on a date of law."""
    for row in person.registrations:
        if holds(row, on):
            yield registration(person, row)


def registration(person: Standing, row: Mapping[str, Any]) -> Thing:
    """The leaf of one registration of a person."""
    key = hashlib.sha256(f"{person.id} {row['number']} {row['from']}".encode()).hexdigest()[:16]
    label = Words(f"检查员注册（{row['from']}起）", f"inspector's registration (from {row['from']})")
    return thing("registration", key, {"person": person.id, **row}, label)


def interests(person: Standing, subject: Subject | None) -> Thing:
    """The leaf of the interests that a person declared in the parties of a subject."""
    parties = {str(getattr(subject, name)) for name in subject.parties} if subject else set()
    declared = [row for row in person.interests if row["organisation"] in parties]
    label = Words(
        f"签署人已声明的与当事方的利益关系：{len(declared)}项",
        f"the signer's declared interests in the parties: {len(declared)}",
    )
    return thing("interests", "declared", {"person": person.id, "declared": declared}, label)


def rule(ref: str) -> Thing:
    """The leaf of one version of a rule, from its citation ("deadlines/certificate@2009-09-01#<digest>"), or
    of the row of a table that fired ("…/row").
    """
    stem, _, dated = ref.partition("@")
    row = dated.partition("/")[2]
    return thing("rule", f"{stem}/{row}" if row else stem, ref, Words.same(ref))


def differences(before: Sequence[Mapping[str, Any]], now: Seen) -> Iterator[Change]:
    """Yield what differs between leaves that were shown and what is there now."""
    then = {(str(one.get("kind")), str(one.get("id"))): one for one in before}
    there = {(one.kind, one.id): one for one in now.things}
    for key, one in there.items():
        if key not in then:
            yield Change("added", *key, one.shown)
        elif then[key] != one.leaf:
            yield Change("changed", *key, one.shown)
    for key, leaf in then.items():
        if key not in there:
            yield Change("gone", *key, label_of(leaf))


def label_of(leaf: Mapping[str, Any]) -> Words:
    """Return what a kept leaf is called."""
    label = leaf.get("label")
    named = label if isinstance(label, Mapping) else {}
    return Words(str(named.get("zh", leaf.get("id", ""))), str(named.get("en", leaf.get("id", ""))))
