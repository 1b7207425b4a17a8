"""The facts of a certificate: complete, true to their identifiers, the same bytes for the same content."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from shouze.certification.certificates.document.facts import CertificateFacts, TwoNames
from shouze.certification.certificates.document.tests.samples import PARTY, THREE, certificate


def test_it_gives_the_same_bytes_whatever_the_order_of_keys() -> None:
    turned = CertificateFacts.model_validate(dict(reversed(THREE.items())))
    assert turned.canonical_json == certificate().canonical_json


def test_it_comes_back_from_its_json() -> None:
    facts = certificate()
    assert CertificateFacts.model_validate(json.loads(facts.canonical_json)) == facts


@pytest.mark.parametrize(
    "change",
    [
        {"number": "202499071100011"},
        {"applicant": {**PARTY, "uscc": "91330206MA2AB0018E"}},
        {"factory": {**PARTY, "factory_code": "118"}},
        {"valid_until": "2024-05-19"},
        {"first_issued_on": "2024-05-21"},
        {"standards": []},
        {"approver": {}},
        {"surplus": 1},
    ],
)
def test_it_refuses_facts_that_cannot_be(change: dict[str, object]) -> None:
    certificate()
    with pytest.raises(ValidationError):
        certificate(**change)


def test_it_takes_the_only_name_as_the_main_one() -> None:
    only = TwoNames(en="Muster GmbH")
    assert (only.main, only.second) == ("Muster GmbH", "")
