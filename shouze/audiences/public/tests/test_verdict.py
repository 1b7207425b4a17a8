"""One plain sentence: is this model covered today? And what a typed or scanned text means."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shouze.audiences.public import typed
from shouze.audiences.public.verdict import same, verdict

ON = date(2026, 1, 5)


def record(code: str = "01", **changed: Any) -> dict[str, Any]:
    last: dict[str, Any] = {"kind": "issued", "on": "2024-05-20", "until": None, "reasons": [], "models": []}
    found: dict[str, Any] = {
        "status": {"code": code},
        "valid_until": "2029-05-19",
        "suspended_until": "2026-03-01" if code == "02" else None,
        "product": {"models": [{"name": "DC-20A"}, {"name": "DC-20B"}]},
        "history": [last],
    }
    return {**found, **changed}


@pytest.mark.parametrize(
    ("given", "asked", "tone", "said"),
    [
        (record(), "", "good", "只覆盖所列 2 个型号"),
        (record(), "dc 20ａ", "good", "是：型号 DC-20A"),
        (record(), "DC-20X", "bad", "不包括型号 DC-20X"),
        (record(valid_until="2026-01-04"), "DC-20A", "bad", "过期失效"),
        (record("02"), "DC-20A", "bad", "暂停至2026年3月1日"),
        (record("03"), "DC-20A", "bad", "撤销"),
        (record("04"), "", "bad", "注销"),
        (
            record(
                "02",
                history=[
                    {"kind": "suspended", "on": "2025-12-01", "until": "2026-03-01", "models": ["DC-20B"]}
                ],
            ),
            "DC-20A",
            "warn",
            "不在暂停范围内",
        ),
        (
            record(
                "02",
                history=[
                    {"kind": "suspended", "on": "2025-12-01", "until": "2026-03-01", "models": ["DC-20B"]}
                ],
            ),
            "DC-20B",
            "bad",
            "暂停至",
        ),
    ],
)
def test_it_answers_in_one_sentence(given: dict[str, Any], asked: str, tone: str, said: str) -> None:
    found = verdict(given, asked, ON)
    assert (found.tone, said in found.sentence.zh) == (tone, True)
    assert found.sentence.en and found.advice.zh and found.advice.en


def test_it_takes_a_model_as_people_write_it_and_no_other() -> None:
    assert same("DC-20A", " dc20a") and same("AB/1.5", "ab15") and not same("DC-20A", "DC-20AB")


def test_it_parts_a_number_from_the_model_behind_it() -> None:
    assert typed.number_and_model("2024 9907 1100 0118 DC-20A") == ("2024990711000118", "DC-20A")
    assert typed.number_and_model("２０２４９９０７１１０００１１８") == ("2024990711000118", "")
    assert typed.number_and_model("20249907110001") == typed.number_and_model("海尔 2024") == ("", "")


def test_it_reads_an_address_without_opening_it() -> None:
    found = typed.address_in("https://shouze.example/c/2024990711000118?x=1")
    assert found == typed.Scanned("shouze.example", "2024990711000118", "")
    assert typed.address_in("HTTPS://A.EXAMPLE/T/7K3M9QXW2ABC") == typed.Scanned("a.example", "", "")
    traced = typed.address_in("http://localhost:8000/t/7K3M-9QXW-2ABC")
    assert traced and traced.code == "7K3M-9QXW-2ABC"
    strange = typed.address_in("https://sh0uze.example/cert?no=2024990711000118")
    assert strange and (strange.host, strange.number) == ("sh0uze.example", "2024990711000118")
    assert typed.address_in("DC-20A/B") is None and typed.address_in("海尔") is None
