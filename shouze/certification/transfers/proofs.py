"""What the sides prove to each other: the handover, the issue in the new body's published log, the
cancellation.

The issue is proved by what is public: for each successor the register's leaf, its inclusion under a
checkpoint that a pinned key of the new body's log signed (C2SP tlog-proof), and the facts whose digest the
leaf holds and whose note names the old certificate. So the old body cancels on nothing that the new one
could later deny.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import digest_of_facts
from shouze.kernel import clock
from shouze.kernel.acts import Doing
from shouze.kernel.ledger import logs, proving
from shouze.kernel.ledger.canonical import canonical
from shouze.kernel.words import Words
from shouze_verify.notes import parse_key
from shouze_verify.proofs import TlogProof
from shouze_verify.wrong import NoteWrong, ProofWrong

from .inputs import Envelope
from .messages import Arrival, read_arrival
from .models import Transfer, ours

EVENT: Final = "issued"


@dataclass(frozen=True, slots=True)
class Asked(Arrival):
    """A question about a certificate: ``certificate`` is the state of ours, None for one that we do not
    know.
    """

    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Proved(Arrival):
    """The word of an issue: ``unproved`` says what does not hold of its proof; ``state`` is that of our
    certificate.
    """

    unproved: Any = None
    state: str = ""


def asked_about(doing: Doing, subject: None, given: Envelope) -> Asked:
    """Read a question, and look up what it asks about."""
    arrival = read_arrival(doing, None, given)
    number = arrival.said.certificate if arrival.said else ""
    state = Certificate.objects.filter(number=number).values_list("state", flat=True).first()
    return Asked(arrival.said, arrival.wrong, state)


def proved_issue(doing: Doing, transfer: Transfer, given: Envelope) -> Proved:
    """Read the word of an issue and check its proof against the pinned keys of the new body's log."""
    arrival = read_arrival(doing, transfer, given)
    unproved = None
    if arrival.said is not None:
        unproved = _unproved(arrival.said.content, transfer)
    state = str(Certificate.objects.values_list("state", flat=True).get(pk=ours(transfer)))
    return Proved(arrival.said, arrival.wrong, unproved, state)


def _unproved(content: dict[str, Any], transfer: Transfer) -> Words | None:
    try:
        certificates = content["certificates"]
        if not certificates:
            return Words("没有证书", "no certificate is named")
        for one in certificates:
            _check_one(one, transfer)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        return Words(f"证明内容不完整：{wrong}", f"the proof is not whole: {wrong}")
    except (NoteWrong, ProofWrong) as wrong:
        return Words(wrong.zh, wrong.en)
    return None


def _check_one(one: dict[str, Any], transfer: Transfer) -> None:
    leaf = str(one["leaf"]).encode()
    keys = [parse_key(vkey) for vkey in transfer.other.logs]
    TlogProof.read(str(one["proof"])).check(leaf, keys)
    said = json.loads(leaf)
    facts = one["facts"]
    digest = f"sha256:{hashlib.sha256(canonical(facts)).hexdigest()}"
    if (said["event"], said["number"], said["facts"]) != (EVENT, facts["number"], digest):
        raise ValueError("the leaf tells of another certificate")
    if str(facts["number"])[4:6] != transfer.other.code or transfer.old_number not in facts["change_note"]:
        raise ValueError("the certificate is no successor of ours")


def issued_content(transfer: Transfer, certificates: list[dict[str, str]]) -> dict[str, Any]:
    """What we tell the old body of the issue: each successor with its facts, leaf and proof."""
    rows = {one.number: one for one in Certificate.objects.filter(number__in=transfer.successors)}
    return {
        "issued_at": transfer.issued_at.astimezone(clock.SHANGHAI).isoformat() if transfer.issued_at else "",
        "handover": str(transfer.handover.get("digest", "")),
        # An input is trimmed at its ends; a signed note ends with its last line.
        "certificates": [
            {**one, "proof": one["proof"] + "\n", "facts": rows[one["number"]].facts} for one in certificates
        ],
    }


def published(entry: UUID, transfer: Transfer) -> list[dict[str, str]]:
    """The leaves of the successors with their proofs, as published. Raises NotPublished while they are not.
    """
    found: dict[str, dict[str, str]] = {}
    for seq in proving.places_of(logs.REGISTER, entry):
        leaf = proving.entry(logs.REGISTER, seq)
        said = json.loads(leaf)
        if said.get("event") == EVENT and said.get("number") in transfer.successors:
            proof = proving.tlog_proof(logs.REGISTER, seq)
            found[said["number"]] = {"number": said["number"], "leaf": leaf.decode(), "proof": proof}
    if sorted(found) != sorted(transfer.successors):
        raise proving.NotPublished(f"{entry} 尚未公布 (is not published yet)")
    return [found[number] for number in transfer.successors]


def handover_content(transfer: Transfer, certificate: Certificate, on: date) -> dict[str, Any]:
    """The handover: what our certificate says and how it stands, as of the moment from which it is bound."""
    return {
        "state": certificate.state,
        "valid_until": certificate.valid_until.isoformat(),
        "first_issued_on": certificate.first_issued_on.isoformat(),
        "facts": f"sha256:{digest_of_facts(certificate)}",
        "on": on.isoformat(),
        "binding": "valid unless the receiver has issued the successor under this transfer",
    }


def cancelled_content(transfer: Transfer, certificate: Certificate, at: datetime) -> dict[str, Any]:
    """Our word that the old certificate stands no more, from the moment of the issue."""
    return {
        "number": certificate.number,
        "effective": transfer.issued_at.astimezone(clock.SHANGHAI).isoformat() if transfer.issued_at else "",
        "recorded": at.astimezone(clock.SHANGHAI).isoformat(),
        "successors": list(transfer.successors),
    }


def succeed(transfer: Transfer, said: Any) -> None:
    """Note on our side which certificates succeed ours, and since when."""
    transfer.successors = [str(one["facts"]["number"]) for one in said.content["certificates"]]
    transfer.issued_at = datetime.fromisoformat(str(said.content["issued_at"]))


def pointer(transfer: Transfer, state: str) -> dict[str, Any]:
    """What the public record of a certificate says of the other body: ``state`` is handed, cancelled or
    issued.
    """
    to_us = transfer.side == "new"
    other = {"code": transfer.other.code, "name": transfer.other.name, "address": transfer.other.address}
    return {
        "transfer": str(transfer.reference),
        "state": state,
        ("from" if to_us else "to"): other,
        "predecessor": transfer.old_number if to_us else "",
        "successors": list(transfer.successors),
        "effective": transfer.issued_at.astimezone(clock.SHANGHAI).isoformat() if transfer.issued_at else "",
    }
