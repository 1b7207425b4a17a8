"""The jobs of notices: telling, mailing, the digest of the morning, forgetting."""

import logging
import uuid
from datetime import date, timedelta
from typing import Final

from shouze.kernel import clock, jobs
from shouze.kernel.jobs import job

from . import mailing, telling
from .models import Notification

log = logging.getLogger("shouze.notices")
#: calendar days after which a notice is forgotten, read or not; what it told of stands in the ledger
KEPT: Final = timedelta(days=180)
SATURDAY: Final = 5


@job("notices.tell")
def tell(entry: str, stages: list[str]) -> None:
    """Tell of an entry those whom it concerns."""
    telling.tell(uuid.UUID(entry), stages)


@job("notices.mail")
def mail(notification: int) -> None:
    """Send the mail of one notice."""
    mailing.send_one(notification)


@job("notices.digest", cron="0 8 * * *")
def digest(timestamp: int) -> None:
    """At 08:00 (Asia/Shanghai) on working days, send each his digest, each by a job of his own."""
    on = clock.today()
    if not works(on):
        return
    waiting = mailing.waiting_for_digest(on)
    for person in waiting:
        jobs.defer("notices.digest_of", person=str(person), on=on.isoformat())
    log.info("digests of %s: %d", on, len(waiting))


@job("notices.digest_of")
def digest_of(person: str, on: str) -> None:
    """Send one person his digest of the day ``on``; a day that is over has none any more."""
    if on == clock.today().isoformat():
        mailing.send_digest(uuid.UUID(person), clock.today())


@job("notices.forget", cron="20 2 * * *")
def forget(timestamp: int) -> None:
    """Every night, forget what is older than half a year."""
    Notification.objects.filter(at__lt=clock.now() - KEPT).delete()


def works(on: date) -> bool:
    """Say whether ``on`` is a working day; without a published calendar Monday to Friday are."""
    try:
        return clock.is_working_day(on)
    except clock.CalendarNotPublished:
        return on.weekday() < SATURDAY
