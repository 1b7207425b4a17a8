"""The public pages where somebody looks a product up. None needs a cookie, none reads a session; what tells a
state is kept by nobody on the way.
"""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from shouze.certification.certificates import register
from shouze.certification.marks.queries import find_traced
from shouze.kernel import clock, rulebook
from shouze.outreach.publicity import queries as publicity

from . import linked, lookup, on_day, texts, typed, verdict
from .keeping import A_MINUTE, NO_STORE, kept, too_often

YEAR: Final = 365 * 24 * 60 * 60
#: the camera is for this page alone, and for nobody whom it might show
CAMERA: Final = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
LATEST: Final = 3


@kept(NO_STORE)
def home(request: HttpRequest) -> HttpResponse:
    """One field for a number, a name or a model, and the camera. Who is logged in finds his work here."""
    context = {
        "with_person": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "notices": publicity.published()[:LATEST],
    }
    return render(request, "public/home.html", context)


@kept(A_MINUTE)
def scan(request: HttpRequest) -> HttpResponse:
    """Read a code by camera or from a picture; pictures never leave the telephone."""
    response = render(request, "public/scan.html")
    response.headers["Permissions-Policy"] = CAMERA
    return response


@kept(NO_STORE)
def search(request: HttpRequest) -> HttpResponse:
    """Find by number, name, model or scanned address: a true number leads to its certificate, a doubtful one
    to what it may mean.
    """
    text = request.GET.get("q", "").strip()[: register.LONGEST]
    if waits := too_often(request):
        return waits
    if not text:
        return HttpResponseRedirect(reverse("public:home"))
    known = _known(request, text)
    if known is not None:
        return known
    found = register.search(text, _page(request))
    on = clock.today()
    lines = [(one, _matching(one, text, on)) for one in found.records]
    context = {"q": text, "found": found, "lines": lines, "one_character": texts.ONE_CHARACTER}
    return render(request, "public/search.html", context)


def _known(request: HttpRequest, text: str) -> HttpResponse | None:
    """The answer to an address, a number or a traceability code; None for a text that is a name."""
    scanned = typed.address_in(text)
    if scanned is not None:
        return _scanned(request, scanned)
    number, model = typed.number_and_model(text)
    if number and register.existing([number]):
        return HttpResponseRedirect(_certificate_url(number, model))
    if find_traced(text):
        return HttpResponseRedirect(reverse("public:traced", args=[text]))
    if number or typed.looks_like_number(text):
        return _not_found(request, text, status=200)
    return None


@kept(NO_STORE)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The public record of a certificate: whether it covers a model today, what it says, its history."""
    if waits := too_often(request):
        return waits
    return _certificate(request, number, request.GET.get("model", "").strip()[: register.LONGEST])


@kept(NO_STORE)
def traced(request: HttpRequest, code: str) -> HttpResponse:
    """Where the traceability code of a product leads: its certificate, its model, its state now."""
    if waits := too_often(request):
        return waits
    found = find_traced(code)
    if found is None:
        return _not_found(request, code[: register.LONGEST], status=404)
    return _certificate(request, found.number, found.model, traced=True)


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the reader's choice of language (the only cookie of these pages) and go back."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=request.is_secure()
    )
    response.headers["Cache-Control"] = NO_STORE
    return response


def _certificate(request: HttpRequest, number: str, model: str, *, traced: bool = False) -> HttpResponse:
    record = register.find_record(number) if typed.is_number(number) else None
    if record is None:
        return _not_found(request, number[: register.LONGEST], status=404)
    address = request.build_absolute_uri(reverse("public:certificate", args=[number]))
    history = [
        {**one, "words": texts.EVENTS[one["kind"]], "table": texts.REASONS.get(one["kind"], "")}
        for one in record["history"]
    ]
    context = {
        "record": record,
        "verdict": verdict.verdict(record, model, clock.today()),
        "model": model,
        "traced": traced,
        "history": history,
        "meaning": texts.MEANING[record["status"]["code"]],
        "how_to_read": texts.HOW_TO_READ,
        "notices": publicity.about(number)[:LATEST],
        "address": address,
        "code": SafeString(segno.make(address, error="m").svg_inline(scale=3, border=2)),
        "looked_up": clock.now(),
        "lookup": lookup.PREFIX + number,
        "day": on_day.answer(number, request.GET.get("on", "")[:10]),
        "then": on_day.said_otherwise(number, request.GET.get("on", "")[:10]),
        "linked": linked.certification(record, address),
    }
    return render(request, "public/certificate.html", context)


def _certificate_url(number: str, model: str = "") -> str:
    url = reverse("public:certificate", args=[number])
    return f"{url}?{urlencode({'model': model})}" if model else url


def _scanned(request: HttpRequest, scanned: typed.Scanned) -> HttpResponse:
    """Follow an address of our own; one of another host is not followed but told of."""
    if scanned.host in _own_hosts(request):
        if scanned.code:
            return HttpResponseRedirect(reverse("public:traced", args=[scanned.code]))
        if scanned.number:
            return HttpResponseRedirect(_certificate_url(scanned.number))
    known = register.existing([scanned.number]) if scanned.number else []
    context = {"host": scanned.host, "own": _own_hosts(request), "known": known, "number": scanned.number}
    return render(request, "public/foreign.html", context)


def _own_hosts(request: HttpRequest) -> list[str]:
    """The hosts under which this house answers: the one asked, and the one printed on certificates."""
    printed = urlsplit(str(rulebook.value("body/web", on=clock.today()).value)).netloc
    return list(dict.fromkeys([printed.lower(), request.get_host().lower()]))


def _matching(record: dict[str, Any], text: str, on: date) -> tuple[str, verdict.Verdict]:
    """The model of a record that was searched for, "" for none, and what is to be said of it."""
    names = [str(one["name"]) for one in record["product"]["models"]]
    model = next((name for name in names for word in [text, *text.split()] if verdict.same(name, word)), "")
    return model, verdict.verdict(record, model, on)


def _not_found(request: HttpRequest, text: str, *, status: int) -> HttpResponse:
    context = {
        "q": text,
        "meant": register.existing(typed.near(text)),
        "to_check": texts.TO_CHECK,
        "digits": typed.digits_in(text),
    }
    return render(request, "public/not_found.html", context, status=status)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < len(str(YEAR)) else 1
