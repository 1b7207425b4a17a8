"""Readers of letters."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Final

from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case

from .models import Letter

#: kind of person -> kinds of letters that are written to him; the body's own people read all
ADDRESSED: Final[Mapping[str, frozenset[str]]] = {
    "client": frozenset(
        {
            "acceptance",
            "supplement",
            "non_acceptance",
            "decision",
            "rejection",
            "termination",
            "inspection_plan",
            "nonconformity",
        }
    ),
    "laboratory": frozenset({"test_order"}),
}
#: a decision goes out when it is approved (ISO/IEC 17065 7.6, regulations Art. 22)
APPROVED: Final = ("certified", "refused")


def letters_of(case: uuid.UUID) -> Sequence[Letter]:
    """List the letters of a case, oldest first."""
    return list(Letter.objects.filter(case_id=case).order_by("on", "number"))


def letters_to(kind_of_person: str, case: Case, laboratory: str | None = None) -> Sequence[Letter]:
    """List the letters of a case that went out to a kind of person ("client", "laboratory"), oldest first;
    to a laboratory only those by which that ``laboratory`` was given its order, to no other one.
    """
    kinds = ADDRESSED.get(kind_of_person, frozenset())
    sent = kinds if case.state in APPROVED else kinds - {"decision"}
    found = [one for one in letters_of(case.id) if one.kind in sent]
    return [one for one in found if kind_of_person != "laboratory" or _ordered_from(one) == laboratory]


def _ordered_from(letter: Letter) -> str | None:
    data = ledger.body_of(ledger.entry(letter.entry))["data"]
    return str(data["laboratory"]) if data else None
