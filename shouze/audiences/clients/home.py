"""What an applicant sees first: his cases and what is asked of him, his drafts, his certificates."""

import uuid
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.applications import drafts
from shouze.certification.applications.queries import drafts_of
from shouze.certification.certificates import queries as certificate_queries
from shouze.certification.certificates.states import STATES
from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.resources.cases.queries import visible_to

from .asked import around, asked
from .own_drafts import user_id

PAGE: Final = 50
#: kinds of events of a certificate that are no states
EVENTS: Final = {**STATES, "issued": Words("发证", "issued"), "restored": Words("恢复", "restored")}


@of_kind("client")
def home(request: PersonRequest) -> HttpResponse:
    """The applicant's cases, the latest first, each with what is asked of him; drafts; certificates."""
    at = clock.now()
    cases = visible_to(request.standing, request.on).order_by("-submitted_on", "-number")
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    near = around([case.id for case in page])
    context = {
        "page": page,
        "rows": [(case, asked(case, near[case.id], request.standing, at)) for case in page],
        "drafts": [_draft_line(one) for one in drafts_of(user_id(request))],
        "certificates": _certificates(request)[:PAGE],
    }
    return render(request, "clients/home.html", context)


@of_kind("client")
def certificates(request: PersonRequest) -> HttpResponse:
    """All certificates of the applicant, the latest first."""
    page = Paginator(_certificates(request), PAGE).get_page(request.GET.get("page"))
    return render(request, "clients/certificates.html", {"page": page})


@of_kind("client")
def certificate(request: PersonRequest, number: str) -> HttpResponse:
    """One certificate of the applicant: what it says, its state and history, its document."""
    found = certificate_queries.find_certificate(number)
    if found is None or str(found.applicant_id) != request.standing.organisation:
        raise Http404
    events = [(one, EVENTS.get(one.kind, one.kind)) for one in found.events.all()]
    return render(request, "clients/certificate.html", {"certificate": found, "events": events})


def _certificates(request: PersonRequest) -> Any:
    own = request.standing.organisation
    return certificate_queries.certificates_of(uuid.UUID(own)) if own else []


def _draft_line(draft: Any) -> dict[str, Any]:
    given = draft.content.get("given", {})
    return {
        "id": draft.pk,
        "saved_at": draft.saved_at,
        "product": given.get("product_name", ""),
        "code": given.get("product_code", ""),
        "models": len(given.get("models", [])),
        "files": sum(len(one) for one in draft.content.get(drafts.FILES, {}).values()),
    }
