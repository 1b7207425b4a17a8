"""A token is believed only by the key that signed it, in the one way that is accepted."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouze_verify.jwts import TokenRefused, keys_of, looks_like_token, peek, read_token
from shouze_verify.status_lists import PLACES, ListRefused, bit, marked, pack, unpack

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KID = "did:web:shouze.example#key-1"
KEYS = {KID: KEY.public_key()}
HEADER = {"alg": "Ed25519", "kid": KID, "typ": "vc+jwt"}


def part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def token(claims: Any, key: Ed25519PrivateKey = KEY, **header: Any) -> str:
    said = {name: value for name, value in {**HEADER, **header}.items() if value is not None}
    signed = f"{part(json.dumps(said).encode())}.{part(json.dumps(claims).encode())}"
    return f"{signed}.{part(key.sign(signed.encode()))}"


def test_it_reads_what_the_known_key_signed() -> None:
    text = token({"a": 1})
    assert looks_like_token(text) and peek(text) == {"a": 1}
    assert read_token(text, KEYS).claims == {"a": 1}
    assert read_token(token({"a": 1}, alg="EdDSA"), KEYS).kid == KID


@pytest.mark.parametrize(
    ("header", "altered"),
    [
        ({"alg": "none"}, False),
        ({"alg": "HS256"}, False),
        ({"alg": None}, False),
        ({"typ": "JWT"}, False),
        ({"kid": "did:web:other.example#key-1"}, False),
        ({"crit": ["exp"]}, False),
    ],
)
def test_it_lets_no_token_choose_how_it_is_checked(header: dict[str, Any], altered: bool) -> None:
    with pytest.raises(TokenRefused) as refused:
        read_token(token({"a": 1}, **header), KEYS)
    assert refused.value.altered is altered


def test_it_refuses_another_key_and_every_altered_byte() -> None:
    text = token({"a": 1})
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(TokenRefused) as refused:
        read_token(token({"a": 1}, other), KEYS)
    assert refused.value.altered
    for place in range(len(text)):
        changed = text[:place] + ("B" if text[place] == "A" else "A") + text[place + 1 :]
        with pytest.raises(TokenRefused):
            read_token(changed, KEYS)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c.d", "....", "eyJ.eyJ.", "e30.W10.AA"])
def test_it_refuses_what_is_no_token(text: str) -> None:
    with pytest.raises(TokenRefused):
        read_token(text, KEYS)


def test_it_finds_the_keys_of_a_did_document_and_passes_over_the_rest() -> None:
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": part(KEY.public_key().public_bytes_raw())}
    methods = [{"id": KID, "publicKeyJwk": jwk}, {"id": "x", "publicKeyJwk": {"kty": "RSA"}}, 7]
    assert list(keys_of({"verificationMethod": methods})) == [KID]
    assert keys_of([]) == {} and keys_of({"verificationMethod": 7}) == {}


def test_it_reads_the_bit_of_a_place() -> None:
    bits = bytearray(PLACES // 8)
    bits[1] |= 1 << 6  # place 9
    listed = {"statusPurpose": "revocation", "encodedList": pack(bytes(bits))}
    claims = {"id": "https://a.example/status/revocation/0", "credentialSubject": listed}
    entry = {"statusListCredential": claims["id"], "statusPurpose": "revocation", "statusListIndex": "9"}
    assert marked(claims, entry) and not marked(claims, {**entry, "statusListIndex": "8"})
    assert [place for place in range(20) if bit(unpack(str(listed["encodedList"])), place)] == [9]
    for change in (
        {"statusListIndex": str(PLACES)},
        {"statusListIndex": "-1"},
        {"statusPurpose": "suspension"},
        {"statusListCredential": "https://a.example/status/revocation/1"},
    ):
        with pytest.raises(ListRefused):
            marked(claims, {**entry, **change})


@pytest.mark.parametrize("text", ["", "x", "u", "uAAAA", pack(b"\x00"), "u" + pack(bytes(1 << 14))[1:-8]])
def test_it_refuses_a_list_that_is_none(text: str) -> None:
    with pytest.raises(ListRefused):
        unpack(text)
