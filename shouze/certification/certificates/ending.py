"""A certificate ends because another takes its place: renewed under a new number, or passed to another body.

Called inside the approving act, which locked it first, so that no two are ever valid for one unit. Order 117
Art. 26.
"""

from collections.abc import Sequence

from shouze.kernel.acts import Doing

from .models import Certificate
from .recording import AFTER, record


def end(doing: Doing, certificate: Certificate, kind: str, reasons: Sequence[str]) -> None:
    """End a certificate on the day of the act: ``kind`` is "cancelled" or "withdrawn", ``reasons`` codes of
    the table of that kind. Raises ValueError for a certificate that has ended.
    """
    if certificate.state not in ("valid", "suspended"):
        raise ValueError(f"certificate {certificate.number} has ended: {certificate.state}")
    certificate.suspended_until = None
    certificate.state = AFTER[kind]
    certificate.version += 1
    certificate.last_at = doing.at
    certificate.save()
    doing.outcome |= {"ended": certificate.number, "ended_state": certificate.state}
    record(doing, certificate, kind, reasons=reasons)
