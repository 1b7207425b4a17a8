"""The desks at which the body serves others: orders of marks, complaints of the public, public notices.

Each is a list by state with its export, a page for one thing, and the pages of the acts on it.
"""

import uuid
from typing import Any, Final
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.files import INLINE, SANDBOX, opened
from shouze.audiences.parts.person import PersonRequest, may_read, of_kind
from shouze.certification.certificates.trace import trail_of_subject
from shouze.kernel import clock
from shouze.kernel.acts import creatable
from shouze.kernel.acts.models import Subject
from shouze.kernel.words import Words
from shouze.outreach.complaints.models import Complaint

from . import erasing_page, offered
from .case_views import known_act
from .desk import Desk
from .desk_table import DESKS
from .filling import options_for

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 5000


@of_kind("staff")
def listed(request: PersonRequest, desk: str) -> HttpResponse:
    """List what lies on a desk, fifty to a page; ``state`` and ``q`` narrow it."""
    found = _desk(request, desk)
    state, text = _asked(request)
    counts = found.counted()
    creating = creatable(found.model, request.standing, clock.now())
    address = reverse("staff:desk", args=[desk])
    every = Words("全部", "All")
    tabs = [
        {
            "words": every,
            "url": address,
            "count": sum(counts.values()) if counts else None,
            "current": not state,
        }
    ]
    for key, words in found.states.items():
        count = counts.get(key, 0) if counts else None
        tabs.append(
            {"words": words, "url": f"{address}?state={key}", "count": count, "current": key == state}
        )
    context = {
        "desk": desk,
        "words": found.words,
        "state": state,
        "q": text,
        "tabs": tabs,
        "page": Paginator(found.listed(state, text), PER_PAGE).get_page(request.GET.get("page")),
        **found.around(),
        "creating": [one for one in creating if one.act.name != "complaint.received" or not one.objections],
    }
    return render(request, f"staff/desks/{desk}.html", context)


@of_kind("staff")
def sent(request: PersonRequest, desk: str, kind: str) -> HttpResponse:
    """Send what the list shows as a file ("csv", "xlsx"), at most 5,000 rows. Raises Http404 otherwise."""
    found = _desk(request, desk)
    rows = found.listed(*_asked(request))[:MOST_EXPORTED]
    lines = ({one.key: _cell(row, one.key) for one in found.columns} for row in rows)
    return sheets.download(kind, desk, found.columns, lines)


@of_kind("staff")
def row(request: PersonRequest, desk: str, row: uuid.UUID) -> HttpResponse:
    """Show one thing, its history, and what the person is offered on it."""
    found = _desk(request, desk)
    subject = _row(found, row)
    context = {
        "desk": desk,
        "words": found.words,
        "row": subject,
        "offer": offered.on_subject(subject, request.standing, "staff:desk_act", desk, subject.pk),
        "trail": trail_of_subject(subject.pk),
        **found.more(request, subject),
    }
    return render(request, f"staff/desks/{desk}_one.html", context)


@of_kind("staff")
def act(request: PersonRequest, desk: str, row: uuid.UUID, act: str) -> HttpResponseBase:
    """Show or do an act on one thing of a desk."""
    found = _desk(request, desk)
    subject = _row(found, row)
    known_act(act, found.model)
    url = reverse("staff:desk_row", args=[desk, subject.pk])
    page = Page(
        base="staff/base.html",
        template="staff/desks/act.html",
        initial=found.known[act](subject) if act in found.known else {},
        options=found.options[act](subject) if act in found.options else {},
        context={"row": subject, "desk": desk, **found.more(request, subject)},
        back=url,
    )
    return do_act(request, act, subject, url, page)


@of_kind("staff")
def new(request: PersonRequest, desk: str, act: str) -> HttpResponseBase:
    """Show or do an act that lays a thing on a desk."""
    found = _desk(request, desk)
    known_act(act, found.model)
    page = Page(
        base="staff/base.html",
        template=found.new_template,
        options=options_for(act, None, request.on),
        back=reverse("staff:desk", args=[desk]),
        around=erasing_page.around(request, act),
    )
    return do_act(request, act, None, lambda done: reverse("staff:desk_row", args=[desk, done.subject]), page)


@of_kind("staff")
def complaint_file(request: PersonRequest, row: uuid.UUID, digest: str) -> FileResponse:
    """Send a file that came with a complaint. Raises Http404 for one that did not."""
    complaint: Complaint = _row(_desk(request, "complaints"), row)
    return answer_with(digest if digest in complaint.files else "", request)


@of_kind("staff")
def desk_file(request: PersonRequest, desk: str, row: uuid.UUID, digest: str) -> FileResponse:
    """Send a file that belongs to a thing on a desk. Raises Http404 for one that does not."""
    found = _desk(request, desk)
    belonging = found.files(_row(found, row))
    return answer_with(digest if digest in belonging else "", request)


def answer_with(digest: str, request: PersonRequest) -> FileResponse:
    """Answer with a stored file; pictures and PDF are shown, nothing of it is run. Raises Http404."""
    stored, name, content = opened(digest, request.standing)
    response = FileResponse(content, content_type=stored.media_type)
    shown = "inline" if stored.media_type in INLINE else "attachment"
    response.headers["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _asked(request: PersonRequest) -> tuple[str, str]:
    return request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]


def _cell(row: Any, key: str) -> object:
    value = getattr(row, key)
    return str(value) if isinstance(value, Subject) else value


def _desk(request: PersonRequest, name: str) -> Desk:
    found = DESKS.get(name)
    if found is None or (found.right and not may_read(request, found.right)):
        raise Http404
    return found


def _row(found: Desk, row: uuid.UUID) -> Any:
    subject = found.found(row)
    if subject is None:
        raise Http404
    return subject
