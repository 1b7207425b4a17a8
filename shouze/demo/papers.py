"""Papers that clients and laboratories send in: small true PDF files, the same for the same title."""

from functools import cache

import typst

_PAGE = """
#set page(paper: "a5")
#set text(size: 11pt)
#align(center, text(16pt, weight: "bold")[{title}])
#v(1em)
{text}
"""


@cache
def paper(title: str, text: str = "Shouze demo house. Every name and number in it is invented.") -> bytes:
    """Return a one-page PDF with a title and a text (plain words; no markup)."""
    source = _PAGE.format(title=_plain(title), text=_plain(text))
    made: bytes = typst.compile(source.encode(), format="pdf")
    return made


def _plain(text: str) -> str:
    return "".join(f"\\{mark}" if mark in r"#*_`$<>@[]\~" else mark for mark in text)
