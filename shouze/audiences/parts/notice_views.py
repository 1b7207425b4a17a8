"""A person's notices: the list, the bell in the head of every page, and how he wants to be written to.

The bell is ``{% include "parts/notices_bell.html" %}``; its number, ``unread``, comes with every page and
costs one look into an index when it is shown. Nobody sees a notice of another (404).
"""

import uuid
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.evidence import queries as evidence
from shouze.kernel.words import Words
from shouze.outreach.notices import choices, mailing, queries
from shouze.outreach.notices.models import Notification
from shouze.outreach.notices.table import KINDS, MESSAGE
from shouze.resources.people.queries import find_person

from .arrival import FIRST_PAGES
from .person import PersonRequest, as_person, standing_behind, unread_of

PER_PAGE: Final = 30
#: htmx reads it as: ask no more
ASK_NO_MORE: Final = 286
BASES: Final = {
    "staff": "staff/base.html",
    "client": "clients/base.html",
    "laboratory": "laboratories/base.html",
}
KEPT: Final = Words("已保存", "Saved")


@as_person
@require_safe
def notices_page(request: PersonRequest) -> HttpResponse:
    """Show a person's notices, the unread first, thirty to a page; ``kind`` filters."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = queries.notices_of(request.standing.id, kind)
    tabs = [("", Words("全部", "All")), *KINDS.items()]
    context = {
        "base": BASES.get(request.standing.kind, "parts/base.html"),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "kind": kind,
        "tabs": [
            {"url": _list(one), "words": words, "current": one == kind, "count": None} for one, words in tabs
        ],
        "kinds": KINDS,
    }
    return render(request, "parts/notices.html", context)


@as_person
@require_safe
def notice(request: PersonRequest, notice: int) -> HttpResponseRedirect:
    """Note that a notice was read, and go to what it is about."""
    found = queries.find_notice(request.standing.id, notice)
    if found is None:
        raise Http404
    queries.mark_read(request.standing.id, found.pk)
    return HttpResponseRedirect(_where(request, found))


@as_person
@require_POST
def notices_read(request: PersonRequest) -> HttpResponseRedirect:
    """Note that one notice (``notice``), all of a kind or all are read, or that one is to be read again."""
    kind, one = request.POST.get("kind", ""), request.POST.get("notice", "")
    number = int(one) if one.isascii() and one.isdigit() else None
    if "again" in request.POST and number is not None:
        queries.mark_unread(request.standing.id, number)
    elif number is not None or not one:
        queries.mark_read(request.standing.id, number, kind if kind in KINDS and number is None else "")
    return HttpResponseRedirect(_list(kind if kind in KINDS else ""))


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell alone, asked for again and again by an open page; who is logged out asks no more."""
    standing = standing_behind(request)
    if standing is None:
        return HttpResponse(status=ASK_NO_MORE)
    return render(request, "parts/notices_bell.html", {"unread": unread_of(standing.id)})


@as_person
@require_http_methods(["GET", "HEAD", "POST"])
def notice_choices(request: PersonRequest) -> HttpResponse:
    """Show or keep how a person is told by mail of each kind of notice, and in which language."""
    me = request.standing.id
    if request.method == "POST":
        hows = {kind: request.POST.get(kind, "") for kind in KINDS}
        choices.choose(me, hows, request.POST.get("language", ""))
        messages.success(request, str(KEPT))
        return HttpResponseRedirect(reverse("parts:notice_choices"))
    chosen = choices.chosen({me: request.standing.kind})[me]
    person = find_person(me)
    context = {
        "base": BASES.get(request.standing.kind, "parts/base.html"),
        "rows": [(kind, words, chosen[kind]) for kind, words in KINDS.items()],
        "hows": choices.HOWS.items(),
        "languages": choices.LANGUAGES.items(),
        "language": choices.language_kept(me) or get_language(),
        "email": person.email if person else "",
        "where": mailing.where() if request.standing.kind == "staff" else "",
    }
    return render(request, "parts/notice_choices.html", context)


def _list(kind: str) -> str:
    return reverse("parts:notices") + (f"?{urlencode({'kind': kind})}" if kind else "")


#: what a notice to the body's people is about -> the page that lists it, where that is not the case
_PAGES: Final = {
    "people.person": "staff:absence",
    "impact.doubt": "staff:doubts",
    "impact.reevaluation": "staff:reevaluations",
    "classification.proposal": "staff:classes",
}


def _where(request: PersonRequest, found: Notification) -> str:
    kind = request.standing.kind
    if kind == "staff" and found.subject_type in _PAGES:
        return reverse(_PAGES[found.subject_type])
    if found.case_id is None:
        return reverse(FIRST_PAGES[kind]) if kind in FIRST_PAGES else "/"
    if kind == "laboratory":
        return _order(found.case_id, request.standing.laboratory)
    if kind == "client" and found.act.startswith("certificate."):
        certificate = certificate_of_case(found.case_id)
        if certificate:
            return reverse("clients:certificate", args=[certificate.number])
    if found.kind == MESSAGE and kind == "client":
        return reverse("clients:case", args=[found.case_id]) + "#conversation"
    return reverse("staff:case" if kind == "staff" else "clients:case", args=[found.case_id])


def _order(case: uuid.UUID, laboratory: str | None) -> str:
    """The latest order of the case to that laboratory, else the list of its orders."""
    own = [one for one in evidence.orders(case) if str(one.laboratory_id) == laboratory]
    return reverse("laboratories:order", args=[own[-1].pk]) if own else reverse("laboratories:home")
