"""Before an act that sends a letter: the letter as the addressee will get it, from what is typed so far.

How a page shows it: ``{% load letters %}`` and ``{% letter_preview act subject %}`` inside the form of an
act; where no letter follows from the act nothing is shown. The button posts the form as it stands to
``parts:letter_preview``, which answers with pictures of the pages, or with the sentences of the gate.
"""

import uuid
from base64 import b64encode
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from shouze.kernel.acts import Objection, Refused, all_acts
from shouze.kernel.words import Words
from shouze.outreach.correspondence.rehearsal import rehearsed
from shouze.procedure.table import BY_ACT
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters import KINDS, LetterFields, preview_letter

from .act_forms import read
from .person import PersonRequest, as_person, visible_case


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter that was not sent: what it is called, its pages as data addresses, and its text; or why the
    act that sends it cannot be done.
    """

    title: Words
    pages: tuple[str, ...] = ()
    letter: LetterFields | None = None
    tried: Words | None = None
    objections: tuple[Objection, ...] = ()


def letter_of(act: str) -> str:
    """Return the kind of letter that follows from an act; "" when none does."""
    row = BY_ACT.get(act)
    return row.letter if row else ""


@require_POST
@as_person
def preview(request: PersonRequest, act: str, subject: uuid.UUID) -> HttpResponse:
    """Show the letter that the form of an act would send, or why it cannot be done as filled in (422).

    Raises Http404 for an act without a letter, and for a case that the person may not see.
    """
    kind = letter_of(act)
    if not kind or act not in all_acts():
        raise Http404
    if all_acts()[act].on is Case:
        visible_case(request, subject)
    elif request.standing.kind != "staff":
        raise Http404
    shown = _shown(request, kind, act, subject)
    fragment = "HX-Request" in request.headers
    template = "parts/letter/preview.html" if fragment else "parts/letter/preview_page.html"
    response = render(request, template, {"preview": shown}, status=422 if shown.objections else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _shown(request: PersonRequest, kind: str, act: str, subject: uuid.UUID) -> Preview:
    reading = read(all_acts()[act], request, person=request.standing.id)
    try:
        letter = rehearsed(kind, act, by=request.standing.id, subject=subject, given=reading.given)
    except Refused as refused:
        return Preview(KINDS[kind].title, tried=refused.tried, objections=tuple(refused.objections))
    pages = (f"data:image/png;base64,{b64encode(one).decode()}" for one in preview_letter(kind, letter))
    return Preview(KINDS[kind].title, tuple(pages), letter)
