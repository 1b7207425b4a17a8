"""Quality information is entered, matched by a person, objected to in its term, and final or dismissed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import partial

import pytest

from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel.acts import perform
from shouze.kernel.acts.replay import compare
from shouze.oversight.signals import queries
from shouze.oversight.signals.models import QualityEvent

from .entering import TOLD, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(stage: Stage) -> Desk:
    """The quality officer's desk on the stage of the story."""
    return Desk(stage)


def _row(key: uuid.UUID) -> QualityEvent:
    return QualityEvent.objects.get(pk=key)


def test_it_gives_numbers_by_year_and_kinds_by_source(desk: Desk) -> None:
    first, second = _row(desk.receive()), _row(desk.receive(source="media", finding="quality_problem"))
    assert (first.number, first.kind, first.state) == ("E-2025-0001", "government", "received")
    assert (second.number, second.kind) == ("E-2025-0002", "public_voice")


def test_it_refuses_days_in_disorder_and_a_finding_of_another_source(desk: Desk) -> None:
    assert refusal(lambda: desk.receive(happened_on="2025-09-11")) == {"days_disorder"}
    assert refusal(lambda: desk.receive(source="media")) == {"finding_of_other_source"}
    assert refusal(lambda: desk.receive(source="rumour")) == {"unknown_code"}
    assert refusal(lambda: desk.receive(who="E003")) == {"no_post"}
    assert desk.receive()


def test_it_is_matched_by_a_person_and_tells_who_may_object_until_when(desk: Desk) -> None:
    event = desk.receive()
    assert refusal(lambda: desk.match(event, factory=str(event))) == {"matched_to_nothing"}
    assert refusal(lambda: desk.match(event, product_code="9999")) == {"matched_to_nothing"}
    assert refusal(lambda: desk.match(event, certificate="2024990711000118")) == {"other_certificate"}
    early = (TOLD - timedelta(days=60)).isoformat()
    assert refusal(lambda: desk.match(event, enterprise_told_on=early)) == {"days_disorder"}
    assert refusal(lambda: desk.match(event, enterprise_told_on="9999-12-31")) == {"days_disorder"}
    desk.match(event, enterprise_told_on="2025-09-01")
    row = _row(event)
    assert (row.state, row.score, row.matched_by) == ("initial", 98, "uscc")
    assert row.organisation_id == desk.stage.scene.applicant
    assert row.object_by == date(2025, 9, 16)
    assert [one.pk for one in queries.of(desk.stage.scene.factory, "0711")] == [event]
    assert queries.of(desk.stage.scene.factory, "0712") == []
    assert queries.of(desk.stage.scene.factory, "0711", since=date(2025, 8, 7)) == []


def test_it_finds_the_certificate_that_an_event_may_concern(desk: Desk) -> None:
    way = Way(desk.stage).reach("certificate.approved")
    way.do("certificate.approved")
    by_name = desk.receive(stated_uscc="", stated_enterprise="宁波示例电器")
    for event, by in ((desk.receive(), "uscc"), (by_name, "normalised_name")):
        found = queries.candidates(_row(event))[0]
        assert (found.factory.pk, found.product_code, found.by) == (desk.stage.scene.factory, "0711", by)
        desk.match(event, certificate=found.certificate, by=by)
        assert _row(event).certificate is not None


def test_the_enterprise_objects_in_its_term_and_proves_a_counterfeit(desk: Desk) -> None:
    event, late = desk.receive(), desk.receive()
    desk.match(event)
    desk.match(late)
    words = {"words": "送检样品并非我公司生产。"}
    last = TOLD + timedelta(days=15)
    assert refusal(lambda: desk.do("signal.objected", event, last, "C001", **words, counterfeit=True)) == {
        "no_proof"
    }
    assert refusal(lambda: desk.do("signal.objected", event, last, "E025", **words)) >= {"no_post"}
    proof = [desk.paper(last, "C001")]
    desk.do("signal.objected", event, last, "C001", **words, counterfeit=True, files=proof)
    assert (_row(event).state, _row(event).counterfeit_claimed) == ("objected", True)
    assert refusal(lambda: desk.do("signal.objected", late, last + timedelta(days=1), "C001", **words)) == {
        "term_passed"
    }


def test_it_is_final_when_the_term_is_over_or_somebody_said_so(desk: Desk) -> None:
    event = desk.receive()
    assert refusal(lambda: desk.settle(event)) == {"wrong_state"}
    desk.match(event)
    last = TOLD + timedelta(days=15)
    assert refusal(lambda: desk.settle(event, last, by="term_passed")) == {"term_runs"}
    future = (last + timedelta(days=1)).isoformat()
    assert refusal(lambda: desk.settle(event, last, final_on=future)) == {"days_disorder"}
    assert refusal(lambda: desk.settle(event, finding="quality_problem")) == {"finding_of_other_source"}
    desk.settle(event, last + timedelta(days=1), by="term_passed")
    row = _row(event)
    assert (row.state, row.fault, row.settled_on) == ("final", "factory", last + timedelta(days=1))


def test_who_matched_it_neither_settles_nor_dismisses_it(desk: Desk) -> None:
    mine, anothers = desk.receive(), desk.receive()
    desk.do("signal.confirmed", mine, TOLD, "E025", factory=str(desk.stage.scene.factory),
            product_code="0711", by="uscc", score=98)  # fmt: skip
    desk.match(anothers)
    duplicate = partial(desk.do, "signal.dismissed", on=TOLD, by="duplicate", words="重复。")
    assert refusal(lambda: desk.settle(mine)) == {"separation"}
    assert refusal(lambda: duplicate(mine)) == {"separation"}
    desk.settle(anothers)
    duplicate(anothers)
    assert [_row(one).state for one in (mine, anothers)] == ["initial", "dismissed"]


def test_an_objection_is_answered_by_a_re_test(desk: Desk) -> None:
    failed, passed = desk.receive(), desk.receive()
    for event in (failed, passed):
        desk.match(event)
        desk.do("signal.objected", event, TOLD, "C001", words="申请复检。")
    later = TOLD + timedelta(days=30)
    assert refusal(lambda: desk.settle(failed, later, by="term_passed")) == {"objected"}
    desk.settle(failed, later, by="retest_failed")
    ground = {"by": "retest_passed", "words": "复检合格。"}
    assert refusal(lambda: desk.do("signal.dismissed", passed, later, **ground)) == {"no_proof"}
    desk.do("signal.dismissed", passed, later, **ground, files=[desk.paper(later)])
    assert [_row(one).state for one in (failed, passed)] == ["final", "dismissed"]
    assert _row(passed).dismissed_on == later


def test_a_final_result_is_taken_back_when_a_counterfeit_is_proved(desk: Desk) -> None:
    event = desk.final()
    later = TOLD + timedelta(days=90)
    desk.do(
        "signal.dismissed", event, later, by="counterfeit_proved", words="公安机关鉴定为假冒。",
        files=[desk.paper(later)],
    )  # fmt: skip
    row = _row(event)
    assert (row.state, row.final_on, row.dismissed_on) == ("dismissed", TOLD, later)


def test_who_has_an_interest_settles_nothing(desk: Desk) -> None:
    people = desk.stage.people
    event = desk.receive()
    desk.match(event)
    perform(
        "interest.declared", by=people["E001"], subject=people["E025"],
        given={
            "organisation": str(desk.stage.scene.applicant), "kind": "曾任职", "valid_from": "2025-01-01",
            "valid_to": None,
        },
    )  # fmt: skip
    assert "interest" in refusal(lambda: desk.settle(event))


def test_its_tables_are_what_the_ledger_tells(desk: Desk) -> None:
    event = desk.final()
    desk.do("signal.dismissed", event, TOLD, by="duplicate", words="重复。")
    assert compare() == []
