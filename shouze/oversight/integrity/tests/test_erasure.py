"""Personal content goes by an act, by nothing else; every proof stays, and verifier and replay know it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from shouze.demo.stage import Stage
from shouze.demo.tests.houses import dsn
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.files import store
from shouze.kernel.ledger import erasing, logs, proving
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.publishing import Publisher
from shouze.kernel.ledger.sequence import catch_up
from shouze.oversight.integrity.jobs import erase_files
from shouze.oversight.integrity.queries import erased_file
from shouze_verify.verifying import verify

OFFICER = "E025"


@pytest.fixture
def way(own_stage: Stage) -> Iterator[Way]:
    """A case with some acts, in a database in which acts are committed; the log is published."""
    if OFFICER not in own_stage.people:
        own_stage.people[OFFICER] = _officer(own_stage)
    found = Way(own_stage).reach("application.accepted")
    with _direct() as conn:
        catch_up(conn, at=clock.now(), publisher=Publisher(LEDGER))
    yield found


def _officer(stage: Stage) -> UUID:
    from datetime import date

    from shouze.demo import cast

    person = cast.register("E925", "卫望", "staff", by=stage.people["E001"], at=clock.now())
    given = {"post": "quality_officer", "scope": ["*"], "valid_from": date(2020, 1, 1)}
    perform("person.appointed", by=stage.people["E001"], subject=person, given=given)
    return person


def _direct() -> psycopg.Connection[Any]:
    return psycopg.connect(dsn(str(connection.settings_dict["NAME"])), autocommit=True)


def _entries(way: Way) -> list[ledger.Recorded]:
    assert way.case
    return ledger.entries_for_case(way.case)


def _first(way: Way) -> ledger.Recorded:
    return _entries(way)[0]


def _erase(way: Way, by: str = OFFICER, **changed: Any) -> Done:
    pointer = next(one for one, text in erasing.texts(ledger.body_of(_first(way))["who"]) if one == "/name")
    given = {
        "entry": _first(way).uid,
        "section": "who",
        "pointers": [pointer],
        "ground": "ordered",
        "requested_on": clock.today(),
        "reason": "监管部门要求删除",
        **changed,
    }
    return perform("content.erased", by=way.stage.people[by], given=given)


def _codes(way: Way, **changed: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        _erase(way, **changed)
    return {one.code for one in refused.value.objections}


def test_it_takes_text_and_salt_and_leaves_every_proof_whole(way: Way) -> None:
    before = _first(way)
    proof = proving.tlog_proof(LEDGER, 0)
    published = {path: path.read_bytes() for path in logs.folder(LEDGER).rglob("*") if path.is_file()}
    name = ledger.body_of(before)["who"]["name"]
    done = _erase(way)
    after = _first(way)
    assert after.leaf == before.leaf and after.body is not None and before.body is not None
    assert name.encode() not in after.body
    was, now = json.loads(before.body), json.loads(after.body)
    assert now["who"]["erased"] == {"act": str(done.uid), "reason": "ordered"} and "salt" not in now["who"]
    assert (now["data"], now["what"]) == (was["data"], was["what"])
    assert ledger.body_of(after)["who"]["name"] == erasing.MARKER
    assert ledger.erased_sections(after) == {"who": done.uid}
    assert proving.tlog_proof(LEDGER, 0) == proof
    assert {path: path.read_bytes() for path in published} == published


def test_it_is_known_to_verifier_and_replay(way: Way) -> None:
    _erase(way)
    with _direct() as conn:
        catch_up(conn, at=clock.now(), publisher=Publisher(LEDGER))
        report = verify(conn)
    assert report.agreed and report.erased == 1, report.text()
    assert compare() == []


def test_it_is_done_again_with_the_marker_where_input_was_erased(way: Way) -> None:
    opinion = _entry_with_opinion(way)
    _erase(way, entry=opinion.uid, section="data", pointers=["/opinion"])
    assert ledger.body_of(ledger.entry(opinion.uid))["data"]["opinion"] == erasing.MARKER
    assert compare() == []


def _entry_with_opinion(way: Way) -> ledger.Recorded:
    way.do("application.accepted")
    for one in reversed(_entries(way)):
        data = ledger.body_of(one)["data"] or {}
        if data.get("opinion"):
            return one
    raise AssertionError("no act of the way asks an opinion")


def test_it_refuses_what_carries_the_act(way: Way) -> None:
    assert "carries_the_act" in _codes(way, section="data", pointers=[""])
    assert _erase(way)


def test_it_refuses_where_there_is_nothing_or_nothing_that_may_go(way: Way) -> None:
    assert _codes(way, entry=uuid4()) == {"no_entry"}
    assert _codes(way, pointers=["/nowhere"]) == {"nothing_there"}
    assert _codes(way, pointers=["/person_id"]) == {"column"}
    assert _codes(way, files=["sha256:" + "0" * 64]) >= {"strange_file"}
    done = _erase(way)
    assert "kept_whole" in _codes(way, entry=done.uid, section="what", pointers=["/outcome"]) | _codes(
        way, entry=done.uid, pointers=["/name"]
    )


def test_it_refuses_who_is_not_the_quality_officer(way: Way) -> None:
    assert _codes(way, by="E004") == {"no_post"}
    assert _erase(way)


def test_it_erases_nothing_without_an_act_whoever_asks_the_database(way: Way) -> None:
    uid, body = _first(way).uid, _first(way).body
    with _direct() as conn:
        with pytest.raises(psycopg.errors.RestrictViolation, match="by an act"):
            conn.execute("SELECT ledger_erase(%s, 'who', '{}', %s, 'x')", (uid, uuid4()))
        with pytest.raises(psycopg.errors.RestrictViolation):
            conn.execute("UPDATE ledger_body SET body = '{}'")
        conn.execute("SET ROLE shouze_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), conn.transaction():
            conn.execute("SELECT set_config('shouze.erasing', 'on', true)")
            conn.execute("UPDATE ledger_body SET body = '{}'")
        conn.execute("SET ROLE shouze_sequencer")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("SELECT ledger_erase(%s, 'who', '{}', %s, 'x')", (uid, uuid4()))
    assert _first(way).body == body


def test_it_names_content_that_only_says_it_was_erased(way: Way) -> None:
    done = _erase(way)
    other = ledger.entries(limit=1)[0]
    assert other.uid != done.uid and other.body is not None
    sections = json.loads(other.body)
    sections["who"] = {
        "erased": {"act": str(done.uid), "reason": "ordered"},
        "value": sections["who"]["value"],
    }
    forged = json.dumps(sections, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    with _direct() as conn:
        conn.execute("ALTER TABLE ledger_body DISABLE TRIGGER USER")
        conn.execute("UPDATE ledger_body SET body = %s WHERE entry_id = %s", (forged, other.id))
        report = verify(conn)
    assert report.counts == {"erased-without-act": 1} and report.findings[0].uid == str(other.uid)


def test_it_takes_the_files_with_it(way: Way, tmp_path: Path) -> None:
    stored = store.put(BytesIO(b"a person's paper"), "paper.txt", at=clock.now())
    entry = _entry_with_file(way, stored.digest)
    done = _erase(way, entry=entry.uid, files=[stored.digest])
    assert erased_file(stored.digest)
    erase_files(str(done.uid))
    erase_files(str(done.uid))
    with pytest.raises(FileNotFoundError):
        store.open_file(stored.digest)
    known = store.find(stored.digest)
    assert known and known.name == store.ERASED
    assert compare() == []


def _entry_with_file(way: Way, digest: str) -> ledger.Recorded:
    case = way.case
    uid = perform(
        "note.made",
        by=way.stage.people["E002"],
        subject=case,
        given={"words": "见附件", "files": [digest]},
    ).uid
    return ledger.entry(uid)
