"""The worker's part: messages are sent, an issue is proved, a measure is told."""

import uuid

from shouze.certification.certificates.credentials import lists
from shouze.certification.certificates.jobs import complete
from shouze.certification.certificates.models import Credential
from shouze.certification.marks.jobs import revoke_each
from shouze.certification.marks.queries import falling
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import proving
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE

from . import queries
from .delivering import deliver
from .models import Transfer
from .proofs import published


@job("transfers.deliver", urgent=True)
def deliver_one(transfer: str) -> None:
    """Send what waits of one transfer, now."""
    deliver(clock.now(), uuid.UUID(transfer))


@job("transfers.outbox", cron="* * * * *")
def outbox(timestamp: int) -> None:
    """Every minute: what a crash has left undone is done, and what is due is sent."""
    catch_up()
    deliver(clock.now())


@job("transfers.prove", urgent=True)
def prove(entry: str) -> None:
    """Prove to the old body what the entry issued. Raises NotPublished while the log is not that far."""
    found = Transfer.objects.filter(case=ledger.entry(uuid.UUID(entry)).subject_id).first()
    if found is not None and found.other.address:
        prove_issue(found, uuid.UUID(entry))


@job("transfers.measure", urgent=True)
def tell_measure(entry: str) -> None:
    """Tell the new body of what the entry did to a certificate that is on its way to it."""
    for transfer in queries.open_of_certificate(ledger.entry(uuid.UUID(entry)).subject_id):
        tell(transfer)


@job("transfers.documents")
def documents(entry: str) -> None:
    """Make credential and paper of each further unit that an entry issued, with its own leaf. Raises
    NotPublished.
    """
    for certificate in queries.further_certificates(uuid.UUID(entry)):
        complete(certificate, uuid.UUID(entry))


@job("transfers.ended")
def ended(entry: str) -> None:
    """After a certificate of ours was cancelled on proof: its orders of marks fall, its place in the lists
    is marked.
    """
    found = Transfer.objects.filter(pk=ledger.entry(uuid.UUID(entry)).subject_id).first()
    if found is None or found.certificate is None:
        return
    revoke_each(falling(found.certificate))
    place = Credential.objects.filter(certificate=found.certificate).first()
    if place:
        lists.write(place.status_list, at=clock.now())


def prove_issue(transfer: Transfer, entry: uuid.UUID) -> None:
    """Store the word of the issue with its proof, once. Raises NotPublished."""
    given = {"certificates": published(entry, transfer)}
    try:
        perform("transfer.proved", by=MACHINE, subject=transfer.pk, given=given, via="job")
    except Refused:
        if not queries.is_proved(transfer):
            raise


def tell(transfer: Transfer) -> None:
    """Store the word of a measure; what was told, or is none, is left."""
    try:
        perform("measure.told", by=MACHINE, subject=transfer.pk, via="job")
    except Refused:
        return


def catch_up() -> None:
    """Prove what was issued and not proved, tell what was not told: also where the queue lost a job."""
    for transfer, entry in queries.unproved():
        try:
            prove_issue(transfer, entry)
        except proving.NotPublished:
            continue
    for transfer in queries.untold():
        tell(transfer)
