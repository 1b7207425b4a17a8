"""The tables can be made again from the ledger alone; what was changed beside the gate is reported."""

from __future__ import annotations

import pytest
from django.db import connection

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tests.after import CANCELLING, RESTORING
from shouze.demo.tests.way import FINDING, Way
from shouze.kernel.acts.replay import Difference, compare, kept_tables

pytestmark = pytest.mark.django_db

#: a table, and how somebody with a database console would change it
TAMPERED = {
    "cases_case": "UPDATE cases_case SET due_on = due_on + 1",
    "cases_case.hands": """UPDATE cases_case SET hands = hands - 'evaluation'""",
    "certificates_certificate": "UPDATE certificates_certificate SET valid_until = valid_until + 365",
    "certificates_public": "UPDATE certificates_public SET record = replace(record, '有效', '暂停')",
    "decisions_decision": "UPDATE decisions_decision SET by_name = '他人'",
    "evidence_test_report": "UPDATE evidence_test_report SET conforming = NOT conforming",
    "evidence_sample": "DELETE FROM evidence_sample WHERE purpose = 'spare'",
    "numbering_counter": "UPDATE numbering_counter SET last = last + 1 WHERE series = 'certificate'",
    "organisations_organisation": "UPDATE organisations_organisation SET name = name || '集团'",
    "people_appointment": "UPDATE people_appointment SET scope = '{*}', valid_from = valid_from - 1",
    "people_person": "INSERT INTO people_person SELECT (jsonb_populate_record(p, jsonb_build_object("
    "'id', gen_random_uuid(), 'employee_number', 'E666'))).* FROM people_person p"
    " WHERE employee_number = 'E005'",
}


@pytest.fixture
def told(stage: Stage) -> Stage:
    """The story is told to its end."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    return stage


def test_it_makes_every_table_again_after_the_story(told: Stage) -> None:
    assert compare() == []
    assert {name.partition(".")[0] for name in TAMPERED} <= set(kept_tables())


def test_it_makes_every_table_again_after_an_inspection_and_its_corrections(stage: Stage) -> None:
    way = Way(stage, "1119").reach("inspection.conducted")
    way.do("inspection.conducted", findings=[FINDING, FINDING])
    way.go("correction.submitted", "correction.verified", "correction.submitted", "correction.verified")
    way.go(
        "inspection.concluded",
        "evaluation.completed",
        "review.concluded",
        "decision.made",
        "certificate.approved",
    )
    way.go(
        "certificate.suspended",
        "suspension.prolonged",
        *RESTORING,
        *CANCELLING,
        "appeal.received",
        "appeal.routed",
    )
    assert compare() == []


@pytest.mark.parametrize("name", TAMPERED)
def test_it_reports_the_table_that_was_changed_beside_the_gate(told: Stage, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TAMPERED[name])
        assert cursor.rowcount > 0
    found = compare()
    assert [one.table for one in found] == [name.partition(".")[0]]
    assert all(isinstance(one, Difference) and one.rows > 0 for one in found)


def test_it_leaves_no_trace(told: Stage) -> None:
    compare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('replay'), current_setting('search_path')")
        assert cursor.fetchone() == (None, '"$user", public')


def test_it_replays_what_was_done_to_the_machine(told: Stage) -> None:
    """The machine stands before the first entry; an act done to it is not counted twice."""
    from shouze.kernel.acts import perform
    from shouze.resources.people.queries import MACHINE

    given = {"organisation": told.scene.applicant, "kind": "开发商", "valid_from": "2024-01-01"}
    perform("interest.declared", by=told.people["E001"], subject=MACHINE, given=given)
    assert compare() == []


def test_it_reports_an_announcement_that_no_act_made(told: Stage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM announcement")
        assert cursor.fetchone()[0] > 0
        cursor.execute("INSERT INTO announcement (uid, leaf) SELECT uid, '{}' FROM announcement LIMIT 1")
    assert compare() == [Difference("announcement", 1)]
