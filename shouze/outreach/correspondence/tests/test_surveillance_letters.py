"""The letters of a supervision: that it was refused, and what it says of each certificate."""

from __future__ import annotations

import pytest

from shouze.certification.surveillance.tests.supervising import certified, opened
from shouze.demo.stage import Stage

from .test_wording import shown, written

pytestmark = pytest.mark.django_db


def test_a_refused_visit_and_its_evaluation_are_written_to_the_holder(stage: Stage) -> None:
    certificate = certified(stage)
    way = opened(stage, "2025-05-12", unannounced=True)
    way.do("inspection.planned")
    refused = way.do("surveillance.refused", happened_on="2025-05-12")
    text = shown("visit_refused", written(way, "visit_refused", refused), way)
    wanted = (certificate.number, "2025年5月12日", "门卫不予放行", way.row.number)
    assert [one for one in wanted if one not in text] == []
    way.do("evaluation.completed", conforming=False)
    line = {"certificate": str(certificate.pk), "decision": "suspend", "reasons": ["0205"]}
    concluded = way.do("surveillance.concluded", certificates=[line])
    text = shown("supervision_result", written(way, "supervision_result", concluded), way)
    said = (certificate.number, "检查和抽样结果均符合", way.row.number)
    assert [one for one in said if one not in text] == []
    assert "None" not in text and "{" not in text
