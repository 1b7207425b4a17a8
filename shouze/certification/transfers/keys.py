"""Our own key for messages to other bodies: one file each, numbered, in `keys/transfers` of `SHOUZE_VAR`;
the last signs that a second person has confirmed and whose day has come.

In: the folder. Out: the key that signs, and what another body pins: code, name, address, public keys, keys
of the register's log.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from shouze.certification.certificates.carrying import published_keys
from shouze.certification.certificates.document.keys import keep
from shouze.kernel import rulebook
from shouze.kernel.clock import SHANGHAI
from shouze.kernel.ledger import logs

from .envelope import public
from .models import OwnKey
from .rotation import Statement, announced

_NAME: Final = re.compile(r"(\d+)\.pem")


def all_keys(on: date) -> Sequence[Ed25519PrivateKey]:
    """Every key of ours that counts on a day or will, in their order; the first one is made when there is
    none. A new one counts once a second person has confirmed it.
    """
    if not _numbers(_folder()):
        keep(_folder() / "1.pem", _fresh())
    waiting = set(OwnKey.objects.filter(state="proposed").values_list("key", flat=True))
    found = [_read(_folder() / f"{number}.pem") for number in _numbers(_folder())]
    return [one for one in found if in_words(one) not in waiting]


def signing_key(on: date) -> Ed25519PrivateKey:
    """The key that signs on a day: the last one whose day has come."""
    ahead = set(OwnKey.objects.filter(starts_on__gt=on).values_list("key", flat=True))
    return [one for one in all_keys(on) if in_words(one) not in ahead][-1]


def make_key(starts_on: date, at: datetime) -> tuple[Path, dict[str, Any]]:
    """Make a key that follows the one in use; return its file and its announcement."""
    old, new = signing_key(at.astimezone(SHANGHAI).date()), Ed25519PrivateKey.generate()
    place = _folder() / f"{_numbers(_folder())[-1] + 1}.pem"
    keep(place, _packed(new))
    body = own_code(at.astimezone(SHANGHAI).date())
    said = Statement(body=body, new=in_words(new), starts_on=starts_on, at=at)
    return place, announced(said, old, new)


def announcements() -> Sequence[dict[str, Any]]:
    """The announcements of our keys that a second person has confirmed, the oldest first."""
    found = OwnKey.objects.filter(state="confirmed").order_by("starts_on", "pk")
    return list(found.values_list("announcement", flat=True))


def in_words(key: Ed25519PrivateKey) -> str:
    """The public half as it is registered: base64."""
    return base64.b64encode(public(key)).decode()


def own_card(on: date) -> dict[str, Any]:
    """What another body registers of us, by hand, after it has compared it on another way."""
    return {
        "code": own_code(on),
        "name": rulebook.thaw(rulebook.value("body/name", on=on).value),
        "address": str(rulebook.value("body/web", on=on).value),
        "keys": [in_words(one) for one in all_keys(on)],
        "announcements": announcements(),
        "logs": published_keys(on)["logs"][logs.REGISTER.name],
    }


def own_code(on: date) -> str:
    """Our two-digit code on a date of law."""
    return str(rulebook.value("body/code", on=on).value)


def _fresh() -> bytes:
    return _packed(Ed25519PrivateKey.generate())


def _packed(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _read(place: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(place.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{place} 不是 Ed25519 密钥 (is no Ed25519 key)")
    return key


def _folder() -> Path:
    return Path(settings.VAR) / "keys" / "transfers"


def _numbers(folder: Path) -> list[int]:
    found = (_NAME.fullmatch(file.name) for file in folder.glob("*.pem"))
    return sorted(int(one[1]) for one in found if one)
