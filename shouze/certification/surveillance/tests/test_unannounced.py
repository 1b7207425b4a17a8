"""A class that drops makes unannounced what was opened already; days that were announced are planned anew."""

from __future__ import annotations

import pytest

from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance import programme
from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.tests.supervising import Supervision, certified, opened
from shouze.certification.surveillance.tests.test_programme import doing
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Supervision:
    """The first follow-up of class B, opened a month before it is due, its visit announced."""
    certified(stage)
    found = opened(stage, "2025-04-22")
    found.do("inspection.planned", planned_from="2025-05-12", planned_to="2025-05-13")
    return found


def _drop(way: Supervision, day: str) -> None:
    task = Task.objects.get(case=way.case, kind="follow_up")
    on = clock.moment(day).date()
    programme.reschedule(doing(on), task.factory_id, task.product_code, "D")


def _sees(way: Supervision) -> bool:
    return way.row.open_to_id is not None


def test_a_drop_veils_what_was_opened_and_its_announced_days_hold_no_more(way: Supervision) -> None:
    assert (way.row.veiled, way.row.stage, _sees(way)) == (False, "visit", True)
    _drop(way, "2025-04-25")
    assert (way.row.veiled, way.row.stage, _sees(way)) == (True, "inspection", False)
    assert [one.state for one in Inspection.objects.filter(case=way.case)] == ["recalled"]
    way.at("2025-05-12")
    assert refusal(lambda: way.do("inspection.conducted")) >= {"inspection_state"}
    way.do("inspection.planned", planned_from="2025-05-14", planned_to="2025-05-15")
    assert way.row.veiled
    way.at("2025-05-15").do("inspection.conducted")
    assert not way.row.veiled


def test_a_drop_veils_nothing_once_the_visit_began(way: Supervision) -> None:
    way.at("2025-05-13").do("inspection.conducted")
    _drop(way, "2025-05-14")
    assert (way.row.veiled, _sees(way)) == (False, True)
