"""How public pages are kept and answered: by nobody on the way where they tell a state; never too often."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from shouze.audiences.parts.rate import address_of

from . import lookup, texts

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

NO_STORE: Final = "no-store"
A_MINUTE: Final = "private, max-age=60"


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


def too_often(request: HttpRequest) -> HttpResponse | None:
    """Take one look-up of the asker's address; the answer that tells him to wait, None when he need not."""
    wait = lookup.wait_for(address_of(request.META))
    return wait_page(request, wait) if wait else None


def wait_page(request: HttpRequest, seconds: float) -> HttpResponse:
    """Tell somebody to wait so many seconds (429)."""
    response = render(request, "public/too_often.html", {"words": texts.TOO_OFTEN}, status=429)
    response.headers["Retry-After"] = str(int(seconds) + 1)
    response.headers["Cache-Control"] = NO_STORE
    return response
