"""The first page of the body's people: the cases that wait, as a page, as CSV and as XLSX."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from shouze.audiences.parts import sheets
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.kernel.words import Words
from shouze.procedure.states import state_words
from shouze.resources.cases.states import STATES

from . import worklist

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 5000
COLUMNS: Final = (
    sheets.Column("number", Words("申请编号", "Case number")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("applicant", Words("认证委托人", "Applicant")),
    sheets.Column("product_code", Words("产品代码", "Product code")),
    sheets.Column("product", Words("产品名称", "Product")),
    sheets.Column("models", Words("规格型号", "Models")),
    sheets.Column("engineer", Words("项目负责人", "Project engineer")),
    sheets.Column("stage", Words("阶段", "Stage")),
    sheets.Column("stage_due_on", Words("阶段期限", "Stage limit")),
    sheets.Column("submitted_on", Words("申请日期", "Applied on")),
    sheets.Column("accepted_on", Words("受理日期", "Accepted on")),
    sheets.Column("due_on", Words("出证期限", "Certificate due")),
    sheets.Column("net", Words("净用时(日)", "Net days")),
    sheets.Column("gross", Words("毛用时(日)", "Gross days")),
    sheets.Column("certificate", Words("证书编号", "Certificate number")),
)


@of_kind("staff")
def worklist_page(request: PersonRequest) -> HttpResponse:
    """Show the cases asked for, fifty to a page."""
    asked = worklist.Asked.of(request.GET)
    page = Paginator(worklist.find(request.standing, request.on, asked), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "asked": asked,
        "page": page,
        "lines": worklist.lines(list(page), request.on),
        "states": STATES.items(),
    }
    return render(request, "staff/worklist.html", context)


@of_kind("staff")
def worklist_csv(request: PersonRequest) -> HttpResponse:
    """Send the cases asked for as CSV (at most 5,000)."""
    return _sent(sheets.write_csv(COLUMNS, _exported(request)), "text/csv; charset=utf-8", "cases.csv")


@of_kind("staff")
def worklist_xlsx(request: PersonRequest) -> HttpResponse:
    """Send the cases asked for as XLSX (at most 5,000)."""
    return _sent(sheets.write_xlsx(COLUMNS, _exported(request)), sheets.XLSX_TYPE, "cases.xlsx")


def _exported(request: PersonRequest) -> Iterator[Mapping[str, object]]:
    cases = worklist.find(request.standing, request.on, worklist.Asked.of(request.GET))[:MOST_EXPORTED]
    for line in worklist.lines(list(cases), request.on):
        case = line.case
        yield {
            "number": case.number,
            "state": str(state_words("cases.case", case.state)),
            "applicant": case.applicant_name,
            "product_code": case.product_code,
            "product": case.product_name,
            "models": case.models_text,
            "engineer": line.engineer,
            "stage": case.stage,
            "stage_due_on": case.stage_due_on,
            "submitted_on": case.submitted_on,
            "accepted_on": case.accepted_on,
            "due_on": case.due_on,
            "net": line.net,
            "gross": line.gross,
            "certificate": line.certificate,
        }


def _sent(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
