"""Who calls: a person by bearer token, or by the session of the pages (then with its CSRF token)."""

import uuid
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie
from ninja.utils import check_csrf

from shouze.audiences.parts.rate import Buckets, address_of
from shouze.kernel import clock
from shouze.kernel.acts import Standing, standing_of
from shouze.resources.people.queries import person_of_user

from . import tokens

_failures = Buckets(settings.FAILED_TOKENS_PER_MINUTE)


class BearerToken(HttpBearer):
    """``Authorization: Bearer szt_…``. An address that sends too many wrong tokens waits."""

    def authenticate(self, request: HttpRequest, token: str) -> uuid.UUID | None:
        address = address_of(request.META)
        if _failures.empty(address):
            raise HttpError(429, "too many wrong tokens")
        person = tokens.person_of(token, at=clock.now())
        if person is None:
            _failures.take(address)
        return person


class Session(APIKeyCookie):
    """The session of the pages; whatever changes something needs the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        key = request.COOKIES.get(self.param_name)
        # Who is not logged in needs no check, and what he sent is not read for one.
        if key and request.user.is_authenticated and check_csrf(request):
            raise HttpError(403, "the CSRF token is missing")
        return key

    def authenticate(self, request: HttpRequest, key: str | None) -> uuid.UUID | None:
        if not key or not request.user.is_authenticated:
            return None
        person = person_of_user(int(request.user.pk))
        return person.id if person else None


def person_calling(request: HttpRequest) -> uuid.UUID:
    """Return the person who calls."""
    return cast(uuid.UUID, cast(Any, request).auth)


def standing_calling(request: HttpRequest) -> Standing:
    """Return the standing of the person who calls. Raises Http404 for a person no longer registered."""
    standing = standing_of(person_calling(request))
    if standing is None:
        raise Http404
    return standing
