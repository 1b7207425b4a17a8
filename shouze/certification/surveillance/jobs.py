"""The machine keeps the programme: a certificate that is issued is put on it, what falls due is warned of."""

import logging
import uuid
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.certificates.states import LIVING as IN_FORCE
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Refused, perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE

from .facts import holders_left
from .models import Task
from .scanning import reached
from .states import LIVING, WAITING

log = logging.getLogger("shouze.surveillance")
#: so many certificates are put on the programme in one go
AT_ONCE: Final = 5000


@job("surveillance.programme")
def programme(entry: str) -> None:
    """Put the certificate on the programme that the entry issued."""
    found = certificate_of_case(ledger.entry(uuid.UUID(entry)).subject_id)
    if found is not None and found.state in IN_FORCE:
        perform("surveillance.programmed", by=MACHINE, subject=found.pk, via="job")


@job("surveillance.sweep", cron="50 0 * * *")
def sweep(timestamp: int) -> None:
    """Every night, put on the programme what a job that failed has left, open what falls due and is not
    opened, and warn of what is near its day.
    """
    for certificate in list(without_line()[:AT_ONCE]):
        perform("surveillance.programmed", by=MACHINE, subject=certificate, via="job")
    for line in list(without_certificate()[:AT_ONCE]):
        perform("surveillance.ended", by=MACHINE, subject=line, via="job")
    open_due()
    warn_of_due()


def without_certificate() -> "QuerySet[Task, uuid.UUID]":
    """Return the waiting lines of whose factory and product no certificate is in force any more."""
    there = Certificate.objects.filter(
        factory_id=OuterRef("factory_id"), product_code=OuterRef("product_code"), state__in=IN_FORCE
    )
    return Task.objects.filter(~Exists(there), state__in=WAITING).values_list("pk", flat=True)


def without_line() -> "QuerySet[Certificate, uuid.UUID]":
    """Return the certificates in force whose factory has no open follow-up for their product."""
    there = Task.objects.filter(
        factory_id=OuterRef("factory_id"),
        product_code=OuterRef("product_code"),
        kind="follow_up",
        state__in=LIVING,
    )
    found = Certificate.objects.filter(~Exists(there), state__in=IN_FORCE).order_by("issued_on", "number")
    return found.values_list("pk", flat=True)


def warn_of_due() -> int:
    """Warn of every line that has reached a new level on the clock's today; returns how many."""
    on = clock.today()
    levels = sorted(int(str(one)) for one in rulebook.value("deadlines/warning_levels", on=on).listed)
    acted = 0
    for line, due_on, level in reached(on, levels):
        try:
            given = {"level": level, "due_on": due_on}
            perform("surveillance.warned", by=MACHINE, subject=line, given=given, via="job")
            acted += 1
        except Refused as refused:
            log.warning("no warning for %s: %s", line, refused.objections[0].code)
    return acted


def open_due() -> int:
    """Open the supervision of every line that falls due within the lead of the rule (calendar days) and has
    no case yet, for each holder; returns how many.
    """
    on = clock.today()
    until = on + timedelta(days=rulebook.value("surveillance/lead", on=on).whole)
    acted = 0
    for line in list(Task.objects.filter(state__in=WAITING, due_on__lte=until).order_by("due_on", "id")):
        for holder in dict.fromkeys(one.applicant_id for one in holders_left(line)):
            try:
                given = {"task": str(line.pk), "holder": str(holder)}
                perform("surveillance.opened", by=MACHINE, given=given, via="job")
                acted += 1
            except Refused as refused:
                log.warning("no supervision opened for %s: %s", line, refused.objections[0].code)
    return acted
