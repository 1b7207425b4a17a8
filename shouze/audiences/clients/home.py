"""What an applicant sees first: his cases and what is asked of him, his drafts, his certificates."""

import uuid
from datetime import date
from typing import Any, Final

import segno
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.applications import drafts
from shouze.certification.applications.queries import drafts_of
from shouze.certification.certificates import queries as certificate_queries
from shouze.certification.certificates.states import STATES
from shouze.certification.changes.queries import changes_of
from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.outreach.correspondence import queries as correspondence
from shouze.procedure.states import steps
from shouze.resources.cases.queries import visible_to
from shouze.resources.cases.states import OPEN

from .asked import around, asked
from .matters import matters
from .measures import standing
from .own_drafts import user_id
from .promised import share
from .watch import watching

PAGE: Final = 50
#: the step that is none of an application's: supervision follows the certificate
AFTERWARDS: Final = "surveillance"
#: kinds of events of a certificate that are no states
EVENTS: Final = {
    **STATES,
    "changed": Words("变更换发", "issued anew"),
    "renewed": Words("到期换发", "renewed"),
    "issued": Words("发证", "issued"),
    "restored": Words("恢复", "restored"),
    "prolonged": Words("延长暂停", "suspension prolonged"),
    "models_withdrawn": Words(
        "部分型号撤销，证书对其余型号换发", "some models withdrawn; issued anew for the others"
    ),
    "models_cancelled": Words(
        "部分型号注销，证书对其余型号换发", "some models cancelled; issued anew for the others"
    ),
    "narrowed": Words("部分型号恢复，其余继续暂停", "some models restored, the others stay suspended"),
}


@of_kind("client")
def home(request: PersonRequest) -> HttpResponse:
    """The applicant's cases, the latest first, each with what is asked of him; drafts; certificates."""
    at = clock.now()
    show = request.GET.get("show", "")
    seen = visible_to(request.standing, request.on)
    kept = seen.filter(state__in=OPEN) if show == "open" else seen
    cases = kept.annotate(ended=Case(When(state__in=OPEN, then=0), default=1)).order_by(
        "ended", "-submitted_on", "-number"
    )
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    ids = [case.id for case in page]
    near, unread = around(ids), correspondence.unread(ids, request.standing)
    rows = [(case, asked(case, near[case.id], request.standing, at)) for case in page]
    context = {
        "page": page,
        "rows": rows,
        "waiting": _waiting(rows, request.on),
        "lines": [_line(case, asks, unread.get(case.id, 0), request.on) for case, asks in rows],
        "show": show,
        "drafts": [_draft_line(one) for one in drafts_of(user_id(request))],
        "certificates": _certificates(request)[:PAGE],
    }
    return render(request, "clients/home.html", context)


@of_kind("client")
def certificates(request: PersonRequest) -> HttpResponse:
    """All certificates of the applicant, the latest first."""
    page = Paginator(_certificates(request), PAGE).get_page(request.GET.get("page"))
    own = next((one.facts["applicant"]["name"]["zh"] for one in page), "")
    return render(request, "clients/certificates.html", {"page": page, "watch": watching(request, own)})


@of_kind("client")
def certificate(request: PersonRequest, number: str) -> HttpResponse:
    """One certificate of the applicant: what it says, its state and history, its document."""
    found = certificate_queries.find_certificate(number)
    if found is None or str(found.applicant_id) != request.standing.organisation:
        raise Http404
    events = [(one, EVENTS.get(one.kind, one.kind)) for one in found.events.all()]
    address = request.build_absolute_uri(reverse("public:certificate", args=[found.number]))
    context = {
        "certificate": found,
        "events": events,
        "matters": matters(found, request.on),
        "standing": standing(found, request.on),
        "turns": changes_of(found.pk),
        "watch": watching(request, found.facts["applicant"]["name"]["zh"]),
        "address": address,
        "code": SafeString(segno.make(address, error="m").svg_inline(scale=3, border=2)),
    }
    return render(request, "clients/certificate.html", context)


def _line(case: Any, asks: list[Any], unread: int, on: date) -> dict[str, Any]:
    """A case in the list: what is asked, messages unread, how many steps of how many it has behind it."""
    done = share(case, [one.code for one in steps(on) if one.code != AFTERWARDS], on)
    return {
        "case": case,
        "asks": asks,
        "unread": unread,
        "done": done,
        "share": max(4, 100 * done[0] // done[1]),
        "open": case.state in OPEN,
    }


def _waiting(rows: list[Any], on: date) -> list[Any]:
    """What waits for the applicant on all cases, the nearest term first: (case, ask, whether it is over)."""
    found = [(case, ask) for case, asks in rows for ask in asks]
    found.sort(key=lambda one: (one[1].due_on is None, one[1].due_on or on, one[0].number))
    return [(case, ask, ask.due_on is not None and ask.due_on < on) for case, ask in found]


def _certificates(request: PersonRequest) -> Any:
    own = request.standing.organisation
    return certificate_queries.certificates_of(uuid.UUID(own)) if own else []


def _draft_line(draft: Any) -> dict[str, Any]:
    given = draft.content.get("given", {})
    return {
        "id": draft.pk,
        "saved_at": draft.saved_at,
        "product": Words(
            given.get("product_name", ""), given.get("product_name_en") or given.get("product_name", "")
        ),
        "code": given.get("product_code", ""),
        "models": len(given.get("models", [])),
        "files": sum(len(one) for one in draft.content.get(drafts.FILES, {}).values()),
    }
