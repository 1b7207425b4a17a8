"""The laboratory's list: what waits for it first, narrowed and sorted as it asks, and as a table to take
away.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from shouze.audiences.parts import sheets
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.audiences.parts.sheets import Column
from shouze.certification.evidence import awaited
from shouze.certification.evidence.awaited import Wanted
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.states import ORDER
from shouze.kernel.words import Words

from .own_orders import TURNS, line, state_words
from .scope import warnings_of

PAGE: Final = 50
#: where the session keeps the order of the list that the person chose last
SORT: Final = "laboratory_orders_sort"
SORTS: Final = {
    "turn": Words("等我方办理的在前", "What waits for us first"),
    "due": Words("期限", "Last day"),
    "newest": Words("最近下达", "Newest"),
    "product": Words("产品", "Product"),
    "client": Words("认证委托人", "Applicant"),
}
TERMS: Final = {"late": Words("已逾期", "Overdue"), "soon": Words("7天内到期", "Due within 7 days")}
COLUMNS: Final = (
    Column("number", Words("任务编号", "Order")),
    Column("case", Words("认证委托编号", "Case")),
    Column("product_code", Words("产品代码", "Product code")),
    Column("product", Words("产品", "Product")),
    Column("models", Words("规格型号", "Models")),
    Column("applicant", Words("认证委托人", "Applicant")),
    Column("standards", Words("检测标准", "Standards")),
    Column("samples", Words("主检样品数", "Main samples")),
    Column("ordered_on", Words("下达日期", "Ordered on")),
    Column("due_on", Words("期限", "Last day")),
    Column("failures", Words("不合格次数", "Failures")),
    Column("state", Words("状态", "State")),
)


def wanted_by(request: PersonRequest) -> Wanted:
    """Return how the person narrows the list; how he sorts it is kept until he sorts it otherwise."""
    asked = request.GET
    sort = asked.get("sort", "")
    if sort in SORTS:
        request.session[SORT] = sort
    return Wanted(
        text=asked.get("q", "").strip()[:100],
        state=asked.get("state", "") if asked.get("state") in ORDER else "",
        turn=asked.get("turn", "") if asked.get("turn") in TURNS else "",
        term=asked.get("term", "") if asked.get("term") in TERMS else "",
        product=asked.get("product", "")[:4],
        client=asked.get("client", "")[:300],
        sort=str(request.session.get(SORT, "turn")),
    )


@of_kind("laboratory")
def orders(request: PersonRequest) -> HttpResponse:
    """The orders of the laboratory: what waits for it and the nearest last day first."""
    own, wanted = awaited.orders_of(request.standing.laboratory), wanted_by(request)
    page = Paginator(awaited.narrowed(own, wanted, request.on), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [line(one, request.on) for one in page],
        "wanted": wanted,
        "figures": _figures(request, own),
        "states": [(state, words) for state, words in ORDER.items()],
        "turns": [(turn, words) for turn, words in TURNS.items() if turn],
        "terms": TERMS.items(),
        "sorts": SORTS.items(),
        "products": awaited.offered(own, "product"),
        "clients": awaited.offered(own, "client"),
        "warnings": warnings_of(request.standing.laboratory, request.on),
    }
    return render(request, "laboratories/orders.html", context)


def _figures(request: PersonRequest, own: Any) -> list[dict[str, object]]:
    """What is to be seen at a glance: samples awaited, tests running, what is late."""
    counts = awaited.counted(own)
    late = awaited.narrowed(own, Wanted(term="late"), request.on).count()
    soon = awaited.narrowed(own, Wanted(term="soon"), request.on).count() - late
    waiting = sum(n for state, n in counts.items() if awaited.WAITS_FOR.get(state) in {"body", "applicant"})
    return [
        {"words": ORDER["ordered"], "value": counts.get("ordered", 0)},
        {"words": ORDER["testing"], "value": counts.get("testing", 0)},
        {"words": TERMS["soon"], "value": soon, "tone": "warn" if soon else ""},
        {"words": TERMS["late"], "value": late, "tone": "bad" if late else ""},
        {"words": Words("等其他方", "With others"), "value": waiting},
    ]


@of_kind("laboratory")
def export(request: PersonRequest, kind: str) -> HttpResponse:
    """The orders that the page shows, all of them, as CSV or XLSX."""
    found = awaited.narrowed(awaited.orders_of(request.standing.laboratory), wanted_by(request), request.on)
    return sheets.download(kind, "orders", COLUMNS, _lines(found))


def _lines(found: Iterable[TestOrder]) -> Iterable[dict[str, object]]:
    for one in found:
        yield {
            "number": one.number,
            "case": one.case.number,
            "product_code": one.case.product_code,
            "product": one.case.product_name,
            "models": one.case.models_text,
            "applicant": one.case.applicant_name,
            "standards": "、".join(str(name) for name in one.standards),
            "samples": one.samples_asked,
            "ordered_on": one.ordered_on,
            "due_on": one.due_on,
            "failures": one.failures,
            "state": str(state_words(one)),
        }
