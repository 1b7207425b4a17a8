"""A certificate's page once seen can be seen again without a connection, told as what it is: old.

The browser's service worker keeps the last pages under ``/c/`` and nothing else; these hold nothing personal.
With a connection the page always comes from here.
"""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .keeping import A_MINUTE, kept

SCRIPT = "worker.js"


@kept("no-cache")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: by its address its reach ends at the pages of certificates."""
    place = finders.find(SCRIPT)
    if not isinstance(place, str):
        raise Http404
    return HttpResponse(Path(place).read_bytes(), content_type="text/javascript; charset=utf-8")


@kept(A_MINUTE)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a connection for a page that was never seen."""
    return render(request, "public/offline.html")
