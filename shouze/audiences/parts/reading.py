"""Papers are read beside the page that names them: facts of the file, and its content as what it truly is.

In: a case and a digest that the person may open. Out: a part of a page (htmx), or the same as a page. A PDF
is drawn by the reader of PDF in the browser, a picture by the browser, a table as escaped cells, a text as
text; everything else is facts and a download. Nothing of a file is run or becomes HTML (guidance (六)).

How a page offers it: ``{% include "parts/reading/panel.html" %}`` in its block ``end``; every ``file_link``
on the page then opens there. What a person opened is marked for himself (``store.read_by``).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from shouze.certification.certificates.trace import Traced, resting_on
from shouze.kernel import clock
from shouze.kernel.files import store
from shouze.kernel.files.models import StoredFile
from shouze.resources.people.queries import find_person

from . import grids
from .files import opened, visible_digest
from .person import PersonRequest, as_person, visible_case

#: media type -> how it is shown; what is not here is facts and a download
SHOWN: Final[Mapping[str, str]] = {
    "application/pdf": "pdf",
    "image/png": "picture",
    "image/jpeg": "picture",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table",
}
#: characters of a text that are shown, and digits of the number of a page
LONGEST_TEXT, LONGEST_NUMBER = 200_000, 6


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as its reader sees it. ``shown`` is "pdf", "picture", "table", "text" or "facts"; ``sender`` and
    ``received`` say who handed it in and when it came; ``acts`` which acts of the case rest on it (the body's
    people alone are told); ``why`` why it is not shown.
    """

    case: uuid.UUID
    stored: StoredFile
    name: str
    shown: str
    sender: str
    received: datetime
    acts: Sequence[Traced]
    text: str = ""
    leaf: grids.Leaf | None = None
    why: str = ""


@as_person
def paper(request: PersonRequest, case: uuid.UUID, digest: str) -> HttpResponse:
    """Show a file of a case for reading, and mark it as opened by the person. Raises Http404 for what is not
    his to see.
    """
    found = visible_case(request, case)
    visible = visible_digest(request.standing, found.id, digest)
    stored, name, content = opened(digest if visible else "", request.standing)
    with content:
        shown = _shown(stored, name)
        showing: dict[str, Any] = {"shown": shown}
        if shown == "table":
            showing = _table(content.read(grids.LARGEST_FILE + 1), request.GET)
        if shown == "text":
            showing = {"shown": shown, "text": _text(content.read(LONGEST_TEXT))}
    store.mark_read(digest, request.standing.id, clock.now())
    inside = request.standing.kind == "staff"
    sender = find_person(stored.person_id) if stored.person_id else None
    told: dict[str, Any] = {
        "case": found.id,
        "stored": stored,
        "name": name,
        "sender": sender.name if sender else "",
        "received": stored.at,
        "acts": resting_on(found.id, digest) if inside else (),
    }
    part = "HX-Request" in request.headers
    template = "parts/reading/paper.html" if part else "parts/reading/page.html"
    return render(request, template, {"paper": Paper(**told, **showing)})


def _shown(stored: StoredFile, name: str) -> str:
    if stored.media_type == "text/plain":
        return "table" if name.lower().endswith(".csv") else "text"
    if stored.media_type == "application/zip" and name.lower().endswith(".xlsx"):
        return "table"
    return SHOWN.get(stored.media_type, "facts")


def _table(content: bytes, asked: Mapping[str, str]) -> dict[str, Any]:
    try:
        sheet, page = _number(asked.get("sheet"), 0), _number(asked.get("page"), 1)
        leaf = grids.leaf_of(content, sheet=sheet, page=page)
    except grids.Unreadable as unreadable:
        return {"shown": "facts", "why": str(unreadable)}
    return {"shown": "table", "leaf": leaf}


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _number(text: str | None, default: int) -> int:
    plain = bool(text) and str(text).isascii() and str(text).isdigit()
    return int(str(text)[:LONGEST_NUMBER]) if plain else default
