"""Pages go out compressed, files as they are.

A page that mirrors what was asked and holds a secret could be measured by its packed length (BREACH). Django
puts a random number of bytes (up to 100) into each packed page, masks its token against forged forms anew
every time, and the session's cookie does not come with requests that another site makes (SameSite=Lax).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED: Final = ("text/html", "text/csv", "application/json")


def packed_pages(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: gzip for pages, tables and answers of the interface; PDF, pictures and workbooks are packed
    in themselves and may be asked for in parts.
    """
    gzip = GZipMiddleware(get_response)

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.streaming or not response.headers.get("Content-Type", "").startswith(PACKED):
            return response
        return gzip.process_response(request, response)

    return answer
