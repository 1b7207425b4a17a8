"""Who is logged in: the person behind the login, as he stands, read once per request."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Standing, holds, standing_of
from shouze.kernel.ledger import generated
from shouze.outreach.notices.queries import MOST_COUNTED, unread_count
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import visible_to
from shouze.resources.people.queries import person_of_user

#: code table of what only the holders of certain posts may read, in rules/authority
READS: Final = "reads"
P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request of a person: his standing, and the date of law (Asia/Shanghai) on which he asks."""

    standing: Standing
    on: date


View = Callable[Concatenate[PersonRequest, P], HttpResponseBase]


def standing_behind(request: HttpRequest) -> Standing | None:
    """Return the standing of the person behind the login, read once per request; None without login or
    person."""
    found: list[Standing | None] | None = getattr(request, "_standing", None)
    if found is None:
        found = [_read(request)]
        request._standing = found  # type: ignore[attr-defined]
    return found[0]


def as_person(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Decorate a view: log-in is asked for; a login without a person gets a sentence (403); else
    ``request.standing``
    and ``request.on`` are set."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        standing = standing_behind(request)
        if standing is None:
            return render(request, "parts/no_person.html", status=403)
        person_request = cast(PersonRequest, request)
        person_request.standing, person_request.on = standing, clock.today()
        return view(person_request, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], login_required(asked))


def of_kind(kind: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Decorate a view of one audience ("staff", "client", "laboratory"): everybody else finds nothing there
    (404)."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def asked(request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.standing.kind != kind:
                raise Http404
            if not posts_held(request):
                return render(request, "parts/no_post.html", status=403)
            return view(request, *args, **kwargs)

        return as_person(cast(View[P], asked))

    return decorate


def posts_held(request: PersonRequest) -> list[str]:
    """Return the posts that the person holds on the day of the request."""
    return [str(one["post"]) for one in request.standing.appointments if holds(one, request.on)]


def has_post_for(request: PersonRequest, act: str) -> bool:
    """Say whether the person holds a post to which the matrix of authority gives an act on the day of the
    request. Whether he may do it on one thing, the gate says. Raises KeyError for an act without a row."""
    return bool(set(rulebook.authority(request.on)[act].posts) & set(posts_held(request)))


def rights_of(request: PersonRequest, rule: str) -> frozenset[str]:
    """Return the codes of a table of rights that the person's posts give him on the day of the request."""
    held = set(posts_held(request))
    return frozenset(one.code for one in rulebook.codes(rule, on=request.on) if held & set(_posts(one)))


def may_read(request: PersonRequest, what: str) -> bool:
    """Say whether the person's posts let him read something, a code of the rule "reads"."""
    return what in rights_of(request, READS)


def visible_case(request: PersonRequest, case: uuid.UUID) -> Case:
    """Return the case when the person may see it. Raises Http404 otherwise, so that nobody learns that it
    exists."""
    found = visible_to(request.standing, request.on).filter(pk=case).first()
    if found is None:
        raise Http404
    return found


def in_every_page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``me`` (the standing behind the login, read when a template asks), ``unread`` (how
    many notices of his are unread, as the bell shows it, counted when a template asks), ``today``, and
    whether the record was ``generated``."""
    return {
        "me": SimpleLazyObject(lambda: standing_behind(request) or ""),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "today": clock.today(),
        "generated": SimpleLazyObject(generated.is_generated),
    }


def unread_of(person: uuid.UUID) -> str:
    """Return how many notices of a person are unread, as the bell shows it: "" for none, "99+" for many."""
    count = unread_count(person)
    return "" if not count else str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def _posts(right: rulebook.Code) -> list[str]:
    posts = right.get("posts")
    return [str(post) for post in posts] if isinstance(posts, list | tuple) else []


def _unread(request: HttpRequest) -> str:
    standing = standing_behind(request)
    return unread_of(standing.id) if standing else ""


def _read(request: HttpRequest) -> Standing | None:
    if not request.user.is_authenticated:
        return None
    person = person_of_user(int(request.user.pk))
    return standing_of(person.id) if person else None
