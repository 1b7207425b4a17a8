"""A certificate ends because another takes its place: renewed under a new number, or passed to another body.

Called inside the approving act, which locked it first, so that no two are ever valid for one unit. Order 117
Art. 26.
"""

from collections.abc import Sequence
from typing import Final

from shouze.kernel.acts import Doing

from .models import Certificate
from .recording import record
from .requests import overtake
from .states import CANCEL, WITHDRAW

MOVES: Final = {"cancelled": CANCEL, "withdrawn": WITHDRAW}


def end(doing: Doing, certificate: Certificate, kind: str, reasons: Sequence[str]) -> None:
    """End a certificate on the day of the act: ``kind`` is "cancelled" or "withdrawn", ``reasons`` codes of
    the table of that kind. The gate refuses the act for a certificate that has ended.
    """
    certificate.suspended_until = None
    overtake(doing, certificate)
    doing.change(certificate, MOVES[kind])
    doing.outcome |= {"ended": certificate.number}
    record(doing, certificate, kind, reasons=reasons)
