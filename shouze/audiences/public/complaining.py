"""A complaint without log-in: the form, the receipt, and how it stands.

No cookie, hence no token: a form that another site sends is told by the browser's own word, and gains nothing
but a complaint.
"""

import time
from functools import cache
from typing import IO, Any, Final, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shouze.audiences.parts.rate import SECONDS_PER_MINUTE, Buckets, address_of
from shouze.kernel import clock, rulebook
from shouze.outreach.complaints import intake
from shouze.outreach.complaints.states import COMPLAINT

from . import texts
from .keeping import NO_STORE, too_often, wait_page

#: a field that no person sees; who fills it is a program
TRAP: Final = "website"
ASKED: Final = (*intake.QUESTIONS, "contact")


@cache
def _buckets() -> Buckets:
    """As many complaints in an hour as the rule says: a bucket's minute is an hour here."""
    many = rulebook.value("limits/complaints_per_hour", on=clock.today()).whole
    return Buckets(many, monotonic=lambda: time.monotonic() / SECONDS_PER_MINUTE)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """Show the form (what the address names is filled in already), or take the complaint."""
    if request.method == "POST":
        return _sealed(request, _take(request))
    given = {name: request.GET.get(name, "")[: intake.LONGEST_CONTACT] for name in ASKED}
    return _sealed(request, _show(request, given))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Tell how a complaint stands to who has its number and secret."""
    number, secret = request.POST.get("number", ""), request.POST.get("secret", "")
    context: dict[str, Any] = {"number": number or request.GET.get("number", "")[:20]}
    if request.method == "POST":
        if waits := too_often(request):
            return waits
        if not _from_here(request):
            raise PermissionDenied
        found = intake.progress(number, secret)
        context |= {
            "found": found,
            "unknown": found is None,
            "state": COMPLAINT[found.state] if found else "",
            "table": "complaint_dismissals" if found and found.state == "dismissed" else "complaint_results",
        }
    code = 404 if context.get("unknown") else 200
    return _sealed(request, render(request, "public/complaint_status.html", context, status=code))


def _take(request: HttpRequest) -> HttpResponse:
    if not _from_here(request) or request.POST.get(TRAP):
        raise PermissionDenied
    wait = _buckets().take(address_of(request.META))
    if wait:
        return wait_page(request, wait * SECONDS_PER_MINUTE)
    given = {name: request.POST.get(name, "") for name in ASKED}
    sent = [(one.name or "", cast(IO[bytes], one.file)) for one in request.FILES.getlist("files")]
    try:
        receipt = intake.lodge(given, sent, given["contact"])
    except intake.NotTaken as stopped:
        return _show(request, given, stopped)
    return render(request, "public/complaint_taken.html", {"receipt": receipt, "terms": _terms()}, status=201)


def _show(
    request: HttpRequest, given: dict[str, str], stopped: intake.NotTaken | None = None
) -> HttpResponse:
    on = clock.today()
    context = {
        "given": given,
        "faults": dict(stopped.faults) if stopped else {},
        "subjects": rulebook.codes("complaint_subjects", on=on),
        "most_files": rulebook.value("limits/public_files", on=on).whole,
        "most_bytes": rulebook.value("limits/public_file_size", on=on).whole,
        "terms": _terms(),
        "trap": TRAP,
        "before": texts.BEFORE_COMPLAINT,
    }
    return render(request, "public/complaint.html", context, status=422 if stopped else 200)


def _terms() -> dict[str, int]:
    names = {
        "acknowledge": "complaint_acknowledge",
        "conclude": "complaint_conclude",
        "kept": "complaint_contact_kept",
    }
    on = clock.today()
    return {key: rulebook.value(f"deadlines/{name}", on=on).whole for key, name in names.items()}


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent it; programs say nothing."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _sealed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = NO_STORE
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response
