"""The process record is whole, exact and well formed, in both standards, and tells no names by itself."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shouze.analytics.eventlog import ocel, xes
from shouze.analytics.eventlog.events import event_of
from shouze.analytics.eventlog.things import object_id
from shouze.commands.export import export
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import STORY, play
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.streaming import Narrowed, by_trace, how_many, in_order
from shouze.resources.organisations.models import Organisation
from shouze.resources.people.models import Person

pytestmark = pytest.mark.django_db
XES = "{http://www.xes-standard.org/}"
#: types of attributes that OCEL 2.0 knows
TYPES = {"string", "time", "integer", "float", "boolean"}
ALL = Narrowed()


@pytest.fixture
def told(stage: Stage) -> Stage:
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    return stage


def as_ocel(asked: Narrowed = ALL, *, names: bool = False) -> Any:
    return json.loads("".join(ocel.document(asked, names=names)))


def as_xes(asked: Narrowed = ALL, *, names: bool = False) -> ET.Element:
    return ET.fromstring("".join(xes.document(asked, names=names)))  # noqa: S314 our own text


def wrong_in(log: Any) -> list[str]:
    """What in a log does not keep to OCEL 2.0."""
    found: list[str] = []
    declared = {
        "events": {one["name"]: _attributes(one) for one in log["eventTypes"]},
        "objects": {one["name"]: _attributes(one) for one in log["objectTypes"]},
    }
    ids = [one["id"] for one in log["objects"]]
    known = set(ids)
    found += [f"twice {one}" for one, many in Counter(ids).items() if many > 1]
    found += [
        f"type {of}"
        for kinds in declared.values()
        for one in kinds.values()
        for of in set(one.values()) - TYPES
    ]
    for part in ("events", "objects"):
        for one in log[part]:
            types = declared[part].get(one["type"])
            if types is None:
                found.append(f"undeclared {one['type']}")
                continue
            for attribute in one["attributes"]:
                found += _attribute(attribute, types, part)
            found += [
                f"absent {to['objectId']}" for to in one["relationships"] if to["objectId"] not in known
            ]
            found += ["no qualifier" for to in one["relationships"] if not to["qualifier"]]
    return found + [f"moment {one['time']}" for one in log["events"] if not _is_moment(one["time"])]


def _attributes(of: Any) -> dict[str, str]:
    return {one["name"]: one["type"] for one in of["attributes"]}


def _attribute(one: Any, types: dict[str, str], part: str) -> list[str]:
    if not isinstance(one["value"], str) or one["name"] not in types:
        return [f"attribute {one}"]
    kind, text = types[one["name"]], one["value"]
    checks: dict[str, Callable[[str], bool]] = {
        "time": _is_moment,
        "integer": str.isdigit,
        "boolean": lambda value: value in ("true", "false"),
    }
    fits = checks.get(kind, bool)
    timed = part == "events" or _is_moment(one["time"])
    return [] if fits(text) and timed else [f"value {one}"]


def _is_moment(text: str) -> bool:
    return datetime.fromisoformat(text).tzinfo is not None


def test_it_keeps_to_ocel_and_has_every_entry_once(told: Stage) -> None:
    log = as_ocel()
    assert wrong_in(log) == []
    entries = ledger.entries()
    assert [one["id"] for one in log["events"]] == [str(one.uid) for one in entries]
    kinds = {one["type"] for one in log["objects"]}
    assert {
        "case",
        "certificate",
        "organisation",
        "factory",
        "laboratory",
        "person",
        "report",
        "file",
        "rule",
    } <= kinds


def test_it_finds_what_is_wrong_in_a_log(told: Stage) -> None:
    log = as_ocel()
    del log["objects"][0]
    log["events"][0]["attributes"].append({"name": "mood", "value": "good"})
    log["objects"][5]["type"] = "ghost"
    assert {one.split()[0] for one in wrong_in(log)} == {"absent", "attribute", "undeclared"}


def test_it_gives_exactly_the_acts_of_the_story(told: Stage) -> None:
    case = told.scene.case
    assert case is not None
    acts = [one.act for one in ledger.entries_for_case(case)]
    assert [step.act for step in STORY] == [one for one in acts if one in {step.act for step in STORY}]
    log = as_ocel(Narrowed(case=case))
    assert [one["type"] for one in log["events"]] == acts
    (trace,) = as_xes(Narrowed(case=case)).findall(f"{XES}trace")
    assert [value(event, "concept:name") for event in trace.findall(f"{XES}event")] == acts
    approved = next(one for one in log["events"] if one["type"] == "certificate.approved")
    words = {to["qualifier"] for to in approved["relationships"]}
    assert {"done on", "done by", "made", "rests on", "under", "considered"} <= words


def value(of: ET.Element, key: str) -> str:
    found = next((one for one in of if one.get("key") == key), None)
    return "" if found is None else str(found.get("value"))


def test_it_keeps_to_xes(told: Stage) -> None:
    log = as_xes()
    assert log.tag == f"{XES}log"
    assert log.get("xes.version") == "1849-2016"
    prefixes = {one.get("prefix") for one in log.findall(f"{XES}extension")}
    assert prefixes == {"concept", "time", "lifecycle", "org", "identity"}
    events = log.findall(f"{XES}trace/{XES}event")
    assert Counter(value(one, "identity:id") for one in events) == Counter(
        str(one.uid) for one in ledger.entries()
    )
    for trace in log.findall(f"{XES}trace"):
        assert value(trace, "concept:name")
        moments = [
            datetime.fromisoformat(value(one, "time:timestamp")) for one in trace.findall(f"{XES}event")
        ]
        assert moments == sorted(moments)
    assert {value(one, "lifecycle:transition") for one in events} == {"complete"}
    assert all(
        key.partition(":")[0] in {*prefixes, "shouze"}
        for one in events
        for key in (a.get("key", "") for a in one)
    )


def test_it_tells_no_name_unless_asked(told: Stage) -> None:
    texts = ["".join(document(ALL)) for document in (ocel.document, xes.document)]
    people = Person.objects.exclude(kind="machine").values_list("id", "name", "employee_number")
    firms = Organisation.objects.values_list("name", flat=True)
    for text in texts:
        assert not [name for _, name, _ in people if name in text]
        assert not [str(key) for key, _, _ in people if str(key) in text]
        assert not [firm for firm in firms if firm in text]
    named = ["".join(document(ALL, names=True)) for document in (ocel.document, xes.document)]
    name = Person.objects.get(pk=told.people["E005"]).name
    assert all(name in text for text in named)
    assert wrong_in(json.loads(named[0])) == []
    assert object_id("person", told.people["E005"]) in named[0]


def test_it_narrows_by_day_and_reads_page_by_page(told: Stage) -> None:
    day = clock.moment("2024-03-08")
    asked = Narrowed(since=clock.moment("2024-03-04"), until=day)
    uids = [one.uid for one in ledger.entries() if clock.moment("2024-03-04") <= one.at < day]
    assert 0 < len(uids) < len(ledger.entries())
    assert [one.uid for one in in_order(asked, page=3)] == uids
    assert how_many(asked) == len(uids)
    traced = [one.uid for _, _, entries in by_trace(ALL, many=1) for one in entries]
    assert Counter(traced) == Counter(one.uid for one in ledger.entries())


def test_it_exports_an_entry_whose_content_is_gone_by_its_columns(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    (entry,) = ledger.entries_for_case(way.row.pk)
    whole, erased = event_of(entry), event_of(replace(entry, body=None))
    assert (erased.uid, erased.act, erased.at) == (whole.uid, whole.act, whole.at)
    assert set(erased.relations) < set(whole.relations)
    assert {word for word, _, _ in erased.relations} == {"done on", "filed under", "done by"} & {
        word for word, _, _ in whole.relations
    }
    assert set(erased.attributes) == {"recorded"}


def test_its_verb_writes_a_whole_file(
    told: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "log.json"
    assert export(["ocel", str(place), "--to", "2024-03-07"]) == 0
    written = json.loads(place.read_text(encoding="utf-8"))
    assert all(one["time"] < "2024-03-08" for one in written["events"])
    assert "100 %" in capsys.readouterr().out
    assert export(["xes", str(tmp_path / "none" / "log.xes")]) == 1
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [place.name]
