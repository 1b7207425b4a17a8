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
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from .models import Message, Transfer, ours
from .states import OLD

EVENT: Final = "issued"
#: so far the clocks of two installations may be apart
CLOCKS_APART: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Asked(Arrival):
    """A question about a certificate: ``certificate`` is the state of ours, None for one that we do not
    know; ``holder`` its holder's name and credit code.
    """

    certificate: str | None = None
    holder: tuple[str, str] | None = None


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
    found = Certificate.objects.filter(number=number).first()
    return Asked(arrival.said, arrival.wrong, found.state if found else None, _holder(found))


def requested(doing: Doing, transfer: Transfer, given: Envelope) -> Asked:
    """Read a request to hand over, and whose our certificate is."""
    arrival = read_arrival(doing, transfer, given)
    found = Certificate.objects.filter(pk=ours(transfer)).first()
    return Asked(arrival.said, arrival.wrong, found.state if found else None, _holder(found))


def _holder(certificate: Certificate | None) -> tuple[str, str] | None:
    if certificate is None:
        return None
    party = certificate.facts["applicant"]
    return party["name"]["zh"], party["uscc"]


def proved_issue(doing: Doing, transfer: Transfer, given: Envelope) -> Proved:
    """Read the word of an issue and check its proof against the pinned keys of the new body's log."""
    arrival = read_arrival(doing, transfer, given)
    unproved = None
    if arrival.said is not None:
        unproved = unproved_of(arrival.said.content, transfer, doing.at)
    state = str(Certificate.objects.values_list("state", flat=True).get(pk=ours(transfer)))
    return Proved(arrival.said, arrival.wrong, unproved, state)


def unproved_of(content: dict[str, Any], transfer: Transfer, at: datetime) -> Words | None:
    """What does not hold, at ``at``, of the proof of an issue under a transfer from us; None where it proves
    the successor of exactly the certificate that we handed over.
    """
    try:
        if content["handover"] != transfer.handover.get("digest"):
            raise ValueError("it rests on another handover")
        facts = Certificate.objects.values_list("facts", flat=True).get(pk=ours(transfer))
        moments = [_check_one(one, transfer, facts) for one in content["certificates"]]
        _check_moments(content, moments, transfer, at)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        return Words(f"证明不成立：{wrong}", f"the proof does not hold: {wrong}")
    except (NoteWrong, ProofWrong) as wrong:
        return Words(wrong.zh, wrong.en)
    return None


def names_successors(content: dict[str, Any], transfer: Transfer) -> bool:
    """Whether a message proves successors of our certificate, whatever the state of the transfer."""
    facts = Certificate.objects.values_list("facts", flat=True).get(pk=ours(transfer))
    try:
        return bool([_check_one(one, transfer, facts) for one in content["certificates"]])
    except (KeyError, TypeError, ValueError, AttributeError, NoteWrong, ProofWrong):
        return False


def issued_unbound() -> Iterator[tuple[Transfer, str, datetime]]:
    """The transfers from us under which the other body proves an issue though it held no handover of ours, or
    had released it, while ours still stands: its successors, and when it said so.
    """
    kept = Message.objects.filter(
        outgoing=False, kind="issued", took_effect=False, transfer__side=OLD,
        transfer__certificate__state__in=("valid", "suspended"),
    )  # fmt: skip
    for one in kept.select_related("transfer__other").order_by("at"):
        content = json.loads(one.text)["content"]
        if names_successors(content, one.transfer):
            yield one.transfer, "、".join(str(each["number"]) for each in content["certificates"]), one.at


def _check_one(one: dict[str, Any], transfer: Transfer, ours_: dict[str, Any]) -> datetime:
    """Check one successor; return the moment of its issue, as its leaf has it."""
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
    if facts["product"]["code"] != ours_["product"]["code"]:
        raise ValueError("the certificate is for another product")
    if facts["applicant"]["uscc"] != ours_["applicant"]["uscc"]:
        raise ValueError("the certificate is another holder's")
    return datetime.fromisoformat(said["at"])


def _check_moments(
    content: dict[str, Any], moments: list[datetime], transfer: Transfer, at: datetime
) -> None:
    """All were issued by one act, after our handover and before now, as far as two clocks agree."""
    if set(moments) != {datetime.fromisoformat(content["issued_at"])}:
        raise ValueError("the leaf was of another moment")
    if not datetime.fromisoformat(transfer.handover["at"]) - CLOCKS_APART <= moments[0] <= at + CLOCKS_APART:
        raise ValueError("it was not issued between our handover and now")


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
    """The leaves of the successors with their proofs, as published. Raises NotPublished until they are."""
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
