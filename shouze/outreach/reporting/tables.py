"""An upload table of the authority as data: its fields and the rules between them.

In: the values of `rules/reporting/*.yaml` (dated, with their reference). Out: `UploadTable`, frozen.
Nothing here knows which table it holds; 202010, 204010 and 203010 differ by data alone (CNCA-00C-007, CCC
reporting template).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from shouze.kernel.words import Words

FieldType = Literal["text", "number", "date"]
Shape = Literal[
    "", "certificate_number", "decision", "factory_code", "file_name", "hs_code", "industry", "inspector"
]
RuleKind = Literal[
    "division",
    "iff",
    "main_language",
    "needed",
    "one_of",
    "only",
    "order",
    "organisation_code",
    "prolonging",
    "team_order",
    "together",
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UploadField(_Frozen):
    """One field of the form. `length` counts characters; `level` 1 is checked by the receiving system."""

    number: int
    name: str
    original: str = ""
    zh: str
    en: str
    type: FieldType
    length: int | None = None
    digits: int = 0
    decimals: int = 0
    least_decimals: int = 0
    at_most: int | None = None
    required: bool = False
    many: bool = False
    codes: str = ""
    shape: Shape = ""
    level: Literal[0, 1]
    public: bool
    fill: str = ""

    @property
    def label(self) -> Words:
        """The field as a sentence names it: its meaning and its name on the form."""
        return Words(f"{self.zh}（{self.name}）", f"{self.en} ({self.name})")


class Condition(_Frozen):
    """Holds when the field has one of the values, or none of the others; an empty text is a value."""

    field: str
    holds: tuple[str, ...] | None = None
    fails: tuple[str, ...] | None = None

    def met(self, value: str) -> bool:
        wanted = self.holds is None or value in self.holds
        return wanted and not (self.fails is not None and value in self.fails)


class CrossRule(_Frozen):
    """A rule between fields: its kind, the fields in the order that the kind expects, and its sentence.

    `basis` says whether the form states it or this house added it.
    """

    id: str
    kind: RuleKind
    fields: tuple[str, ...]
    when: Condition | None = None
    basis: Literal["form", "house"] = "form"
    words: Words

    @property
    def reads(self) -> frozenset[str]:
        """The fields whose values the rule looks at."""
        return frozenset(self.fields) | ({self.when.field} if self.when else frozenset())


class UploadTable(_Frozen):
    """One upload table: code (such as 203010), title, fields in order, rules."""

    code: str
    words: Words
    fields: tuple[UploadField, ...]
    rules: tuple[CrossRule, ...]

    @cached_property
    def by_name(self) -> Mapping[str, UploadField]:
        return {field.name: field for field in self.fields}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def public_names(self) -> frozenset[str]:
        """The fields that the authority shows to everybody."""
        return frozenset(field.name for field in self.fields if field.public)


def read_table(code: str, words: Words, fields: object, rules: object) -> UploadTable:
    """The table from the values of its rule file; raises `pydantic.ValidationError` when they do not fit."""
    written = TypeAdapter(tuple[dict[str, object], ...]).validate_python(rules)
    return UploadTable(
        code=code,
        words=words,
        fields=TypeAdapter(tuple[UploadField, ...]).validate_python(fields),
        rules=tuple(CrossRule.model_validate(_rule(rule)) for rule in written),
    )


def _rule(written: Mapping[str, object]) -> dict[str, object]:
    """`is` and `is_not` are what the file says; Python keeps `is` for itself."""
    rule = dict(written)
    when = rule.get("when")
    if isinstance(when, Mapping):
        names = {"is": "holds", "is_not": "fails"}
        rule["when"] = {names.get(key, key): value for key, value in when.items()}
    return rule
