"""The WSGI callable that the server loads: static files, the public look-up and the logs first, Django for
all else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouze.site.settings")
_pages = get_wsgi_application()

from shouze.audiences.public import logs, lookup  # noqa: E402  (Django is set up above)
from shouze.site import static  # noqa: E402


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a look-up from the register, send a static file or one of a log; everything else is a page."""
    if lookup.serves(environ["PATH_INFO"]):
        return lookup.application(environ, start_response)
    if static.serves(environ["PATH_INFO"]):
        return static.application(environ, start_response)
    if logs.serves(environ["PATH_INFO"]):
        return logs.application(environ, start_response)
    return _pages(environ, start_response)
