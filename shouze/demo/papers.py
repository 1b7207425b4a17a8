"""Papers that clients and laboratories send in: small true PDF files, the same for the same title."""

from functools import cache
from pathlib import Path

from shouze.kernel import clock
from shouze.resources.documents.typesetting import typeset

TEXT = (
    "首责示范机构的示例资料。其中的名称和数字均为虚构。Shouze demo house: every name and number is invented."
)
_TEMPLATE = Path(__file__).parent / "paper.typ"
#: papers bear one fixed day, so that the same title always gives the same bytes
_DATED = clock.moment("2024-01-02", "09:00")


@cache
def paper(title: str, text: str = TEXT) -> bytes:
    """Return a one-page PDF with a title and a text (plain words; no markup)."""
    return typeset(_TEMPLATE, {"title": title, "text": text}, at=_DATED)
