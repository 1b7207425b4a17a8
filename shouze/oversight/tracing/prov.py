"""A trace as W3C PROV: PROV-JSON (W3C member submission) and PROV-O as Turtle.

An act is an activity, a person an agent, a paper, row or rule version an entity. Names are addresses that
nobody needs to resolve: ``urn:uuid:`` for entries, persons and rows, ``urn:sha256:`` for files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from shouze.kernel.clock import SHANGHAI

from .graph import Edge, Graph, Node

HOUSE: Final = "urn:shouze:"
PREFIXES: Final[Mapping[str, str]] = {
    "entry": "urn:uuid:",
    "file": "urn:sha256:",
    "rule": f"{HOUSE}rule:",
    "row": "urn:uuid:",
    "person": "urn:uuid:",
    "shouze": HOUSE,
}
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of PROV: its name in PROV-JSON, the names of its two ends there, its property in PROV-O."""

    name: str
    subject: str
    object: str
    property: str
    timed: bool = False


_USED: Final = Relation("used", "prov:activity", "prov:entity", "prov:used", timed=True)
_MADE: Final = Relation("wasGeneratedBy", "prov:entity", "prov:activity", "prov:wasGeneratedBy", timed=True)
_BY: Final = Relation("wasAssociatedWith", "prov:activity", "prov:agent", "prov:wasAssociatedWith")
_FOR: Final = Relation("actedOnBehalfOf", "prov:delegate", "prov:responsible", "prov:actedOnBehalfOf")


def as_prov_json(graph: Graph) -> str:
    """Return a graph as a PROV-JSON document."""
    document: dict[str, dict[str, Record]] = {"entity": {}, "activity": {}, "agent": {}}
    for node in graph.nodes.values():
        document[_KIND[node.kind]][name_of(node)] = _attributes(node)
    for place, (relation, edge, first, second) in enumerate(_relations(graph), start=1):
        document.setdefault(relation.name, {})[f"_:r{place}"] = _record(relation, edge, first, second)
    whole = {"prefix": dict(PREFIXES), **{kind: found for kind, found in document.items() if found}}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def as_turtle(graph: Graph) -> str:
    """Return a graph as PROV-O in Turtle; times and posts stand on qualified relations."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in _TURTLE.items()]
    for node in graph.nodes.values():
        lines.append("")
        lines.append(_statement(iri_of(node), list(_described(node))))
    for relation, edge, first, second in _relations(graph):
        lines.append(f"{iri_of(first)} {relation.property} {iri_of(second)} .")
        if edge.post and relation is _BY:
            post = f"[ a prov:Association ; prov:agent {iri_of(second)} ; prov:hadRole <{_post(edge.post)}> ]"
            lines.append(f"{iri_of(first)} prov:qualifiedAssociation {post} .")
    return "\n".join(lines) + "\n"


def name_of(node: Node) -> str:
    """Return the qualified name of a node: its prefix, a colon, its local part."""
    prefix, _, local = node.id.partition(":")
    return f"{_PREFIX[prefix]}:{_local(prefix, local)}"


def iri_of(node: Node) -> str:
    """Return the address of a node in angle brackets."""
    prefix, _, local = name_of(node).partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


_KIND: Final = {"act": "activity", "person": "agent", "file": "entity", "rule": "entity", "row": "entity"}
_PREFIX: Final = {"act": "entry", "person": "person", "file": "file", "rule": "rule", "row": "row"}
_CLASS: Final = {"activity": "prov:Activity", "agent": "prov:Person", "entity": "prov:Entity"}
_TURTLE: Final[Mapping[str, str]] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "shouze": HOUSE,
}


def _local(prefix: str, local: str) -> str:
    local = local.removeprefix("sha256:") if prefix == "file" else local
    return quote(local, safe="/-._~" if prefix == "rule" else "-")


def _relations(graph: Graph) -> Iterator[tuple[Relation, Edge, Node, Node]]:
    """Every edge as a relation of PROV with its two ends; nothing is said twice."""
    actor = {edge.source: edge.target for edge in graph.edges if edge.meaning == "by"}
    said: set[tuple[str, str, str]] = set()
    for edge in graph.edges:
        relation, ends = _AS[edge.meaning]
        first, second = ends(edge, actor)
        if first and (relation.name, first, second) not in said:
            said.add((relation.name, first, second))
            yield relation, edge, graph.nodes[first], graph.nodes[second]


Ends = Callable[[Edge, Mapping[str, str]], tuple[str, str]]
_AS: Final[Mapping[str, tuple[Relation, Ends]]] = {
    "by": (_BY, lambda edge, actor: (edge.source, edge.target)),
    "for": (_FOR, lambda edge, actor: (actor.get(edge.source, ""), edge.target)),
    "evidence": (_USED, lambda edge, actor: (edge.source, edge.target)),
    "considered": (_USED, lambda edge, actor: (edge.source, edge.target)),
    "rule": (_USED, lambda edge, actor: (edge.source, edge.target)),
    "named": (_USED, lambda edge, actor: (edge.source, edge.target)),
    "made": (_MADE, lambda edge, actor: (edge.target, edge.source)),
}


def _record(relation: Relation, edge: Edge, first: Node, second: Node) -> Record:
    record: Record = {relation.subject: name_of(first), relation.object: name_of(second)}
    if relation.timed:
        record["prov:time"] = _stamp(edge.at)
    if relation is _BY and edge.post:
        record["prov:role"] = {"$": f"shouze:post/{edge.post}", "type": "prov:QUALIFIED_NAME"}
    if relation is _FOR:
        record["prov:activity"] = f"entry:{edge.source.partition(':')[2]}"
    if relation is _USED:
        record["prov:role"] = {"$": f"shouze:{edge.meaning}", "type": "prov:QUALIFIED_NAME"}
    return record


def _attributes(node: Node) -> Record:
    found: Record = {"prov:label": [_in(node.words.zh, "zh"), _in(node.words.en, "en")]}
    if node.kind == "act":
        found |= {"prov:startTime": _stamp(node.at), "prov:endTime": _stamp(node.at)}
        found["shouze:act"] = node.label
        if node.seq is not None:
            found["shouze:place"] = {"$": str(node.seq), "type": "xsd:long"}
    if node.kind == "person":
        found["prov:type"] = {"$": "prov:Person", "type": "prov:QUALIFIED_NAME"}
    if node.kind == "row" and node.label:
        found["shouze:row"] = node.label
    return found


def _in(text: str, language: str) -> Record:
    return {"$": text, "lang": language}


def _described(node: Node) -> Iterator[str]:
    """What Turtle says of a node, after its name."""
    yield f"a {_CLASS[_KIND[node.kind]]}"
    yield f"rdfs:label {_quoted(node.words.zh)}@zh , {_quoted(node.words.en)}@en"
    if node.kind == "act":
        at = f'"{_stamp(node.at)}"^^xsd:dateTime'
        yield f"prov:startedAtTime {at}"
        yield f"prov:endedAtTime {at}"
        yield f"shouze:act {_quoted(node.label)}"
        if node.seq is not None:
            yield f"shouze:place {node.seq}"


def _statement(subject: str, said: list[str]) -> str:
    return f"{subject} " + " ;\n    ".join(said) + " ."


def _post(post: str) -> str:
    return f"{HOUSE}post/{post}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _stamp(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).isoformat() if at else ""
