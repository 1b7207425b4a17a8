"""Holders are invited to convert, one by one: when a transition was opened, and who comes under it later."""

import uuid

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE
from shouze.resources.schemes.transitions import find_transition

from .converting import opened, to_invite
from .models import Transition


@job("changes.invite")
def invite(entry: str) -> None:
    """Invite every holder concerned by the transition that the entry opened."""
    invite_all(Transition.objects.get(pk=ledger.entry(uuid.UUID(entry)).subject_id).plan)


@job("changes.invite_late", cron="40 1 * * *")
def invite_late(timestamp: int) -> None:
    """Every night: invite holders of certificates that came under an open transition since."""
    for plan in opened():
        invite_all(plan)


def invite_all(plan: str) -> int:
    """Invite the holders concerned who were not invited yet; return how many."""
    found = find_transition(plan)
    if found is None or clock.today() < found.warn_from:
        return 0
    waiting = list(to_invite(found).values_list("pk", flat=True))
    for certificate in waiting:
        perform("conversion.invited", by=MACHINE, subject=certificate, given={"plan": plan}, via="job")
    return len(waiting)
