"""What the rulebook answers with: frozen values that carry their own reference, dates and confidence.

Dates are days of law in Asia/Shanghai; `valid_from` and `valid_to` are both inside the period of force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from shouze.kernel.rulebook.frozen import FrozenJson, FrozenValue, Json
from shouze.kernel.words import Words


class Shape(BaseModel):
    """A frozen answer; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Confidence(StrEnum):
    """How sure the house is that the value is the law's own."""

    STATED = "stated"  # read in the source
    KNOWN = "known"  # well known in the trade, source not re-read
    ASSUMED = "assumed"  # differs between bodies or years: the house's own choice, shown as such


class Reference(Shape):
    """Where a value comes from: the title of the text, and, where there is one, the id of the clause."""

    title: str
    clause: str | None = None
    url: str | None = None


class Dated(Shape):
    """What every version of every rule has: a period of force, a reference, a check and a citation."""

    id: str
    valid_from: date
    valid_to: date | None  # the last day in force, stated or given by the next version; None: still open
    reference: Reference
    verified_on: date
    confidence: Confidence
    ref: str

    @property
    def clause(self) -> str | None:
        """Id of the clause that the value rests on, e.g. `order117.16`."""
        return self.reference.clause


class RuleValue(Dated):
    """One version of one value. `unit` says what a number counts, e.g. `working_days`."""

    words: Words
    value: FrozenValue
    unit: str | None = None
    note: Words | None = None

    @property
    def whole(self) -> int:
        """The value as a whole number. Raises TypeError when it is none."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise TypeError(f"{self.ref} is not a whole number")
        return self.value

    @property
    def amount(self) -> Decimal:
        """The value as an exact decimal (money, shares). Raises TypeError when it is no number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float | str):
            raise TypeError(f"{self.ref} is not a number")
        return Decimal(str(self.value))

    @property
    def text(self) -> str:
        """The value as text. Raises TypeError when it is none."""
        if not isinstance(self.value, str):
            raise TypeError(f"{self.ref} is not a text")
        return self.value

    @property
    def holds(self) -> bool:
        """The value as yes or no. Raises TypeError when it is neither."""
        if not isinstance(self.value, bool):
            raise TypeError(f"{self.ref} is neither yes nor no")
        return self.value

    @property
    def listed(self) -> tuple[Json, ...]:
        """The value as a list. Raises TypeError when it is none."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"{self.ref} is not a list")
        return self.value

    @property
    def fields(self) -> Mapping[str, Json]:
        """The value as a mapping. Raises TypeError when it is none."""
        if not isinstance(self.value, Mapping):
            raise TypeError(f"{self.ref} is not a mapping")
        return self.value


class Code(Dated):
    """One code of a code table, with its words and whatever else the table says of it."""

    code: str
    words: Words
    attributes: FrozenJson

    def get(self, name: str) -> Json:
        """An attribute of the code, None when the table says nothing of it."""
        return self.attributes.get(name) if isinstance(self.attributes, Mapping) else None

    def text(self, name: str) -> str:
        """An attribute as text; empty when absent."""
        found = self.get(name)
        return "" if found is None else str(found)


class Clause(Dated):
    """A clause of a text: its number, title and words. The Chinese text is verbatim where `verbatim` is
    true.
    """

    document: Words
    number: str
    part: Words | None = None
    title: Words
    text: Words
    verbatim: bool = False


class Decision(Shape):
    """What a decision table answered: the outputs of the row that fired, and how to find that row again."""

    outputs: FrozenJson
    row: str
    table: str
    ref: str
    facts: FrozenJson
    reference: Reference
    confidence: Confidence
    words: Words | None = None

    @property
    def cited(self) -> str:
        """The row as the ledger cites it: `schemes/modes@2014-09-01#0123456789ab/row`."""
        return f"{self.ref}/{self.row}"

    def get(self, name: str) -> Json:
        """One output. Raises KeyError when the table has no such output."""
        outputs = self.outputs
        if not isinstance(outputs, Mapping):
            raise KeyError(name)
        answer: Json = outputs[name]
        return answer


class AuthorityRow(Dated):
    """Who may perform an act.

    One of these `posts`, in this `function`; standing in this `relation` to the subject (`none`: in any);
    appointed for the subject's product when `scope` is `product`. An `independent` act asks that the person
    has no interest in the parties and holds no separated function on the case; `signature` asks for a
    personal signature.
    """

    act: str
    posts: tuple[str, ...]
    function: str
    relation: str = "none"
    scope: str = "none"
    competence: str | None = None
    independent: bool = True
    signature: bool = False


Verdict = Literal["forbidden", "allowed"]


class SeparationRow(Dated):
    """Whether one person may hold two functions on one case."""

    functions: tuple[str, str]
    verdict: Verdict
    words: Words | None = None

    @property
    def allowed(self) -> bool:
        """Whether one person may hold both."""
        return self.verdict == "allowed"


class RuleVersion(Shape):
    """One version as the rule browser shows it; `content` is what the citation's digest covers."""

    ref: str
    valid_from: date
    valid_to: date | None
    reference: Reference
    verified_on: date
    confidence: Confidence
    content: FrozenJson
    assumed_rows: tuple[str, ...] = ()  # rows of a decision table that the house assumes


Hit = Literal["first", "collect"]
Kind = Literal["value", "table", "codes", "clause", "authority", "separation"]


class RuleEntry(Shape):
    """One rule with all its versions, oldest first."""

    id: str
    kind: Kind
    words: Words
    file: str
    versions: tuple[RuleVersion, ...]

    @property
    def assumed(self) -> bool:
        """Whether any version rests on an assumption of the house, in whole or in one of its rows."""
        return any(it.confidence is Confidence.ASSUMED or it.assumed_rows for it in self.versions)
