"""Official letters of the body: one template, a table of kinds, each with its title and closing words.

In: `LetterFields` from the room that writes to somebody. Out: `render_letter(kind, fields, at=…)`, PDF/A
bytes, the same for the same input. The rooms decide what is said; here is only how it looks (ISO/IEC 17065
clause 7.7).
"""

from shouze.resources.documents.letters.kinds import KINDS, LetterKind
from shouze.resources.documents.letters.letter import (
    LetterFields,
    LetterSection,
    LetterTable,
    preview_letter,
    render_letter,
)

__all__ = [
    "KINDS",
    "LetterFields",
    "LetterKind",
    "LetterSection",
    "LetterTable",
    "preview_letter",
    "render_letter",
]
