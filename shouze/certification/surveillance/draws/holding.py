"""The machine's part of a draw: a secret that nobody sees, the root of the log when it is there, and the
file with which anybody checks what came out.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from typing import Any
from uuid import UUID, uuid5

from shouze.kernel import rulebook
from shouze.kernel.acts import Done, perform
from shouze.kernel.clock import now, today
from shouze.kernel.ledger import proving
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.logs import LEDGER, folder
from shouze.kernel.ledger.publishing import read_published
from shouze.resources.people.queries import MACHINE

from . import listing
from .candidates import how_many, to_draw
from .drawing import FORMAT, commit
from .models import Draw, Secret
from .queries import entries_now, secret_of, to_hold


def committing(purpose: str, case: UUID | None, person: UUID) -> dict[str, Any]:
    """What a commitment says of list, number, secret and log: the list of the programme is frozen, a new
    secret is drawn and kept, its hash is told.
    """
    owed, until = to_draw(purpose, case, today())
    digest, listed = listing.freeze(owed, at=now(), person=person)
    standing = entries_now()
    secret = os.urandom(32)
    commitment = commit(secret).hex()
    Secret.objects.create(commitment=commitment, secret=secret)
    margin = rulebook.value("draws/margin", on=today()).whole
    return {
        "purpose": purpose,
        "until": until,
        "case_id": case,
        "count": how_many(purpose, len(owed), today()) if owed else 0,
        "candidates": digest,
        "listed": listed.digest,
        "commitment": commitment,
        "standing": standing,
        # Others' entries may come in before the commitment is looked at.
        "size": standing + 2 * margin,
    }


def hold_due() -> list[Done]:
    """Hold every draw whose size the published ledger has reached."""
    published = read_published(LEDGER)
    if published is None:
        return []
    return [done for row in to_hold(published.size) if (done := hold(row)) is not None]


def holding_of(row: Draw) -> dict[str, Any] | None:
    """What a draw is held by: its secret, and the root with its proof out of the published log; None where
    the secret is not here any more, or nothing is published.
    """
    secret, published = secret_of(row.commitment), read_published(LEDGER)
    if secret is None or published is None:
        return None
    prover = proving.Prover(folder(LEDGER), published)
    return {
        "secret": secret.hex(),
        "root": prover.root(row.size).hex(),
        "checkpoint": published.note.decode(),
        "checkpoint_size": published.size,
        "checkpoint_root": prover.root(published.size).hex(),
        "consistency": [one.hex() for one in prover.consistency(row.size, published.size)],
    }


def hold(row: Draw) -> Done | None:
    """Hold one draw out of the published log; None where that cannot be done (see `holding_of`)."""
    given = holding_of(row)
    if given is None:
        return None
    done = perform("draw.held", by=MACHINE, subject=row.pk, given=given, uid=uuid5(row.pk, "held"), via="job")
    # That the house drew it stays known; what it was stands in the draw now.
    Secret.objects.filter(pk=row.commitment).update(secret=b"")
    return done


def shown(row: Draw) -> dict[str, Any]:
    """The file of a revealed draw, as `python -m shouze_verify draw` reads it. Raises NotPublished while
    the entry of the commitment is not in the published log.
    """
    return {
        "format": FORMAT,
        "number": row.number,
        "purpose": row.purpose,
        "count": row.count,
        "commitment": row.commitment,
        "secret": row.secret,
        "size": row.size,
        "root": row.root,
        "checkpoint": row.checkpoint,
        "consistency": [base64.b64encode(bytes.fromhex(one)).decode() for one in row.consistency],
        "list": listing.read(row.candidates).plain,
        "listed": row.listed,
        "result": row.result,
        "overridden": row.overridden_because,
        "committed": _committed(row.committed_entry, row.size),
    }


def _committed(uid: UUID, size: int) -> dict[str, Any]:
    """The entry of the commitment: its leaf, its place in the tree of the named size, and its opened input.
    """
    seq = proving.place_of(LEDGER, uid)
    if seq is None or seq >= size:
        raise proving.NotPublished(str(uid))
    path = proving.inclusion(LEDGER, seq, size)
    recorded = ledger.entry(uid)
    return {
        "leaf": proving.entry(LEDGER, seq).decode(),
        "index": seq,
        "path": [base64.b64encode(one).decode() for one in path],
        "data": json.loads(recorded.body or b"{}").get("data"),
    }


def digest_of(shown_file: dict[str, Any]) -> str:
    """SHA-256 of a file of a draw, as it is sent."""
    return hashlib.sha256(as_bytes(shown_file)).hexdigest()


def as_bytes(shown_file: dict[str, Any]) -> bytes:
    """The file of a draw as it is sent."""
    return json.dumps(shown_file, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
