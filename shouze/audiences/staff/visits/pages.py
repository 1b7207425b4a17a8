"""The list of an inspector's visits, the page of one, its acts without scripts, and the worker."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.evidence.models import Inspection, Visit
from shouze.certification.evidence.sealed import sampling_of
from shouze.certification.evidence.visit_reading import (
    Record,
    inspection_with_case,
    my_inspection,
    my_visits,
    record_of,
)

from ..filling import options_for
from .headers import on_the_spot
from .packing import to_check
from .sending import ACTS, ON_CASE

#: what a page of a visit is made of; the worker keeps them by their content
FILES: Final = ("theme.js", "app.css", "app.js", "visit.js", "icons.svg")
WORKER: Final = "visit-worker.js"


@of_kind("staff")
@on_the_spot
def visit_list(request: PersonRequest) -> HttpResponse:
    """Show an inspector's visits: today's, those to come, those done."""
    return render(request, "staff/visits/list.html", {"visits": my_visits(request.standing.id, request.on)})


@of_kind("staff")
@on_the_spot
def visit_page(request: PersonRequest, inspection: uuid.UUID) -> HttpResponse:
    """Show a visit: to its team the record to be kept, to everybody else of the body what was recorded."""
    mine = my_inspection(request.standing.id, inspection)
    found = mine or inspection_with_case(inspection)
    if found is None:
        raise Http404
    record = record_of(found)
    leads = record.leader == str(request.standing.id)
    context = {
        "inspection": found,
        "record": record,
        "mine": mine is not None,
        "leads": leads,
        "filed": to_check(found),
        "sampling": sampling_of(found.case),
        **_ready(record),
    }
    return render(request, "staff/visits/visit.html", context)


@of_kind("staff")
@on_the_spot
def visit_act(request: PersonRequest, inspection: uuid.UUID, act: str) -> HttpResponseBase:
    """Show or do an act of a visit on a plain page, as every act of the house is done."""
    found = my_inspection(request.standing.id, inspection)
    if found is None or act not in ACTS:
        raise Http404
    back = reverse("staff:visits:visit", args=[found.pk])
    subject = found.case if act in ON_CASE else _visit(found)
    page = Page(
        base="staff/base.html",
        template="staff/visits/act.html",
        context={"case": found.case},
        initial=KNOWN[act](request, found) if act in KNOWN else {},
        options=options_for(act, found.case, request.on),
        back=back,
    )
    return do_act(request, act, subject, back, page)


def worker(request: HttpRequest) -> HttpResponse:
    """Send the worker that keeps the pages of visits for times without a connection; it changes when one of
    its files does. Nothing in it is anybody's own.
    """
    kept = {static(name): _digest(name) for name in FILES}
    found = _find(WORKER)
    code = found.read_text(encoding="utf-8")
    response = HttpResponse(f"self.files = {json.dumps(kept)};\n{code}", content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _known(request: PersonRequest, found: Inspection) -> dict[str, str]:
    return {"inspection": str(found.pk), "role": "inspector", "name": request.standing.name}


def _sampled(request: PersonRequest, found: Inspection) -> dict[str, str]:
    return {"element": "SC", "sealed_on": request.on.isoformat(), "taker": str(request.standing.id)}


#: act -> what is already known of its answers
KNOWN: Final[Mapping[str, Callable[[PersonRequest, Inspection], dict[str, str]]]] = {
    "visit.opened": _known,
    "visit.signed": _known,
    "sample.sealed": _sampled,
}


def _visit(found: Inspection) -> Visit:
    visit: Visit | None = getattr(found, "visit", None)
    if visit is None:
        raise Http404
    return visit


def _ready(record: Record) -> dict[str, object]:
    """How far the record is: points noted of those asked."""
    noted = {point for point, _ in record.stands}
    return {"noted": sum(one.code in noted for one in record.points), "asked": len(record.points)}


def _find(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise Http404
    return Path(found)


def _digest(name: str) -> str:
    path = _find(name)
    return _digest_of(path, path.stat().st_mtime_ns)


@cache
def _digest_of(path: Path, changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
