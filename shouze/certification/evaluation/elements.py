"""Closing and reopening an element: called by acts of later rooms, inside their own entry."""

import uuid
from datetime import date

from .models import Element


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
