"""The rows that may stand in a file of rules/, as they are written there.

Every row stands on a first day (`from`), a reference, the day it was checked (`verified_on`) and a
confidence. What a file says once under `given` holds for each of its rows; a row that still lacks one of
the four is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shouze.kernel.rulebook.shapes import Confidence, Reference, Verdict
from shouze.kernel.words import Words

NAME = r"^[a-z][a-z0-9_]*$"


class Written(BaseModel):
    """Something written in a file; a key that is not foreseen is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Standing(Written):
    """On what a row stands."""

    valid_from: date = Field(alias="from")
    valid_to: date | None = Field(default=None, alias="to")
    reference: Reference
    verified_on: date
    confidence: Confidence


class ValueRow(Standing):
    """One version of a value."""

    value: object
    unit: str | None = None
    note: Words | None = None


class Limits(Written):
    """A span of numbers as a condition: `{at_least: 5, below: 10}`."""

    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None


Scalar = str | bool | int | float
Condition = Scalar | list[Scalar] | Limits


class TableRow(Written):
    """One row of a decision table; an input that `when` does not name may be anything."""

    id: str = Field(pattern=r"^[A-Za-z0-9_.:-]+$")
    when: dict[str, Condition] = Field(default_factory=dict)
    then: dict[str, object]
    words: Words | None = None
    reference: Reference | None = None
    confidence: Confidence | None = None


class TableVersionRow(Standing):
    """One version of a decision table. `first`: the first row that fits answers; `collect`: all that fit
    do.
    """

    rows: list[TableRow] = Field(min_length=1)


class CodeRow(Standing):
    """One code; the columns beyond these are declared by the file."""

    code: str = Field(min_length=1)
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    attributes: dict[str, object] = Field(default_factory=dict)


class ClauseRow(Standing):
    """One clause of a text."""

    id: str
    number: str
    part: Words | None = None
    title: Words
    text: Words
    verbatim: bool = False


class AuthorityRowWritten(Standing):
    """Who may perform one act."""

    act: str = Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")
    posts: list[str] = Field(min_length=1)
    function: str
    relation: str = Field(default="none", pattern=NAME)
    scope: Literal["none", "product"] = "none"
    competence: str | None = None
    independent: bool = True
    signature: bool = False


class SeparationRowWritten(Standing):
    """Whether one person may hold two functions on one case."""

    functions: tuple[str, str]
    verdict: Verdict
    words: Words | None = None


class FileHead(Written):
    """What each file begins with."""

    kind: Literal["values", "table", "codes", "clauses", "authority", "separation"]
    id: str
    words: Words
    given: dict[str, object] = Field(default_factory=dict)
