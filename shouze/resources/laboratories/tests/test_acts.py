"""A laboratory is contracted, suspended and restored; what is given for it must be possible."""

from __future__ import annotations

from typing import Any

import pytest

from shouze.demo.stage import LABORATORY, Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel.acts import perform
from shouze.resources.laboratories.models import Laboratory

pytestmark = pytest.mark.django_db
GIVEN: dict[str, Any] = {**LABORATORY, "code": "LAB-Z", "products": ["0711"], "standards": ["GB 4706.1-2005"]}


def _contract(stage: Stage, **changed: Any) -> object:
    return perform("laboratory.contracted", by=stage.people["E012"], given={**GIVEN, **changed}).subject


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"uscc": "91110000MA01C0039W"}, "invalid_uscc"),
        ({"uscc": "91110000MA01C0038O"}, "invalid_uscc"),
        ({"designated_to": "2022-12-31"}, "dates_disorder"),
        ({"accredited_from": "2030-01-01"}, "dates_disorder"),
        ({"contract_to": "2024-02-30"}, "wrong_input"),
        ({"contract_from": "soon"}, "wrong_input"),
    ],
)
def test_it_refuses_wrong_codes_and_impossible_dates(
    stage: Stage, changed: dict[str, str], code: str
) -> None:
    assert refusal(lambda: _contract(stage, **changed)) == {code}
    assert _contract(stage)


def test_a_suspended_laboratory_gets_no_order_until_it_is_restored(stage: Stage) -> None:
    way = Way(stage).reach("test.ordered")

    def on_laboratory(act: str) -> None:
        way.do(act, who="E012", subject=stage.scene.laboratory, reason="能力验证不满意。")

    before = Laboratory.objects.get(pk=stage.scene.laboratory)
    on_laboratory("laboratory.suspended")
    assert refusal(lambda: way.do("test.ordered")) == {"laboratory_state"}
    on_laboratory("laboratory.restored")
    after = Laboratory.objects.get(pk=stage.scene.laboratory)
    assert (after.state, after.products, after.standards) == ("qualified", before.products, before.standards)
    assert way.do("test.ordered").subject == way.case
