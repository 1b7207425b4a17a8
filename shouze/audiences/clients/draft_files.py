"""Models and key parts as a file: the good rows are taken, the bad ones wait with the draft until corrected.

In: an uploaded XLSX or CSV. Out: the draft with its rows, and what waits: each bad row with its faults, also
as a file to be corrected and sent again. A row corrected is taken like any other; the report sent again
replaces what waited.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouze.audiences.parts import sheets, sorted_rows
from shouze.audiences.parts.person import PersonRequest
from shouze.audiences.parts.sorted_rows import BadRow, Sorted
from shouze.certification.applications import drafts
from shouze.certification.applications.inputs import MOST_ROWS
from shouze.certification.applications.models import Draft
from shouze.kernel import clock
from shouze.kernel.words import Words

from .draft_content import ROWS, Content
from .own_drafts import of_draft

WAITING: Final = "waiting"
#: the field of a row that may stand once alone
ONCE: Final[Mapping[str, str]] = {"models": "model", "key_parts": ""}
#: so many bad rows are shown on the page; the file has them all
SHOWN: Final = 50


@require_POST
@of_draft
def upload(request: PersonRequest, draft: Draft, part: str) -> HttpResponseBase:
    """Take the good rows of a file; keep the bad ones with what is wrong in them."""
    if part not in ROWS:
        raise Http404
    sent = request.FILES.get(f"sheet-{part}")
    if not isinstance(sent, UploadedFile):
        messages.warning(request, str(Words("请先选择文件。", "Choose a file first.")))
        return _back(draft, part)
    before = [] if request.POST.get("how") == "replace" else draft.content.get("given", {}).get(part, [])
    content = sent.read(sheets.LARGEST_FILE + 1)
    once = ONCE[part]
    there = [row.get(once, "") for row in before] if once else []
    found = sorted_rows.read(content, sent.name or "", ROWS[part], once=once, there=there)
    if not found.unread and len(before) + len(found.good) > MOST_ROWS:
        found = Sorted(unread=_too_many(len(before) + len(found.good)))
    if found.unread:
        messages.error(request, str(found.unread))
        return _back(draft, part)
    taken = _with_rows(draft.content, part, before, found, sent.name or "")
    drafts.save_draft(draft.user_id, draft.pk, taken, clock.now())
    _say(request, found)
    return _back(draft, part, "waiting" if found.bad else "")


@require_GET
@of_draft
def report(request: PersonRequest, draft: Draft, part: str) -> HttpResponse:
    """The rows that wait, as XLSX with what is wrong in each; corrected, it can be uploaded as it is."""
    waiting = waiting_rows(draft.content, part)
    if part not in ROWS or not waiting:
        raise Http404
    content = sorted_rows.report(sheets.columns_of(ROWS[part]), waiting)
    response = HttpResponse(content, content_type=sheets.XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{part}-errors.xlsx"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
@of_draft
def rows(request: PersonRequest, draft: Draft, part: str, kind: str) -> HttpResponse:
    """The rows of a part as a file that can be filled in and sent back; without rows it is the template."""
    if part not in ROWS:
        raise Http404
    listed = draft.content.get("given", {}).get(part, [])
    return sheets.download(kind, part, sheets.columns_of(ROWS[part]), listed)


def waiting_rows(content: Content, part: str) -> list[BadRow]:
    """Return the rows of a part that wait to be corrected."""
    kept = content.get(WAITING, {}).get(part)
    return sorted_rows.kept_rows(kept["rows"]) if kept else []


def waiting(content: Content, part: str) -> dict[str, Any] | None:
    """Return what the page shows of the rows that wait: the file's name, how many, the first of them."""
    kept, found = content.get(WAITING, {}).get(part), waiting_rows(content, part)
    if not kept or not found:
        return None
    columns, row_type = sheets.columns_of(ROWS[part]), ROWS[part]
    shown = [
        {
            "row": one.row,
            "cells": [one.cells.get(column.key, "") for column in columns],
            "faults": [(sorted_rows.heading_of(row_type, it.column), it) for it in one.faults],
        }
        for one in found[:SHOWN]
    ]
    headings = [one.heading for one in columns]
    return {**kept, "rows": shown, "count": len(found), "headings": headings}


def forget(draft: Draft, part: str, at: datetime) -> None:
    """Let go of the rows of a part that wait."""
    kept = {name: one for name, one in draft.content.get(WAITING, {}).items() if name != part}
    drafts.save_draft(draft.user_id, draft.pk, {**draft.content, WAITING: kept}, at)


def _with_rows(content: Content, part: str, before: list[Any], found: Sorted, name: str) -> Content:
    kept = {one: it for one, it in content.get(WAITING, {}).items() if one != part}
    if found.bad:
        kept[part] = {"name": name, "taken": len(found.good), "rows": sorted_rows.kept(found.bad)}
    given = {**content.get("given", {}), part: [*before, *found.good]}
    return {**content, "given": given, WAITING: kept}


def _too_many(count: int) -> Words:
    return Words(
        f"合计{count}行，最多{MOST_ROWS}行，未读取。",
        f"{count} rows in all; {MOST_ROWS} at most, nothing was taken.",
    )


def _say(request: PersonRequest, found: Sorted) -> None:
    good, bad = len(found.good), len(found.bad)
    if bad:
        words = Words(
            f"已采用 {good} 行；{bad} 行有误，未采用，见下方。",
            f"{good} rows were taken; {bad} have faults and were not, see below.",
        )
        messages.warning(request, str(words))
        return
    messages.success(request, str(Words(f"已采用 {good} 行。", f"{good} rows were taken.")))


def _back(draft: Draft, part: str, anchor: str = "") -> HttpResponseRedirect:
    address = reverse("clients:draft-step", args=[draft.pk, part])
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)
