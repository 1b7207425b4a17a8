"""The test report: every item of the order with its verdict, typed, or from a table filled in elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import build, read
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest
from shouze.audiences.parts.sheets import Column, Fault, Sheet
from shouze.certification.applications.queries import get_application
from shouze.certification.evidence.inputs import ItemResult
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.orders import Item, items_of
from shouze.kernel.acts import get_act
from shouze.kernel.words import Words

from .orders import BASE, address
from .own_orders import of_order

ACT: Final = "report.submitted"
TEMPLATE: Final = "laboratories/report.html"
#: the button that takes a table of results into the form
TAKE: Final = "_results"
NAME = Column("name", Words("项目名称", "Item"), read=False)


@of_order
def report(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Submit the report; or take a table of results into the form, with everything typed so far kept."""
    items = items_of(order)
    context = {"order": order, "case": order.case, "by_key": {one.key: one for one in items}}
    if request.method == "POST" and TAKE in request.POST:
        return _with_results(request, order, items, context)
    page = Page(
        base=BASE, template=TEMPLATE, initial=_initial(order, items), context=context, back=address(order)
    )
    return do_act(request, ACT, order.case, address(order), page)


@require_GET
@of_order
def results(request: PersonRequest, order: TestOrder, kind: str) -> HttpResponse:
    """The items of the order as a table to be filled in; those of the last report with their results."""
    key, *rest = sheets.columns_of(ItemResult)
    last = list(order.reports.all())[-1:]
    reported = {str(one["key"]): one for report in last for one in report.items}
    rows = ({**reported.get(one.key, {}), "key": one.key, "name": str(one.words)} for one in items_of(order))
    return sheets.download(kind, f"{order.number}-results", (key, NAME, *rest), rows)


def read_results(content: bytes, name: str, items: Iterable[Item]) -> Sheet:
    """Read a table of results; an item that is not in the order, or stands twice, is a fault."""
    sheet = sheets.read_file(content, name, ItemResult)
    known, seen = {one.key for one in items}, set()
    for row in sheet.rows:
        key = row["key"]
        if key not in known:
            words = Words(f"项目“{key}”不在本检测任务中", f"The item “{key}” is not in this order")
            sheet.faults.append(Fault(0, words))
        elif key in seen:
            sheet.faults.append(Fault(0, Words(f"项目“{key}”重复", f"The item “{key}” stands twice")))
        seen.add(key)
    return sheet


def _with_results(
    request: PersonRequest, order: TestOrder, items: Iterable[Item], context: Mapping[str, Any]
) -> HttpResponse:
    act, uploaded = get_act(ACT), request.FILES.get("results")
    reading = read(act, request, person=request.standing.id)
    sheet = Sheet(faults=[Fault(0, Words("请选择结果表格", "Choose the table of results"))])
    if isinstance(uploaded, UploadedFile):
        content = uploaded.read(sheets.LARGEST_FILE + 1)
        sheet = read_results(content, uploaded.name or "", items)
    if not sheet.faults:
        results = {row["key"]: row for row in sheet.rows}
        reading.given["items"] = [results.get(one.key, {"key": one.key}) for one in items]
    seen = request.POST.get("_seen", "")
    form = build(
        act,
        reading.given,
        on=request.on,
        rejected=reading.rejected,
        uid=request.POST.get("_uid", ""),
        seen=int(seen) if seen.isdecimal() else order.case.version,
        person=request.standing.id,
    )
    shown = {
        **context,
        "base": BASE,
        "act": act,
        "form": form,
        "back": address(order),
        "faults": sheet.faults,
        "taken": 0 if sheet.faults else len(sheet.rows),
    }
    return render(request, TEMPLATE, shown, status=422 if sheet.faults or reading.rejected else 200)


def _initial(order: TestOrder, items: Iterable[Item]) -> dict[str, Any]:
    models = get_application(order.case_id).models_list
    return {
        "order": str(order.pk),
        "standards": [str(one) for one in order.standards],
        "models": [{"model": str(line["model"])} for line in models],
        "items": [{"key": one.key} for one in items],
    }
