"""A certificate's page of measures: its way, what it asks for now, and what may be done about it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from shouze.audiences.parts.person import PersonRequest, of_kind, visible_case
from shouze.certification.certificates import queries as certificates
from shouze.oversight.measures import queries as measures
from shouze.oversight.measures.states import PENDING

from . import offered
from .measure_lines import proposals, timeline


@of_kind("staff")
def certificate_page(request: PersonRequest, number: str) -> HttpResponse:
    """Show a certificate's measures. Raises Http404 for a number that there is not."""
    found = certificates.find_certificate(number)
    if found is None:
        raise Http404
    case = visible_case(request, found.case_id)
    pending = [one for one in measures.of_certificate(found.pk) if one.state in PENDING]
    route = "staff:certificate_act"
    context = {
        "certificate": found,
        "case": case,
        "timeline": timeline(found, request.on),
        "pending": [(one, list(proposals(one, request.on))) for one in pending],
        "offer": offered.on_subject(found, request.standing, route, found.pk),
    }
    return render(request, "staff/measures/certificate.html", context)
