"""How much one request may send: who has not said who he is gets no place on the disk.

Django writes the files of a form to a temporary folder before anybody is asked whether they are wanted, and
a form may come to any address, the log-in's among them. So the length is looked at first, the content never.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from shouze.site import wrong

API: Final = "/api/"
BEARER: Final = "Bearer "


def bounded_bodies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: 413 for a body longer than ``LARGEST_BODY`` (bytes), or than ``LARGEST_ANONYMOUS_BODY`` of
    somebody who is not logged in and calls with no token. Stands behind the one that knows the login.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _length(request) > settings.LARGEST_ANONYMOUS_BODY and _length(request) > _largest(request):
            return wrong.answer(request, 413)
        return get_response(request)

    return answer


def _largest(request: HttpRequest) -> int:
    # A token is looked up by the interface before it reads what was sent.
    by_token = request.path.startswith(API) and request.headers.get("Authorization", "").startswith(BEARER)
    known = by_token or request.user.is_authenticated
    return int(settings.LARGEST_BODY if known else settings.LARGEST_ANONYMOUS_BODY)


def _length(request: HttpRequest) -> int:
    """What is declared is all that will be read; nothing declared is nothing read."""
    declared = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(declared) if declared.isascii() and declared.isdecimal() else 0
