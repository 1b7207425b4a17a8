"""What the machine does with complaints by itself: contacts that are no longer needed are erased."""

from shouze.kernel import clock
from shouze.kernel.jobs import job

from .intake import erase_contacts


@job("complaints.erase_contacts", cron="50 1 * * *")
def erase(timestamp: int) -> None:
    """Every night, erase the contacts whose time is over."""
    erase_contacts(clock.today())
