"""Credentials secured as compact JWT (VC-JOSE-COSE, ``vc+jwt``): Ed25519 alone, by keys that are given.

In: the token and the keys of the issuer by their id. Out: what it says. Nothing in a token chooses how it is
checked: no other algorithm, no key out of its own header, no address is followed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .wrong import Wrong

#: RFC 9864, and the older name that many still write
ALGORITHMS: Final = frozenset({"Ed25519", "EdDSA"})
MEDIA_TYPES: Final = frozenset({"vc+jwt", "application/vc+jwt"})
LARGEST: Final = 4 << 20
_PARTS: Final = 3


class TokenRefused(Wrong):
    """The token is none, or its signature is not by one of the keys; ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str, *, altered: bool = False) -> None:
        super().__init__(zh, en)
        self.altered = altered


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says, and which key signed it ("" where that was not checked)."""

    claims: Mapping[str, Any]
    kid: str


def read_token(text: str, keys: Mapping[str, Ed25519PublicKey]) -> Token:
    """Check a token by the key that its header names. Raises `TokenRefused`."""
    header, claims, signed, signature = _parts(text)
    kid = str(header.get("kid", ""))
    if header.get("alg") not in ALGORITHMS or header.get("typ") not in MEDIA_TYPES or "crit" in header:
        raise TokenRefused("签名算法或类型不受支持", "its algorithm or type is not one that is accepted")
    if kid not in keys:
        raise TokenRefused(f"不认识签名密钥 {kid}", f"the key {kid} is not known")
    try:
        keys[kid].verify(signature, signed)
    except InvalidSignature:
        raise TokenRefused("签名与内容不符", "the signature does not fit the content", altered=True) from None
    return Token(claims, kid)


def peek(text: str) -> Mapping[str, Any]:
    """What a token says, unchecked: to learn whose keys are needed. Raises `TokenRefused`."""
    return _parts(text)[1]


def looks_like_token(text: str) -> bool:
    """Whether a text has the three parts of a compact JWT."""
    return text.startswith("eyJ") and text.count(".") == _PARTS - 1


def keys_of(document: Any) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 keys of a DID document by their full id; what else it holds is passed over."""
    return dict(_keys(document))


def _keys(document: Any) -> Iterator[tuple[str, Ed25519PublicKey]]:
    methods = document.get("verificationMethod", []) if isinstance(document, dict) else []
    for one in methods if isinstance(methods, list) else []:
        jwk = one.get("publicKeyJwk", {}) if isinstance(one, dict) else {}
        if jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
            yield str(one.get("id", "")), Ed25519PublicKey.from_public_bytes(_bytes(str(jwk.get("x", ""))))


def _parts(text: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    parts = text.strip().split(".")
    if len(parts) != _PARTS or len(text) > LARGEST:
        raise TokenRefused("不是 JWT", "this is no JWT")
    try:
        header, claims = (json.loads(_bytes(part)) for part in parts[:2])
        signature = _bytes(parts[2])
    except (ValueError, RecursionError) as broken:  # the second for what is nested too deeply
        raise TokenRefused("JWT 无法读取", "the JWT cannot be read", altered=True) from broken
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenRefused("JWT 无法读取", "the JWT cannot be read", altered=True)
    return header, claims, ".".join(parts[:2]).encode(), signature


def _bytes(text: str) -> bytes:
    """Base64url without padding, strictly: one text for the same bytes."""
    found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != text:
        raise ValueError("not base64url")
    return found
