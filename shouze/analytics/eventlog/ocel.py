"""OCEL 2.0 as JSON, written in a stream: the types, the events, then the things that they named.

What a thing belongs to stands there too, though no event named it: everything related exists.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from shouze.kernel.acts import all_acts
from shouze.kernel.ledger.streaming import Narrowed, in_order

from .events import ATTRIBUTES, Event, event_of
from .gathered import Gathered
from .things import KINDS, Thing, attributes_of, object_id, read, written

PAGE = 1000
#: the kinds that belong to others, each before those that it belongs to
OUTWARD: Final = ("report", "inspection", "certificate", "order", "case")
#: an object's attributes hold since ever: OCEL asks for a moment
ALWAYS = "1970-01-01T00:00:00Z"
Told = Callable[[int], None]


def document(asked: Narrowed, *, names: bool = False, told: Told = lambda many: None) -> Iterator[str]:
    """Yield the export as pieces of text; ``told`` hears how many events were written."""
    with Gathered() as things:
        yield '{"eventTypes":' + _json(list(_event_types()))
        yield ',"events":['
        yield from _events(asked, things, told)
        yield '],"objects":['
        yield from _objects(things, names=names)
        yield '],"objectTypes":' + _json([_object_type(kind, names=names) for kind in _kinds(things)])
        yield "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _event_types() -> Iterator[Mapping[str, Any]]:
    attributes = [{"name": name, "type": kind} for name, kind in ATTRIBUTES.items()]
    for act in all_acts():
        yield {"name": act, "attributes": attributes}


def _events(asked: Narrowed, things: Gathered, told: Told) -> Iterator[str]:
    batch: list[str] = []
    named: set[tuple[str, str]] = set()
    written_so_far = 0
    for entry in in_order(asked):
        event = event_of(entry)
        named.update((kind, key) for _, kind, key in event.relations)
        batch.append(_json(_event(event)))
        if len(batch) == PAGE:
            yield ("," if written_so_far else "") + ",\n".join(batch)
            written_so_far += len(batch)
            told(written_so_far)
            things.add(named)
            batch.clear()
            named.clear()
    things.add(named)
    if batch:
        yield ("," if written_so_far else "") + ",\n".join(batch)
    told(written_so_far + len(batch))


def _event(event: Event) -> Mapping[str, Any]:
    return {
        "id": event.uid,
        "type": event.act,
        "time": event.at.isoformat(),
        "attributes": [{"name": name, "value": value} for name, value in event.attributes.items()],
        "relationships": [
            {"objectId": object_id(kind, key), "qualifier": word} for word, kind, key in event.relations
        ],
    }


def _kinds(things: Gathered) -> list[str]:
    return sorted({*KINDS, *things.kinds()})


def _objects(things: Gathered, *, names: bool) -> Iterator[str]:
    """The things, after those that they belong to were added: relations go from a kind to a later one."""
    first = True
    for kind in _with_their_relations(things, names=names):
        for keys in things.pages(kind, PAGE):
            found = [_json(_object(one)) for one in read(kind, keys, names=names)]
            yield ("" if first else ",") + ",\n".join(found)
            first = False


def _with_their_relations(things: Gathered, *, names: bool) -> list[str]:
    """Add what the things belong to: a report's order, its case, the parties of that."""
    for kind in OUTWARD:
        for keys in things.pages(kind, PAGE):
            for one in read(kind, keys, names=names):
                things.add((other, key) for _, other, key in one.relations)
    return things.kinds()


def _object(one: Thing) -> Mapping[str, Any]:
    return {
        "id": one.id,
        "type": one.kind,
        "attributes": [
            {"name": name, "time": ALWAYS, "value": written(value)}
            for name, value in one.attributes.items()
            if value is not None
        ],
        "relationships": [
            {"objectId": object_id(kind, key), "qualifier": word} for word, kind, key in one.relations
        ],
    }


def _object_type(kind: str, *, names: bool) -> Mapping[str, Any]:
    attributes = [{"name": name, "type": of} for name, of in attributes_of(kind, names=names).items()]
    return {"name": kind, "attributes": attributes}
