"""What an entry says was signed is checked from the entry alone."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shouze_verify.signed import SignatureWrong, challenge, check_signature, disagreements, root_over

ACT, UID = "certificate.approved", "018f7a00-0000-7000-8000-000000000001"
LEAVES: list[dict[str, Any]] = [
    {"kind": "file", "id": "a", "digest": "0" * 64, "label": {"zh": "报告", "en": "report"}},
    {"kind": "rule", "id": "b", "digest": "1" * 64, "label": {"zh": "规则", "en": "rule"}},
    {"kind": "doubt", "id": "c", "digest": "2" * 64, "label": {"zh": "薄弱点", "en": "weak point"}},
]
KEYS: dict[str, Any] = {
    "P-256": ec.generate_private_key(ec.SECP256R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate(),
    "RSA": rsa.generate_private_key(65537, 2048),
}


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _sign(key: Any, message: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return bytes(key.sign(message))


def _entry(key: Any, *, flags: int = 0x05, rp: str = "localhost") -> dict[str, Any]:
    """The sections of an entry signed with a key."""
    what = {"subject_id": "s-1", "seen": {"root": root_over(LEAVES), "leaves": copy.deepcopy(LEAVES)}}
    data = {"words": "同意。"}
    asked = challenge(ACT, UID, "s-1", what["seen"]["root"], data)  # type: ignore[index]
    client = json.dumps(
        {"type": "webauthn.get", "challenge": _text(asked), "origin": f"https://{rp}"}
    ).encode()
    authenticator = hashlib.sha256(rp.encode()).digest() + bytes([flags]) + bytes(4)
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signed = {
        "way": "webauthn",
        "rp": rp,
        "origin": f"https://{rp}",
        "key": _text(spki),
        "client_data": _text(client),
        "authenticator_data": _text(authenticator),
        "signature": _text(_sign(key, authenticator + hashlib.sha256(client).digest())),
    }
    return {"who": {"signed": signed}, "what": what, "data": data}


@pytest.mark.parametrize("kind", KEYS)
def test_it_holds_what_was_signed_with_a_key(kind: str) -> None:
    entry = _entry(KEYS[kind])
    check_signature(ACT, UID, entry)
    assert list(disagreements(ACT, UID, entry)) == []


def _other_input(entry: dict[str, Any]) -> None:
    entry["data"]["words"] = "不同意。"


def _other_list(entry: dict[str, Any]) -> None:
    del entry["what"]["seen"]["leaves"][2]
    entry["what"]["seen"]["root"] = root_over(entry["what"]["seen"]["leaves"])


def _other_subject(entry: dict[str, Any]) -> None:
    entry["what"]["subject_id"] = "s-2"


def _other_key(entry: dict[str, Any]) -> None:
    entry["who"]["signed"]["key"] = _entry(ec.generate_private_key(ec.SECP256R1()))["who"]["signed"]["key"]


def _other_signature(entry: dict[str, Any]) -> None:
    entry["who"]["signed"]["signature"] = entry["who"]["signed"]["signature"][:-6] + "AAAAAA"


def _other_host(entry: dict[str, Any]) -> None:
    entry["who"]["signed"]["rp"] = "example.org"


def _other_origin(entry: dict[str, Any]) -> None:
    entry["who"]["signed"]["origin"] = "https://localhost:8443"


def _no_origin(entry: dict[str, Any]) -> None:
    del entry["who"]["signed"]["origin"]


def _torn(entry: dict[str, Any]) -> None:
    del entry["who"]["signed"]["client_data"]


@pytest.mark.parametrize(
    "tamper",
    [
        _other_input, _other_list, _other_subject, _other_key, _other_signature, _other_host, _other_origin,
        _no_origin, _torn,
    ],
)  # fmt: skip
def test_it_finds_what_was_changed_after_the_key_signed(tamper: Any) -> None:
    entry = _entry(KEYS["P-256"])
    tamper(entry)
    assert [check for check, _ in disagreements(ACT, UID, entry)] == ["signature"]


def test_it_asks_that_the_person_was_verified_and_the_entry_is_this_one() -> None:
    with pytest.raises(SignatureWrong, match="verification"):
        check_signature(ACT, UID, _entry(KEYS["P-256"], flags=0x01))
    with pytest.raises(SignatureWrong, match="challenge"):
        check_signature(ACT, UID.replace("1", "2"), _entry(KEYS["P-256"]))
    with pytest.raises(SignatureWrong, match="challenge"):
        check_signature("refusal.approved", UID, _entry(KEYS["P-256"]))


def test_it_finds_a_list_that_does_not_make_its_root() -> None:
    entry = _entry(KEYS["P-256"])
    entry["who"]["signed"] = {"way": "login", "by": ["password"]}
    assert list(disagreements(ACT, UID, entry)) == []
    entry["what"]["seen"]["leaves"].reverse()
    assert list(disagreements(ACT, UID, entry)) == [("seen-root", "what.seen")]
    del entry["what"]["seen"]["root"]
    assert list(disagreements(ACT, UID, entry)) == [("seen-root", "what.seen")]
    del entry["what"]["seen"]
    assert list(disagreements(ACT, UID, entry)) == []
