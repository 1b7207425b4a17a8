"""The orders of a laboratory: the list, one order, samples received, failures reported."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.audiences.parts.sheets import Column
from shouze.certification.applications.queries import get_application
from shouze.certification.evidence import awaited
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.orders import items_of
from shouze.certification.evidence.states import ORDER
from shouze.kernel import clock
from shouze.kernel.acts import get_act
from shouze.kernel.words import Words
from shouze.outreach.correspondence.queries import letters_to
from shouze.resources.documents.letters.kinds import KINDS

from .own_orders import PAGES, acts_for, of_order, overdue, state_words

BASE: Final = "laboratories/base.html"
PAGE: Final = 50
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


@of_kind("laboratory")
def orders(request: PersonRequest) -> HttpResponse:
    """The orders of the laboratory, the nearest last day first; ``?state=`` shows those of one state."""
    all_of_them = awaited.orders_of(request.standing.laboratory)
    counted = all_of_them.order_by().values("state").annotate(count=Count("pk"))
    counts = {row["state"]: row["count"] for row in counted}
    chosen = request.GET.get("state", "")
    shown = all_of_them.filter(state=chosen) if chosen in ORDER else all_of_them
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, state_words(one), overdue(one, request.on)) for one in page],
        "states": [(state, words, counts.get(state, 0)) for state, words in ORDER.items()],
        "chosen": chosen,
    }
    return render(request, "laboratories/orders.html", context)


@of_kind("laboratory")
def export(request: PersonRequest, kind: str) -> HttpResponse:
    """All orders of the laboratory as CSV or XLSX."""
    return sheets.download(kind, "orders", COLUMNS, _lines(awaited.orders_of(request.standing.laboratory)))


@of_order
def order(request: PersonRequest, order: TestOrder) -> HttpResponse:
    """One order: what is to be tested, by what, on which samples; what was reported and how it was judged."""
    acts = acts_for(order, request.standing, clock.now())
    context = {
        "order": order,
        "case": order.case,
        "state": state_words(order),
        "overdue": overdue(order, request.on),
        "acts": [(get_act(name).words, reverse(PAGES[name], args=[order.pk])) for name in acts],
        "application": get_application(order.case_id),
        "items": items_of(order),
        "samples": list(order.samples.all()),
        "reports": list(order.reports.all()),
        "letters": [
            (one, KINDS[one.kind].title)
            for one in letters_to("laboratory", order.case, request.standing.laboratory)
        ],
    }
    return render(request, "laboratories/order.html", context)


@of_order
def samples(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Receive samples: a line for each main sample asked, the models in turn."""
    names = _models(order)
    lines = [
        {"model": names[number % len(names)], "purpose": "main"} for number in range(order.samples_asked)
    ]
    initial = {"order": str(order.pk), "received_on": request.on.isoformat(), "samples": lines}
    options = {"samples.model": [Option(name, name) for name in names]}
    return do_act(request, "samples.received", order.case, address(order), page(order, initial, options))


@of_order
def failure(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Report failed items, chosen from the items of the order."""
    options = {"items.key": [Option(one.key, _named(one)) for one in items_of(order)]}
    initial = {"order": str(order.pk)}
    return do_act(request, "test.failed", order.case, address(order), page(order, initial, options))


def page(order: TestOrder, initial: dict[str, Any], options: dict[str, list[Option]]) -> Page:
    """Return how the page of an act on an order looks."""
    return Page(
        base=BASE,
        template="laboratories/act.html",
        initial=initial,
        options=options,
        context={"order": order, "case": order.case},
        back=address(order),
    )


def address(order: TestOrder) -> str:
    """Return the address of an order's page."""
    return reverse("laboratories:order", args=[order.pk])


def _models(order: TestOrder) -> list[str]:
    return [str(line["model"]) for line in get_application(order.case_id).models_list]


def _named(item: Any) -> Words:
    return Words(
        f"{item.standard} {item.clause} {item.words.zh}", f"{item.standard} {item.clause} {item.words.en}"
    )


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
