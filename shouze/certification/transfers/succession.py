"""What our certificate comes to when another body has issued its successor, told by message or by letter."""

from shouze.certification.certificates.ending import end
from shouze.certification.certificates.handing import point
from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing

from . import proofs
from .messages import say
from .models import Transfer


def cancel(doing: Doing, transfer: Transfer, certificate: Certificate) -> None:
    """Cancel the locked ``certificate``, which still stands: its record leads to the successors, and the
    other body is told.
    """
    point(doing, certificate, proofs.pointer(transfer, "cancelled"), quietly=True)
    end(doing, certificate, "cancelled", ["0299"])
    _tell(doing, transfer, certificate)


def close(doing: Doing, transfer: Transfer, certificate: Certificate) -> None:
    """Lead from the locked ``certificate``, which had ended before, to its successors, and tell the other
    body.
    """
    point(doing, certificate, proofs.pointer(transfer, "cancelled"))
    _tell(doing, transfer, certificate)


def _tell(doing: Doing, transfer: Transfer, certificate: Certificate) -> None:
    say(doing, transfer, "cancelled", proofs.cancelled_content(transfer, certificate, doing.at))
