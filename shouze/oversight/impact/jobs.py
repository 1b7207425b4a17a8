"""After the order, a re-evaluation is opened for every certificate; after the last conclusion the doubt is
closed. Each opening has the uid that the order and the certificate give it: however often a job runs, and
wherever it was interrupted, each is opened once.
"""

import logging
from uuid import UUID, uuid5

from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE

from . import freezing
from .queries import find_doubt, find_reevaluation, opened_certificates, progress

log = logging.getLogger("shouze.impact")


@job("impact.open")
def open_all(entry: str) -> None:
    """Open the re-evaluations that the entry ordered."""
    open_ordered(UUID(entry))


def open_ordered(order: UUID, most: int | None = None) -> int:
    """Open what an order left to open, at most ``most``; return how many were opened."""
    doubt = find_doubt(ledger.entry(order).subject_id)
    if doubt is None or doubt.state != "reevaluating":
        return 0
    there = opened_certificates(doubt.pk)
    waiting = [one for one in freezing.read(doubt.affected).certificates if one.certificate not in there]
    opened = 0
    for one in waiting[:most]:
        given = {"doubt": doubt.pk, "order": order, "certificate": one.certificate, "why": one.why[:1000]}
        try:
            perform(
                "reevaluation.opened",
                by=MACHINE,
                given=given,
                uid=uuid5(order, str(one.certificate)),
                via="job",
            )
            opened += 1
        except Refused as refused:
            log.warning("no re-evaluation of %s: %s", one.number, refused.objections[0].code)
    return opened


@job("impact.close")
def close_done(entry: str) -> None:
    """Close the doubt of the re-evaluation that the entry concluded, where it was the last."""
    close_when_done(UUID(entry))


def close_when_done(conclusion: UUID) -> None:
    """Close a doubt after its last conclusion; before, and once it is closed, nothing is done."""
    found = find_reevaluation(ledger.entry(conclusion).subject_id)
    if found is not None and found.doubt.state == "reevaluating" and not progress(found.doubt).remaining:
        perform(
            "doubt.closed", by=MACHINE, subject=found.doubt_id, uid=uuid5(found.doubt_id, "closed"), via="job"
        )
