"""After issue: the certificate's document is made, signed, stored and filed by the machine."""

import io
import uuid
from typing import Final

from django.db.models import Q, QuerySet

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import perform
from shouze.kernel.files import store as files
from shouze.kernel.jobs import job
from shouze.kernel.ledger import logs
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE

from .carrying import proved, wait_for
from .composing import facts_digest
from .credentials import days, lists
from .credentials.issuing import issue
from .document.carried import Carried
from .document.facts import CertificateFacts
from .models import Certificate, Credential, StatusDay
from .queries import certificates_of_entry
from .states import LIVING

#: so many credentials are made up for in one go
AT_ONCE: Final = 5000


def _without_credential() -> QuerySet[Certificate]:
    waiting = Certificate.objects.filter(Q(credential=None) | Q(credential__token=""))
    return waiting.order_by("issued_on", "number")


@job("certificates.document")
def document(entry: str) -> None:
    """Make credential and document of each certificate that the entry issued, with its proofs from the logs.

    Raises NotPublished while the logs are not that far: the queue then tries again.
    """
    uid = uuid.UUID(entry)
    for found in certificates_of_entry(uid):
        complete(found, uid)


def complete(found: Certificate, uid: uuid.UUID) -> None:
    """Make the credential and the document of a certificate that the entry ``uid`` issued. Raises
    NotPublished.
    """
    at = clock.now()
    given = issue(found, at=at)
    if lists.path_of("revocation", given.status_list) is None:
        lists.write(given.status_list, at=at)
    if not found.document and found.state in LIVING:
        make_document(found, wait_for(uid, found.number, given.token, on=clock.legal_date(at)))


@job("certificates.status", urgent=True)
def status(entry: str) -> None:
    """Write the status lists anew in which the certificates stand that the entry was about."""
    places = Credential.objects.filter(certificate__in=certificates_of_entry(uuid.UUID(entry)))
    for number in sorted(set(places.values_list("status_list", flat=True))):
        lists.write(number, at=clock.now())


@job("certificates.credentials", cron="*/30 * * * *")
def credentials(timestamp: int) -> None:
    """Twice an hour: sign what has no credential yet, and write the lists anew, so that none grows old."""
    at = clock.now()
    for found in _without_credential()[:AT_ONCE]:
        issue(found, at=at)
    for number in range(lists.how_many()):
        lists.write(number, at=at)


@job("certificates.days", cron="*/10 * * * *")
def close_days(timestamp: int) -> None:
    """Commit to the states of every past day that was not closed yet; before that, every certificate gets its
    place in the lists, so that a day's lists say something of each.
    """
    credentials(timestamp)
    if _without_credential().exists():
        return
    for day in days.open_days(clock.today()):
        written = days.write(day)
        given = {"on": day.isoformat(), "root": written.root, "lists": written.lists}
        perform("day.closed", by=MACHINE, given=given, via="job")


@job("certificates.day_proof")
def day_proof(entry: str) -> None:
    """Put beside a closed day what proves it. Raises NotPublished while the log is not that far."""
    uid = uuid.UUID(entry)
    closed = StatusDay.objects.get(pk=ledger.entry(uid).subject_id)
    days.prove(closed.on, *proved(logs.REGISTER, uid))


def make_document(found: Certificate | None, carried: Carried | None = None) -> None:
    """Render, sign and file the PDF of a living certificate, with what it carries for checking it offline;
    one that has its document is left as it is.
    """
    if found is None or found.document or found.state not in LIVING:
        return
    # Loading the typesetter and the signer takes a second; only the process that makes a document pays it.
    from .document.render import render
    from .document.sign import sign

    at = clock.now()
    facts = CertificateFacts.model_validate(found.facts)
    pdf = sign(render(facts, at=found.last_at or at, carried=carried), at=at)
    stored = files.put(io.BytesIO(pdf), f"{found.number}.pdf", at=at, person=MACHINE)
    given = {"digest": stored.digest, "facts_digest": facts_digest(found.facts)}
    perform("certificate.documented", by=MACHINE, subject=found.id, given=given, via="job")


@job("certificates.expire", cron="20 0 * * *")
def expire_all(timestamp: int) -> None:
    """Every night, end the certificates whose last valid day is past, as the rule of the day says (Order 117
    Art. 22, 26).
    """
    ends = rulebook.value("measures/end_of_validity", on=clock.today()).value
    name = "certificate.lapsed" if ends == "cancelled" else "certificate.expired"
    past = Certificate.objects.filter(state__in=LIVING, valid_until__lt=clock.today())
    for found in past.values_list("pk", flat=True).iterator():
        perform(name, by=MACHINE, subject=found, via="job")
