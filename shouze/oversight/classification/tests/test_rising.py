"""No class rises while a follow-up is owed: the row of the table says why, and what is needed first."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from shouze.audiences.parts import class_shown
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.tests.supervising import certified, opened
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel.acts import Refused
from shouze.kernel.acts.replay import compare
from shouze.oversight.classification import engine
from shouze.oversight.classification.rising import supervised_all
from shouze.oversight.signals.tests.entering import Desk

from .test_classes import DROP, Classes

pytestmark = pytest.mark.django_db
YEAR: Final = date(2026, 9, 14)


def _held(classes: Classes, on: date) -> set[str]:
    return {one.row for one in engine.evaluate(classes.factory, "0711", on).held}


def test_from_d_a_class_rises_after_a_follow_up_that_was_passed(stage: Stage) -> None:
    certified(stage)
    classes = Classes(Desk(stage))
    way = opened(stage, "2025-04-22")
    assert _held(classes, date(2025, 5, 20)) == set()
    assert _held(classes, date(2025, 5, 21)) == {"overdue"}
    classes.desk.final(date(2025, 9, 10))
    classes.settle("D", DROP)
    owed = {"overdue", "d-not-inspected"}
    assert _held(classes, YEAR) == owed
    with pytest.raises(Refused) as refused:
        classes.propose("C", YEAR)
    told = {one.rule: one.why.en for one in refused.value.objections}
    assert set(told) == {"order117.19", "00c003.3.4"}
    assert "overdue" in told["order117.19"]
    seen = class_shown.shown(classes.factory, "0711", YEAR)
    assert {one.row for one in seen["held"]} == owed

    way.at("2026-09-01").go("inspection.planned", "inspection.conducted", "inspection.concluded")
    passed = way.now.date()
    assert passed < YEAR
    assert _held(classes, YEAR) == {"overdue"}  # visited, and not concluded
    assert refusal(lambda: classes.propose("C", YEAR)) == {"rise_held"}
    way.go("evaluation.completed", "surveillance.concluded")
    assert _held(classes, YEAR) == set()
    assert supervised_all(YEAR)[classes.factory, "0711"].passed_on == passed
    assert engine.evaluate(classes.factory, "0711", YEAR).allowed == "C"
    proposal = classes.propose("C", YEAR)
    Task.objects.filter(state="open", kind="follow_up").update(due_on=date(2026, 9, 10))
    assert refusal(lambda: classes.approve(proposal, YEAR)) == {"facts_changed"}
    Task.objects.filter(state="open", kind="follow_up").update(due_on=date(2027, 3, 1))
    classes.approve(proposal, YEAR)
    assert classes.letter(YEAR) == "C"


def test_a_fall_is_never_kept_back(stage: Stage) -> None:
    certified(stage)
    classes = Classes(Desk(stage))
    assert "overdue" in _held(classes, DROP)
    classes.desk.final(date(2025, 9, 10))
    classes.settle("D", DROP)
    assert classes.letter(DROP) == "D"
    assert compare() == []
