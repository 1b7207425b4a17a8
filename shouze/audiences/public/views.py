"""The public pages. None needs a cookie, none reads a session; what tells a state is kept by nobody on the
way.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from shouze.audiences.parts.rate import address_of
from shouze.certification.certificates import register
from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words
from shouze.resources.fees import queries as tariff
from shouze.resources.products import queries as products
from shouze.resources.schemes import queries as schemes

from . import lookup, texts, typed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

NO_STORE: Final = "no-store"
A_MINUTE: Final = "private, max-age=60"
YEAR: Final = 365 * 24 * 60 * 60
MOST_UNITS: Final = 50
MOST_DAYS: Final = 99


def kept(how_long: str) -> Callable[[View[P]], View[P]]:
    """Decorate a page: how long it may be kept; only read; the language is the reader's."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = how_long
            patch_vary_headers(response, ("Cookie", "Accept-Language"))
            return response

        return cast(View[P], require_safe(answer))

    return decorate


@kept(NO_STORE)
def home(request: HttpRequest) -> HttpResponse:
    """One field for a number or a name. Who is logged in finds the way to his work here."""
    return render(
        request, "public/home.html", {"with_person": settings.SESSION_COOKIE_NAME in request.COOKIES}
    )


@kept(NO_STORE)
def search(request: HttpRequest) -> HttpResponse:
    """Find by number or by name: a true number leads to its certificate, a doubtful one to what it may
    mean.
    """
    text = request.GET.get("q", "").strip()[: register.LONGEST]
    if too_often := _too_often(request):
        return too_often
    if not text:
        return HttpResponseRedirect(reverse("public:home"))
    number = typed.meant(text)
    if number and register.existing([number]):
        return HttpResponseRedirect(reverse("public:certificate", args=[number]))
    if typed.looks_like_number(text):
        return _not_found(request, text, status=200)
    found = register.search(text, _page(request))
    context = {"q": text, "found": found, "one_character": texts.ONE_CHARACTER}
    return render(request, "public/search.html", context)


@kept(NO_STORE)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The public record of a certificate: its state, what it says, its history, how to read it."""
    if too_often := _too_often(request):
        return too_often
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
        "history": history,
        "meaning": texts.MEANING[record["status"]["code"]],
        "how_to_read": texts.HOW_TO_READ,
        "address": address,
        "code": SafeString(segno.make(address, error="m").svg_inline(scale=3, border=2)),
        "looked_up": clock.now(),
        "lookup": lookup.PREFIX + number,
    }
    return render(request, "public/certificate.html", context)


@kept(A_MINUTE)
def fees(request: HttpRequest) -> HttpResponse:
    """What an application costs today, by the code that bills."""
    on = clock.today()
    code, units, days = (
        request.GET.get("product", ""),
        request.GET.get("units", "1"),
        request.GET.get("days", ""),
    )
    context: dict[str, Any] = {"offered": _offered(), "product": code, "units": units, "days": days, "on": on}
    try:
        scheme = schemes.find_scheme(code, on) if code else None
        if scheme:
            context |= _bill(scheme, code, units, days)
        elif code:
            context["wrong"] = schemes.NoSchemeInForce(code[:4], on).sentence
    except (ValueError, InvalidOperation):
        context["wrong"] = Words(
            f"单元数为 1 至 {MOST_UNITS} 的整数,人日数为 0 至 {MOST_DAYS}。",
            f"Units are a whole number from 1 to {MOST_UNITS}, person-days from 0 to {MOST_DAYS}.",
        )
    return render(request, "public/fees.html", {**context, "tariff": tariff.tariff(on)})


@kept(A_MINUTE)
def guide(request: HttpRequest) -> HttpResponse:
    """Schemes and catalogue in force, time limits, reasons of refusal, and how to appeal."""
    on = clock.today()
    limits = {one.id: one for one in rulebook.values("deadlines", on=on)}
    context = {
        "on": on,
        "schemes": schemes.schemes_in_force(on),
        "products": [(one, products.designated(one.code, on)) for one in products.list_products(on)],
        "deadlines": [limits[name] for name in texts.DEADLINES if name in limits],
        "not_accepted": rulebook.codes("refusal_reasons", on=on),
        "refused": rulebook.codes("decision_refusal_reasons", on=on),
        "appeal": [(words, limits.get(name)) for words, name in texts.APPEAL],
    }
    return render(request, "public/guide.html", context)


@kept(A_MINUTE)
def about_mark(request: HttpRequest) -> HttpResponse:
    """What the CCC mark says and what it does not."""
    kinds = rulebook.codes("mark_kinds", on=clock.today())
    return render(request, "public/about_mark.html", {"texts": texts.MARK, "kinds": kinds})


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


def _not_found(request: HttpRequest, text: str, *, status: int) -> HttpResponse:
    context = {
        "q": text,
        "meant": register.existing(typed.near(text)),
        "to_check": texts.TO_CHECK,
        "digits": typed.digits_in(text),
    }
    return render(request, "public/not_found.html", context, status=status)


def _too_often(request: HttpRequest) -> HttpResponse | None:
    wait = lookup.wait_for(address_of(request.META))
    if not wait:
        return None
    response = render(request, "public/too_often.html", {"words": texts.TOO_OFTEN}, status=429)
    response.headers["Retry-After"] = str(int(wait) + 1)
    return response


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < len(str(YEAR)) else 1


def _offered() -> list[tuple[str, Words]]:
    """The products of the schemes in force, by code."""
    on = clock.today()
    codes = {
        code
        for scheme in schemes.schemes_in_force(on)
        for code in scheme.product_codes
        if scheme.covers(code, on)
    }
    found = ((code, products.find_product(code, on)) for code in sorted(codes))
    return [(code, product.name) for code, product in found if product]


def _bill(scheme: schemes.Scheme, code: str, units: str, days: str) -> Mapping[str, Any]:
    count = int(units)
    low, high = schemes.person_days(scheme, "initial")
    person_days = Decimal(days) if days else low
    if not (1 <= count <= MOST_UNITS and 0 <= person_days <= MOST_DAYS):
        raise ValueError("out of range")
    on = clock.today()
    yearly = tariff.yearly_bill(1, schemes.person_days(scheme, "follow_up")[0], on)
    bill = tariff.bill(code, scheme, count, person_days, on)
    return {"scheme": scheme, "bill": bill, "yearly": yearly, "days": person_days, "range": (low, high)}
