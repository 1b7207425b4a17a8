"""The pages of cases about a certificate: what is asked of whom, and who else is concerned."""

from __future__ import annotations

import pytest

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.certification.changes.tests.turning import Turning
from shouze.demo.stage import Stage
from shouze.kernel import clock

pytestmark = pytest.mark.django_db
MODELS = [{"model": "M-7", "specification": "220 V"}]


def _form(stage: Stage, turning: Turning) -> str:
    with clock.moved(turning.way.now):
        return text(log_in(stage, "E002").get(f"/staff/cases/{turning.way.case}/do/change.accepted/"))


def test_it_asks_how_the_certificate_is_issued_of_an_extension_alone(stage: Stage) -> None:
    turning = Turning.of(stage)
    turning.change("1")
    plain = _form(stage, turning)
    assert "受理变更类委托" in plain and 'name="result' not in plain and "扩展后的发证方式" not in plain
    with clock.moved(turning.way.now):
        answers = {"engineer": turning.way.person("E003"), "opinion": "予以受理。"}
        forged = log_in(stage, "E002").post(
            f"/staff/cases/{turning.way.case}/do/change.accepted/",
            {**answers, "result": "separate", "result_basis": "order117.25"},
        )
        assert forged.status_code == 409 and "只有扩展可以单独发证" in text(forged)
        done = log_in(stage, "E002").post(f"/staff/cases/{turning.way.case}/do/change.accepted/", answers)
        assert done.status_code == 302
    turning.apply("extension.applied", models_added=MODELS)
    asked = _form(stage, turning)
    assert 'name="result"' in asked and 'name="result_basis"' in asked
