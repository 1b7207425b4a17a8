"""What a letter says, and how it becomes a PDF.

In: `LetterFields`, a kind of `KINDS` and the moment. Out: PDF/A bytes, or pictures of the pages for a
preview. Texts are shown as they are: nothing that a party wrote is read as markup. Raises `FontMissing`,
and `KeyError` for a kind that does not exist.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import rfc8785
import segno
from pydantic import BaseModel, ConfigDict, Field, model_validator

from shouze.kernel.words import Words
from shouze.resources.documents.fonts import find_fonts
from shouze.resources.documents.letters.kinds import KINDS
from shouze.resources.documents.typesetting import press, typeset

_TEMPLATE = Path(__file__).parent / "letter.typ"
#: signs of the digest by which a reader checks a letter: eighty bits, so that nobody guesses one
CODE_LENGTH = 20

Said = Words | str
"""A text of the body in both languages, or a party's own words in the language in which they were written."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LetterTable(_Frozen):
    """A table of items: headings, and rows that are as wide as they. ``widths`` are the columns' shares of
    the width, 0 for one as wide as its words; without them the first is narrow and the others share the rest.
    """

    headings: tuple[Words, ...] = Field(min_length=1)
    rows: tuple[tuple[Said, ...], ...]
    widths: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _rows_are_as_wide_as_the_headings(self) -> LetterTable:
        if any(len(row) != len(self.headings) for row in (*self.rows, self.widths or self.headings)):
            raise ValueError("every row of a letter's table needs one cell per heading")
        return self


class LetterSection(_Frozen):
    """A part of a longer letter under a heading of its own."""

    heading: Words
    paragraphs: tuple[Said, ...] = ()
    table: LetterTable | None = None


class LetterFields(_Frozen):
    """One letter. `on` is its date of law (Asia/Shanghai); `particulars` stand before the text.

    `english` adds the English of the body's words for a reader abroad. `other_party` signs beside the body.
    `web` is the body's web address, under which a letter is checked; `entry` the act that it follows from.
    """

    body_name: Words
    body_address: Words
    body_phone: str
    number: str = Field(min_length=1)
    on: dt.date
    addressee: str = Field(min_length=1)
    particulars: tuple[tuple[Words, Said], ...] = ()
    paragraphs: tuple[Said, ...] = ()
    table: LetterTable | None = None
    after: tuple[Said, ...] = ()
    sections: tuple[LetterSection, ...] = ()
    signed_by: str = ""
    other_party: str = ""
    english: bool = False
    web: str = ""
    entry: str = ""

    def code(self, kind: str) -> str:
        """The first signs of the SHA-256 of all that the letter says (RFC 8785): printed on it and kept."""
        said = {"kind": kind, **self.model_dump(mode="json")}
        return hashlib.sha256(rfc8785.dumps(said)).hexdigest()[:CODE_LENGTH]


def render_letter(kind: str, fields: LetterFields, *, at: dt.datetime, fonts: Path | None = None) -> bytes:
    """The letter as PDF/A-3a bytes, byte-identical for the same fields and moment."""
    return typeset(_TEMPLATE, _texts(kind, fields), at=at, fonts=fonts)


def preview_letter(kind: str, fields: LetterFields) -> list[bytes]:
    """The pages of a letter that was not sent, crossed by 预览, as PNG pictures."""
    return press(_TEMPLATE, find_fonts()).pages({**_texts(kind, fields), "state": "preview"})


def _texts(kind: str, fields: LetterFields) -> dict[str, str]:
    chosen = KINDS[kind]
    said: dict[str, Any] = fields.model_dump(mode="json")
    said["title"], said["closing"] = chosen.title.as_json(), chosen.closing.as_json()
    said["code"] = fields.code(kind)
    said["check"] = check_address(fields, said["code"])
    texts = {"letter": json.dumps(said, ensure_ascii=False, sort_keys=True), "state": "issued"}
    return {**texts, "qr": _qr(said["check"]) if said["check"] else ""}


def check_address(fields: LetterFields, code: str) -> str:
    """Where anybody asks whether the body wrote a letter of this number and content; "" without a place."""
    return f"{fields.web}/letters/{fields.number}/{code}/" if fields.web else ""


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark="#1c2b33", light=None)
    return out.getvalue().decode()
