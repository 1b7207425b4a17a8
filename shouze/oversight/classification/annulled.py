"""Measures that an appeal took away: they speak against nobody.

Read from the ledger: appeals are handled on a floor above, and their entries are filed under the case.
"""

from datetime import date
from typing import Final
from uuid import UUID

from shouze.certification.certificates.models import Event
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger

#: the act appealed against -> the kinds of events that it makes
_KINDS: Final = {
    "certificate.suspended": ("suspended",),
    "certificate.withdrawn": ("withdrawn", "models_withdrawn"),
}


def annulled(on: date) -> frozenset[UUID]:
    """Return the suspensions and withdrawals against which an appeal was upheld until a day of law; one query
    where there is none.
    """
    found = set()
    for entry in ledger.entries_of_act("appeal.concluded"):
        data = ledger.body_of(entry)["data"] or {}
        if data.get("result") == "upheld" and clock.legal_date(entry.at) <= on:
            event = _appealed_against(entry.subject_id)
            found |= {event} if event else set()
    return frozenset(found)


def _appealed_against(appeal: UUID) -> UUID | None:
    """The measure that stood when an appeal was received."""
    received = next(one for one in ledger.entries_for_subject(appeal) if one.act == "appeal.received")
    kinds = _KINDS.get(str((ledger.body_of(received)["data"] or {}).get("against")), ())
    if received.case_id is None:
        return None
    before = Event.objects.filter(
        certificate__case_id=received.case_id, kind__in=kinds, on__lte=clock.legal_date(received.at)
    )
    return before.order_by("-on", "-id").values_list("pk", flat=True).first()
