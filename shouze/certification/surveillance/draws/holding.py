"""The machine's part of a draw: a secret that nobody sees, the root of the log when it is there, and the
file with which anybody checks what came out.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, Final
from uuid import UUID, uuid5

from shouze.kernel import rulebook
from shouze.kernel.acts import Done, perform
from shouze.kernel.clock import now, today
from shouze.kernel.ledger import proving
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.logs import LEDGER, folder
from shouze.kernel.ledger.publishing import read_published
from shouze.resources.people.queries import MACHINE

from . import listing, secret
from .candidates import how_many, to_draw
from .drawing import FORMAT, Ground
from .models import Draw
from .queries import entries_now, to_hold

#: the public reason of a draw that was not followed before reasons had codes
OTHER: Final = "other"


def committing(purpose: str, case: UUID | None, person: UUID) -> dict[str, Any]:
    """What a commitment says of list, number, secret and log: the list of the programme is frozen, a new
    secret is drawn and kept, its hash is told.
    """
    owed, until = to_draw(purpose, case, today())
    digest, listed = listing.freeze(owed, at=now(), person=person)
    standing = entries_now()
    # Others' entries may come in before the commitment is looked at.
    size = standing + 2 * rulebook.value("draws/margin", on=today()).whole
    return {
        "purpose": purpose,
        "until": until,
        "case_id": case,
        "count": how_many(purpose, len(owed), today()) if owed else 0,
        "candidates": digest,
        "listed": listed.digest,
        "commitment": secret.new(size),
        "standing": standing,
        "size": size,
    }


def hold_due() -> list[Done]:
    """Hold every draw whose size the published ledger has reached."""
    published = read_published(LEDGER)
    if published is None:
        return []
    return [done for row in to_hold(published.size) if (done := hold(row)) is not None]


def holding_of(row: Draw) -> dict[str, Any] | None:
    """What a draw is held by: its secret, and the root with its proof out of the published log; None where
    the secret is not opened (`secret.opened`), or nothing is published.
    """
    opened, published = secret.opened(row.commitment), read_published(LEDGER)
    if opened is None or published is None:
        return None
    prover = proving.Prover(folder(LEDGER), published)
    return {
        "secret": opened.hex(),
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
    return perform("draw.held", by=MACHINE, subject=row.pk, given=given, uid=uuid5(row.pk, "held"), via="job")


def public_reason(row: Draw) -> str:
    """The code of why a draw was not followed; "" for one that was."""
    return row.overridden_code or (OTHER if row.overridden_because else "")


def seed_of(row: Draw) -> str:
    """The seed of a draw that was held, 64 hexadecimal digits; "" before."""
    if not row.root:
        return ""
    commitment, secret_, root, listed = map(bytes.fromhex, (row.commitment, row.secret, row.root, row.listed))
    return Ground(commitment, secret_, root, listed, row.size, row.count).seed().hex()


def may_be_sent(row: Draw) -> bool:
    """Whether the file of a draw may go to everybody: it is held, and its commitment, which the file opens,
    holds no words of somebody's own.
    """
    return row.state == "revealed" and bool(row.root) and not row.words


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
        "overridden": public_reason(row),
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
