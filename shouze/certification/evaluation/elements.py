"""Closing and reopening an element: called by acts of later rooms, inside their own entry."""

import uuid
from datetime import date
from typing import Final

from django.db.models import Q

from .models import Element

#: the elements that a laboratory closes, and those that a visit closes
TESTS: Final = frozenset({"XS", "SC", "CY"})
VISITS: Final = frozenset({"GC", "GZ"})


def open_of(case: uuid.UUID, among: frozenset[str]) -> str:
    """Return the code of the first open element of a case among these that it works on; "" when none is. Of
    what follows a certificate a case works on the initial inspection alone.
    """
    found = Element.objects.filter(case_id=case, code__in=among, state="open")
    found = found.filter(Q(before_certificate=True) | Q(code="GC"))
    # The type test goes before samples of production, and these before the market's.
    order = {code: place for place, code in enumerate(("XS", "SC", "CY", "GC", "GZ"))}
    return min(found.values_list("code", flat=True), key=lambda code: order[code], default="")


def close(case: uuid.UUID, code: str, *, conforming: bool, result: uuid.UUID, on: date) -> None:
    """Close an element with the id of the result that closes it. Raises LookupError when the plan has no
    such element.
    """
    state = "conforming" if conforming else "nonconforming"
    if not Element.objects.filter(case_id=case, code=code).update(state=state, result=result, closed_on=on):
        raise LookupError(f"the plan of case {case} has no element {code}")


def reopen(case: uuid.UUID, codes: list[str]) -> None:
    """Open elements again after a return; their results stay in the ledger."""
    Element.objects.filter(case_id=case, code__in=codes).update(state="open", result=None, closed_on=None)
