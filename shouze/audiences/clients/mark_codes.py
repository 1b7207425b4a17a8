"""The traceability codes of a certificate's models: assigned at once, and taken as pictures or a sheet."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.marks import printing, queries
from shouze.kernel import clock

from .marks import own_certificate

#: form of a picture -> its media type and its maker
FORMS = {"svg": ("image/svg+xml", printing.svg), "png": ("image/png", printing.png)}
#: a picture of our own making, that nothing may run in
QUIET = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@of_kind("client")
def assign(request: PersonRequest, number: str) -> HttpResponseBase:
    """The page of the act that gives every model its code."""
    certificate = own_certificate(request, number)
    url = reverse("clients:marks", args=[number])
    page = Page(
        base="clients/base.html",
        template="clients/marks_act.html",
        context={"certificate": certificate},
        back=url,
    )
    return do_act(request, "tracecode.assigned", certificate, f"{url}#codes", page)


@of_kind("client")
def picture(request: PersonRequest, number: str, code: str, form: str) -> HttpResponse:
    """One code as SVG or PNG. Raises Http404 for a code of another certificate or another form."""
    certificate = own_certificate(request, number)
    codes = {one.code for one in queries.codes_of_certificate(certificate.pk)}
    if form not in FORMS or code not in codes:
        raise Http404
    media_type, made = FORMS[form]
    response = HttpResponse(made(code, request.on), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.{form}"'
    response.headers["Content-Security-Policy"] = QUIET
    return response


@of_kind("client")
def sheet(request: PersonRequest, number: str) -> HttpResponse:
    """All codes of the certificate as a PDF at their true sizes. Raises Http404 when there is none."""
    certificate = own_certificate(request, number)
    codes = queries.codes_of_certificate(certificate.pk)
    if not codes:
        raise Http404
    pdf = printing.sheet(certificate.number, codes, clock.now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="codes-{certificate.number}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
