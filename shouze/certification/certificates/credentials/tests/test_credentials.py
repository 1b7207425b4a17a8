"""A certificate as a credential: in the published shape, signed by a key that may change, with a state."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from pytest_django import Settings

from shouze.certification.certificates.credentials import issuing, keys, lists
from shouze.certification.certificates.credentials.composing import credential
from shouze.certification.certificates.document.tests.samples import AT, certificate
from shouze.certification.certificates.jobs import status
from shouze.certification.certificates.models import Certificate, Credential
from shouze.demo.stage import Stage
from shouze.demo.tests.after import RESTORING
from shouze.demo.tests.way import Way
from shouze_verify.credentials import check_credential
from shouze_verify.jwts import TokenRefused, keys_of, read_token
from shouze_verify.status_lists import PLACES, PURPOSES, marked

WEB = "https://shouze.example"
MEASURES = (
    ("certificate.suspended", "0207"),
    ("certificate.restored", ""),
    ("certificate.suspended", "0205"),
    ("certificate.withdrawn", "0207"),
)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "keys" / "credentials"


def claims() -> dict[str, Any]:
    return credential(certificate(), issuer=keys.did(WEB), web=WEB, place=(3, 77))


def test_it_is_a_credential_that_says_what_the_certificate_says() -> None:
    said, facts = claims(), certificate()
    check_credential(said)
    subject = said["credentialSubject"]
    assert said["validFrom"] == "2024-05-20T00:00:00+08:00"
    assert said["validUntil"] == "2029-05-19T23:59:59+08:00"
    assert subject["issuedToParty"]["registeredId"] == facts.applicant.uscc
    (assessment,) = subject["assessment"]
    assert len(assessment["assessedProduct"]) == len(facts.product.models)
    assert len(assessment["assessmentCriteria"]) == len(facts.standards)
    assert [one["statusListCredential"] for one in said["credentialStatus"]] == [
        f"{WEB}/status/{purpose}/3" for purpose in PURPOSES
    ]


def test_it_has_the_shape_of_the_digital_conformity_credential() -> None:
    place = Path(os.environ.get("SHOUZE_DATA", "/nowhere")) / "credentials" / "untp-spec"
    for found in place.glob("data-models/untp-dcc/artefacts/untp-dcc-schema.json"):
        schema = json.loads(found.read_text(encoding="utf-8"))
        complaints = jsonschema_rs.validator_for(schema, validate_formats=True).iter_errors(claims())
        assert [f"{list(one.instance_path)}: {one.message}" for one in complaints] == []


def test_it_is_signed_by_the_last_key_and_earlier_keys_stay_published(folder: Path) -> None:
    first = issuing.token(claims(), keys.signing_key(WEB))
    assert keys.rotate() == 2
    second = issuing.token(claims(), keys.signing_key(WEB))
    known = keys_of(keys.did_document(WEB))
    assert list(known) == ["did:web:shouze.example#key-1", "did:web:shouze.example#key-2"]
    assert [read_token(one, known).kid[-1] for one in (first, second)] == ["1", "2"]
    assert read_token(first, known).claims == claims()
    with pytest.raises(TokenRefused):
        read_token(second, {kid: key for kid, key in known.items() if kid.endswith("1")})


def test_it_tells_no_private_key(folder: Path) -> None:
    told = json.dumps(keys.did_document("https://a.example:8443"))
    assert '"d"' not in told and "did:web:a.example%3A8443" in told
    assert [file.stat().st_mode & 0o777 for file in folder.glob("*.pem")] == [0o600]


@pytest.mark.django_db
def test_it_has_one_place_and_one_credential_however_often_it_is_asked_for(
    stage: Stage, folder: Path
) -> None:
    Way(stage).reach("certificate.approved").go("certificate.approved")
    one = Certificate.objects.get()
    first, again = issuing.issue(one, at=AT), issuing.issue(one, at=AT)
    assert first.token == again.token and Credential.objects.count() == 1
    assert first.status_list == 0 and first.status_index < PLACES


@pytest.mark.django_db
def test_it_marks_a_suspension_and_takes_the_mark_away_and_marks_a_withdrawal(
    stage: Stage, folder: Path
) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    issued = issuing.issue(Certificate.objects.get(), at=AT)
    lists.write(0, at=AT)
    known = keys_of(keys.did_document(WEB))
    entries = {
        one["statusPurpose"]: one for one in read_token(issued.token, known).claims["credentialStatus"]
    }

    def now() -> list[str]:
        found = {purpose: (lists.folder() / purpose / "0").read_text() for purpose in PURPOSES}
        return [one for one in PURPOSES if marked(read_token(found[one], known).claims, entries[one])]

    assert now() == []
    seen = []
    for act, reason in MEASURES:
        if act == "certificate.restored":
            way.go(*RESTORING[:-1])
        status(str((way.do(act, reasons=[reason]) if reason else way.do(act)).uid))
        seen.append(now())
    assert seen == [["suspension"], [], ["suspension"], ["revocation"]]
    check_credential(read_token((lists.folder() / "revocation" / "0").read_text(), known).claims)
