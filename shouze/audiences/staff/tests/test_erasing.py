"""The quality officer sees what would go, has it erased, and everyone concerned reads that it was."""

from __future__ import annotations

from datetime import date

import pytest

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.demo import cast
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.ledger import erasing
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.integrity.models import Erasure

pytestmark = pytest.mark.django_db
DESK = "/staff/desk/erasures/"
FORM = f"{DESK}new/content.erased/"


@pytest.fixture
def entry(stage: Stage) -> ledger.Recorded:
    """An entry of a case; the stage has a quality officer, E925."""
    person = cast.register("E925", "卫望", "staff", by=stage.people["E001"], at=clock.now())
    given = {"post": "quality_officer", "scope": ["*"], "valid_from": date(2020, 1, 1)}
    perform("person.appointed", by=stage.people["E001"], subject=person, given=given)
    stage.people["E925"] = person
    way = Way(stage).reach("application.accepted")
    assert way.case
    return ledger.entries_for_case(way.case)[0]


def _answers(entry: ledger.Recorded, pointer: str = "/name") -> dict[str, str]:
    return {
        "entry": str(entry.uid),
        "section": "who",
        "pointers": pointer,
        "ground": "ordered",
        "requested_on": clock.today().isoformat(),
        "reason": "监管部门要求删除",
    }


def test_it_shows_what_would_go_and_then_erases_it(stage: Stage, entry: ledger.Recorded) -> None:
    officer, name = log_in(stage, "E925"), ledger.body_of(entry)["who"]["name"]
    seen = text(officer.post(FORM, {**_answers(entry), "_more": "1"}))
    assert name in seen and "将删除" in seen and "保留" in seen
    assert not Erasure.objects.exists()
    assert officer.post(FORM, _answers(entry)).status_code == 302
    found = Erasure.objects.get()
    assert str(entry.uid) in text(officer.get(DESK))
    told = text(officer.get(f"{DESK}{found.pk}/"))
    assert "已依法删除" in told and name not in told and "第四十七条" in told
    assert ledger.body_of(ledger.entry(entry.uid))["who"]["name"] == erasing.MARKER
    assert str(entry.uid) in officer.get("/staff/desk/erasures.csv").content.decode("utf-8-sig")


def test_it_says_why_something_cannot_go_and_keeps_what_was_typed(
    stage: Stage, entry: ledger.Recorded
) -> None:
    answer = log_in(stage, "E925").post(FORM, _answers(entry, "/nowhere"))
    assert answer.status_code == 409 and "/nowhere 处没有文字" in text(answer)
    assert not Erasure.objects.exists()


def test_it_shows_nothing_to_who_does_not_erase(stage: Stage, entry: ledger.Recorded) -> None:
    reviewer = log_in(stage, "E004")
    assert reviewer.get(DESK).status_code == 404
    administrator = log_in(stage, "E001")
    name = ledger.body_of(entry)["who"]["name"]
    assert administrator.get(DESK).status_code == 200
    assert name not in text(administrator.post(FORM, {**_answers(entry), "_more": "1"}))
    assert DESK in log_in(stage, "E925").get("/staff/integrity/").content.decode()
    assert DESK not in reviewer.get("/staff/integrity/").content.decode()
