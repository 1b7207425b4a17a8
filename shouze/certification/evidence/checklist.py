"""The checklist of a factory inspection (CNCA-00C-005): what a visit asks, by the rules of its day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from shouze.kernel import rulebook
from shouze.resources.cases.models import Case
from shouze.resources.schemes import queries as schemes

TABLE, SECTIONS = "factory_checklist", "factory_checklist_sections"


def asked_of(case: Case, activity: str, on: date) -> Sequence[rulebook.Code]:
    """Return the points in force on a date of law that an inspection of that activity (code table
    ``activity_types``) asks of a case, in their order.
    """
    scheme = schemes.get_scheme(case.scheme)
    return [
        one
        for one in rulebook.codes(TABLE, on=on)
        if _among(one, "activities", activity) and _among(one, "schemes", scheme.family)
        if scheme.mark_allowed or not one.get("mark")
    ]


def points(codes: Sequence[str], on: date) -> Sequence[rulebook.Code]:
    """Return the points of those codes as in force on a date of law, in the order of the checklist."""
    wanted = set(codes)
    return [one for one in rulebook.codes(TABLE, on=on) if one.code in wanted]


def sections(on: date) -> Sequence[rulebook.Code]:
    """Return the sections of the checklist in force on a date of law."""
    return rulebook.codes(SECTIONS, on=on)


def _among(point: rulebook.Code, column: str, value: str) -> bool:
    allowed: Any = point.get(column)
    return not allowed or value in allowed
