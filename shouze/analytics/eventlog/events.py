"""One entry as one event: what was done, when, in which post, and which things it concerned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shouze.kernel.clock import SHANGHAI
from shouze.kernel.ledger.queries import Recorded, body_of

from .things import CONSIDERED, is_key, kind_of

#: attributes of every event -> type in OCEL
ATTRIBUTES: Final[Mapping[str, str]] = {
    "recorded": "time",
    "post": "string",
    "via": "string",
    "from": "string",
    "to": "string",
    "signed": "string",
}


@dataclass(frozen=True, slots=True)
class Event:
    """An event: the entry's uid, the act, when it took effect, its attributes, and its relations as
    (qualifier, kind, key).
    """

    uid: str
    act: str
    at: datetime
    attributes: Mapping[str, str]
    relations: tuple[tuple[str, str, str], ...]

    @property
    def person(self) -> str:
        """The key of the person who acted, "" where none is known."""
        return next((key for word, kind, key in self.relations if word == "done by"), "")


def event_of(entry: Recorded) -> Event:
    """Return the event of an entry; where its content was erased, what its columns say."""
    body = body_of(entry)
    who, what = body["who"] or {}, body["what"] or {}
    attributes = {
        "recorded": entry.recorded_at.astimezone(SHANGHAI).isoformat(),
        "post": str(who.get("post", "")),
        "via": str(who.get("via", "")),
        "from": str(what.get("from", "")),
        "to": str(what.get("to", "")),
        "signed": str((who.get("signed") or {}).get("way", "")),
    }
    kept = {name: value for name, value in attributes.items() if value}
    relations = tuple(dict.fromkeys(_relations(entry, who, what)))
    return Event(str(entry.uid), entry.act, entry.at.astimezone(SHANGHAI), kept, relations)


def _relations(
    entry: Recorded, who: Mapping[str, Any], what: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    yield "done on", kind_of(entry.subject_type), str(entry.subject_id)
    if entry.case_id and entry.case_id != entry.subject_id:
        yield "filed under", "case", str(entry.case_id)
    if entry.person_id:
        yield "done by", "person", str(entry.person_id)
    absent = who.get("for")
    if absent:
        yield "in the place of", "person", str(absent["person_id"])
    yield from (("made", kind_of(str(label)), str(key)) for label, key in what.get("made", ()))
    yield from (("rests on", "file", str(digest)) for digest in what.get("evidence", ()))
    yield from (("under", "rule", str(ref)) for ref in what.get("rules", ()))
    for fact in what.get("considered", ()):
        kind, key = CONSIDERED.get(str(fact.get("kind"))), str(fact.get("id", ""))
        if kind and is_key(key):
            yield "considered", kind, key
