"""Who answered for what on which day, read from the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.kernel import clock
from shouze.kernel.acts import Standing, perform, standing_of
from shouze.oversight.tracing.reading import Trace, trace
from shouze.oversight.tracing.telling import as_values
from shouze.oversight.tracing.things import NoSuchThing, find_things, get_thing

NUMBER = "2024990711000118"


@pytest.fixture
def told(stage: Stage) -> Stage:
    """The story is told to its end."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    return stage


def _reader(stage: Stage, number: str = "E016") -> Standing:
    found = standing_of(stage.people[number])
    assert found
    return found


def _trace(stage: Stage, kind: str, key: str, on: date) -> Trace:
    return trace(get_thing(kind, key), on=on, reader=_reader(stage))


def test_it_says_who_answered_for_each_stage(told: Stage) -> None:
    found = _trace(told, "certificate", NUMBER, date(2024, 6, 1))
    answered = {one.stage.name: one for one in found.answers}
    assert list(answered)[:4] == ["application", "acceptance", "plan", "test"]
    for stage, number, post in (
        ("acceptance", "E002", "acceptance_officer"),
        ("plan", "E003", "project_engineer"),
        ("review", "E004", "reviewer"),
        ("decision", "E005", "decider"),
        ("approval", "E006", "approver"),
    ):
        one = answered[stage]
        assert (one.person, one.post) == (told.people[number], post)
        assert one.held and one.held.valid_from == date(2023, 1, 3) and one.held.whole
        assert one.rules
    assert answered["decision"].signed and not answered["plan"].signed
    assert found.state == ("cases.case", "certified")


def test_it_knows_nothing_of_what_came_after_the_day(told: Stage) -> None:
    early = _trace(told, "certificate", NUMBER, date(2024, 3, 10))
    assert {one.act for one in early.acts} == {
        "application.submitted", "supplement.requested", "supplement.submitted", "application.accepted",
    }  # fmt: skip
    assert (early.certificate, early.state) == ("", ("cases.case", "accepted"))
    assert _trace(told, "certificate", NUMBER, date(2024, 3, 3)).acts == ()


def test_it_says_who_is_responsible_on_a_later_day(told: Stage) -> None:
    ended = perform_end(told)
    before = {one.post: one.holders for one in _trace(told, "certificate", NUMBER, ended).responsible}
    later = date(2025, 2, 1)
    after = {one.post: one.holders for one in _trace(told, "certificate", NUMBER, later).responsible}
    assert told.people["E005"] in {one.id for one in before["decider"]}
    assert told.people["E005"] not in {one.id for one in after["decider"]}
    assert [one.id for one in after["project_engineer"]] == [told.people["E003"]]


def perform_end(told: Stage) -> date:
    """The decider's appointment ends; return its last day."""
    from shouze.resources.people.models import Appointment

    last = date(2025, 1, 1)
    row = Appointment.objects.get(person_id=told.people["E005"], post="decider")
    with clock.moved(clock.moment("2024-12-30")):
        given = {"appointment": row.pk, "last_day": last, "reason": "调岗"}
        perform("appointment.ended", by=told.people["E001"], subject=told.people["E005"], given=given)
    return last


def test_it_traces_a_report_to_what_came_before_it_and_how_it_was_judged(told: Stage) -> None:
    (thing,) = find_things("R-2024-0711-0031")
    found = trace(thing, on=date(2024, 6, 1), reader=_reader(told))
    acts = [one.act for one in found.acts]
    assert acts[-1] == "report.accepted"
    assert {"test.ordered", "samples.received", "report.submitted"} <= set(acts)
    assert not {"review.concluded", "decision.made", "certificate.approved"} & set(acts)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NUMBER, "certificate"),
        ("A2024000001", "case"),
        ("E005", "person"),
        ("丁越", "person"),
        ("LAB-T", "laboratory"),
        ("deadlines/certificate", "rule"),
        ("R-2024-0711-0031", "report"),
    ],
)
def test_it_finds_a_thing_by_what_is_typed(told: Stage, text: str, kind: str) -> None:
    (found,) = find_things(text)
    traced = trace(found, on=date(2024, 6, 1), reader=_reader(told))
    assert found.kind == kind
    assert bool(traced.acts) or traced.rule


def test_it_shows_a_case_to_nobody_whose_case_it_is_not(told: Stage) -> None:
    thing = get_thing("certificate", NUMBER)
    own = trace(thing, on=date(2024, 6, 1), reader=_reader(told, "C001"))
    assert own.acts
    with pytest.raises(NoSuchThing):
        trace(thing, on=date(2024, 6, 1), reader=_reader(told, "C002"))
    with pytest.raises(NoSuchThing):
        trace(get_thing("person", "E005"), on=date(2024, 6, 1), reader=_reader(told, "C001"))


def test_it_costs_a_fixed_number_of_queries(told: Stage, django_assert_max_num_queries: Any) -> None:
    reader = _reader(told)
    with django_assert_max_num_queries(9):
        found = trace(get_thing("certificate", NUMBER), on=date(2024, 6, 1), reader=reader)
        values = as_values(found)
    assert {edge["meaning"] for edge in values["edges"]} >= {"by", "rule", "evidence", "made", "considered"}
