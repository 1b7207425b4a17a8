"""Of several inspections the latest counts, by its day on site, as it was known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouze.certification.evidence.models import Inspection, Nonconformity
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.oversight.classification import engine
from shouze.oversight.classification.facts import gather, gather_one, named
from shouze.oversight.classification.windows import windows

pytestmark = pytest.mark.django_db


def test_the_latest_inspection_counts_from_the_day_of_its_conclusion(stage: Stage) -> None:
    way = Way(stage).reach("test.ordered")
    factory, day = stage.scene.factory, date(2025, 3, 3)

    def inspected(number: int, on: date, conclusion: str) -> Inspection:
        return Inspection.objects.create(
            id=f"01957000-0000-7000-8000-{number:012d}", case=way.row, plan_code=f"P-{number}",
            activity="02", planned_from=on, planned_to=on, team=[], person_days_planned=1,
            state="concluded", from_on=on, to_on=on, conclusion=conclusion,
            concluded_on=on + timedelta(days=10),
        )  # fmt: skip

    inspected(1, day, "04")
    later = inspected(2, day + timedelta(days=200), "03")
    inspected(3, day - timedelta(days=400), "01")
    Nonconformity.objects.create(
        id="01957000-0000-7000-9000-000000000001", inspection=later, number=1, grade="serious", clause="3.3",
        code="00001", description="关键件变更", state="verified",
    )  # fmt: skip
    known = day + timedelta(days=10)
    assert engine.evaluate(factory, "0711", known - timedelta(days=1)).decision.row == "b"
    assert engine.evaluate(factory, "0711", known).decision.row == "d-inspection"
    after = day + timedelta(days=210)
    assert engine.evaluate(factory, "0711", after - timedelta(days=1)).decision.row == "d-inspection"
    assert engine.evaluate(factory, "0711", after).decision.row == "c-inspection"
    seen = windows(after)
    one = gather_one(factory, "0711", seen)
    assert one == gather(seen).of((factory, "0711"))
    found = named(one)
    assert (found["latest_inspection"], found["latest_quality"], found["serious_quality"]) == (
        "03",
        True,
        True,
    )
