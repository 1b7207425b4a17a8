"""A program reads a certificate's credential, the key that signed it and its state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from shouze.certification.certificates.credentials import issuing, lists
from shouze.certification.certificates.models import Certificate
from shouze.kernel import clock
from shouze_verify.credentials import check_credential, read_envelope
from shouze_verify.jwts import keys_of, read_token
from shouze_verify.status_lists import marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(certificate: Certificate, settings: Any, tmp_path: Path) -> str:
    settings.VAR = tmp_path
    issued = issuing.issue(certificate, at=clock.now())
    lists.write(issued.status_list, at=clock.now())
    return certificate.number


def test_it_can_be_checked_with_what_is_published(number: str) -> None:
    client = Client()
    known = keys_of(client.get("/.well-known/did.json").json())
    answer = client.get(f"/c/{number}/credential")
    assert answer.headers["Content-Type"] == "application/vc+jwt" and answer.cookies.output() == ""
    claims = read_token(answer.content.decode(), known).claims
    check_credential(claims)
    for entry in claims["credentialStatus"]:
        path = entry["statusListCredential"].removeprefix("https://shouze.example")
        listed = read_token(client.get(path).content.decode(), known).claims
        assert marked(listed, entry) is False


def test_it_comes_in_the_form_that_is_asked_for(number: str) -> None:
    client, address = Client(), f"/c/{number}/credential"
    token = client.get(address).content.decode()
    plain = client.get(address, headers={"accept": "application/vc"})
    check_credential(json.loads(plain.content))
    assert plain.headers["Content-Type"] == "application/vc"
    enveloped = client.get(address, headers={"accept": "application/json"})
    assert read_envelope(enveloped.json()) == token
    assert client.get(address, headers={"accept": "text/html,*/*;q=0.8"}).content.decode() == token


def test_it_knows_nothing_of_other_numbers_and_lists(number: str) -> None:
    client = Client()
    for path in (
        "/c/2024990711009999/credential",
        "/status/revocation/9",
        "/status/refresh/0",
        "/status/../x/0",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"/c/{number}/credential").status_code == 405


def test_it_tells_search_engines_of_the_certification(number: str) -> None:
    page = Client().get(f"/c/{number}").content.decode()
    text = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    told = json.loads(text)
    assert told["@type"] == "Certification" and told["certificationIdentification"] == number
    assert told["certificationStatus"] == "https://schema.org/CertificationActive"
    assert "<" not in text and told["expires"] == told["expires"][:10]
