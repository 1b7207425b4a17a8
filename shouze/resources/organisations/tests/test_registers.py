"""Organisations and factories enter the register with codes that exist, beside those that do not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shouze.demo.stage import APPLICANT, FACTORY, Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel.acts import perform
from shouze.resources.organisations.identifiers import uscc_check_character

pytestmark = pytest.mark.django_db
BASE = "91330206MA2AB0042"
GOOD = BASE + uscc_check_character(BASE)


def _register(stage: Stage, act: str, **given: Any) -> uuid.UUID:
    return perform(act, by=stage.people["E002"], given=given).subject


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"uscc": BASE + ("A" if GOOD[-1] != "A" else "B")}, "invalid_uscc"),
        ({"uscc": GOOD[:16] + GOOD[17] + GOOD[16]}, "invalid_uscc"),
        ({"uscc": GOOD.replace("0", "O", 1)}, "invalid_uscc"),
        ({"uscc": GOOD[:-1]}, "invalid_uscc"),
        ({"uscc": ""}, "invalid_uscc"),
        ({"uscc": APPLICANT["uscc"]}, "uscc_known"),
        ({"division": "990101"}, "invalid_division"),
        ({"country": "999"}, "unknown_code"),
        ({"country": "CHN"}, "wrong_input"),
        ({"name": "  "}, "wrong_input"),
        ({"name": "甲\u0000乙"}, "wrong_input"),
    ],
)
def test_an_organisation_has_codes_that_exist(stage: Stage, changed: dict[str, str], code: str) -> None:
    given = {**APPLICANT, "name": "宁波第三示例有限公司", "uscc": GOOD}
    assert code in refusal(lambda: _register(stage, "organisation.registered", **{**given, **changed}))
    assert _register(stage, "organisation.registered", **given)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"organisation": str(uuid.uuid4())}, "unknown_party"),
        ({"headcount": -1}, "wrong_input"),
        ({"headcount": 10**12}, "wrong_input"),
        ({"latitude": "91"}, "wrong_input"),
        ({"longitude": "east"}, "wrong_input"),
    ],
)
def test_a_factory_is_somewhere_and_somebody_s(stage: Stage, changed: dict[str, Any], code: str) -> None:
    given = {**FACTORY, "organisation": str(stage.scene.applicant)}
    assert refusal(lambda: _register(stage, "factory.registered", **{**given, **changed})) == {code}
    assert _register(stage, "factory.registered", **given)
