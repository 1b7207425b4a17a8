"""The finder before login: is my product listed, which unit, documents, fee, and how long does it take?

None of these pages needs a cookie or reads a session. The one button of a product leads to an application
with it: who is not logged in logs in on the way and arrives there. Guidance (十三), (十四), (十九).
"""

from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from shouze.audiences.parts.rate import Buckets, address_of
from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.resources.products import queries as products
from shouze.resources.products.finding import LONGEST

from . import finder

A_MINUTE: Final = "private, max-age=60"
TOO_OFTEN: Final = Words(
    "您的网络地址查询过于频繁，请稍后再试。", "Too many questions from your network address. Try again later."
)
#: what people look for, to begin with
EXAMPLES: Final = ("电磁炉", "充电宝", "吹风机", "台灯", "冰箱", "显示器")
EXAMPLES_EN: Final = ("induction hob", "power bank", "hair dryer", "desk lamp", "fridge", "monitor")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One field for code, name, everyday word, customs heading or pinyin, and what was found."""
    if refused := _too_often(request):
        return refused
    sought, on = request.GET.get("q", "").strip()[:LONGEST], clock.today()
    code = request.GET.get("code", "")
    if code:
        return HttpResponseRedirect(reverse("apply:product", args=[code[:4]]))
    found = finder.find(sought, on) if sought else ()
    context = {
        "sought": sought,
        "found": [(one, finder.answer(one.product.code, clock.now())) for one in found],
        "examples": list(zip(EXAMPLES, EXAMPLES_EN, strict=True)),
        "listed": len(products.list_products(on)),
        "source": products.list_products(on)[0].reference,
    }
    part = "HX-Request" in request.headers
    return _kept(render(request, "clients/open/found.html" if part else "clients/open/find.html", context))


@require_safe
def product(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is to be known of a product before applying; 404 for a code that is in no catalogue."""
    if refused := _too_often(request):
        return refused
    answer, on = finder.answer(code, clock.now()), clock.today()
    context: dict[str, Any] = {
        "answer": answer,
        "reasons": [finder.why_not(one) for one in answer.objections],
    }
    if answer.product:
        context["past"] = finder.past(answer.product, on)
    if answer.plan:
        context["modes"] = finder.modes(answer.plan, code, on)
        context["yearly"] = finder.yearly(answer.plan, on)
    status = 200 if answer.product else 404
    return _kept(render(request, "clients/open/product.html", context, status=status))


@cache
def _buckets() -> Buckets:
    return Buckets(settings.LOOKUPS_PER_MINUTE)


def _too_often(request: HttpRequest) -> HttpResponse | None:
    wait = _buckets().take(address_of(request.META))
    if not wait:
        return None
    response = render(request, "clients/open/too_often.html", {"words": TOO_OFTEN}, status=429)
    response.headers["Retry-After"] = str(int(wait) + 1)
    return response


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = A_MINUTE
    patch_vary_headers(response, ("Cookie", "Accept-Language", "HX-Request"))
    return response
