"""Ordering marks in one go: from the certificate to the kind, its details with a preview, and the order."""

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_views import Page, do_act, stands_in_the_way
from shouze.audiences.parts.files import INLINE, SANDBOX, opened
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import find_certificate
from shouze.certification.marks import checks, figure, queries
from shouze.certification.marks.models import MarkOrder
from shouze.certification.marks.states import STATES
from shouze.kernel import rulebook
from shouze.kernel.acts import get_act
from shouze.kernel.words import Words

PER_PAGE: Final = 50
MOST_EXPORTED: Final = 5000
SAMPLE_MM: Final = Decimal(30)
SHOWN_AS: Final = Words(
    "CCC标志比例示意图（不是标志图样）", "scheme of the mark's proportions (not the figure itself)"
)
#: kind -> questions that its page asks beside those of every kind
ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "standard": ("models", "address"),
    "printed": (
        "models", "process", "width_mm", "place", "place_reason", "printer", "printer_name", "design",
    ),
    "electronic": ("models", "integral_screen", "reach", "design"),
}  # fmt: skip
ABOUT: Final[Mapping[str, Words]] = {
    "standard": Words(
        "五种规格的不干胶标志，每枚有唯一号码，按枚计费，寄到您的地址。",
        "Stickers in five sizes, each with its number; paid by the piece and sent to you.",
    ),
    "printed": Words(
        "印刷、模压、丝印、蚀刻等，由您或受托单位制作；提交图样，核对后发给通知编号。不收费。",
        "Printed, moulded, silk-screened, etched … by you or another firm; send the drawing, a notice number"
        " follows. Free.",
    ),
    "electronic": Words(
        "在产品集成显示屏上显示；提交界面图样和查看路径。不收费。",
        "Shown on the product's own screen; send a picture of it and how it is reached. Free.",
    ),
}
ICONS: Final = {"standard": "tags", "printed": "printer", "electronic": "phone"}
#: the way of an order by kind; what ends it otherwise is said beside it
WAY: Final = {
    "standard": ("ordered", "accepted", "issued", "closed"),
    "printed": ("ordered", "accepted", "permitted", "closed"),
    "electronic": ("ordered", "accepted", "permitted", "closed"),
}
COLUMNS: Final = (
    sheets.Column("number", Words("订单编号", "Order number")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("certificate", Words("证书编号", "Certificate number")),
    sheets.Column("kind", Words("种类", "Kind")),
    sheets.Column("quantity", Words("枚数", "Marks")),
    sheets.Column("amount", Words("费用（元）", "Fee (yuan)")),
    sheets.Column("ordered_on", Words("订购日期", "Ordered on")),
    sheets.Column("notice_number", Words("通知编号", "Notice number")),
    sheets.Column("usable_until", Words("可使用至", "Usable until")),
)


def _usable(certificate: Certificate, on: date) -> bool:
    """Whether marks may be ordered for some model of a certificate."""
    holding = queries.holding_of(certificate)
    return holding.valid_on(on, holding.models - holding.suspended)


@of_kind("client")
def kinds(request: PersonRequest, number: str) -> HttpResponse:
    """What may be ordered for a certificate, what was ordered, and the codes of its models."""
    certificate = own_certificate(request, number)
    codes = queries.codes_of_certificate(certificate.pk)
    lines = certificate.facts["product"]["models"]
    coded = {one.model for one in codes}
    context = {
        "certificate": certificate,
        "usable": _usable(certificate, request.on),
        "way_out": checks.WAY_OUT.get(certificate.state, (Words("", ""), ""))[0],
        "kinds": [
            (one, ABOUT[one.code], ICONS[one.code])
            for one in rulebook.codes("mark_order_kinds", on=request.on)
        ],
        "orders": queries.orders_of_certificate(certificate.pk),
        "codes": codes,
        "uncoded": [one["name"] for one in lines if one["name"] not in coded],
    }
    return render(request, "clients/marks.html", context)


@of_kind("client")
def order(request: PersonRequest, number: str, kind: str) -> HttpResponseBase:
    """The details of an order of one kind, with a preview; sending them is ordering."""
    certificate = own_certificate(request, number)
    if kind not in ASKED:
        raise Http404
    if request.method == "POST":
        request.POST = _with_lines(request.POST)  # type: ignore[assignment]
    page = Page(
        base="clients/base.html",
        template="clients/marks_order.html",
        initial={
            "certificate": str(certificate.pk),
            "kind": kind,
            "address": certificate.facts["applicant"]["address"]["zh"],
        },
        context=_details(request, certificate, kind),
        back=reverse("clients:marks", args=[number]),
    )
    return do_act(
        request, "mark.ordered", None, lambda done: reverse("clients:marks-shown", args=[done.subject]), page
    )


@of_kind("client")
def listed(request: PersonRequest) -> HttpResponse:
    """All orders of the holder, the latest first."""
    page = Paginator(_own(request), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "clients/marks_orders.html", {"page": page})


@of_kind("client")
def sent(request: PersonRequest, form: str) -> HttpResponse:
    """Send the holder's orders as a file ("csv", "xlsx"), at most 5,000. Raises Http404 for another form."""
    lines = ({one.key: _cell(row, one.key) for one in COLUMNS} for row in _own(request)[:MOST_EXPORTED])
    return sheets.download(form, "marks", COLUMNS, lines)


@of_kind("client")
def shown(request: PersonRequest, order: uuid.UUID) -> HttpResponse:
    """One order: where it stands, what was ordered, what was given."""
    found = _order(request, order)
    post, objections = stands_in_the_way(request, get_act("mark.withdrawn"), found)
    context = {
        "order": found,
        "certificate": found.certificate,
        "steps": _steps(found),
        "rolls": found.rolls.order_by("first"),
        "can_withdraw": bool(post) and not objections,
        "certificate_usable": queries.holding_of(found.certificate).valid_on(request.on, found.model_names),
    }
    return render(request, "clients/marks_shown.html", context)


@of_kind("client")
def act(request: PersonRequest, order: uuid.UUID, act: str) -> HttpResponseBase:
    """The page of an act of the holder on his order."""
    found = _order(request, order)
    if act != "mark.withdrawn":
        raise Http404
    url = reverse("clients:marks-shown", args=[found.pk])
    page = Page(
        base="clients/base.html", template="clients/marks_act.html", context={"order": found}, back=url
    )
    return do_act(request, act, found, url, page)


@of_kind("client")
def drawing(request: PersonRequest, order: uuid.UUID) -> FileResponse:
    """The drawing of an order, as it was sent."""
    stored, name, content = opened(_order(request, order).design, request.standing)
    response = FileResponse(content, content_type=stored.media_type, filename=name)
    if stored.media_type not in INLINE:
        response.headers["Content-Disposition"] = "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def own_certificate(request: PersonRequest, number: str) -> Certificate:
    """Return a certificate of the person's organisation. Raises Http404."""
    found = find_certificate(number)
    if found is None or str(found.applicant_id) != request.standing.organisation:
        raise Http404
    return found


def _own(request: PersonRequest) -> Any:
    return queries.orders_of(uuid.UUID(request.standing.organisation or str(uuid.UUID(int=0))))


def _order(request: PersonRequest, key: uuid.UUID) -> MarkOrder:
    found = queries.find_order(key)
    if found is None or str(found.applicant_id) != request.standing.organisation:
        raise Http404
    return found


def _details(request: PersonRequest, certificate: Certificate, kind: str) -> dict[str, Any]:
    on = request.on
    geometry = _geometry(request)
    sizes = [one for one in rulebook.codes("mark_kinds", on=on) if one.get("a_mm")]
    prices = {one.code: rulebook.value(f"fees/mark_{one.code}", on=on).amount for one in sizes}
    return {
        "certificate": certificate,
        "kind": kind,
        "kind_words": rulebook.code("mark_order_kinds", kind, on=on).words,
        "about": ABOUT[kind],
        "asked": ASKED[kind],
        "geometry": geometry,
        "preview": figure.drawn(geometry, SAMPLE_MM, str(SHOWN_AS)),
        "sizes": [
            (one, _picture(geometry, one), prices[one.code], request.POST.get(f"quantity-{one.code}", ""))
            for one in sizes
            if kind == "standard"
        ],
        "least": rulebook.value("marks/least_per_line", on=on).whole,
        "most": rulebook.value("marks/most_per_order", on=on).whole,
        "all_models": [one["name"] for one in certificate.facts["product"]["models"]],
        "chosen_models": request.POST.getlist("models"),
    }


def _geometry(request: PersonRequest) -> figure.Geometry:
    return figure.Geometry.of(
        rulebook.thaw(rulebook.value("marks/outer", on=request.on).value),  # type: ignore[arg-type]
        rulebook.thaw(rulebook.value("marks/inner", on=request.on).value),  # type: ignore[arg-type]
    )


def _picture(geometry: figure.Geometry, size: rulebook.Code) -> SafeString:
    return figure.drawn(geometry, Decimal(size.text("a_mm")), f"{size.words} {SHOWN_AS}")


def _with_lines(sent: QueryDict) -> QueryDict:
    """The quantities of the five sizes as the lines of the act's input; an empty one is no line."""
    given = sent.copy()
    place = 0
    for name in sent:
        quantity = sent.get(name, "").strip()
        if name.startswith("quantity-") and quantity:
            given[f"lines-{place}-size"] = name.removeprefix("quantity-")
            given[f"lines-{place}-quantity"] = quantity
            place += 1
    return given


def _steps(order: MarkOrder) -> list[dict[str, str]]:
    way = WAY[order.kind]
    at = way.index(order.state) if order.state in way else -1
    standing = [("done" if n < at else "now" if n == at else "ahead") for n in range(len(way))]
    return [{"words": str(STATES[state]), "standing": how} for state, how in zip(way, standing, strict=True)]


def _cell(row: MarkOrder, key: str) -> object:
    value = getattr(row, key)
    return str(value) if key == "certificate" else value
