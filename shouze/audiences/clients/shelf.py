"""What lies on the client's shelf: letters that came, documents handed in, parties that are registered."""

import uuid
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.kernel import rulebook
from shouze.outreach.correspondence.queries import letters_to_applicant
from shouze.resources.documents.letters.kinds import KINDS

from . import earlier
from .parties import parties_for

PAGE: Final = 50


@of_kind("client")
def letters(request: PersonRequest) -> HttpResponse:
    """Every letter that was written to the applicant, the latest first."""
    own = request.standing.organisation
    found: Any = letters_to_applicant(uuid.UUID(own)) if own else []
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [(one, KINDS[one.kind].title) for one in page]}
    return render(request, "clients/letters.html", context)


@of_kind("client")
def papers(request: PersonRequest) -> HttpResponse:
    """Documents handed in once, until when they are offered again; organisations and factories known."""
    found = earlier.papers(request.standing, request.on)
    words = {one.code: one.words for one in rulebook.codes("document_kinds", on=request.on)}
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    parties = parties_for(request.standing, {}, request.on)
    context = {
        "page": page,
        "rows": [(one, words.get(one.kind, one.kind), _usable(one, request)) for one in page],
        "organisations": parties.organisations,
        "factories": parties.factories,
        "own": parties.own,
    }
    return render(request, "clients/papers.html", context)


def _usable(paper: earlier.Paper, request: PersonRequest) -> bool:
    return paper.until is not None and request.on <= paper.until
