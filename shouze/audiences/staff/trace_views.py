"""The trace of a certificate: every act that led to it, each opening what it rests on."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.person import PersonRequest, of_kind, visible_case
from shouze.certification.certificates import trace as tracing
from shouze.certification.certificates.later import signatures_of
from shouze.certification.certificates.queries import find_certificate
from shouze.kernel import clock


@of_kind("staff")
def trace_page(request: PersonRequest, number: str) -> HttpResponse:
    """Show who did what for the certificate of that number, on which evidence, under which rules."""
    try:
        found = tracing.trace(number)
    except tracing.NoSuchCertificate as missing:
        raise Http404 from missing
    visible_case(request, found.certificate.case_id)
    certificate = found.certificate
    signatures = signatures_of(certificate.case, certificate, clock.now())
    context = {"trace": found, "certificate": certificate, "case": certificate.case, "signatures": signatures}
    return render(request, "staff/trace.html", context)


@of_kind("staff")
def trace_search(request: PersonRequest) -> HttpResponse:
    """Ask for a certificate number and go to its trace."""
    number = request.GET.get("number", "").strip()
    if number and find_certificate(number):
        return HttpResponseRedirect(reverse("staff:trace", args=[number]))
    return render(request, "staff/trace_search.html", {"number": number}, status=404 if number else 200)
