"""Keys of bodies come and go: a new key announced under the old one, and a key that was stopped. Pure.

An announcement is ``{"statement": {…}, "key": "…", "signature": "…", "possession": "…"}``: the old key signs
that the new one is the body's, the new one that the body holds it; both over the line
``shouze-transfer-key-1`` and the canonical JSON of the statement.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from shouze.kernel.clock import SHANGHAI
from shouze.kernel.ledger.canonical import canonical

from .envelope import EnvelopeWrong, key_id, public

FORMAT: Final = "shouze-transfer-key-1"
PARTS: Final = frozenset({"statement", "key", "signature", "possession"})


class Statement(BaseModel):
    """Whose new key it is, and from which day it signs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["shouze-transfer-key-1"] = FORMAT
    body: str = Field(pattern=r"^\d{2}$")
    new: str = Field(max_length=64)
    starts_on: date
    at: AwareDatetime

    @property
    def text(self) -> str:
        """Its canonical JSON."""
        return canonical(self.model_dump(mode="json")).decode()


def announced(statement: Statement, old: Ed25519PrivateKey, new: Ed25519PrivateKey) -> dict[str, Any]:
    """Return the announcement of a new key, signed by both."""
    return {
        "statement": json.loads(statement.text),
        "key": key_id(public(old)),
        "signature": _sign(statement, old),
        "possession": _sign(statement, new),
    }


def is_announcement(content: bytes) -> bool:
    """Whether what came is meant as an announcement."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and set(found) == PARTS


def statement_of(said: Mapping[str, Any]) -> Statement:
    """Return the statement of an announcement, unchecked. Raises EnvelopeWrong."""
    try:
        return Statement.model_validate(said["statement"])
    except (ValidationError, KeyError, TypeError) as wrong:
        raise EnvelopeWrong("密钥公告格式不符", "the announcement has not the form") from wrong


def check_announcement(
    said: Mapping[str, Any], keys: Mapping[str, str], stopped: Mapping[str, Any], on: date
) -> Statement:
    """Return what an announcement states, when a key that counts on that day signed it, and the new one did.
    Raises EnvelopeWrong.
    """
    statement = statement_of(said)
    if str(said["key"]) not in keys:
        raise EnvelopeWrong("公告不是由已登记的密钥签署的", "no registered key has signed the announcement")
    not_stopped(str(said["key"]), statement.at.isoformat(), stopped, on)
    try:
        _verify(statement, keys[str(said["key"])], str(said["signature"]))
        _verify(statement, statement.new, str(said["possession"]))
    except (InvalidSignature, binascii.Error, ValueError) as wrong:
        raise EnvelopeWrong("公告的签名不成立", "a signature of the announcement does not hold") from wrong
    return statement


def not_stopped(key: str, at: str, stopped: Mapping[str, Any], on: date) -> None:
    """Refuse what a stopped key signed: from the day of the stop on, and, where it may be in other hands,
    whatever comes from that day on. ``on``: the day on which it is read. Raises EnvelopeWrong.
    """
    stop = stopped.get(key)
    if stop is None:
        return
    since = date.fromisoformat(stop["from"])
    try:
        said_on = datetime.fromisoformat(at).astimezone(SHANGHAI).date()
    except ValueError as wrong:
        raise EnvelopeWrong("报文没有可读的时刻", "the message has no moment that can be read") from wrong
    if said_on >= since:
        raise EnvelopeWrong(
            f"密钥{key}自{since}起停用，其后签署的不予接收，请以现用密钥重新签署",
            f"the key {key} is stopped from {since} on: what it signs since then is refused; sign it anew",
        )
    if on >= since and not stop["trusted_before"]:
        raise EnvelopeWrong(
            f"密钥{key}自{since}起停用且可能为他人所用，停用后到达的一律不予接收，请以现用密钥重新签署",
            f"the key {key} is stopped from {since} on and may be in other hands: what comes is refused",
        )


def believed(keys: Mapping[str, str], stopped: Mapping[str, Any], on: date) -> dict[str, str]:
    """The keys that are not stopped on a day."""
    day = on.isoformat()
    return {name: one for name, one in keys.items() if name not in stopped or stopped[name]["from"] > day}


def _sign(statement: Statement, key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.sign(_signed(statement))).decode()


def _verify(statement: Statement, key: str, signature: str) -> None:
    raw = base64.b64decode(key, validate=True)
    proof = base64.b64decode(signature, validate=True)
    Ed25519PublicKey.from_public_bytes(raw).verify(proof, _signed(statement))


def _signed(statement: Statement) -> bytes:
    return f"{FORMAT}\n{statement.text}".encode()
