"""What a certificate's paper carries, gathered from what is published: leaves, proofs, credential, keys.

In: a certificate's credential and the entry that issued it. Out: `Carried`; `NotPublished` while the logs are
not that far. Everything stands in published files already; nothing is read from a table but where to look.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from datetime import date
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from shouze.kernel.ledger import logs, proving
from shouze.kernel.ledger.publishing import read_published
from shouze_verify.policy import read_policy

from .credentials.keys import did_document, web
from .document.carried import Carried
from .document.keys import body_key

#: seconds that the machine waits for the logs before it looks again later
PATIENCE: Final = 5.0
_PAUSE: Final = 0.1
WITNESSES: Final = "SHOUZE_WITNESSES"


def carried(entry: uuid.UUID, number: str, token: str, *, on: date) -> Carried:
    """What the paper of the certificate ``number`` carries that ``entry`` issued, be it one of several.
    Raises NotPublished.
    """
    leaf, proof = announced(entry, number)
    ledger_leaf, ledger_proof = proved(logs.LEDGER, entry)
    keys = json.dumps(published_keys(on), ensure_ascii=False, sort_keys=True)
    return Carried(leaf, proof, ledger_leaf, ledger_proof, token, keys)


def proved(log: logs.Log, entry: uuid.UUID) -> tuple[bytes, str]:
    """The leaf of an entry in a log, with its tlog-proof. Raises NotPublished."""
    seq = proving.place_of(log, entry)
    if seq is None:
        raise proving.NotPublished(f"{entry} 尚未公布 (is not published yet)")
    return proving.entry(log, seq), proving.tlog_proof(log, seq)


def announced(entry: uuid.UUID, number: str) -> tuple[bytes, str]:
    """The last leaf of the register in which an entry says something of a certificate, with its tlog-proof.
    Raises NotPublished.
    """
    for seq in reversed(proving.places_of(logs.REGISTER, entry)):
        leaf = proving.entry(logs.REGISTER, seq)
        if json.loads(leaf)["number"] == number:
            return leaf, proving.tlog_proof(logs.REGISTER, seq)
    raise proving.NotPublished(f"{entry} 尚未公布 (is not published yet)")


def wait_for(entry: uuid.UUID, number: str, token: str, *, on: date) -> Carried | None:
    """What the paper carries, as soon as the logs hold it; None in a house that publishes no logs.

    Raises NotPublished after `PATIENCE`, so that the queue tries again later.
    """
    for _ in range(int(PATIENCE / _PAUSE)):
        try:
            return carried(entry, number, token, on=on)
        except proving.NotPublished:
            time.sleep(_PAUSE)
    if all(read_published(log) is None for log in logs.LOGS):
        return None
    return carried(entry, number, token, on=on)


def published_keys(on: date) -> dict[str, Any]:
    """The keys with which anybody checks the house's papers (`check/keys.json`)."""
    return {
        "logs": {log.name: _vkeys(log) for log in logs.LOGS},
        "witnesses": [key.vkey() for key in _witnesses()],
        "did": did_document(web(on)),
        "signers": [body_key().certificate.public_bytes(Encoding.PEM).decode()],
    }


def _vkeys(log: logs.Log) -> list[str]:
    place = logs.folder(log) / "keys"
    return place.read_text(encoding="utf-8").split() if place.is_file() else []


def _witnesses() -> tuple[Any, ...]:
    place = Path(os.environ.get(WITNESSES) or Path(settings.VAR) / "witnesses")
    return read_policy(place.read_text(encoding="utf-8")).keys if place.is_file() else ()
