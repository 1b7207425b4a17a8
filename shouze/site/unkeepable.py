"""What no table can keep (a NUL, a number past its column) is the sender's mistake and told to him as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from shouze.kernel.words import Words

UNKEEPABLE: Final = Words(
    "未接收：内容含有无法保存的字符或数字。请返回上一页更正。",
    "Not taken: it holds a character or a number that cannot be kept. Go back and correct it.",
)


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
        return HttpResponse(str(UNKEEPABLE), status=400, content_type="text/plain; charset=utf-8")
