"""Signed notes (C2SP signed-note) as the house writes them: text, blank line, signature lines.

Making only, for Ed25519 (type 0x01). Checking is for outsiders: the package `shouze_verify`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519: Final = b"\x01"
DASH: Final = "—"


@dataclass(frozen=True, slots=True)
class Signer:
    """A name and its private key."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key (RFC 8032)."""
        return self.key.public_key().public_bytes_raw()

    @property
    def vkey(self) -> str:
        """The verifier key, as outsiders configure it: ``name+id+base64(0x01 || public key)``."""
        return vkey(self.name, self.public)

    def line(self, text: bytes) -> bytes:
        """The signature line over a note's text."""
        signature = key_id(self.name, self.public) + self.key.sign(text)
        return f"{DASH} {self.name} {base64.b64encode(signature).decode()}\n".encode()


def key_id(name: str, public: bytes) -> bytes:
    """SHA-256(name || 0x0A || 0x01 || public key)[:4]."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def vkey(name: str, public: bytes) -> str:
    """The verifier key of an Ed25519 key. Raises ValueError for a name that a note cannot hold."""
    if not name or "+" in name or any(char.isspace() for char in name):
        raise ValueError(f"not a name of a key: {name!r}")
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def sign(text: bytes, signers: Iterable[Signer]) -> bytes:
    """The note: ``text`` (which ends in a newline), an empty line, one line of each signer."""
    if not text.endswith(b"\n"):
        raise ValueError("the text of a note ends in a newline")
    return text + b"\n" + b"".join(signer.line(text) for signer in signers)


def text_of(note: bytes) -> bytes:
    """The text of a note, unverified: up to the last empty line, its own newline included."""
    text, blank, _ = note.rpartition(b"\n\n")
    if not blank:
        raise ValueError("a note has an empty line before its signatures")
    return text + b"\n"


def checkpoint_text(origin: str, size: int, root: bytes) -> bytes:
    """The text of a checkpoint (C2SP tlog-checkpoint): origin, size, root."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
