"""A dossier is whole for whoever has the keys alone; whatever is altered, added or taken away is found."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from shouze.certification.certificates.carrying import published_keys
from shouze.certification.certificates.models import Certificate
from shouze.certification.surveillance.tests.supervising import opened
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tests.houses import dsn
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.publishing import Publisher
from shouze.oversight.tracing.dossier.sealing import NOT_YET
from shouze.oversight.tracing.jobs import forget_erased, made
from shouze.oversight.tracing.models import Dossier, Progress
from shouze.resources.people.queries import MACHINE
from shouze_verify.dossier import DossierUnreadable, check_dossier, main
from shouze_verify.trust import Trust, read_trust

AT = clock.moment("2024-06-03", "09:00")
ASKED: dict[str, Any] = {
    "kind": "certificate",
    "key": "2024990711000118",
    "on": "2024-06-01",
    "recipient": "court",
    "recipient_name": "示例市中级人民法院",
    "ground": "调证函（2024）示民初18号",
}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(own_stage: Stage, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The story is told in a house of its own folder."""
    settings.VAR = tmp_path
    monkeypatch.setenv("SHOUZE_VAR", str(tmp_path))
    play(ThroughTheGate(own_stage.people), own_stage.scene, fees_due)
    return own_stage


def _publish() -> None:
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        sequence.catch_up(conn, at=AT, log=logs.LEDGER, publisher=Publisher(logs.LEDGER))


def _asked(stage: Stage, who: str = "E025", **changed: Any) -> Any:
    with clock.moved(AT):
        return perform("dossier.made", by=stage.people[who], given={**ASKED, **changed}).subject


def _dossier(stage: Stage, **changed: Any) -> Path:
    _publish()
    dossier = _asked(stage, **changed)
    with clock.moved(AT):
        return made(dossier)


def _trust() -> Trust:
    return read_trust(json.dumps(published_keys(AT.date())).encode())


def _members(place: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(place) as found:
        return {name: found.read(name) for name in found.namelist()}


def _written(place: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(place, "w") as changed:
        for name, content in members.items():
            changed.writestr(name, content)
    return place


Tampering = Callable[[dict[str, bytes]], str]


def _an(beginning: str, ending: str) -> Callable[[Mapping[str, bytes]], str]:
    return lambda members: next(one for one in members if one.startswith(beginning) and one.endswith(ending))


def _alters(beginning: str, ending: str) -> Tampering:
    def tamper(members: dict[str, bytes]) -> str:
        name = _an(beginning, ending)(members)
        members[name] = members[name][:-3] + bytes([members[name][-3] ^ 1]) + members[name][-2:]
        return name

    return tamper


def _removes(beginning: str, ending: str) -> Tampering:
    def tamper(members: dict[str, bytes]) -> str:
        name = _an(beginning, ending)(members)
        del members[name]
        return name

    return tamper


def _adds(members: dict[str, bytes]) -> str:
    members["files/another.pdf"] = b"%PDF-1.7"
    return "files/another.pdf"


def _manifest(members: dict[str, bytes]) -> str:
    members["manifest.json"] = members["manifest.json"].replace(b'"court"', b'"holder"')
    return "manifest.json"


TAMPERINGS: Mapping[str, Tampering] = {
    "a paper altered": _alters("files/", ".pdf"),
    "a leaf altered": _alters("entries/", ".leaf.json"),
    "a body altered": _alters("entries/", ".body.json"),
    "a proof altered": _alters("entries/", ".tlog-proof"),
    "the trace altered": _alters("trace/", ".html"),
    "a paper gone": _removes("files/", ".pdf"),
    "an entry gone": _removes("entries/", ".leaf.json"),
    "the signature gone": _removes("manifest.jws", ""),
    "a file added": _adds,
    "the manifest altered": _manifest,
}


def test_it_is_whole_and_every_tampering_is_found(
    told: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = _dossier(told)
    report = check_dossier(place, _trust())
    assert report.findings == []
    assert report.entries >= 20 and report.size > report.entries
    assert not report.first_use
    for what, tamper in TAMPERINGS.items():
        members = _members(place)
        name = tamper(members)
        found = check_dossier(_written(tmp_path / "changed.zip", members), _trust())
        assert name in {where for where, _, _ in found.findings}, what
    assert main([str(place)]) == 0
    assert "密钥取自卷宗本身" in capsys.readouterr().out
    members = _members(place)
    _adds(members)
    assert main([str(_written(tmp_path / "changed.zip", members)), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["whole"] is False


def test_it_believes_no_keys_but_those_that_are_given(told: Stage, tmp_path: Path) -> None:
    place = _dossier(told)
    other = Trust(ledger=_trust().ledger, credentials={})
    assert {where for where, _, _ in check_dossier(place, other).findings} == {"manifest.jws"}
    nobody = Trust(credentials=_trust().credentials)
    found = check_dossier(place, nobody)
    assert found.entries == 0 and all(where.startswith("entries/") for where, _, _ in found.findings[:5])
    with pytest.raises(DossierUnreadable):
        check_dossier(_written(tmp_path / "x.zip", {"a": b"b"}))


def _entry(members: Mapping[str, bytes], act: str) -> dict[str, Any]:
    (found,) = [one for one in json.loads(members["manifest.json"])["entries"] if one["act"] == act]
    return dict(found)


def test_it_withholds_from_the_holder_what_was_said_among_us_and_names_it(told: Stage) -> None:
    court, holder = _members(_dossier(told)), _members(_dossier(told, recipient="holder"))
    whole, review = (_entry(members, "review.concluded") for members in (court, holder))
    said = json.loads(court[whole["body"]])["data"]["value"]["opinion"].encode()
    assert said and not any(said in content for content in holder.values())
    assert (whole["withheld"], review["withheld"]) == ([], ["data", "what"])
    assert set(json.loads(holder[review["body"]])) == {"who"}


def test_an_unannounced_visit_is_in_no_dossier_but_the_regulators_before_it_begins(told: Stage) -> None:
    with clock.moved(clock.moment("2024-05-20", "17:00")):
        perform("surveillance.programmed", by=MACHINE, subject=Certificate.objects.get().pk)
    way = opened(told, "2024-05-30", unannounced=True)
    way.do("inspection.planned", planned_from="2024-06-12", planned_to="2024-06-13")
    for recipient, told_of_it in (("holder", False), ("court", False), ("regulator", True)):
        members = _members(_dossier(told, recipient=recipient))
        acts = {one["act"] for one in json.loads(members["manifest.json"])["entries"]}
        assert ("surveillance.opened" in acts, "inspection.planned" in acts) == (told_of_it, told_of_it)
        assert any(b"2024-06-12" in content for content in members.values()) == told_of_it


def test_it_is_made_by_who_may_of_what_there_is_once_its_entries_are_published(told: Stage) -> None:
    with pytest.raises(Refused) as refused:
        _asked(told, "E003")
    assert [one.code for one in refused.value.objections] == ["no_post"]
    with pytest.raises(Refused) as refused:
        _asked(told, key="2024990711999999")
    assert [one.code for one in refused.value.objections] == ["no_thing"]
    dossier = _asked(told)
    with clock.moved(AT), pytest.raises(NOT_YET):
        made(dossier)
    _publish()
    with clock.moved(AT):
        place = made(dossier)
        assert made(dossier) == place
    found = Dossier.objects.get(pk=dossier)
    assert (found.state, found.size) == ("filed", place.stat().st_size)
    assert compare() == []


def test_it_is_for_the_owners_eyes_alone(told: Stage, tmp_path: Path) -> None:
    folder, mask = tmp_path / "dossiers", os.umask(0o022)
    try:
        folder.mkdir(0o755)
        place = _dossier(told)
    finally:
        os.umask(mask)
    assert (place.parent, place.parent.stat().st_mode & 0o777) == (folder, 0o700)
    assert place.stat().st_mode & 0o777 == 0o600


def _erased(stage: Stage, entry: UUID) -> UUID:
    given = {
        "entry": entry, "section": "who", "pointers": ["/name"], "ground": "ordered",
        "requested_on": AT.date(), "reason": "监管部门要求删除",
    }  # fmt: skip
    with clock.moved(AT):
        uid = perform("content.erased", by=stage.people["E025"], given=given).uid
    forget_erased(str(uid))
    forget_erased(str(uid))
    return uid


def test_it_is_removed_when_what_it_holds_is_erased_and_may_be_made_anew(told: Stage) -> None:
    place = _dossier(told)
    within = {one["uid"]: one for one in json.loads(_members(place)["manifest.json"])["entries"]}
    strange = next(one.uid for one in ledger.entries() if str(one.uid) not in within)
    torn = place.with_suffix(".part")
    torn.touch()
    _erased(told, strange)
    assert place.exists() and not torn.exists()
    held = _entry(_members(place), "review.concluded")
    name = json.loads(_members(place)[held["body"]])["who"]["value"]["name"]
    act = _erased(told, UUID(held["uid"]))
    assert not place.exists()
    assert [str(one) for one in Progress.objects.values_list("removed_by", flat=True)] == [str(act)]
    _publish()
    with clock.moved(AT + timedelta(hours=1)):
        anew = made(perform("dossier.made", by=told.people["E025"], given=ASKED).subject)
    assert check_dossier(anew, _trust()).findings == []
    assert name not in json.dumps(json.loads(_members(anew)[held["body"]]), ensure_ascii=False)
    forget_erased(str(act))
    assert anew.exists()
    assert compare() == []
