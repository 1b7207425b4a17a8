"""Every minute, what the sequencer has placed since is taken up."""

from shouze.kernel.jobs import job

from .filling import catch_up


@job("references.fill", cron="* * * * *")
def fill(timestamp: int) -> None:
    """Take up all entries that have their place in the tree."""
    catch_up()
