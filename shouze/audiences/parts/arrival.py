"""Where somebody arrives who has logged in: at his own work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .person import standing_behind

#: kind of person -> the first page of his audience
FIRST_PAGES = {"staff": "staff:worklist", "client": "clients:home", "laboratory": "laboratories:home"}


def arrive(request: HttpRequest) -> HttpResponse:
    """Send a person to the first page of his audience, and anybody else to the public one."""
    standing = standing_behind(request)
    return redirect(FIRST_PAGES.get(standing.kind, "/") if standing else "/")
