"""The machine holds what was committed to as soon as the log has grown to the size that was named."""

from shouze.kernel.jobs import job

from .holding import hold_due


@job("draws.hold", cron="*/2 * * * *")
def hold(timestamp: int) -> None:
    """Hold what is due."""
    hold_due()
