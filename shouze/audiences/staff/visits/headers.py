"""What a browser may do on these pages alone: the place and the camera of the phone, pictures from its own
memory.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.http.response import HttpResponseBase

from shouze.audiences.parts.person import PersonRequest

P = ParamSpec("P")
#: as everywhere in the house, but that pictures taken and signatures drawn are shown from memory (blob:)
POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
ALLOWED: Final = "camera=(self), microphone=(), geolocation=(self), payment=(), usb=()"
View = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def on_the_spot(view: View[P]) -> View[P]:
    """Decorate a page: geolocation and camera are allowed to it."""

    @wraps(view)
    def shown(request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = ALLOWED
        return response

    return cast(View[P], shown)
