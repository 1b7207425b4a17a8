"""What the body tells everybody: warnings, notices, what became of certificates; as pages and a feed."""

from datetime import datetime, time
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from shouze.certification.certificates.models import Event
from shouze.certification.certificates.queries import measures
from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words, active_language
from shouze.outreach.publicity import queries as publicity
from shouze.outreach.publicity.models import Notice

from . import texts
from .keeping import A_MINUTE, kept, too_often

PER_PAGE: Final = 20
IN_FEED: Final = 40


@kept(A_MINUTE)
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that stand, and below them the latest changes of certificates, twenty to a page."""
    if waits := too_often(request):
        return waits
    page = Paginator(measures(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "notices": list(publicity.published()[:PER_PAGE]) if page.number == 1 else [],
        "page": page,
        "lines": [(one, texts.EVENTS[one.kind], texts.REASONS.get(one.kind, "")) for one in page],
    }
    return render(request, "public/notices.html", context)


@kept(A_MINUTE)
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """One notice; one that was withdrawn says so, and why."""
    found = publicity.find_notice(number)
    if found is None:
        raise Http404
    return render(request, "public/notice.html", {"notice": found})


@kept(A_MINUTE)
def feed(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed in the reader's language, the latest first; nothing personal in it."""
    entries = [*map(_of_notice, publicity.published()[:IN_FEED]), *map(_of_event, measures()[:IN_FEED])]
    atom = Atom1Feed(
        title=str(texts.FEED_TITLE),
        link=request.build_absolute_uri(reverse("public:notices")),
        feed_url=request.build_absolute_uri(),
        description=str(texts.FEED_TITLE),
        language="zh-Hans" if active_language() == "zh" else "en",
    )
    for entry in sorted(entries, key=lambda one: one["updateddate"], reverse=True)[:IN_FEED]:
        link = request.build_absolute_uri(entry.pop("path"))
        atom.add_item(link=link, unique_id=f"{link}#{entry.pop('key')}", **entry)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _of_notice(one: Notice) -> dict[str, Any]:
    return {
        "title": str(Words(one.title, one.title_en)),
        "description": str(Words(one.text, one.text_en)),
        "updateddate": one.published_at.astimezone(clock.SHANGHAI),
        "path": reverse("public:notice", args=[one.number]),
        "key": one.number,
    }


def _of_event(one: Event) -> dict[str, Any]:
    number, product = one.certificate.number, one.certificate.facts["product"]["name"]
    what, holder = texts.EVENTS[one.kind], one.certificate.facts["applicant"]["name"]
    table = texts.REASONS.get(one.kind, "")
    reasons = Words.join((_reason(table, code) for code in one.reasons), zh="；", en="; ")
    told = Words(
        f"{holder['zh']} {product['zh']} {reasons.zh}", f"{holder['en']} {product['en']} {reasons.en}"
    )
    return {
        "title": str(Words(f"证书 {number} {what.zh}", f"Certificate {number}: {what.en}")),
        "description": str(told),
        "updateddate": datetime.combine(one.on, time(0, 0), clock.SHANGHAI),
        "path": reverse("public:certificate", args=[number]),
        "key": f"{one.kind}-{one.on}",
    }


def _reason(table: str, code: str) -> Words:
    try:
        return rulebook.code(table, code, on=clock.today()).words
    except rulebook.RuleError:
        return Words.same(code)
