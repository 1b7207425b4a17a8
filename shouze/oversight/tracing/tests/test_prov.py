"""A trace as PROV, and PROV-JSON of others read."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.kernel import clock
from shouze.kernel.acts import standing_of
from shouze.oversight.tracing.graph import Graph
from shouze.oversight.tracing.prov import as_prov_json, as_turtle
from shouze.oversight.tracing.prov_reading import ENDS, NotProv, Statement, read
from shouze.oversight.tracing.reading import trace
from shouze.oversight.tracing.things import find_things

DAY = clock.moment("2024-06-01").date()
#: documents of our own in the shape of the samples, for where those are not there
OWN = (
    '{"prefix": {"ex": "http://example.org/"}, "activity": {"ex:a": {}}}',
    '{"prefix": {"default": "http://example.org/"}, "entity": {"e": {"prov:value": 1}}}',
    '{"prefix": {"ex": "http://e/"}, "used": {"_:u": {"prov:activity": "ex:a", "prov:entity": "ex:e",'
    ' "prov:role": [{"$": "1", "type": "xsd:int"}, {"$": "x", "lang": "en"}]}}}',
    '{"prefix": {"ex": "http://e/"}, "bundle": {"ex:b": {"entity": {"ex:e": [{}, {}]}}}}',
)


def _samples() -> list[str]:
    place = os.environ.get("SHOUZE_DATA")
    if not place:
        return list(OWN)
    folder = Path(place) / "credentials" / "prov-json"
    return [*OWN, *(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json")))]


def _graph(stage: Stage) -> Graph:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    (thing,) = find_things("2024990711000118")
    reader = standing_of(stage.people["E016"])
    assert reader
    return trace(thing, on=DAY, reader=reader).graph


def test_it_reads_every_sample() -> None:
    for text in _samples():
        assert all(isinstance(one, Statement) for one in read(text))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"),
        ("[]", "a document is an object"),
        ('{"entity": {"ex:e": {}}}', "prefix of ex:e is not declared"),
        ('{"prefix": {"ex": "http://e/"}, "thing": {"ex:e": {}}}', "nothing of PROV is called thing"),
        ('{"prefix": {"ex": "http://e/"}, "used": {"_:u": {"prov:role": "x"}}}', "names neither"),
        ('{"prefix": {"ex": "http://e/"}, "entity": {"ex:e": {"prov:value": {"type": "a"}}}}', "literal"),
    ],
)
def test_it_refuses_what_is_no_prov_and_says_why(text: str, why: str) -> None:
    with pytest.raises(NotProv, match=why):
        read(text)


def test_it_writes_a_trace_as_prov_json_that_reads_back(stage: Stage) -> None:
    graph = _graph(stage)
    found = read(as_prov_json(graph))
    kinds = {one.kind for one in found}
    assert kinds >= {"entity", "activity", "agent", "used", "wasGeneratedBy", "wasAssociatedWith"}
    named = {one.name for one in found if one.kind in ("entity", "activity", "agent")}
    assert len(named) == len(graph.nodes)
    document = json.loads(as_prov_json(graph))
    for kind in ENDS.keys() & document.keys():
        for record in document[kind].values():
            for end in ENDS[kind]:
                prefix, _, local = record[end].partition(":")
                assert document["prefix"][prefix] + local in named
    roles = {record["prov:role"]["$"] for record in document["wasAssociatedWith"].values()}
    assert {"shouze:post/decider", "shouze:post/approver"} <= roles


def test_it_writes_a_trace_as_turtle_in_which_nothing_is_undefined(stage: Stage) -> None:
    graph = _graph(stage)
    text = as_turtle(graph)
    defined = set(re.findall(r"^(<[^>]+>) a prov:", text, re.MULTILINE))
    related = re.findall(
        r"^(<[^>]+>) prov:(?:used|wasGeneratedBy|wasAssociatedWith) (<[^>]+>) \.$", text, re.M
    )
    assert len(defined) == len(graph.nodes)
    assert related and {end for ends in related for end in ends} <= defined
    assert not re.search(r'<[^>]*[\s"{}|\\^`][^>]*>', text)
