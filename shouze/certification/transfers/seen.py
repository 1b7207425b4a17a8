"""What the approver of a transfer has before his eyes besides the case: on what the issue rests."""

import hashlib
from collections.abc import Iterator
from typing import Final

from shouze.certification.decisions.seen import case_seen
from shouze.kernel.acts import Doing
from shouze.kernel.acts.seen import Thing, shown_to_signers_of
from shouze.kernel.ledger.canonical import canonical
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .models import Transfer

KIND: Final = "transfer"
_PARTS: Final = {
    "checked": Words("原证书状态查询", "the queries of the old certificate's state"),
    "answer": Words("原机构的答复", "the old body's answer"),
    "compared": Words("两机构细则差异", "the difference of the two rule sets"),
    "assessed": Words("风险评估", "the evaluation of the risk"),
    "handover": Words("移交声明", "the handover"),
}


@shown_to_signers_of("transfer.approved")
def transfer_seen(doing: Doing, case: Case) -> Iterator[Thing]:
    """Yield what is signed on a case, and each part of the transfer."""
    yield from case_seen(doing, case)
    transfer = Transfer.objects.filter(case=case).first()
    for name, label in _PARTS.items() if transfer else ():
        digest = hashlib.sha256(canonical(getattr(transfer, name))).hexdigest()
        yield Thing(KIND, name, digest, label)
