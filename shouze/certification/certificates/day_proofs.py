"""Was a certificate valid on a day? The answer, and everything that proves it, as one file.

In: a certificate's number and a date of law. Out: JSON that `shouze check` reads without a connection: the
credential, the published files of that day, and the certificate's events up to it, each with its proof from
the register's log. Gathered from published files alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from shouze.kernel.ledger import logs, proving
from shouze.kernel.ledger import queries as ledger
from shouze_verify.days import PROOF_FORMAT
from shouze_verify.jwts import peek
from shouze_verify.wrong import NotPublished

from .carrying import proved
from .models import Certificate
from .published import Files
from .queries import find_credential

_DAY_FILES: Final = ("leaf.json", "register.tlog-proof", "manifest.txt")


def day_proof(number: str, on: date) -> dict[str, Any] | None:
    """The file for a certificate and a day; None where there is no such certificate."""
    token = find_credential(number)
    if token is None:
        return None
    return {
        "format": PROOF_FORMAT,
        "number": number,
        "on": on.isoformat(),
        "credential": token,
        "files": dict(_files(on, token)),
        "events": list(_events(number, on)),
    }


def _files(on: date, token: str) -> Iterator[tuple[str, str]]:
    """The day's files, and the lists in which the certificate stands."""
    published = Files()
    try:
        for name in _DAY_FILES:
            yield f"days/{on}/{name}", published.read(f"days/{on}/{name}").decode()
        for line in published.read(f"days/{on}/manifest.txt").decode().splitlines():
            name, _, digest = line.partition(" sha256:")
            if name.rpartition("/")[2] == _list_of(token):
                yield f"days/lists/{digest}", published.read(f"days/lists/{digest}").decode()
    except NotPublished:
        return


def _list_of(token: str) -> str:
    return str(peek(token)["credentialStatus"][0]["statusListCredential"]).rpartition("/")[2]


def _events(number: str, on: date) -> Iterator[dict[str, str]]:
    """The certificate's announcements up to a day, oldest first, with their proofs."""
    found = Certificate.objects.filter(number=number).values_list("id", "case_id").first()
    if found is None:
        return
    entries = [one for one in ledger.entries_for_subject(found[1]) if one.act == "certificate.approved"]
    entries += [one for one in ledger.entries_for_subject(found[0]) if one.act.startswith("certificate.")]
    for entry in entries:
        try:
            leaf, proof = proved(logs.REGISTER, entry.uid)
        except proving.NotPublished:
            continue
        if json.loads(leaf)["on"] <= on.isoformat():
            yield {"leaf": leaf.decode(), "proof": proof}
