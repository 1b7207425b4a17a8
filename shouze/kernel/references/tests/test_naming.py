"""What an entry names, read from its body."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from shouze.kernel.references.naming import key_of, named, rules

LABORATORY = "018cc7af-3e80-7000-b850-e74de8f72243"
REPORT = "018f761d-9000-7000-b274-1eeaa496bece"
PERSON = "01857524-6e80-7000-9d54-ccd29c271dd6"
DIGEST = "sha256:38be5883f86a4b041ebae7692fd5f8e2c756d9395fb9bf588a5db2330749bfae"


def _body(**sections: Any) -> dict[str, Any]:
    return {name: {"salt": "00" * 16, "value": value} for name, value in sections.items()}


def test_it_finds_ids_at_any_depth_and_says_how_they_are_named() -> None:
    body = _body(
        what={
            "case_id": REPORT,
            "made": [["evidence.testreport", REPORT]],
            "considered": [{"kind": "report", "id": REPORT, "number": "R-1"}],
            "evidence": [DIGEST],
            "rules": ["b@2", "a@1", "b@2"],
        },
        who={"person_id": PERSON, "name": "易航", "for": {"person_id": PERSON, "name": "柯细"}},
        data={"laboratory": LABORATORY, "team": [{"person": PERSON, "role": "01"}], "words": "x" * 36},
    )
    assert named(body) == {
        (UUID(REPORT).bytes, "made.evidence.testreport"),
        (UUID(REPORT).bytes, "considered.report.id"),
        (bytes.fromhex(DIGEST[7:39]), "evidence"),
        (UUID(PERSON).bytes, "for"),
        (UUID(LABORATORY).bytes, "data.laboratory"),
        (UUID(PERSON).bytes, "data.team.person"),
    }
    assert rules(body) == ("a@1", "b@2")


def test_it_reads_what_is_left_of_an_erased_body() -> None:
    assert named({}) == set()
    assert named({"who": None, "what": None, "data": None}) == set()
    assert rules({"what": None}) == ()


def test_it_takes_no_text_for_a_thing() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        key_of("LAB-R")
