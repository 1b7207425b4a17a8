"""The pages of doubts and re-evaluations: lists, what each rests on, how far it is, and the acts on them."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.trace import trail_of_subject
from shouze.kernel.words import Words
from shouze.oversight.impact import freezing, queries, states
from shouze.oversight.impact.models import Doubt, Reevaluation
from shouze.oversight.impact.questions import BY_KIND
from shouze.resources.people.queries import names

from . import offered
from .case_views import known_act

PER_PAGE: Final = 50
#: outcome -> the act on the certificate that it recommends
_MEASURES: Final = {
    "refer_suspension": "certificate.suspended",
    "refer_withdrawal": "certificate.withdrawn",
}
_EVERY: Final = Words("全部", "All")


@of_kind("staff")
def doubt_list(request: PersonRequest) -> HttpResponse:
    """List the doubts, in a state where one is chosen, the latest first."""
    state = request.GET.get("state", "")
    state = state if state in states.DOUBT else ""
    page = Paginator(queries.doubts(state), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "tabs": _tabs("staff:doubts", states.DOUBT, state)}
    return render(request, "staff/impact/doubts.html", {**context, "kinds": BY_KIND})


@of_kind("staff")
def doubt_page(request: PersonRequest, doubt: UUID) -> HttpResponse:
    """Show a doubt: its question, what was seen, the progress of all re-evaluations, and who did what."""
    found = _doubt(doubt)
    state = request.GET.get("state", "")
    state = state if state in states.REEVALUATION else ""
    lines = Paginator(queries.reevaluations(found.pk, state), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": found,
        "question": BY_KIND.get(found.kind),
        "thing": _thing(found),
        "progress": queries.progress(found),
        "page": lines,
        "engineers": _engineers(lines),
        "state": state,
        "offer": offered.on_subject(found, request.standing, "staff:doubt_act", found.pk),
        "trail": trail_of_subject(found.pk),
    }
    return render(request, "staff/impact/doubt.html", context)


@of_kind("staff")
def doubt_new(request: PersonRequest) -> HttpResponseBase:
    """Show or do the raising of a doubt upon a frozen answer (``?affected=sha256:…``)."""
    digest = request.GET.get("affected") or request.POST.get("affected", "")
    try:
        frozen = freezing.read(digest)
    except (freezing.NotFrozen, FileNotFoundError) as missing:
        raise Http404 from missing
    context = {"frozen": frozen, "question": BY_KIND.get(frozen.asked.kind)}
    page = Page(
        base="staff/base.html",
        template="staff/impact/raise.html",
        initial={"affected": digest},
        context=context,
        back=reverse("staff:impact"),
    )
    return do_act(request, "doubt.raised", None, lambda done: _address(done.subject), page)


@of_kind("staff")
def doubt_act(request: PersonRequest, doubt: UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a doubt."""
    found = _doubt(doubt)
    known_act(act, Doubt)
    return do_act(request, act, found, _address(found.pk), _acting(found, _address(found.pk)))


@of_kind("staff")
def reevaluation_list(request: PersonRequest) -> HttpResponse:
    """List the open re-evaluations that wait for the person, or with ``?all=1`` those of everybody."""
    everybody = "all" in request.GET
    found = queries.reevaluations(state="open") if everybody else queries.waiting_for(request.standing.id)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "engineers": _engineers(page), "everybody": everybody}
    return render(request, "staff/impact/reevaluations.html", context)


@of_kind("staff")
def reevaluation_page(request: PersonRequest, reevaluation: UUID) -> HttpResponse:
    """Show a re-evaluation: of which certificate, why, until when, and its outcome."""
    found = _reevaluation(reevaluation)
    context = {
        "row": found,
        "engineers": _engineers([found]),
        "offer": offered.on_subject(found, request.standing, "staff:reevaluation_act", found.pk),
        "trail": trail_of_subject(found.pk),
        "measures": _MEASURES.get(found.result),
    }
    return render(request, "staff/impact/reevaluation.html", context)


@of_kind("staff")
def reevaluation_act(request: PersonRequest, reevaluation: UUID, act: str) -> HttpResponseBase:
    """Show or do an act on a re-evaluation."""
    found = _reevaluation(reevaluation)
    known_act(act, Reevaluation)
    url = reverse("staff:reevaluation", args=[found.pk])
    fit = queries.candidates(found.doubt, found.product_code, request.on)
    options = {"engineer": [Option(str(key), name) for key, name in names(fit).items()]}
    return do_act(request, act, found, url, _acting(found, url, options))


def _acting(row: Any, back: str, options: Any = None) -> Page:
    return Page(
        base="staff/base.html",
        template="staff/act.html",
        options=options or {},
        context={"row": row},
        back=back,
    )


def _tabs(name: str, words: Any, state: str) -> list[dict[str, Any]]:
    url = reverse(name)
    return [
        {"url": url, "words": _EVERY, "count": None, "current": not state},
        *(
            {"url": f"{url}?state={key}", "words": one, "count": None, "current": key == state}
            for key, one in words.items()
        ),
    ]


def _engineers(lines: Any) -> dict[UUID, str]:
    return names([one.engineer_id for one in lines if one.engineer_id])


def _address(doubt: UUID) -> str:
    return reverse("staff:doubt", args=[doubt])


def _thing(found: Doubt) -> Words:
    """The doubted thing in words, with its key where that says more."""
    question = BY_KIND.get(found.kind)
    meant = question.find(found.thing) if question else None
    if meant is None or str(meant.words) == found.thing:
        return Words.same(found.thing)
    return Words(f"{meant.words.zh}（{found.thing}）", f"{meant.words.en} ({found.thing})")


def _doubt(doubt: UUID) -> Doubt:
    found = queries.find_doubt(doubt)
    if found is None:
        raise Http404
    return found


def _reevaluation(reevaluation: UUID) -> Reevaluation:
    found = queries.find_reevaluation(reevaluation)
    if found is None:
        raise Http404
    return found
