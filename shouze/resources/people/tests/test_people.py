"""Persons, posts, registrations and interests: nothing that cannot be, each beside what can."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

import pytest

from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel.acts import perform
from shouze.resources.people.models import Appointment
from shouze.resources.people.queries import MACHINE

pytestmark = pytest.mark.django_db


def _do(stage: Stage, act: str, who: str = "", /, **given: Any) -> uuid.UUID:
    subject = stage.people[who] if who else None
    return perform(act, by=stage.people["E001"], subject=subject, given=given).subject


@pytest.mark.parametrize(
    ("number", "post", "right"),
    [
        ("E004", "client", "decider"),
        ("E004", "machine", "decider"),
        ("E004", "laboratory_coordinator", "regulator"),
        ("C001", "decider", "client"),
        ("C001", "machine", "client"),
        ("L001", "reviewer", "laboratory_coordinator"),
    ],
)
def test_a_post_is_held_by_its_kind_of_person(stage: Stage, number: str, post: str, right: str) -> None:
    given: dict[str, Any] = {"scope": ["*"], "valid_from": "2024-01-01"}
    assert refusal(lambda: _do(stage, "person.appointed", number, post=post, **given)) == {"other_seat"}
    assert _do(stage, "person.appointed", number, post=right, **given)


def test_nobody_becomes_a_machine_and_the_machine_gets_no_other_post(stage: Stage) -> None:
    given = {"name": "甲", "employee_number": "E901"}
    assert refusal(lambda: _do(stage, "person.registered", kind="machine", **given)) == {"wrong_input"}
    stage.people["SYSTEM"] = MACHINE
    appointment: dict[str, Any] = {"post": "decider", "scope": ["*"], "valid_from": "2024-01-01"}
    assert refusal(lambda: _do(stage, "person.appointed", "SYSTEM", **appointment)) == {"other_seat"}
    assert _do(stage, "person.registered", kind="staff", **given)


@pytest.mark.parametrize(
    ("kind", "belongs"),
    [
        ("client", {}),
        ("staff", {"organisation": "own"}),
        ("laboratory", {"organisation": "own"}),
        ("laboratory", {}),
    ],
)
def test_a_person_belongs_where_his_kind_says(stage: Stage, kind: str, belongs: dict[str, str]) -> None:
    given: dict[str, Any] = {"name": "甲", "kind": kind, "employee_number": "X901"}
    known = {name: str(stage.scene.applicant) for name in belongs}
    assert refusal(lambda: _do(stage, "person.registered", **given, **known)) == {"belongs"}
    right = {
        "client": {"organisation": stage.scene.applicant},
        "laboratory": {"laboratory": stage.scene.laboratory},
    }
    assert _do(stage, "person.registered", **given, **right.get(kind, {}))


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("person.appointed", {"post": "reviewer", "scope": ["*"]}),
        ("registration.recorded", {"number": "N", "level": "senior", "specialities": ["*"]}),
        ("interest.declared", {"organisation": str(uuid.uuid4()), "kind": "持股"}),
    ],
)
def test_a_period_does_not_end_before_it_begins(stage: Stage, act: str, given: dict[str, Any]) -> None:
    for last, code in (
        ("2023-12-31", "dates_disorder"),
        ("2024-02-30", "wrong_input"),
        ("soon", "wrong_input"),
    ):
        wrong = {**given, "valid_from": "2024-01-01", "valid_to": last}
        assert refusal(partial(_do, stage, act, "E004", **wrong)) == {code}
    assert _do(stage, act, "E004", **given, valid_from="2024-01-01", valid_to="2024-01-01")


def test_an_appointment_is_ended_inside_itself_and_never_prolonged(stage: Stage) -> None:
    held = Appointment.objects.get(person_id=stage.people["E004"])
    ended: dict[str, Any] = {"appointment": str(held.pk), "reason": "退休"}

    def end(day: str, number: str = "E004") -> uuid.UUID:
        return _do(stage, "appointment.ended", number, last_day=day, **ended)

    assert refusal(lambda: end("2022-12-31")) == {"outside_appointment"}
    assert refusal(lambda: end("2024-06-30", "E005")) == {"other_appointment"}
    assert end("2024-06-30")
    assert refusal(lambda: end("2024-07-01")) == {"outside_appointment"}
    assert end("2024-05-31")
    held.refresh_from_db()
    assert str(held.valid_to) == "2024-05-31"
