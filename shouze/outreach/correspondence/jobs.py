"""Letters are made by the machine from the entry that they follow from."""

import io
import uuid
from collections.abc import Mapping
from typing import Final

from shouze.certification.transfers.queries import transfer_of_entry
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.files import store as files
from shouze.kernel.jobs import job
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.queries import get_case
from shouze.resources.documents.letters.letter import render_letter
from shouze.resources.people.queries import MACHINE

from . import enclosures
from .models import Letter
from .queries import ADDRESSED
from .wording import fields


@job("letters.authority")
def tell_authority(entry: str) -> None:
    """Write to the authority of the factory's province of the measure of the entry."""
    make("authority_notice", entry)


#: act -> the letter to a body that takes no messages
BY_LETTER: Final[Mapping[str, str]] = {
    "transfer.asked": "transfer_enquiry",
    "handover.requested": "transfer_request",
    "transfer.approved": "transfer_issued",
    "handover.released": "transfer_released",
    "answer.given": "transfer_answer",
    "handover.granted": "transfer_handover",
    "handover.refused": "transfer_refusal",
    "handover.recalled": "transfer_recall",
    "measure.told": "transfer_measure",
    **dict.fromkeys(
        ("handover.completed", "handover.closed", "issue.recorded", "issue.closed"), "transfer_cancelled"
    ),
}


@job("letters.transfer")
def tell_other_body(entry: str) -> None:
    """Write to the other body of a transfer where it takes no messages, and of the issue to the body that
    issues the marks.
    """
    found = ledger.entry(uuid.UUID(entry))
    transfer = transfer_of_entry(found)
    if transfer is None:
        return
    if not transfer.other.address:
        make(BY_LETTER[found.act], entry)
    if found.act == "transfer.approved":
        make("transfer_marks", entry)


@job("letters.make")
def make(kind: str, entry: str) -> None:
    """Make, store and file the letter of ``kind`` that follows from an entry; one that was made already is
    left alone.
    """
    found = ledger.entry(uuid.UUID(entry))
    body = ledger.body_of(found)["data"]
    nothing_to_say = kind == "nonconformity" and not body["findings"]
    if nothing_to_say or Letter.objects.filter(entry=found.uid, kind=kind).exists():
        return
    if found.case_id is None:
        raise LookupError(f"the entry {found.uid} belongs to no case: nobody could be written to")
    case = get_case(found.case_id)
    if case.veiled and kind in ADDRESSED["client"]:
        # An unannounced visit has no notice: its plan is handed over on the spot.
        return
    serial = Letter.objects.filter(case=case).count() + 1
    number = f"{case.number}-{serial:02d}"
    enclosed = enclosures.of_transfer(found) if kind == "transfer_answer" else []
    said = fields(kind, case, found, number, enclosed)
    pdf = render_letter(kind, said, at=found.at)
    stored = files.put(io.BytesIO(pdf), f"{number}.pdf", at=clock.now(), person=MACHINE)
    dated = clock.legal_date(found.at)
    given = {
        "kind": kind,
        "number": number,
        "entry": str(found.uid),
        "dated": dated,
        "digest": stored.digest,
        "code": said.code(kind),
        "enclosed": [one["digest"] for one in enclosed],
    }
    perform("letter.issued", by=MACHINE, subject=case.id, given=given, via="job")
