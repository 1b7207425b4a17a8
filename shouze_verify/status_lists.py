"""Bitstring Status List 1.0: what a credential's place in a published list says of it.

In: the checked claims of a status list credential. Out: the bit at a place. Place 0 is the highest bit of the
first byte; a list never has fewer than 131,072 places, so that who asks for it does not tell for which.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from .wrong import Wrong

PLACES: Final = 131_072
#: no list is read beyond this size (bytes): a small file must not fill the memory
LARGEST: Final = 1 << 24
PURPOSES: Final = ("revocation", "suspension")
#: so long after its signing a list may be believed; it is signed anew twice an hour. Without an end an old
#: copy could hide a withdrawal for ever
LIFE: Final = timedelta(hours=48)


class ListRefused(Wrong):
    """The list cannot be read, or is for another purpose; ``zh`` and ``en`` say why."""


def pack(bits: bytes) -> str:
    """A bitstring as ``encodedList``: GZIP (without a moment), base64url, with multibase's ``u``."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return "u" + base64.urlsafe_b64encode(packer.compress(bits) + packer.flush()).rstrip(b"=").decode()


def unpack(text: str) -> bytes:
    """The bitstring of an ``encodedList``. Raises `ListRefused`."""
    try:
        if not text.startswith("u"):
            raise ValueError("no multibase base64url")
        body = text[1:]
        opener = zlib.decompressobj(31)
        bits = opener.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), LARGEST)
    except (ValueError, zlib.error) as broken:
        raise ListRefused("状态列表无法读取", "the status list cannot be read") from broken
    if opener.unconsumed_tail or not opener.eof or len(bits) * 8 < PLACES:
        raise ListRefused("状态列表长度不对", "the status list has not the size that it must have")
    return bits


def bit(bits: bytes, place: int) -> bool:
    """The bit at ``place``. Raises `ListRefused` outside the list."""
    if not 0 <= place < len(bits) * 8:
        raise ListRefused("序号超出状态列表", "the place lies outside the list")
    return bool(bits[place >> 3] >> (7 - (place & 7)) & 1)


def in_force(claims: Mapping[str, Any], at: datetime) -> datetime:
    """When the list with these (checked) claims was signed. Raises `ListRefused` where it does not hold at
    ``at`` (aware): past its end, without an end, or with one further than `LIFE` behind its beginning.
    """
    try:
        begins, ends = (datetime.fromisoformat(str(claims.get(name))) for name in ("validFrom", "validUntil"))
        held = begins < ends <= begins + LIFE and at <= ends
    except (TypeError, ValueError) as broken:
        raise ListRefused("状态列表没有期限", "the status list does not say until when it holds") from broken
    if not held:
        signed = begins.isoformat(timespec="seconds")
        raise ListRefused(
            f"状态列表已过时，签发于 {signed}", f"the status list is out of date, it was signed at {signed}"
        )
    return begins


def marked(claims: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether the credential with this status ``entry`` is marked in the list with these (checked)
    ``claims``. Raises `ListRefused` when they do not belong together.
    """
    subject = claims.get("credentialSubject")
    listed = subject if isinstance(subject, dict) else {}
    if claims.get("id") != entry.get("statusListCredential"):
        raise ListRefused("状态列表不是凭证所指的那一个", "this is not the list that the credential names")
    if listed.get("statusPurpose") != entry.get("statusPurpose"):
        raise ListRefused("状态列表的用途不同", "the list is for another purpose")
    index = str(entry.get("statusListIndex", ""))
    if not index.isascii() or not index.isdigit():
        raise ListRefused("状态序号不对", "the place in the list is no number")
    return bit(unpack(str(listed.get("encodedList", ""))), int(index))
