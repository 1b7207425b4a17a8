"""The keys that sign a log's checkpoints: where they lie, which of them sign at a moment, and their renewal.

Private keys are files ``<log>.<key id>.pem`` (mode 600) in the folder that ``SHOUZE_LOG_KEYS`` names, or in
``keys/`` of the house; the first of a log is made at its first start. Every later key comes by an act
``key.rotated``: the ledger itself is what says which key signs from when, and until when the former one
signs beside it. Nothing else is asked, so a lost configuration cannot change it.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from . import durable, tiles
from .logs import Log, folder, origin
from .notes import Signer, sign

FOLDER: Final = "SHOUZE_LOG_KEYS"
ROTATED: Final = "key.rotated"
PRIVATE: Final = 0o600
ENDORSEMENT: Final = "shouze-log-key-1"

_log = logging.getLogger(__name__)
_ROTATIONS: Final = """
SELECT e.at, b.body FROM ledger_entry e JOIN ledger_body b ON b.entry_id = e.id
WHERE e.act = %s ORDER BY e.id
"""


class KeyMissing(Exception):
    """The key that has to sign is not in the folder of keys: nothing is published without it."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """A key took another's place: from ``at`` on ``new`` signs, until ``until`` ``old`` beside it.

    ``note`` says so over both signatures.
    """

    log: str
    old: str
    new: str
    note: str
    at: datetime
    until: datetime


def place() -> Path:
    """The folder of the private keys."""
    return Path(os.environ.get(FOLDER) or settings.LOG_KEYS)


def rotations(conn: psycopg.Connection[Any], log: Log) -> list[Rotation]:
    """The log's rotations as the ledger tells them, oldest first, each by the key in use before it."""
    rows = conn.execute(_ROTATIONS, (ROTATED,), binary=True).fetchall()
    found: list[Rotation] = []
    for at, body in rows:
        one = json.loads(bytes(body))["data"]["value"]
        if one["log"] != log.name:
            continue
        if found and one["old"] != found[-1].new:
            _log.error("the rotation to %s does not follow %s: passed over", one["new"], found[-1].new)
            continue
        until = datetime.fromisoformat(one["overlap_until"])
        found.append(Rotation(log.name, one["old"], one["new"], written(one["note"]), at, until))
    return found


def written(note: str) -> str:
    """A note as it was signed: an input loses its last newline, and a browser writes its own line ends."""
    return note.replace("\r\n", "\n").strip() + "\n"


def make(log: Log) -> Signer:
    """Make a key and keep it; it signs nothing before an act brings it in (or it is the log's first)."""
    signer = Signer(origin(log), Ed25519PrivateKey.generate())
    pem = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place().mkdir(parents=True, exist_ok=True, mode=0o700)
    durable.write(_file(log, signer.vkey), pem, mode=PRIVATE)
    return signer


def find(log: Log, vkey: str) -> Signer:
    """The key of that verifier key. Raises KeyMissing."""
    try:
        key = load_pem_private_key(_file(log, vkey).read_bytes(), None)
    except FileNotFoundError as missing:
        raise KeyMissing(
            f"缺少日志密钥 {vkey}：请将其文件放回 {place()}。"
            f" The key {vkey} is missing: put its file back into {place()}."
        ) from missing
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{_file(log, vkey)} 不是 Ed25519 密钥 (is no Ed25519 key)")
    return Signer(origin(log), key)


def published_first(log: Log) -> str | None:
    """The verifier key with which the log began: the first line of its published keys; None before that."""
    published = folder(log) / tiles.KEYS
    return published.read_text().splitlines()[0] if published.exists() else None


def first(log: Log, known: Sequence[Rotation] = ()) -> str:
    """As `published_first`; where nothing is published, the key of the first rotation, or the one that lies
    in the folder of keys, or a new one.
    """
    found = published_first(log) or (known[0].old if known else None)
    if found:
        return found
    published = folder(log) / tiles.KEYS
    signer = _only_key(log) or make(log)
    published.parent.mkdir(parents=True, exist_ok=True)
    durable.write(published, signer.vkey.encode() + b"\n")
    return signer.vkey


def chain(log: Log, known: Sequence[Rotation]) -> list[str]:
    """All verifier keys of the log, the newest last."""
    return [first(log, known), *(one.new for one in known)]


def in_force(log: Log, known: Sequence[Rotation], at: datetime) -> list[str]:
    """The verifier keys that sign at a moment: the newest, and before it those whose overlap still runs."""
    ends = {one.old: one.until for one in known}
    keys = chain(log, known)
    return [key for key in keys if key == keys[-1] or ends[key] > at]


def signers(log: Log, known: Sequence[Rotation], at: datetime) -> list[Signer]:
    """The keys that sign at a moment, those that are there. Raises KeyMissing where the newest is not, unless
    the one before it still signs.
    """
    found: list[Signer] = []
    missing: KeyMissing | None = None
    for key in in_force(log, known, at):
        try:
            found.append(find(log, key))
        except KeyMissing as gone:
            _log.error("%s", gone)
            missing = gone
    if not found:
        raise missing or KeyMissing(log.name)
    return found


def publish(log: Log, known: Sequence[Rotation]) -> None:
    """Publish all keys of the log, one a line, and the notes by which each endorsed the next."""
    for name, lines in (
        (tiles.KEYS, "".join(f"{key}\n" for key in chain(log, known))),
        (tiles.ROTATIONS, "\n".join(one.note for one in known)),
    ):
        file, content = folder(log) / name, lines.encode()
        if not file.exists() or file.read_bytes() != content:
            durable.write(file, content)


def discard(log: Log, vkey: str) -> None:
    """Remove a key that was made and never brought in."""
    _file(log, vkey).unlink(missing_ok=True)


def endorsement(log: Log, old: Signer, new: Signer, until: datetime) -> str:
    """The note by which a key hands over to another: signed by both."""
    text = f"{ENDORSEMENT}\n{origin(log)}\n{old.vkey}\n{new.vkey}\n{until.isoformat()}\n"
    return sign(text.encode(), [old, new]).decode()


def _file(log: Log, vkey: str) -> Path:
    return place() / f"{log.name}.{vkey.split('+')[1]}.pem"


def _only_key(log: Log) -> Signer | None:
    """The key that lies in the folder before the log's first start; more than one is one too many."""
    files = sorted(place().glob(f"{log.name}.*.pem"))
    if len(files) > 1:
        raise KeyMissing(
            f"{place()} 中有多把 {log.name} 密钥，无法判断首把：请只留一把。"
            f" There are several keys of {log.name}; which was the first? Leave one."
        )
    if not files:
        return None
    key = load_pem_private_key(files[0].read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{files[0]} 不是 Ed25519 密钥 (is no Ed25519 key)")
    signer = Signer(origin(log), key)
    if files[0] != _file(log, signer.vkey):
        files[0].rename(_file(log, signer.vkey))
    return signer
