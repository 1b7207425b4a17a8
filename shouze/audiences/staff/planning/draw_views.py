"""The pages of draws: committed to from a frozen list, what came out, and how anybody checks it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.draw_files import sent
from shouze.audiences.parts.person import PersonRequest, has_post_for, of_kind
from shouze.audiences.staff import offered
from shouze.audiences.staff.case_views import known_act
from shouze.certification.certificates.trace import trail_of_subject
from shouze.certification.surveillance.draws import candidates, holding, listing, queries
from shouze.certification.surveillance.draws.models import Draw
from shouze.kernel.acts import Refused, perform

PER_PAGE: Final = 50
#: who may see what was drawn before it is revealed
CONFIDENTIAL: Final = "draw.revealed"


@of_kind("staff")
@require_safe
def draw_list(request: PersonRequest) -> HttpResponse:
    """List the draws, the latest first, with how many were not followed."""
    page = Paginator(queries.draws(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "counted": queries.counted(), "commits": has_post_for(request, "draw.committed")}
    return render(request, "staff/draws/list.html", context)


@of_kind("staff")
def draw_new(request: PersonRequest) -> HttpResponse:
    """Choose what is drawn for; among whom, until when and how many follow from programme and rule."""
    if not has_post_for(request, "draw.committed"):
        return render(request, "staff/draws/new.html", {"may": False}, status=403)
    given = request.POST if request.method == "POST" else request.GET
    case = _case(given.get("case", ""))
    purpose = candidates.MODELS if case else candidates.VISITS
    found, until = candidates.to_draw(purpose, case, request.on)
    context: dict[str, Any] = {
        "purpose": purpose,
        "case": case,
        "until": until,
        "candidates": found,
        "count": candidates.how_many(purpose, len(found), request.on) if found else 0,
        "may": True,
    }
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("staff:draw", args=[_commit(request, purpose, case)]))
        except Refused as refused:
            context["refused"] = refused.sentences()
    return render(request, "staff/draws/new.html", context, status=422 if "refused" in context else 200)


def _commit(request: PersonRequest, purpose: str, case: UUID | None) -> UUID:
    person = request.standing.id
    return perform(
        "draw.committed", by=person, given=holding.committing(purpose, case, person), via="page"
    ).subject


def _case(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise Http404 from wrong


@of_kind("staff")
@require_safe
def draw_page(request: PersonRequest, draw: UUID) -> HttpResponse:
    """Show a draw; what came out is for who reveals it, until it is revealed."""
    found = _draw(draw)
    entitled = found.state == "revealed" or has_post_for(request, CONFIDENTIAL)
    names = listing.read(found.candidates).names if entitled else {}
    context = {
        "row": found,
        "entitled": entitled,
        "drawn": [{**one, "name": names.get(one["key"], "")} for one in found.result] if entitled else [],
        "candidates": len(listing.read(found.candidates).candidates),
        "offer": offered.on_subject(found, request.standing, "staff:draw_act", found.pk),
        "trail": trail_of_subject(found.pk),
    }
    return render(request, "staff/draws/one.html", context)


@of_kind("staff")
def draw_act(request: PersonRequest, draw: UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a draw."""
    found = _draw(draw)
    known_act(act, Draw)
    url = reverse("staff:draw", args=[found.pk])
    page = Page(base="staff/base.html", template="staff/act.html", context={"row": found}, back=url)
    return do_act(request, act, found, url, page)


@of_kind("staff")
@require_safe
def draw_file(request: PersonRequest, draw: UUID) -> HttpResponse:
    """Send the file of a revealed draw, with which anybody checks it."""
    found = _draw(draw)
    if found.state != "revealed" or not found.root:
        raise Http404
    return sent(found)


def _draw(draw: UUID) -> Draw:
    found = queries.find_draw(draw)
    if found is None:
        raise Http404
    return found
