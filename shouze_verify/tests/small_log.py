"""A log written by the letter of the texts, slowly and without any code of the house: for tests."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouze_verify.notes import COSIGNATURE, ED25519, Key


def tree(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, 2.1: MTH."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = _split(len(leaves))
    return sha256(b"\x01" + tree(leaves[:k]) + tree(leaves[k:])).digest()


def inclusion(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1: PATH."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion(index, leaves[:k]), tree(leaves[k:])]
    return [*inclusion(index - k, leaves[k:]), tree(leaves[:k])]


def consistency(size: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2: SUBPROOF."""
    if size == len(leaves):
        return [] if whole else [tree(leaves)]
    k = _split(len(leaves))
    if size <= k:
        return [*consistency(size, leaves[:k], whole), tree(leaves[k:])]
    return [*consistency(size - k, leaves[k:], False), tree(leaves[:k])]


def _split(size: int) -> int:
    return int(1 << (size - 1).bit_length() - 1)


@dataclass
class Signer:
    """A key pair with a name."""

    name: str
    type: int = ED25519
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def key(self) -> Key:
        return Key(self.name, self.type, self.private.public_key().public_bytes_raw())

    def line(self, text: str, at: int = 1_700_000_000) -> str:
        """A signature line over the text of a note, with its newline."""
        if self.type == COSIGNATURE:
            signed = f"cosignature/v1\ntime {at}\n{text}".encode()
            signature = at.to_bytes(8, "big") + self.private.sign(signed)
        else:
            signature = self.private.sign(text.encode())
        blob = self.key.id.to_bytes(4, "big") + signature
        return f"— {self.name} {b64encode(blob).decode()}\n"

    def note(self, text: str) -> bytes:
        """A note with this one signature."""
        return f"{text}\n{self.line(text)}".encode()


@dataclass
class SmallLog:
    """A log of a few leaves in a folder."""

    folder: Path
    signer: Signer = field(default_factory=lambda: Signer("body.example/log/small"))
    leaves: list[bytes] = field(default_factory=list)

    def text(self, size: int | None = None, extension: str = "") -> str:
        """The text of a checkpoint."""
        leaves = self.leaves[:size]
        return f"{self.signer.name}\n{len(leaves)}\n{b64encode(tree(leaves)).decode()}\n{extension}"

    def checkpoint(self, size: int | None = None, *others: Signer) -> bytes:
        """A checkpoint with the signatures of the log and of others."""
        text = self.text(size)
        return (f"{text}\n" + "".join(signer.line(text) for signer in (self.signer, *others))).encode()

    def proof(self, index: int, *others: Signer) -> str:
        """A tlog-proof."""
        hashes = [b64encode(hashed).decode() for hashed in inclusion(index, self.leaves)]
        head = "\n".join(["c2sp.org/tlog-proof@v1", f"index {index}", *hashes])
        return f"{head}\n\n{self.checkpoint(None, *others).decode()}"

    def publish(self, *others: Signer) -> None:
        """Write every tile, bundle and the checkpoint for the leaves as they are."""
        level, hashes = 0, [sha256(b"\x00" + leaf).digest() for leaf in self.leaves]
        bundles = [len(leaf).to_bytes(2, "big") + leaf for leaf in self.leaves]
        self._tiles("entries", bundles)
        while hashes:
            self._tiles(str(level), hashes)
            full = len(hashes) // 256
            hashes = [_node(hashes[n * 256 : n * 256 + 256]) for n in range(full)]
            level += 1
        self._write("checkpoint", self.checkpoint(None, *others))
        self._write("keys", f"{self.signer.key.vkey()}\n".encode())

    def _tiles(self, level: str, parts: Sequence[bytes]) -> None:
        for first in range(0, len(parts), 256):
            index, held = first // 256, parts[first : first + 256]
            suffix = "" if len(held) == 256 else f".p/{len(held)}"
            thousands = f"x{index // 1000:03}/" if index >= 1000 else ""
            self._write(f"tile/{level}/{thousands}{index % 1000:03}{suffix}", b"".join(held))

    def _write(self, path: str, content: bytes) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _node(hashes: Sequence[bytes]) -> bytes:
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]
