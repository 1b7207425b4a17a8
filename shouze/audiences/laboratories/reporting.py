"""The test report: every item of the order with its result, typed, pasted, or from a table filled in
elsewhere; kept as a draft until it is handed in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Given, Reading, build, read
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest
from shouze.audiences.parts.sheets import Column, Fault, Sheet
from shouze.certification.applications.queries import get_application
from shouze.certification.evidence.drafts import drop_draft, find_draft, save_draft
from shouze.certification.evidence.inputs import ItemResult
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.orders import Item, items_of
from shouze.kernel import clock
from shouze.kernel.acts import get_act
from shouze.kernel.words import Words
from shouze.resources.people.queries import names

from .orders import BASE, address
from .own_orders import of_order
from .readiness import readiness

ACT: Final = "report.submitted"
TEMPLATE: Final = "laboratories/report.html"
#: the buttons that do not hand the report in: take a table, keep a draft, ask what is still missing
TAKE, SAVE, CHECK = "_results", "_save", "_check"
NAME = Column("name", Words("项目名称", "Item"), read=False)
REFUSED: Final = 422
SAVED: Final = Words("草稿已保存，可随时继续填写", "The draft is kept; go on with it whenever you like")


@dataclass(slots=True)
class Taken:
    """What was taken from a table of results: how many rows, and what was wrong with the others."""

    rows: dict[str, sheets.Row] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@of_order
def report(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Hand in the report; or keep what is typed, take a table of results into it, or ask what is missing,
    with everything typed so far kept.
    """
    items = items_of(order)
    if request.method == "POST" and {TAKE, SAVE, CHECK} & set(request.POST):
        return _not_yet(request, order, items)
    draft = find_draft(order)
    initial = {**_initial(order, items), **(draft.content if draft else {})}
    page = Page(
        base=BASE,
        template=TEMPLATE,
        initial=initial,
        context=_context(order, items),
        back=address(order),
        around=lambda given: {"ready": readiness(request, order, items, given)},
    )
    answer = do_act(request, ACT, order.case, address(order), page)
    if isinstance(answer, HttpResponseRedirect):
        drop_draft(order)
    return answer


@require_POST
@of_order
def discard(request: PersonRequest, order: TestOrder) -> HttpResponse:
    """Forget the draft of the report."""
    drop_draft(order)
    messages.success(request, str(Words("草稿已删除", "The draft is deleted")))
    return HttpResponseRedirect(address(order))


@require_GET
@of_order
def results(request: PersonRequest, order: TestOrder, kind: str) -> HttpResponse:
    """The items of the order as a table to be filled in, with what is in the draft or the last report."""
    key, *rest = sheets.columns_of(ItemResult)
    draft, last = find_draft(order), list(order.reports.all())[-1:]
    known = draft.content.get("items", []) if draft else [one for report in last for one in report.items]
    filled = {str(one["key"]): one for one in known}
    rows = ({**filled.get(one.key, {}), "key": one.key, "name": str(one.words)} for one in items_of(order))
    return sheets.download(kind, f"{order.number}-results", (key, NAME, *rest), rows)


def read_results(sheet: Sheet, items: Iterable[Item]) -> Taken:
    """Take the rows of a table that belong to the order; an item that does not, or stands twice, is a fault,
    and so is every row that could not be read.
    """
    known, taken = {one.key for one in items}, Taken(faults=list(sheet.faults))
    for row in sheet.rows:
        key = row["key"]
        if key not in known:
            words = Words(f"项目“{key}”不在本检测任务中", f"The item “{key}” is not in this order")
            taken.faults.append(Fault(0, words))
        elif key in taken.rows:
            taken.faults.append(Fault(0, Words(f"项目“{key}”重复", f"The item “{key}” stands twice")))
        else:
            taken.rows[key] = row
    return taken


def _not_yet(request: PersonRequest, order: TestOrder, items: Sequence[Item]) -> HttpResponse:
    """Do what the button says with what is typed; the report is not handed in."""
    act = get_act(ACT)
    reading = read(act, request, person=request.standing.id)
    taken = _taken(request, items) if TAKE in request.POST else Taken()
    if taken.rows:
        typed = {str(one.get("key")): one for one in reading.given.get("items", [])}
        rows = {**typed, **{key: {**typed.get(key, {}), **row} for key, row in taken.rows.items()}}
        reading.given["items"] = [rows.get(one.key, {"key": one.key}) for one in items]
    if not reading.rejected and (SAVE in request.POST or taken.rows):
        save_draft(order, reading.given, by=request.standing.id, at=clock.now())
    if SAVE in request.POST and not reading.rejected:
        messages.success(request, str(SAVED))
        return HttpResponseRedirect(reverse("laboratories:report", args=[order.pk]))
    return _again(request, order, items, reading, taken)


def _again(
    request: PersonRequest, order: TestOrder, items: Sequence[Item], reading: Reading, taken: Taken
) -> HttpResponse:
    act, seen = get_act(ACT), request.POST.get("_seen", "")
    form = build(
        act,
        reading.given,
        on=request.on,
        rejected=reading.rejected,
        uid=request.POST.get("_uid", ""),
        seen=int(seen) if seen.isdecimal() else order.case.version,
        person=request.standing.id,
    )
    context = {
        **_context(order, items),
        "base": BASE,
        "act": act,
        "form": form,
        "back": address(order),
        "faults": taken.faults,
        "taken": len(taken.rows),
        "ready": readiness(request, order, items, reading.given),
        "asked": CHECK in request.POST,
    }
    return render(request, TEMPLATE, context, status=REFUSED if taken.faults or reading.rejected else 200)


def _taken(request: HttpRequest, items: Sequence[Item]) -> Taken:
    """Read the table that was sent, as a file or as pasted lines."""
    uploaded, pasted = request.FILES.get("results"), request.POST.get("pasted", "")
    if isinstance(uploaded, UploadedFile):
        content = uploaded.read(sheets.LARGEST_FILE + 1)
        return read_results(sheets.read_file(content, uploaded.name or "", ItemResult), items)
    if pasted.strip():
        return read_results(sheets.read_lines(pasted, ItemResult), items)
    words = Words("请选择结果表格或粘贴结果", "Choose the table of results, or paste it")
    return Taken(faults=[Fault(0, words)])


def _context(order: TestOrder, items: Sequence[Item]) -> dict[str, Any]:
    draft = find_draft(order)
    return {
        "order": order,
        "case": order.case,
        "by_key": {one.key: one for one in items},
        "draft": draft,
        "draft_by": names([draft.saved_by]).get(draft.saved_by, "") if draft else "",
        "faults": [],
        "taken": 0,
        "sent_back": next(
            (one for one in reversed(list(order.reports.all())) if one.judgement == "rejected"), None
        ),
    }


def _initial(order: TestOrder, items: Sequence[Item]) -> Given:
    """What is known before anything is typed; after a report was sent back, what that report said."""
    models = [{"model": str(line["model"])} for line in get_application(order.case_id).models_list]
    known: Given = {
        "order": str(order.pk),
        "standards": [str(one) for one in order.standards],
        "models": models,
        "items": [{"key": one.key} for one in items],
    }
    last = list(order.reports.all())[-1:]
    return {**known, **_from_report(last[0].items, items)} if last else known


def _from_report(reported: Iterable[Mapping[str, Any]], items: Sequence[Item]) -> Given:
    rows = {str(one["key"]): dict(one) for one in reported}
    return {"items": [rows.get(one.key, {"key": one.key}) for one in items]}
