"""A trace as plain values: what the interface for programs answers, and what a dossier keeps."""

from __future__ import annotations

from typing import Any, Final

from shouze.kernel.clock import SHANGHAI

from .answering import Answer, Responsible
from .graph import Edge, Node
from .reading import Trace

FORMAT: Final = "shouze-trace-1"


def as_values(trace: Trace) -> dict[str, Any]:
    """Return a trace as values that JSON can hold; moments are ISO 8601 with the offset of Shanghai."""
    graph = trace.graph
    return {
        "format": FORMAT,
        "kind": trace.thing.kind,
        "key": trace.thing.key,
        "words": trace.thing.words.as_json(),
        "on": trace.on.isoformat(),
        "case": trace.case.number if trace.case else None,
        "certificate": trace.certificate or None,
        "answers": [_answer(one) for one in trace.answers],
        "responsible": [_responsible(one) for one in trace.responsible],
        "nodes": [_node(one) for one in graph.nodes.values()],
        "edges": [_edge(one) for one in graph.edges],
    }


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "stage": one.stage.name,
        "stage_words": one.stage.words.as_json(),
        "person": str(one.person),
        "name": one.name,
        "post": one.post,
        "post_words": one.post_words.as_json(),
        "in_place_of": {"person": str(one.absent), "name": one.absent_name} if one.absent else None,
        "appointment": {
            "scope": list(one.held.scope),
            "from": one.held.valid_from.isoformat(),
            "to": one.held.valid_to.isoformat() if one.held.valid_to else None,
        }
        if one.held
        else None,
        "signed": one.signed,
        "first": one.first.at.astimezone(SHANGHAI).isoformat(),
        "last": one.last.at.astimezone(SHANGHAI).isoformat(),
        "acts": [{"act": act.act, "entry": str(act.uid), "place": act.seq} for act in one.acts],
        "rules": list(one.rules),
    }


def _responsible(one: Responsible) -> dict[str, Any]:
    holders = [{"person": str(it.id), "name": it.name, "scope": list(it.scope)} for it in one.holders]
    return {"post": one.post, "holders": holders}


def _node(one: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"id": one.id, "kind": one.kind, "words": one.words.as_json()}
    if one.label:
        found["label"] = one.label
    if one.at:
        found |= {"at": one.at.astimezone(SHANGHAI).isoformat(), "entry": one.entry, "place": one.seq}
    return found


def _edge(one: Edge) -> dict[str, Any]:
    found = {"from": one.source, "to": one.target, "meaning": one.meaning}
    return {**found, "post": one.post} if one.post else found
