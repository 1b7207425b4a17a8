"""The watch over the record, every five minutes, and the full verification of every night."""

from datetime import timedelta
from typing import Final

from shouze.kernel import clock
from shouze.kernel.jobs import job

from .models import Verification
from .verifying import verify_everything
from .watching import watch

KEPT: Final = timedelta(days=400)
"""Verifications are forgotten after that; the alarms that came of them stand in the ledger."""


@job("integrity.watch", cron="*/5 * * * *")
def watch_record(timestamp: int) -> None:
    """Raise and close alarms."""
    watch(clock.now())


@job("integrity.verify", cron="10 3 * * *")
def verify_nightly(timestamp: int) -> None:
    """At 03:10 (Asia/Shanghai) check everything, then let the watch look at once."""
    Verification.objects.filter(started_at__lt=clock.now() - KEPT).delete()
    verify_everything(clock.now)
    watch(clock.now())
