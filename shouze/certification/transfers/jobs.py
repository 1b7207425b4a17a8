"""The worker's part: messages are sent, an issue is proved, a measure is told."""

import time
import uuid
from contextlib import suppress
from typing import Final

from shouze.certification.certificates.credentials import lists
from shouze.certification.certificates.jobs import complete
from shouze.certification.certificates.models import Credential
from shouze.certification.marks.jobs import revoke_each
from shouze.certification.marks.queries import falling
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import defer_once, job
from shouze.kernel.ledger import proving, sequence
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE

from . import queries
from .delivering import announce, deliver
from .messages import DELIVER
from .models import Transfer
from .proofs import published

#: seconds; a pause that is not longer is kept to the second
SOON: Final = 60.0
#: how often an issue is looked for in the published log before the job is put off
LOOKS: Final = 10


@job("transfers.deliver", urgent=True)
def deliver_one(transfer: str) -> None:
    """Send what waits of one transfer, now."""
    deliver(clock.now(), uuid.UUID(transfer))
    _again(uuid.UUID(transfer))


@job("transfers.outbox", cron="* * * * *", urgent=True, at_start=True)
def outbox(timestamp: int) -> None:
    """Every minute, and whenever a worker starts: what a crash has left undone is done, and what is due is
    sent.
    """
    catch_up()
    deliver(clock.now())
    _again()


@job("transfers.announce", cron="15 5 * * *")
def announce_keys(timestamp: int) -> None:
    """Every day, and when one was confirmed: other bodies are told of our new keys."""
    announce()


def _again(transfer: uuid.UUID | None = None) -> None:
    """What was not acknowledged is sent again after its pause; a long pause is seen to by the minute."""
    for reference, seconds in queries.due_soon(clock.now(), SOON, transfer).items():
        defer_once(DELIVER, f"{DELIVER} {reference}", seconds, transfer=str(reference))


@job("transfers.prove", urgent=True)
def prove(entry: str) -> None:
    """Prove to the old body what the entry issued, as soon as that is published. Raises NotPublished where
    the log does not come so far: then the job is tried again.
    """
    found = Transfer.objects.filter(case=ledger.entry(uuid.UUID(entry)).subject_id).first()
    if found is None or not found.other.address:
        return
    for _ in range(LOOKS):
        with suppress(proving.NotPublished):
            prove_issue(found, uuid.UUID(entry))
            return
        time.sleep(sequence.INTERVAL)
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
