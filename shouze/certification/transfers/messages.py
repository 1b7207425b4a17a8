"""Messages as rows: one is stored with the act that says it, or with the act by which it is taken in."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any, Final

from shouze.kernel.acts import Doing
from shouze.kernel.clock import SHANGHAI

from .contents import wrong_in
from .envelope import EnvelopeWrong, Kind, check
from .envelope import Message as Said
from .inputs import Envelope
from .keys import own_code
from .models import Body, Message, Transfer
from .rotation import not_stopped

#: the job that sends what waits
DELIVER: Final = "transfers.deliver"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that came: what it says, or why it is none (``wrong``, a pair of sentences)."""

    said: Said | None = None
    wrong: Any = None


def read_arrival(doing: Doing, transfer: Transfer | None, given: Envelope) -> Arrival:
    """Read what came for a transfer (None: it begins one), checked against the keys pinned for its sender."""
    try:
        body = _sender(given, transfer)
        said = check(
            {"message": json.loads(given.text), "key": given.key, "signature": given.signature},
            body.keys if body else {},
        )
        not_stopped(given.key, said.at, body.stopped if body else {}, doing.on)
    except EnvelopeWrong as wrong:
        return Arrival(wrong=wrong.words)
    except (ValueError, AttributeError):
        return Arrival(wrong=EnvelopeWrong("报文不是JSON对象", "the message is no JSON object").words)
    ours = own_code(doing.on)
    if said.text != given.text or said.receiver != ours or said.sender == ours:
        return Arrival(wrong=EnvelopeWrong("报文不是发给本机构的", "it is not for us").words)
    if transfer and (said.transfer, said.certificate) != (transfer.reference, transfer.old_number):
        return Arrival(wrong=EnvelopeWrong("报文属于另一次转换", "it is of another transfer").words)
    return Arrival(said)


def say(doing: Doing, transfer: Transfer, kind: Kind, content: dict[str, Any]) -> Message:
    """Store what we say to the other body; it is sent once the act is done, until it is acknowledged. Raises
    ValueError for what would be no message of its kind.
    """
    if place := wrong_in(kind, content):
        raise ValueError(f"{kind}: {place}")
    said = Said(
        transfer=transfer.reference,
        sender=own_code(doing.on),
        receiver=transfer.other.code,
        kind=kind,
        seq=Message.objects.filter(transfer=transfer, outgoing=True).count() + 1,
        at=doing.at.astimezone(SHANGHAI).isoformat(),
        certificate=transfer.old_number,
        content=content,
    )
    message: Message = doing.create(
        Message,
        transfer=transfer,
        outgoing=True,
        kind=kind,
        seq=said.seq,
        text=said.text,
        digest=said.digest,
        at=doing.at,
    )
    doing.consider("message", says=kind, seq=said.seq, digest=said.digest)
    if transfer.other.address:
        doing.defer(DELIVER, transfer=str(transfer.reference))
    return message


def keep(
    doing: Doing, transfer: Transfer, given: Envelope, said: Said, *, took_effect: bool = True
) -> Message:
    """Store what the other body said."""
    doing.consider("message", says=said.kind, seq=said.seq, digest=said.digest, key=given.key)
    message: Message = doing.create(
        Message,
        transfer=transfer,
        outgoing=False,
        kind=said.kind,
        seq=said.seq,
        text=given.text,
        digest=said.digest,
        key=given.key,
        signature=given.signature,
        took_effect=took_effect,
        at=doing.at,
    )
    return message


def entry_uid(reference: uuid.UUID, sender: str, seq: int, digest: str) -> uuid.UUID:
    """The uid of the act that takes a message in: come again, it is done once."""
    return uuid.uuid5(reference, f"{sender} {seq} {digest}")


def _sender(given: Envelope, transfer: Transfer | None) -> Body | None:
    if transfer is not None:
        return transfer.other
    sender = json.loads(given.text).get("sender", "")
    return Body.objects.filter(code=str(sender)[:2], state="registered").first()
