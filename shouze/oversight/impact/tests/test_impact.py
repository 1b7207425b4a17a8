"""What rests on a thing in doubt: found by indexes, in pages, counted whole."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.ledger import sequence
from shouze.kernel.ledger.models import Entry
from shouze.kernel.references import queries as references
from shouze.kernel.references.filling import catch_up
from shouze.kernel.references.models import Edge, Role
from shouze.oversight.impact import reading
from shouze.oversight.impact.questions import NO_GROUND, Asked
from shouze.oversight.impact.reading import NotUnderstood, answer, figures, plan_of

NUMBER = "2024990711000118"


@pytest.fixture
def told(stage: Stage) -> Stage:
    """The story is told, another case stands in its evaluation, and the read model has followed."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    Way(stage, "1119").reach("inspection.concluded")
    Entry.objects.exists()  # a transaction is open, inside which the sequencer makes a savepoint only
    while sequence.integrate(connection.connection, at=clock.now()):
        pass
    catch_up()
    return stage


def _numbers(kind: str, thing: str, **days: date) -> list[str]:
    return [one.number for one in answer(Asked(kind, thing, **days)).rows]


def test_it_finds_what_rests_on_each_kind_of_thing(told: Stage) -> None:
    (version,) = references.versions_noted("body/code")
    assert NUMBER in _numbers("laboratory", "LAB-T")
    assert _numbers("inspector", "E008") == [""]
    assert NUMBER in _numbers("person", "丁越")
    assert _numbers("rule", version) == _numbers("rule", "body/code") == [NUMBER]
    assert NUMBER in _numbers("part", "IGBT")
    assert _numbers("report", "R-2024-0711-0031") == [NUMBER]
    assert NUMBER in _numbers("factory", "宁波示例电器有限公司")
    assert NUMBER in _numbers("standard", told.scene.standards[0])


def test_it_says_why_and_counts_a_case_once(told: Stage) -> None:
    one = next(one for one in answer(Asked("person", "E003")).rows if one.number == NUMBER)
    acts = Entry.objects.filter(case_id=one.case, person_id=told.people["E003"])
    assert one.reached == acts.count() > 5
    assert set(one.why) <= set(acts.values_list("act", flat=True))
    assert (one.state, one.standing) == ("valid", "valid")


def test_it_counts_only_the_days_that_are_asked_for(told: Stage) -> None:
    issued = date(2024, 5, 14)
    assert NUMBER in _numbers("laboratory", "LAB-T", since=issued, until=issued)
    assert NUMBER not in _numbers("laboratory", "LAB-T", since=date(2024, 5, 15), until=date(2024, 5, 16))


def test_it_counts_what_a_delegate_did_in_a_persons_place(told: Stage) -> None:
    case = Entry.objects.filter(act="certificate.approved").values_list("case_id", flat=True).get()
    assert _numbers("person", "E016") == []
    role, _ = Role.objects.get_or_create(name="for")
    entry = Entry.objects.filter(case_id=case).values_list("id", flat=True)[0]
    Edge.objects.create(thing=told.people["E016"], entry_id=entry, role_id=role.pk)
    assert _numbers("person", "E016") == [NUMBER]


def test_it_counts_by_standing_product_and_holder(told: Stage) -> None:
    found = figures(Asked("laboratory", "LAB-T"))
    assert found
    assert found.total == 2
    assert found.by_standing == {"valid": 1, "open": 1}
    assert dict(found.by_product) == {"0711": 1, "1119": 1}


def test_it_goes_on_where_a_page_ended(told: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked("laboratory", "LAB-T")
    every = [one.case for one in answer(asked).rows]
    monkeypatch.setattr(reading, "PAGE", 1)
    first = answer(asked)
    second = answer(asked, after=first.more)
    assert [*(one.case for one in first.rows), *(one.case for one in second.rows)] == every
    assert second.more is None


def test_it_says_that_a_page_is_cut_and_then_has_the_latest_acts(
    told: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked("person", "易航")
    assert not answer(asked).cut
    assert answer(asked).asked.thing == "E003"
    acts = Entry.objects.filter(person_id=told.people["E003"]).exclude(act__in=NO_GROUND)
    latest = acts.exclude(case_id=None).order_by("-id").values_list("case_id", flat=True)[0]
    monkeypatch.setattr(reading, "CAP", 1)
    cut = answer(asked)
    assert (cut.cut, cut.rows[0].case) == (True, latest)
    nothing = answer(asked, standing="withdrawn")
    assert (nothing.cut, nothing.rows) == (True, ())
    every = reading.whole(asked, 1)
    assert (every.cut, len(every.rows)) == (True, 1)
    assert not reading.whole(asked, 2).cut


def test_it_says_whether_a_case_rests_on_a_thing(told: Stage) -> None:
    one = next(one for one in answer(Asked("laboratory", "LAB-T")).rows if one.number == NUMBER)
    for kind, thing in (("laboratory", "LAB-T"), ("person", "丁越"), ("rule", "body/code"), ("part", "IGBT")):
        assert reading.reaches(Asked(kind, thing), one.case)
    assert not reading.reaches(Asked("person", "E016"), one.case)
    assert not reading.reaches(Asked("laboratory", "LAB-T", until=date(2024, 1, 1)), one.case)


#: what counting is made to do instead, and whether it is then given up
COUNTING = {"SELECT pg_sleep(5)": True, "SELECT pg_temp.breaks()": False}


@pytest.mark.parametrize("statement", COUNTING)
def test_it_gives_up_counting_only_when_that_takes_too_long(
    told: Stage, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.breaks() RETURNS int LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$"
        )
    monkeypatch.setattr(reading, "COUNTING", 50)
    monkeypatch.setattr(reading, "_COUNTED", statement)
    asked = Asked("laboratory", "LAB-T")
    if COUNTING[statement]:
        assert figures(asked) is None
    else:
        with pytest.raises(OperationalError, match="no space"):
            figures(asked)


@pytest.mark.parametrize(
    ("kind", "thing"),
    [("laboratory", "NONE"), ("part", "x"), ("planet", "Mars"), ("person", "E999"), ("report", "R-0")],
)
def test_it_says_what_is_needed_when_nothing_is_meant(told: Stage, kind: str, thing: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(Asked(kind, thing))


#: question -> the index that finds it, when there are many rows
INDEXES = {
    "laboratory": "test_order_",
    "inspector": "inspection_team",
    "person": "ledger_entry_person",
    "rule": "references_ruled_pkey",
    "factory": "case_factory",
    "standard": "test_order_standards",
}


@pytest.mark.parametrize("kind", INDEXES)
def test_it_is_found_by_an_index(told: Stage, kind: str) -> None:
    things = {
        "laboratory": "LAB-T", "inspector": "E008", "person": "E003", "rule": "body/code",
        "factory": "宁波示例电器有限公司", "standard": told.scene.standards[0],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert INDEXES[kind] in plan_of(Asked(kind, things[kind]))


def test_it_costs_the_same_few_queries_whatever_is_asked(
    told: Stage, django_assert_max_num_queries: Any
) -> None:
    for kind, thing in (("laboratory", "LAB-T"), ("person", "E003"), ("rule", "body/code")):
        with django_assert_max_num_queries(5):
            assert answer(Asked(kind, thing)).rows


def test_it_begins_within_a_second_at_ten_thousand_reports(told: Stage) -> None:
    _multiply()
    asked = Asked("laboratory", "LAB-T")
    began = time.perf_counter()
    rows = answer(asked).rows
    took = time.perf_counter() - began
    assert len(rows) == reading.PAGE
    assert took < 1
    found = figures(asked)
    assert found and found.total == 10_002
    assert "application_parts" in plan_of(Asked("part", "某罕见关键件"))


#: so many cases with an application, an order and a report each, as like the first one as constraints allow
_COPIES = (
    "CREATE TEMP TABLE many ON COMMIT DROP AS SELECT n, gen_random_uuid() c, gen_random_uuid() o"
    " FROM generate_series(1, 10000) n",
    "INSERT INTO cases_case SELECT p.* FROM many m, (SELECT * FROM cases_case WHERE state = 'certified'"
    " LIMIT 1) x, LATERAL jsonb_populate_record(NULL::cases_case, to_jsonb(x) || jsonb_build_object("
    "'id', m.c, 'number', 'B' || m.n)) p",
    "INSERT INTO applications_application SELECT p.* FROM many m, (SELECT * FROM applications_application"
    " LIMIT 1) x, LATERAL jsonb_populate_record(NULL::applications_application, to_jsonb(x) ||"
    " jsonb_build_object('id', gen_random_uuid(), 'case_id', m.c)) p",
    "INSERT INTO evidence_test_order SELECT p.* FROM many m, (SELECT * FROM evidence_test_order LIMIT 1) x,"
    " LATERAL jsonb_populate_record(NULL::evidence_test_order, to_jsonb(x) || jsonb_build_object("
    "'id', m.o, 'case_id', m.c, 'number', 'T' || m.n)) p",
    "INSERT INTO evidence_test_report SELECT p.* FROM many m, (SELECT * FROM evidence_test_report LIMIT 1)"
    " x, LATERAL jsonb_populate_record(NULL::evidence_test_report, to_jsonb(x) || jsonb_build_object("
    "'id', gen_random_uuid(), 'order_id', m.o, 'number', 'R' || m.n)) p",
    "ANALYZE cases_case, applications_application, evidence_test_order, evidence_test_report",
)


def _multiply() -> None:
    with connection.cursor() as cursor:
        for statement in _COPIES:
            cursor.execute(statement)
