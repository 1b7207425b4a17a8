"""Draws by lot that were revealed: what each was committed to, what came out, and how anybody draws it again.

Of those on a list only keys without meaning and weights are told, and of a draw that was not followed the
reason's code: no firm and no person is named here.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.draw_files import sent
from shouze.certification.surveillance.draws import holding, listing, queries
from shouze.certification.surveillance.draws.models import Draw

from .keeping import A_MINUTE, kept, too_often

PER_PAGE: Final = 50
FORMAT: Final = "shouze-draws-1"


@kept(A_MINUTE)
def draw_list(request: HttpRequest) -> HttpResponse:
    """The draws that were revealed, the latest first, and how many there were in all."""
    if waits := too_often(request):
        return waits
    page = Paginator(queries.revealed(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "public/draws.html", {"page": page, "counted": queries.counted()})


@kept(A_MINUTE)
def draw_list_file(request: HttpRequest) -> HttpResponse:
    """The same for programs, whole."""
    if waits := too_often(request):
        return waits
    rows = [_told(request, one) for one in queries.revealed()]
    return JsonResponse({"format": FORMAT, "counted": queries.counted(), "draws": rows})


@kept(A_MINUTE)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """One draw, step by step. Raises Http404 before it is revealed."""
    if waits := too_often(request):
        return waits
    found = _revealed(number)
    context = {
        "row": found,
        "seed": holding.seed_of(found),
        "candidates": len(listing.read(found.candidates).candidates),
        "file": holding.may_be_sent(found),
        "reason": holding.public_reason(found),
    }
    return render(request, "public/draw.html", context)


@kept(A_MINUTE)
def draw_file(request: HttpRequest, number: str) -> HttpResponse:
    """The file of a draw, as `python -m shouze_verify draw` reads it. Raises Http404 where there is none."""
    if waits := too_often(request):
        return waits
    found = _revealed(number)
    if not holding.may_be_sent(found):
        raise Http404
    return sent(found)


def _told(request: HttpRequest, one: Draw) -> dict[str, Any]:
    return {
        "number": one.number,
        "purpose": one.purpose,
        "count": one.count,
        "commitment": one.commitment,
        "listed": one.listed,
        "size": one.size,
        "root": one.root,
        "seed": holding.seed_of(one),
        "committed_on": one.committed_on,
        "held_on": one.held_on,
        "revealed_on": one.revealed_on,
        "overridden": holding.public_reason(one),
        "file": request.build_absolute_uri(reverse("public:draw_file", args=[one.number]))
        if holding.may_be_sent(one)
        else None,
    }


def _revealed(number: str) -> Draw:
    found = queries.find_revealed(number)
    if found is None:
        raise Http404
    return found
