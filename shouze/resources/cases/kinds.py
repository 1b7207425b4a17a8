"""Kinds of case, read from the code table ``case_kinds`` at a date of law."""

from dataclasses import dataclass
from datetime import date

from shouze.kernel import rulebook
from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """What sets a kind of case apart: see the comment in ``rules/codes/case_kinds.yaml``."""

    code: str
    words: Words
    letter: str
    agreement: bool
    prepaid: bool
    days: str
    activity: str
    decided: bool
    limit: str


def kind(code: str, on: date) -> Kind:
    """Return a kind of case as it is on ``on``. Raises RuleError for a code that is not in force."""
    row = rulebook.code("case_kinds", code, on=on)
    return Kind(
        code=code,
        words=row.words,
        letter=row.text("letter"),
        agreement=bool(row.get("agreement")),
        prepaid=bool(row.get("prepaid")),
        days=row.text("days"),
        activity=row.text("activity"),
        decided=bool(row.get("decided")),
        limit=row.text("limit"),
    )
