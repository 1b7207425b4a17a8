"""What anybody may know of a transfer, and which of two certificates is valid by what both bodies say in
public.

In: the public record of the old certificate and the new body's word on the transfer. Out: which is valid.
Nothing here is decided: the one deciding event is the new body's issue.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from shouze.certification.certificates.checks import HANDED
from shouze.kernel.clock import SHANGHAI
from shouze.kernel.ledger.canonical import canonical

from .envelope import key_id, public
from .keys import own_code, signing_key
from .queries import by_reference
from .states import COMPLETED, ISSUED, NEW, RELEASED

FORMAT: Final = "shouze-transfer-standing-1"
VALID: Final = "01"


def standing(reference: uuid.UUID, at: datetime) -> dict[str, Any] | None:
    """Our word on a transfer at a moment, signed; None for one that we do not know."""
    transfer = by_reference(reference)
    if transfer is None:
        return None
    said = {
        "format": FORMAT,
        "transfer": str(reference),
        "body": own_code(at.astimezone(SHANGHAI).date()),
        "side": transfer.side,
        "at": at.astimezone(SHANGHAI).isoformat(),
        "predecessor": transfer.old_number,
        "issued": transfer.side == NEW and transfer.state in (ISSUED, COMPLETED),
        "released": transfer.state == RELEASED,
        "successors": list(transfer.successors),
    }
    key = signing_key(at.astimezone(SHANGHAI).date())
    signature = base64.b64encode(key.sign(f"{FORMAT}\n".encode() + canonical(said))).decode()
    return {"standing": said, "key": key_id(public(key)), "signature": signature}


def valid_of(old: Mapping[str, Any], new: Mapping[str, Any] | None) -> tuple[bool, bool]:
    """Whether the old and the new certificate are valid, by the old one's public record and the new body's
    word on the transfer (None: it knows of none).
    """
    issued = bool(new and new["issued"])
    pointer = old.get("transfer") or {}
    bound = pointer.get("state") == HANDED
    return old["status"]["code"] == VALID and not (bound and issued), issued
