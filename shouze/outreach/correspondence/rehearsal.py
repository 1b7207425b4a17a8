"""What a letter would say if an act were done now: the act is done as it would be, read, and undone."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from shouze.kernel.acts import perform
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.queries import get_case
from shouze.resources.documents.letters.letter import LetterFields

from .wording import fields, unsent


def rehearsed(
    kind: str, act: str, *, by: uuid.UUID, subject: uuid.UUID, given: Mapping[str, Any]
) -> LetterFields:
    """Return the letter of ``kind`` that would follow from ``act`` as the person ``by`` filled it in.

    The gate judges the act as ever, so that what is shown is what would be sent; then its transaction is
    rolled back, with the entry, the numbers and the jobs. Raises Refused with every objection.
    """
    with transaction.atomic():
        done = perform(act, by=by, subject=subject, given=given, via="preview")
        entry = ledger.entry(done.uid)
        if entry.case_id is None:
            raise LookupError(f"{act} belongs to no case: nobody would be written to")
        case = get_case(entry.case_id)
        letter = unsent(fields(kind, case, entry, case.number), case)
        transaction.set_rollback(True)
    return letter
