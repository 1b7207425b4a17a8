"""The WSGI callable that the server loads: the public look-up first, Django for all else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouze.site.settings")
_pages = get_wsgi_application()

from shouze.audiences.public import lookup  # noqa: E402  (Django is set up above)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a look-up from the register; everything else is a page."""
    if lookup.serves(environ["PATH_INFO"]):
        return lookup.application(environ, start_response)
    return _pages(environ, start_response)
