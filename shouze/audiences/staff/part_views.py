"""The register of key parts: which certificates use a part, and one certificate's list on any day."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from shouze.audiences.parts import sheets
from shouze.audiences.parts.days import day_of
from shouze.audiences.parts.part_lists import COLUMNS, Brought, bring, row_of
from shouze.audiences.parts.person import PersonRequest, has_post_for, of_kind
from shouze.certification.certificates.queries import states_of
from shouze.certification.certificates.states import STATES
from shouze.certification.certificates.trace import trail_of_subject
from shouze.kernel.words import Words
from shouze.resources.parts import queries
from shouze.resources.parts.models import PartsList, Use
from shouze.resources.parts.queries import Asked
from shouze.resources.parts.states import BASES

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 5000
IMPORT: Final = "parts_list.imported"
FOUND: Final = (
    sheets.Column("number", Words("证书编号", "Certificate number")),
    sheets.Column("state", Words("证书状态", "State")),
    *COLUMNS,
    sheets.Column("from_on", Words("自", "From")),
    sheets.Column("until_on", Words("至（不含）", "Until (without)")),
    sheets.Column("basis", Words("依据", "Basis")),
)


@of_kind("staff")
def parts_page(request: PersonRequest) -> HttpResponse:
    """Ask which certificates use a part, a maker, a part's own certificate; fifty to a page."""
    asked = _asked(request)
    first = max(0, int(page) - 1) * PER_PAGE if (page := request.GET.get("page", "1")).isdecimal() else 0
    rows = list(queries.certificates_using(asked)[first : first + PER_PAGE + 1])
    query = {name: value for name, value in request.GET.items() if value and name != "page"}
    context = {
        "asked": asked,
        "day": request.GET.get("on", ""),
        "rows": _with_states(rows[:PER_PAGE]),
        "bases": BASES,
        "next": first // PER_PAGE + 2 if len(rows) > PER_PAGE else None,
        "query": urlencode(query),
        "thing": asked.text or asked.maker or asked.model or asked.certificate,
        "cut": queries.too_wide(asked),
        "open_changes": queries.open_changes().count(),
    }
    return render(request, "staff/key_parts/search.html", context)


@of_kind("staff")
def parts_sent(request: PersonRequest, kind: str) -> HttpResponse:
    """Send what the page finds as a file ("csv", "xlsx"), at most 5,000 rows."""
    rows = _with_states(list(queries.certificates_using(_asked(request))[:MOST_EXPORTED]))
    lines = (
        {
            **row_of(use),
            "number": use.parts_list.number,
            "state": state,
            "from_on": use.from_on,
            "until_on": use.until_on,
            "basis": BASES[use.basis],
        }
        for use, _, state in rows
    )
    return sheets.download(kind, "key-parts", FOUND, lines)


@of_kind("staff")
def list_page(request: PersonRequest, certificate: uuid.UUID) -> HttpResponse:
    """Show a certificate's list as it stood on a day, every version, what was filed; or bring one in."""
    found = _list(certificate)
    may = has_post_for(request, IMPORT)
    brought: Brought | None = bring(request, found, IMPORT) if request.method == "POST" and may else None
    on = day_of(request.GET.get("on", "")) or request.on
    context = {
        "list": found,
        "on": on,
        "uses": queries.parts_on(found.pk, on),
        "versions": queries.versions(found.pk),
        "changes": queries.changes_of(found.pk),
        "bases": BASES,
        "state": states_of([found.pk]).get(found.pk, ""),
        "may": may,
        "brought": brought,
        "trail": trail_of_subject(found.pk),
    }
    return render(request, "staff/key_parts/list.html", context)


@of_kind("staff")
def list_sent(request: PersonRequest, certificate: uuid.UUID, kind: str) -> HttpResponse:
    """Send a certificate's list on a day as a file that can be read in again."""
    found = _list(certificate)
    on = day_of(request.GET.get("on", "")) or request.on
    rows: Iterator[Mapping[str, str]] = (row_of(one) for one in queries.parts_on(found.pk, on))
    return sheets.download(kind, f"{found.number}-key-parts", COLUMNS, rows)


def _asked(request: PersonRequest) -> Asked:
    names = ("text", "maker", "model", "certificate")
    given = {name: request.GET.get(name, "").strip()[:200] for name in names}
    day = request.GET.get("on")
    return Asked(**given, on=day_of(day) if day else request.on if day is None else None)


def _with_states(rows: list[Use]) -> list[tuple[Use, str, Any]]:
    states = states_of([one.parts_list_id for one in rows])
    found = ((one, states.get(one.parts_list_id, "")) for one in rows)
    return [(one, state, STATES.get(state, "")) for one, state in found]


def _list(certificate: uuid.UUID) -> PartsList:
    found = queries.find_list(certificate)
    if found is None:
        raise Http404
    return found
