"""Whose draft is it, and what has become of it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.applications import drafts
from shouze.certification.applications.models import Draft
from shouze.kernel.ledger import queries as ledger

P = ParamSpec("P")


def user_id(request: HttpRequest) -> int:
    """Return the id of the login; drafts are kept by login."""
    return int(request.user.pk or 0)


def of_draft(
    view: Callable[Concatenate[PersonRequest, Draft, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Decorate a view of one's own draft: one submitted leads to its case, another's is not found (404)."""

    @wraps(view)
    def found(
        request: PersonRequest, draft: uuid.UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        kept = drafts.find_draft(user_id(request), draft)
        if kept is None:
            return HttpResponseRedirect(reverse("clients:case", args=[_case_of(request, draft)]))
        return view(request, kept, *args, **kwargs)

    return of_kind("client")(found)


def _case_of(request: PersonRequest, draft: uuid.UUID) -> uuid.UUID:
    """Return the case that the draft of that id became by this person's act. Raises Http404."""
    try:
        entry = ledger.entry(draft)
    except ledger.NoSuchEntry as none:
        raise Http404 from none
    if entry.person_id != request.standing.id:
        raise Http404
    return entry.subject_id
