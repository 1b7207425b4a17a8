"""Every night approvals of technical persons run out."""

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.jobs import job
from shouze.resources.people.queries import MACHINE

from .models import TechnicalPerson


@job("technical_persons.expire", cron="25 0 * * *")
def expire_all(timestamp: int) -> None:
    """End the approvals whose last day is past."""
    past = TechnicalPerson.objects.filter(state="approved", until__lt=clock.today())
    for one in past.values_list("pk", flat=True):
        perform("technical_person.expired", by=MACHINE, subject=one, via="job")
