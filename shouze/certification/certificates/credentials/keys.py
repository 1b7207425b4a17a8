"""The keys under which the house signs credentials: one file each, numbered; the last one signs.

In: the folder `keys/credentials` in `SHOUZE_VAR` and the house's web address. Out: the key that signs, and
the DID document with all of them: what an earlier key signed stays checkable.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from joserfc.jwk import OKPKey

from shouze.certification.certificates.document.keys import keep
from shouze.kernel import rulebook

_NAME: Final = re.compile(r"(\d+)\.pem")


@dataclass(frozen=True, slots=True)
class CredentialKey:
    """A key with the full id under which the DID document names it."""

    kid: str
    key: OKPKey

    def public(self) -> dict[str, Any]:
        """The public half as JWK."""
        return dict(self.key.as_dict(private=False))


def web(on: date) -> str:
    """The house's web address on a date of law, without a slash at its end."""
    return str(rulebook.value("body/web", on=on).value).rstrip("/")


def did(address: str) -> str:
    """The did:web of a web address (`https://a.example:8443` is `did:web:a.example%3A8443`)."""
    return "did:web:" + urlsplit(address).netloc.lower().replace(":", "%3A")


def all_keys(address: str, folder: Path | None = None) -> Sequence[CredentialKey]:
    """Every key, the one that signs last; the first one is made when there is none."""
    place = folder or _folder()
    if not _numbers(place):
        rotate(place)
    return [
        CredentialKey(
            f"{did(address)}#key-{number}", OKPKey.import_key((place / f"{number}.pem").read_bytes())
        )
        for number in _numbers(place)
    ]


def signing_key(address: str, folder: Path | None = None) -> CredentialKey:
    """The key that signs now."""
    return all_keys(address, folder)[-1]


def rotate(folder: Path | None = None) -> int:
    """Make the next key, which signs from now on; the number of it. Earlier ones stay published."""
    place = folder or _folder()
    number = max(_numbers(place), default=0) + 1
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    keep(place / f"{number}.pem", pem)
    return number


def did_document(address: str, folder: Path | None = None) -> dict[str, Any]:
    """The DID document of the house: `/.well-known/did.json`."""
    name = did(address)
    methods = [
        {"id": one.kid, "type": "JsonWebKey", "controller": name, "publicKeyJwk": one.public()}
        for one in all_keys(address, folder)
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": name,
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    }


def _folder() -> Path:
    return Path(settings.VAR) / "keys" / "credentials"


def _numbers(folder: Path) -> list[int]:
    found = (_NAME.fullmatch(file.name) for file in folder.glob("*.pem"))
    return sorted(int(one[1]) for one in found if one)
