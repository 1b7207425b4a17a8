"""XES (IEEE 1849-2016), written in a stream: a trace per case, then one per register entry outside of cases.

Extensions: concept, time, lifecycle, organizational, identity. A person is a pseudonym unless the reader is
entitled to names.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.sax.saxutils import quoteattr

from shouze.kernel.acts import UnknownAct, get_act
from shouze.kernel.ledger.queries import Recorded
from shouze.kernel.ledger.streaming import Narrowed, by_trace

from .events import Event, event_of
from .ocel import Told
from .things import kind_of, object_id, read

EXTENSIONS: Final = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Identity", "identity", "http://www.xes-standard.org/identity.xesext"),
)
#: our own attributes of an event; what an extension says stands under its own key
OWN: Final = ("via", "from", "to", "signed")
TOLD_EVERY: Final = 1000
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def document(asked: Narrowed, *, names: bool = False, told: Told = lambda many: None) -> Iterator[str]:
    """Yield the export as pieces of text; ``told`` hears how many events were written."""
    yield _HEAD
    yield '<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    yield from _declarations()
    called, many, said = _Called(names=names), 0, 0
    for key, is_case, entries in by_trace(asked):
        yield _trace(str(key), entries, called, is_case=is_case)
        many += len(entries)
        if many - said >= TOLD_EVERY:
            told(many)
            said = many
    told(many)
    yield "</log>\n"


class _Called:
    """What persons are called in the export: each is read once while he is remembered."""

    def __init__(self, *, names: bool) -> None:
        self._names = names
        self._known: dict[str, str] = {}

    def __call__(self, person: str) -> str:
        if not self._names or not person:
            return object_id("person", person) if person else ""
        if person not in self._known:
            self._known[person] = next(
                (str(one.attributes.get("name", one.id)) for one in read("person", [person], names=True)), ""
            )
        return self._known[person]


def _declarations() -> Iterator[str]:
    for name, prefix, uri in EXTENSIONS:
        yield f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    yield f'<global scope="trace">{_text("concept:name", "-")}</global>\n'
    yield (
        f'<global scope="event">{_text("concept:name", "-")}{_text("lifecycle:transition", "complete")}'
        f'<date key="time:timestamp" value="1970-01-01T00:00:00Z"/></global>\n'
    )
    yield '<classifier name="Act" keys="concept:name"/>\n'
    yield '<classifier name="Act and post" keys="concept:name org:role"/>\n'


def _trace(key: str, entries: list[Recorded], called: _Called, *, is_case: bool) -> str:
    events = [event_of(one) for one in entries]
    label = "case" if is_case else kind_of(entries[0].subject_type)
    name = object_id("case" if is_case else label, key)
    head = f"<trace>{_text('concept:name', name)}{_text('shouze:kind', label)}"
    return head + "".join(_event(one, called) for one in events) + "</trace>\n"


def _event(event: Event, called: _Called) -> str:
    said = [
        _text("concept:name", event.act),
        _text("shouze:words", _words(event.act)),
        _text("lifecycle:transition", "complete"),
        _date("time:timestamp", event.at),
        f"<id key={quoteattr('identity:id')} value={quoteattr(event.uid)}/>",
        f'<date key="shouze:recorded" value={quoteattr(event.attributes["recorded"])}/>',
    ]
    person, post = called(event.person), event.attributes.get("post", "")
    said += [_text("org:resource", person)] if person else []
    said += [_text("org:role", post)] if post else []
    said += [_text(f"shouze:{name}", event.attributes[name]) for name in OWN if name in event.attributes]
    return f"<event>{''.join(said)}</event>"


def _words(act: str) -> str:
    try:
        return get_act(act).words.zh
    except UnknownAct:
        return act


def _text(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(_printable(value))}/>"


def _date(key: str, value: datetime) -> str:
    return f"<date key={quoteattr(key)} value={quoteattr(value.isoformat())}/>"


def _printable(value: str) -> str:
    """What XML may hold: no control characters but blanks."""
    return "".join(char for char in value if char >= " " or char in "\t\n\r")
