"""The pages of evidence dossiers: which were handed out to whom, making one, and fetching it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, may_read, of_kind
from shouze.certification.certificates.trace import trail_of_subject
from shouze.oversight.tracing import queries
from shouze.oversight.tracing.jobs import place_of
from shouze.oversight.tracing.models import Dossier
from shouze.oversight.tracing.things import KINDS

PER_PAGE: Final = 50
#: what one must be allowed to read to fetch what was handed out
_DOSSIERS: Final = "dossiers"


@of_kind("staff")
def dossier_list(request: PersonRequest) -> HttpResponse:
    """List the dossiers that were handed out, the latest first."""
    page = Paginator(queries.dossiers(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/trace/dossiers.html", {"page": page, "kinds": KINDS})


@of_kind("staff")
def dossier_new(request: PersonRequest) -> HttpResponseBase:
    """Show or do the making of a dossier; what it is of comes from the page of its trace."""
    page = Page(base="staff/base.html", template="staff/act.html", back=reverse("staff:trace_search"))
    return do_act(
        request, "dossier.made", None, lambda done: reverse("staff:dossier", args=[done.subject]), page
    )


@of_kind("staff")
def dossier_page(request: PersonRequest, dossier: UUID) -> HttpResponse:
    """Show a dossier: for whom, on what ground, and how far its making is."""
    return _page(request, _dossier(dossier))


def _page(request: PersonRequest, found: Dossier, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = {
        "row": found,
        "kind": KINDS.get(found.kind, found.kind),
        "progress": _progress(found),
        "may_fetch": may_read(request, _DOSSIERS),
        "trail": trail_of_subject(found.pk),
    }
    part = "HX-Request" in request.headers
    return render(request, f"staff/trace/dossier{'_state' if part else ''}.html", context, status=status)


@of_kind("staff")
def dossier_sent(request: PersonRequest, dossier: UUID) -> HttpResponseBase:
    """Send the archive; where it was removed for an erasure, say so (410). Raises Http404 before it is
    sealed, and for who may not read it.
    """
    found = _dossier(dossier)
    if found.state != "filed" or not may_read(request, _DOSSIERS):
        raise Http404
    if getattr(_progress(found), "removed_by", None):
        return _page(request, found, HTTPStatus.GONE)
    try:
        content = place_of(found).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(content, as_attachment=True, filename=f"{found.number}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _progress(found: Dossier) -> Any:
    try:
        return found.progress
    except ObjectDoesNotExist:
        return None


def _dossier(dossier: UUID) -> Dossier:
    found = queries.find_dossier(dossier)
    if found is None:
        raise Http404
    return found
