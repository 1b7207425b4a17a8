"""What no table can keep (a NUL, a number past its column) is the sender's mistake and told to him as one."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from shouze.site import wrong


class UnkeepableIsRefused:
    """Middleware: 400 where the database will not have what was sent; the interface says so in its own
    shape before it comes to this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a DataError; every other exception goes on."""
        if not isinstance(exception, DataError):
            return None
        return wrong.answer(request, 400, "unkeepable")
