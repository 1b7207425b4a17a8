"""What a message of each kind must hold; what does not is no message of ours. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

Digest = Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]
Number = Annotated[str, Field(pattern=r"^20\d{14}$")]
Said = Annotated[str, Field(max_length=2000)]
Code = Annotated[str, Field(max_length=40)]
State = Literal["valid", "suspended", "withdrawn", "cancelled", "expired"]


class _Content(BaseModel):
    """Further fields may come with a later edition of the other installation; they are kept, and not used."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Holder(_Content):
    name: Said
    uscc: str = Field(max_length=18)


class _Ask(_Content):
    """Whose certificate it is, and that he wishes the transfer, is judged by the act that takes it in."""

    holder: _Holder | None = None
    consent: dict[str, Any] = {}
    asked: list[Code] = Field(max_length=20)
    answer_by: date | None = None


class _OfClass(_Content):
    models_per_unit: int | None = Field(default=None, ge=1, le=10_000)
    elements: list[Code] = Field(default=[], max_length=20)
    interval_months: int | None = Field(default=None, ge=1, le=600)
    sampling_months: int | None = Field(default=None, ge=1, le=600)


class _Rules(_Content):
    """As `rulesets.export`; nothing where the old body has no set for the product."""

    scheme: str = Field(default="", max_length=100)
    standards: list[Said] = Field(default=[], max_length=200)
    classes: dict[Literal["A", "B", "C", "D"], _OfClass] = {}


class _Answer(_Content):
    """As `inputs.Answer`, and what the records of the old body say by themselves."""

    state: State
    valid_until: date
    first_issued_on: date
    models: list[Said] = Field(max_length=2000)
    enterprise_class: Literal["", "A", "B", "C", "D"]
    last_inspected_on: date | None
    inspection_conclusion: str = Field(max_length=2)
    open_nonconformities: int = Field(ge=0, le=1000)
    rules: _Rules
    failed_samples: Said
    pending_sampling: bool
    pending_complaints: Said
    under_investigation: bool


class _Request(_Content):
    consent: dict[str, Any]
    holder: _Holder


class _Handover(_Content):
    state: Literal["valid"]
    valid_until: date
    first_issued_on: date
    facts: Digest
    on: date
    words: Said


class _Words(_Content):
    words: Said


class _Refusal(_Words):
    """``reasons``: codes of the sender's closed list; an earlier edition named none."""

    reasons: list[Code] = Field(default=[], max_length=20)


class _Measure(_Content):
    state: State
    on: date
    reasons: list[Said] = Field(max_length=100)


class _Successor(_Content):
    number: Number
    leaf: str
    proof: str
    facts: dict[str, Any]


class _Issued(_Content):
    issued_at: AwareDatetime
    handover: Digest
    certificates: list[_Successor] = Field(min_length=1, max_length=20)


class _Cancelled(_Content):
    number: Number
    effective: AwareDatetime
    recorded: AwareDatetime
    successors: list[Number] = Field(max_length=20)


KINDS: Final[Mapping[str, type[_Content]]] = {
    "ask": _Ask,
    "answer": _Answer,
    "request": _Request,
    "handover": _Handover,
    "refusal": _Refusal,
    "recall": _Words,
    "release": _Words,
    "measure": _Measure,
    "issued": _Issued,
    "cancelled": _Cancelled,
}


def wrong_in(kind: str, content: Mapping[str, Any]) -> str:
    """Where the content of a message has not the form of its kind; "" where it has."""
    try:
        KINDS[kind].model_validate(content)
    except ValidationError as wrong:
        return ".".join(("content", *(str(part) for part in wrong.errors()[0]["loc"])))
    return ""
