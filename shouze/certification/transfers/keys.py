"""Our own key for messages to other bodies: one file each, numbered, in `keys/transfers` of `SHOUZE_VAR`;
the last signs.

In: the folder. Out: the key that signs, and what another body pins: code, name, address, public keys, keys
of the register's log.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from shouze.certification.certificates.carrying import published_keys
from shouze.certification.certificates.document.keys import keep
from shouze.kernel import rulebook
from shouze.kernel.ledger import logs

from .envelope import key_id, public

_NAME: Final = re.compile(r"(\d+)\.pem")


def all_keys() -> Sequence[Ed25519PrivateKey]:
    """Every key of ours, the one that signs last; the first one is made when there is none."""
    folder = Path(settings.VAR) / "keys" / "transfers"
    if not _numbers(folder):
        keep(folder / "1.pem", _fresh())
    return [_read(folder / f"{number}.pem") for number in _numbers(folder)]


def signing_key() -> Ed25519PrivateKey:
    """The key that signs now."""
    return all_keys()[-1]


def own_card(on: date) -> dict[str, Any]:
    """What another body registers of us, by hand, after it has compared it on another way."""
    return {
        "code": own_code(on),
        "name": rulebook.thaw(rulebook.value("body/name", on=on).value),
        "address": str(rulebook.value("body/web", on=on).value),
        "keys": [base64.b64encode(public(one)).decode() for one in all_keys()],
        "logs": published_keys(on)["logs"][logs.REGISTER.name],
    }


def own_code(on: date) -> str:
    """Our two-digit code on a date of law."""
    return str(rulebook.value("body/code", on=on).value)


def own_key_ids() -> Sequence[str]:
    """The names of our keys."""
    return [key_id(public(one)) for one in all_keys()]


def _fresh() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _read(place: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(place.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{place} 不是 Ed25519 密钥 (is no Ed25519 key)")
    return key


def _numbers(folder: Path) -> list[int]:
    found = (_NAME.fullmatch(file.name) for file in folder.glob("*.pem"))
    return sorted(int(one[1]) for one in found if one)
