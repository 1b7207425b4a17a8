"""What a letter says, and how it becomes a PDF.

In: `LetterFields`, a kind of `KINDS` and the moment. Out: PDF/A bytes. Texts are shown as they are: nothing
that a party wrote is read as markup. Raises `FontMissing`, and `KeyError` for a kind that does not exist.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shouze.kernel.words import Words
from shouze.resources.documents.letters.kinds import KINDS
from shouze.resources.documents.typesetting import typeset

_TEMPLATE = Path(__file__).parent / "letter.typ"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LetterTable(_Frozen):
    """A table of items: headings, and rows that are as wide as they."""

    headings: tuple[Words, ...] = Field(min_length=1)
    rows: tuple[tuple[str, ...], ...]

    @model_validator(mode="after")
    def _rows_are_as_wide_as_the_headings(self) -> LetterTable:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError("every row of a letter's table needs one cell per heading")
        return self


class LetterFields(_Frozen):
    """One letter. `on` is its date of law (Asia/Shanghai); `particulars` stand before the text."""

    body_name: Words
    body_address: Words
    body_phone: str
    number: str = Field(min_length=1)
    on: dt.date
    addressee: str = Field(min_length=1)
    particulars: tuple[tuple[Words, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    table: LetterTable | None = None
    signed_by: str = ""


def render_letter(kind: str, fields: LetterFields, *, at: dt.datetime, fonts: Path | None = None) -> bytes:
    """The letter as PDF/A-3a bytes, byte-identical for the same fields and moment."""
    chosen = KINDS[kind]
    said = fields.model_dump(mode="json")
    said["title"], said["closing"] = chosen.title.as_json(), chosen.closing.as_json()
    return typeset(
        _TEMPLATE, {"letter": json.dumps(said, ensure_ascii=False, sort_keys=True)}, at=at, fonts=fonts
    )
