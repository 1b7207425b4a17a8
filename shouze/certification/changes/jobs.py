"""Holders are told, one by one: to convert, when a transition was opened and who comes under it later; and of
another holder's change of a factory or a firm that their certificates name.
"""

import uuid

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people.queries import MACHINE
from shouze.resources.schemes.transitions import find_transition

from .converting import opened, to_invite
from .models import ChangeRequest, Transition
from .telling import to_tell


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


@job("changes.tell")
def tell(entry: str) -> None:
    """Tell the other holders whose certificates name what the change of the entry calls otherwise."""
    found = ledger.entry(uuid.UUID(entry))
    request = ChangeRequest.objects.select_related("certificate").get(case_id=found.subject_id)
    given = {"change": str(found.subject_id)}
    for certificate in to_tell(request, clock.today()):
        perform("renaming.told", by=MACHINE, subject=certificate, given=given, via="job")
