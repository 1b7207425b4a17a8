"""A message between two bodies: canonical JSON in a signed envelope. Pure, but for the key that is handed
in.

``{"message": {…}, "key": "…", "signature": "…"}``; the signature (Ed25519, base64) is over the line
``shouze-transfer-1`` and the canonical JSON (RFC 8785) of the message. A key is named by the first 16
hexadecimal digits of the SHA-256 of its 32 bytes. A message is told apart by transfer, sender, kind and
number.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any, Final, Literal
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shouze.kernel.ledger.canonical import canonical
from shouze.kernel.words import Words

from .contents import wrong_in

FORMAT: Final = "shouze-transfer-1"
#: bytes; a set of rules and a proof for a few certificates fit many times
LARGEST: Final = 1 << 20

Kind = Literal[
    "ask", "request", "release", "issued", "answer", "handover", "refusal", "recall", "measure", "cancelled"
]
#: who sends what: the new body, the old one
FROM_NEW: Final = frozenset({"ask", "request", "release", "issued"})
FROM_OLD: Final = frozenset({"answer", "handover", "refusal", "recall", "measure", "cancelled"})


class EnvelopeWrong(ValueError):
    """What came is no signed message of ours or of the body that it names; ``words`` says why."""

    def __init__(self, zh: str, en: str) -> None:
        self.words = Words(zh, en)
        super().__init__(en)


class Message(BaseModel):
    """What one body says to another about one transfer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["shouze-transfer-1"] = FORMAT
    transfer: UUID
    sender: str = Field(pattern=r"^\d{2}$")
    receiver: str = Field(pattern=r"^\d{2}$")
    kind: Kind
    seq: int = Field(ge=1, le=10_000)
    at: str = Field(max_length=40)
    certificate: str = Field(pattern=r"^20\d{14}$")
    content: dict[str, Any]

    @property
    def text(self) -> str:
        """Its canonical JSON."""
        return canonical(self.model_dump(mode="json")).decode()

    @property
    def digest(self) -> str:
        """The SHA-256 of its canonical JSON, as "sha256:…"."""
        return f"sha256:{hashlib.sha256(self.text.encode()).hexdigest()}"


def seal(text: str, key: Ed25519PrivateKey) -> dict[str, Any]:
    """Return the envelope of a message, given as canonical JSON, signed with a key."""
    signature = base64.b64encode(key.sign(_signed(text))).decode()
    return {"message": json.loads(text), "key": key_id(public(key)), "signature": signature}


def read(content: bytes) -> dict[str, Any]:
    """Read what was sent as an envelope, unchecked. Raises EnvelopeWrong for what is none, or too large."""
    if len(content) > LARGEST:
        raise EnvelopeWrong("报文过大", "the message is too large")
    try:
        found = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as wrong:
        raise EnvelopeWrong("不是JSON", "it is no JSON") from wrong
    if not isinstance(found, dict) or set(found) != {"message", "key", "signature"}:
        raise EnvelopeWrong("不是签名报文", "it is no signed message")
    if not isinstance(found["key"], str) or not isinstance(found["signature"], str):
        raise EnvelopeWrong("不是签名报文", "it is no signed message")
    return found


def message_of(envelope: dict[str, Any]) -> Message:
    """Return the message of an envelope, unchecked. Raises EnvelopeWrong for one that has not our form."""
    place = ""
    try:
        message = Message.model_validate(envelope["message"])
        place = wrong_in(message.kind, message.content)
    except ValidationError as wrong:
        place = ".".join(str(part) for part in wrong.errors()[0]["loc"]) or "message"
    if place:
        raise EnvelopeWrong(f"报文格式不符：{place}", f"the message has not the form: {place}")
    return message


def check(envelope: dict[str, Any], keys: dict[str, str]) -> Message:
    """Return the message of an envelope that one of the pinned ``keys`` (id -> base64 of 32 bytes) signed.
    Raises EnvelopeWrong.
    """
    message = message_of(envelope)
    pinned = keys.get(envelope["key"])
    if pinned is None:
        raise EnvelopeWrong(
            f"签名密钥 {envelope['key'][:16]} 未登记",
            f"the key {envelope['key'][:16]} is not registered for this body",
        )
    try:
        signature = base64.b64decode(envelope["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(base64.b64decode(pinned)).verify(signature, _signed(message.text))
    except (InvalidSignature, binascii.Error, ValueError) as wrong:
        raise EnvelopeWrong("签名不成立", "the signature does not hold") from wrong
    return message


def public(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public half."""
    return key.public_key().public_bytes_raw()


def key_id(raw: bytes) -> str:
    """The name of a public key."""
    return hashlib.sha256(raw).hexdigest()[:16]


def _signed(text: str) -> bytes:
    return f"{FORMAT}\n{text}".encode()


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
