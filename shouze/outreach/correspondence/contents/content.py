"""What a letter says, before it is addressed and numbered; and dates as its readers write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel.words import Words
from shouze.resources.documents.letters.letter import LetterSection, LetterTable, Said

#: what an entry's act was given, as the ledger has it
Given = Mapping[str, Any]
ITEM, DETAIL, NUMBER = Words("事项", "Item"), Words("内容", "Detail"), Words("序号", "No.")


@dataclass(frozen=True, slots=True)
class Content:
    """Paragraphs, a table, what comes after it, and parts with headings. ``addressee`` is the applicant when
    empty; ``more`` stands with the particulars of the case; ``two_sign``: the applicant signs too.
    """

    paragraphs: tuple[Said, ...] = ()
    table: LetterTable | None = None
    after: tuple[Said, ...] = ()
    sections: tuple[LetterSection, ...] = ()
    addressee: str = ""
    more: tuple[tuple[Words, Said], ...] = ()
    two_sign: bool = False


def day(on: date | str | None) -> Words:
    """Return a date of law as it is written in a letter; a dash where there is none."""
    if not on:
        return Words.same("—")
    found = date.fromisoformat(on) if isinstance(on, str) else on
    return Words(
        f"{found.year}年{found.month}月{found.day}日", f"{found.day} {_MONTHS[found.month]} {found.year}"
    )


_MONTHS: Final = (
    "", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def said(zh: str, en: str, **values: object) -> Words:
    """Return a sentence of the body with its places filled in each language."""
    return Words(zh, en).fill(**values)


def quoted(label: Words, text: str) -> tuple[Said, ...]:
    """Return what a person wrote, after the name of what it is; nothing where he wrote nothing."""
    return (Words(f"{label.zh}：{text}", f"{label.en}: {text}"),) if text else ()


def listed(rows: list[tuple[Words, Said]]) -> LetterTable:
    """Return a table of two columns: what, and what about it."""
    return LetterTable(headings=(ITEM, DETAIL), rows=tuple(rows), widths=(1, 3))
