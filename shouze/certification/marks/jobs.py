"""When a certificate is no longer valid, the machine revokes the mark orders that fall with it."""

import uuid
from collections.abc import Sequence

from shouze.certification.certificates.queries import certificates_of_entry
from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import job
from shouze.resources.people.queries import MACHINE

from .queries import all_falling, falling


@job("marks.revoke")
def revoke(entry: str) -> None:
    """Revoke what falls with the certificates that the entry was about."""
    for certificate in certificates_of_entry(uuid.UUID(entry)):
        revoke_each(falling(certificate))


@job("marks.sweep", cron="35 0 * * *")
def sweep(timestamp: int) -> None:
    """Every night, revoke what a job that failed has left."""
    revoke_each(all_falling())


def revoke_each(orders: Sequence[uuid.UUID]) -> None:
    """Revoke each order; one that somebody else settled meanwhile is left as it is."""
    for order in orders:
        try:
            perform("mark.revoked", by=MACHINE, subject=order, via="job")
        except Refused:
            continue
