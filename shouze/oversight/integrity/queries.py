"""Readers of what was done to the record itself, and of what an erasure would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from shouze.kernel.acts import Doing, Refused, UnknownAct, get_act
from shouze.kernel.acts.gate import parse
from shouze.kernel.ledger import erasing, log_keys
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.logs import named

from .inputs import ContentErasure, LogKeyRotation
from .models import Erasure, LogKey

KEPT_WHOLE = frozenset({erasing.ACT, log_keys.ROTATED})


@dataclass(frozen=True, slots=True)
class Erasable:
    """What is found where something is to be erased; ``rest`` is what would be left of the section."""

    exists: bool = False
    kept_whole: bool = False
    nowhere: Sequence[str] = ()
    columns: Sequence[str] = ()
    unreadable: Sequence[str] = ()
    strange_files: Sequence[str] = ()
    rest: Any = field(default=None, repr=False)


def key_in_use(doing: Doing, subject: None, given: LogKeyRotation) -> str | None:
    """The verifier key that signs a log now; None where the log has never been published here."""
    last = LogKey.objects.filter(log=given.log).order_by("id").last()
    return last.new if last else log_keys.published_first(named(given.log))


def erasable(doing: Doing, subject: None, given: ContentErasure) -> Erasable:
    """What an erasure would meet."""
    return what_would_be_left(given)


def what_would_be_left(given: ContentErasure) -> Erasable:
    """What an erasure would meet, and leave."""
    try:
        found = ledger.entry(given.entry)
    except ledger.NoSuchEntry:
        return Erasable()
    body = ledger.body_of(found)
    value = body[given.section]
    nowhere = [one for one in given.pointers if not _leads(value, one)]
    rest = value if nowhere else erasing.remainder(value, given.pointers)
    known = set((body["what"] or {}).get("evidence", ()))
    changed = {pointer for pointer, text in erasing.texts(rest) if text == erasing.MARKER}
    return Erasable(
        exists=True,
        kept_whole=found.act in KEPT_WHOLE,
        nowhere=nowhere,
        columns=sorted(changed & erasing.KEPT) if given.section != "data" else (),
        unreadable=_unreadable(found.act, rest) if given.section == "data" and not nowhere else (),
        strange_files=[one for one in given.files if one not in known],
        rest=rest,
    )


@dataclass(frozen=True, slots=True)
class TextAt:
    """A text of a section: where, what, and whether it would go."""

    pointer: str
    text: str
    goes: bool


def texts_to_erase(entry: str, section: str, pointers: Sequence[str]) -> list[TextAt] | None:
    """The texts of a section of an entry, with those that the pointers would take; None without such an entry
    or section.
    """
    try:
        found = ledger.entry(UUID(entry))
    except (ValueError, ledger.NoSuchEntry):
        return None
    if section not in erasing.SECTIONS:
        return None
    value = ledger.body_of(found)[section]
    left = dict(erasing.texts(erasing.remainder(value, [one for one in pointers if _leads(value, one)])))
    kept = erasing.KEPT if section != "data" else frozenset()
    return [
        TextAt(pointer, text, left[pointer] == erasing.MARKER)
        for pointer, text in erasing.texts(value)
        if pointer not in kept
    ]


def _leads(value: Any, pointer: str) -> bool:
    try:
        erasing.remainder(value, [pointer])
    except erasing.NothingThere:
        return False
    return True


def _unreadable(act: str, rest: Mapping[str, Any]) -> list[str]:
    """The fields with which the input could no longer be read."""
    try:
        parse(get_act(act), rest)
    except UnknownAct:
        return []
    except Refused as refused:
        return sorted({one.field or one.code for one in refused.objections})
    return []


def erasures(state: str = "", text: str = "") -> "QuerySet[Erasure]":
    """Erasures, the latest first; in a state, or of one entry whose uid is ``text``."""
    found = Erasure.objects.order_by("-erased_at")
    found = found.filter(state=state) if state else found
    try:
        return found.filter(entry=UUID(text)) if text else found
    except ValueError:
        return found.none()


def entry_of(erasure: Erasure) -> ledger.Recorded:
    """The entry from which something was erased."""
    return ledger.entry(erasure.entry)


def find_erasure(key: UUID) -> Erasure | None:
    """The erasure of that id, or None."""
    return Erasure.objects.filter(pk=key).first()


def erased_file(digest: str) -> bool:
    """Say whether the content of a file was erased by order of the law."""
    return Erasure.objects.filter(files__contains=[digest]).exists()
