"""The watch over the record, every five minutes, the full verification of every night, and the files that an
erasure takes.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from shouze.kernel import clock
from shouze.kernel.files import store
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger

from .models import Verification
from .verifying import verify_everything
from .watching import watch

KEPT: Final = timedelta(days=400)
"""Verifications are forgotten after that; the alarms that came of them stand in the ledger."""


@job("integrity.watch", cron="*/5 * * * *")
def watch_record(timestamp: int) -> None:
    """Raise and close alarms."""
    watch(clock.now())


@job("integrity.look", urgent=True)
def look_now(entry: str) -> None:
    """Look at once, after an act that may be about something wrong."""
    watch(clock.now())


@job("integrity.verify", cron="10 3 * * *")
def verify_nightly(timestamp: int) -> None:
    """At 03:10 (Asia/Shanghai) check everything, then let the watch look at once."""
    Verification.objects.filter(started_at__lt=clock.now() - KEPT).delete()
    verify_everything(clock.now)
    watch(clock.now())


@job("files.erase")
def erase_files(entry: str) -> None:
    """Erase the files that the act of that entry names; what is gone already stays gone."""
    given = ledger.body_of(ledger.entry(UUID(entry)))["data"] or {}
    for digest in given.get("files", ()):
        store.erase(digest)
