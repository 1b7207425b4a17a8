"""``python -m shouze_verify transferred FILE SIGNATURE --key KEY``: is this file on a certificate, which one
body gave another for its transfer, signed by that body?

The file is canonical JSON, the signature a JSON file beside it: ``{"format", "key", "signature"}``, Ed25519
over the line ``shouze-transfer-file-1`` and the bytes of the file. Keys are pinned by who checks, as base64.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import canonical, read

FORMAT: Final = "shouze-transfer-file-1"
AGREED, FINDINGS, COULD_NOT_LOOK = 0, 1, 2


class Unfitting(ValueError):
    """The signature does not fit; ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def signed(content: bytes) -> bytes:
    """The bytes that are signed."""
    return FORMAT.encode() + b"\n" + content


def check(content: bytes, signature: bytes, keys: Collection[str]) -> dict[str, Any]:
    """Return what the file says, when one of the pinned keys (base64 of 32 bytes) signed it. Raises
    Unfitting.
    """
    try:
        said, beside = read(content), json.loads(signature)
        named, proof = str(beside["key"]), base64.b64decode(str(beside["signature"]), validate=True)
        whole = beside["format"] == FORMAT and said["format"] == FORMAT and canonical(said) == content
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        raise Unfitting("文件或签名文件不合格式", "file or signature has not the form") from wrong
    if not whole:
        raise Unfitting("文件不是规范格式（RFC 8785）", "the file is not canonical (RFC 8785)")
    pinned = {key_id(key): key for key in keys}
    if named not in pinned:
        raise Unfitting(f"签名密钥 {named[:16]} 未登记", f"the key {named[:16]} is not pinned")
    try:
        raw = base64.b64decode(pinned[named])
        Ed25519PublicKey.from_public_bytes(raw).verify(proof, signed(content))
    except (InvalidSignature, binascii.Error, ValueError) as wrong:
        raise Unfitting("签名与文件不符", "the signature does not fit the file") from wrong
    found: dict[str, Any] = said
    return found


def key_id(key: str) -> str:
    """The name of a public key given as base64; "" for what is none."""
    try:
        return hashlib.sha256(base64.b64decode(key, validate=True)).hexdigest()[:16]
    except (binascii.Error, ValueError):
        return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, say so, return 0 (signed), 1 (not) or 2 (a file could not be read)."""
    parser = argparse.ArgumentParser(
        prog="shouze_verify transferred",
        description="核验转机构资料文件的签名 / check the signature of a transferred file",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="资料文件 / the file")
    parser.add_argument("signature", type=Path, metavar="SIGNATURE", help="签名文件 / its signature")
    parser.add_argument(
        "--key", action="append", required=True, metavar="KEY", help="登记的公钥 / a pinned key (base64)"
    )
    given = parser.parse_args(arguments)
    try:
        said = check(given.file.read_bytes(), given.signature.read_bytes(), given.key)
    except OSError as failed:
        sys.stderr.write(f"{failed}\n")
        return COULD_NOT_LOOK
    except Unfitting as wrong:
        sys.stdout.write(f"{wrong.zh}\n{wrong.en}\n")
        return FINDINGS
    number = said.get("facts", {}).get("certificate", "")
    sys.stdout.write(f"签名成立：{number}\nsigned: {number}\n")
    return AGREED
