"""The first page of the body's people: the cases that wait, as a page, as CSV and as XLSX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from shouze.audiences.parts import sheets
from shouze.audiences.parts.person import PersonRequest, has_post_for, of_kind
from shouze.kernel import rulebook
from shouze.kernel.acts import Act
from shouze.kernel.words import Words
from shouze.oversight.impact.queries import waiting_for
from shouze.procedure.states import state_words
from shouze.resources.cases.states import STATES

from . import filters, worklist
from .worklist import Line

PER_PAGE: Final = 50
#: re-evaluations that are shown above the cases
SHOWN_REEVALUATIONS: Final = 5
MOST_EXPORTED: Final = 5000
SORTS: Final[Mapping[str, Words]] = {
    "urgency": Words("急缓", "Urgency"),
    "due": Words("阶段期限", "Stage limit"),
    "certificate": Words("出证期限", "Certificate due"),
    "number": Words("申请编号", "Case number"),
    "applicant": Words("认证委托人", "Applicant"),
    "product": Words("产品", "Product"),
}
#: the columns, and the sort that each offers
HEADS: Final = (
    (Words("案件", "Case"), "number"),
    (Words("认证委托人", "Applicant"), "applicant"),
    (Words("轮到谁，为何等", "Whose turn, and why"), ""),
    (Words("期限", "Limits"), "due"),
    (Words("为何在前", "Why it comes first"), "urgency"),
    (Words("项目负责人", "Project engineer"), ""),
    (Words("办理", "Act"), ""),
)
TOO_MANY: Final = Words(
    "保存的筛选已达上限，请先删除不用的。", "No more filters can be kept; remove one first."
)
NO_NAME: Final = Words("请给这个筛选起个名称。", "Give the filter a name.")
SAVED: Final = Words("已保存筛选：{name}", "Filter saved: {name}")
COLUMNS: Final = (
    sheets.Column("number", Words("申请编号", "Case number")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("applicant", Words("认证委托人", "Applicant")),
    sheets.Column("product_code", Words("产品代码", "Product code")),
    sheets.Column("product", Words("产品名称", "Product")),
    sheets.Column("models", Words("规格型号", "Models")),
    sheets.Column("engineer", Words("项目负责人", "Project engineer")),
    sheets.Column("stage", Words("阶段", "Stage")),
    sheets.Column("waits_for", Words("轮到", "Waits for")),
    sheets.Column("paused", Words("暂停原因", "Paused because")),
    sheets.Column("reasons", Words("为何在前", "Why it comes first")),
    sheets.Column("stage_due_on", Words("阶段期限", "Stage limit")),
    sheets.Column("submitted_on", Words("申请日期", "Applied on")),
    sheets.Column("accepted_on", Words("受理日期", "Accepted on")),
    sheets.Column("due_on", Words("出证期限", "Certificate due")),
    sheets.Column("net", Words("净用时（日）", "Net days")),
    sheets.Column("gross", Words("毛用时（日）", "Gross days")),
    sheets.Column("certificate", Words("证书编号", "Certificate number")),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that wait for the same act of this person; ``act`` None for those that wait for others."""

    act: Act | None
    lines: Sequence[Line]


@of_kind("staff")
def worklist_page(request: PersonRequest) -> HttpResponse:
    """Show the cases asked for, fifty to a page; what waits for the person is grouped by what he is to do."""
    mine = filters.kept(request.standing.id)
    if not request.GET and any(one.opens for one in mine):
        return HttpResponseRedirect(filters.address(filters.opening(mine)))
    asked = worklist.Asked.of(request.GET)
    found = worklist.find(request.standing, request.on, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = worklist.lines(list(page), request.standing, request.on)
    context = {
        "asked": asked,
        "page": page,
        "lines": lines,
        "reevaluations": list(waiting_for(request.standing.id)[:SHOWN_REEVALUATIONS]),
        "groups": _groups(lines) if asked.sort == "urgency" and asked.whose == "mine" else [],
        "states": STATES.items(),
        "heads": [(words, sort if sort in worklist.SORTS[asked.whose] else "") for words, sort in HEADS],
        "sorts": [(name, SORTS[name]) for name in worklist.SORTS[asked.whose]],
        "tabs": filters.tabs(request.standing, request.on, mine, asked),
        "kept": [(one, filters.address(filters.asked_by(one))) for one in mine],
        "assigns": has_post_for(request, "case.reassigned")
        and any(one.case.accepted_on and not one.case.closed_on for one in lines),
        "reasons": rulebook.codes("urgency", on=request.on),
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


@require_POST
@of_kind("staff")
def save_filter(request: PersonRequest) -> HttpResponse:
    """Keep what the list is asked for under a name, and show it."""
    asked = worklist.Asked.of(QueryDict(request.POST.get("query", "")))
    name = " ".join(request.POST.get("name", "").split())[: filters.LONGEST_NAME]
    if not name:
        messages.warning(request, str(NO_NAME))
    elif filters.keep(request.standing.id, name, asked):
        messages.success(request, str(SAVED.fill(name=name)))
    else:
        messages.warning(request, str(TOO_MANY))
    return HttpResponseRedirect(filters.address(asked))


@require_POST
@of_kind("staff")
def change_filter(request: PersonRequest, key: int) -> HttpResponse:
    """Remove, pin or open with a filter of one's own."""
    what = request.POST.get("what", "")
    if what not in filters.WHAT:
        raise Http404
    filters.change(request.standing.id, key, what)
    return HttpResponseRedirect(filters.address(worklist.Asked.of(QueryDict(request.POST.get("query", "")))))


def _groups(lines: Sequence[Line]) -> list[Group]:
    """Lines by the act awaited of this person, in the order of their most urgent case; the others last."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        key = line.steps[0].act.name if line.mine and line.steps else ""
        found.setdefault(key, []).append(line)
    rest = found.pop("", [])
    groups = [Group(rows[0].steps[0].act, rows) for rows in found.values()]
    return [*groups, Group(None, rest)] if rest else groups


def _exported(request: PersonRequest) -> Iterator[Mapping[str, object]]:
    cases = worklist.find(request.standing, request.on, worklist.Asked.of(request.GET))[:MOST_EXPORTED]
    for line in worklist.lines(list(cases), request.standing, request.on):
        case, why = line.case, line.waiting
        yield {
            "number": case.number,
            "state": str(state_words("cases.case", case.state)),
            "applicant": case.applicant_name,
            "product_code": case.product_code,
            "product": case.product_name,
            "models": case.models_text,
            "engineer": line.engineer,
            "stage": case.stage,
            "waits_for": f"{why.post} {why.who}".strip() if why else "",
            "paused": str(why.paused) if why and why.paused else "",
            "reasons": "; ".join(str(one.words) for one in line.reasons),
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
