"""Readers of what was done to the record itself."""

from shouze.kernel.acts import Doing
from shouze.kernel.ledger import log_keys
from shouze.kernel.ledger.logs import named

from .inputs import LogKeyRotation
from .models import LogKey


def key_in_use(doing: Doing, subject: None, given: LogKeyRotation) -> str | None:
    """The verifier key that signs a log now; None where the log has never been published here."""
    last = LogKey.objects.filter(log=given.log).order_by("id").last()
    return last.new if last else log_keys.published_first(named(given.log))
