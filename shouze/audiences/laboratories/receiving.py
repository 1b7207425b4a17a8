"""Samples come in: for one order, or for several at once in one delivery, each order with its own act."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import Option, codes_of
from shouze.audiences.parts.act_views import do_act, uid_of
from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.audiences.parts.questions import shapes
from shouze.certification.evidence import awaited
from shouze.certification.evidence.inputs import SampleReceipt
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.orders import models_of
from shouze.certification.evidence.sealed import sealed_of, under_way
from shouze.kernel.acts import Refused, new_uid, perform
from shouze.kernel.words import Words

from .orders import address, page
from .own_orders import of_order

ACT: Final = "samples.received"
#: orders that wait for samples and are offered on one page
MOST: Final = 50
RECEIVED: Final = Words("已接收{n}个任务的样品", "Samples of {n} orders are received")


@dataclass(slots=True)
class Delivery:
    """An order that waits for samples: its lines as they are proposed or were typed, and why it was not
    taken.
    """

    order: TestOrder
    lines: list[dict[str, str]]
    uid: str = field(default_factory=lambda: str(new_uid()))
    chosen: bool = False
    refused: Refused | None = None


@of_order
def samples(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Receive samples: a line for each main sample asked, the models in turn."""
    names = models_of([order])[order.pk]
    lines = _proposed(order, names)
    initial: dict[str, Any] = {
        "order": str(order.pk), "received_on": request.on.isoformat(), "samples": lines,
    }  # fmt: skip
    # The sampling sheet lists what the body sealed; whether each seal is whole is for the laboratory to see.
    if seals := under_way(order.case_id, order.element):
        initial |= {"method": "sealed", "seals": [{"seal": one} for one in seals]}
    options = {"samples.model": [Option(name, name) for name in names]}
    return do_act(request, ACT, order.case, address(order), page(order, initial, options))


@of_order
def refusal(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Refuse a sealed sample that arrived: which, why by the table, what was seen."""
    all_of_it = [one for one in sealed_of(order.case_id) if one.element == order.element]
    coming = [one for one in all_of_it if one.state == "sealed"]
    options = {"sample": [Option(str(one.pk), f"{one.seal} · {one.model}") for one in coming]}
    initial = {"sample": str(coming[0].pk)} if len(coming) == 1 else {}
    return do_act(request, "sample.refused", order.case, address(order), page(order, initial, options))


@of_kind("laboratory")
def deliveries(request: PersonRequest) -> HttpResponse:
    """Receive the samples of several orders at once: what is ticked is taken, each order on its own; what
    the gate refuses stays on the page with its reason (409), and what it took stays taken.
    """
    own = awaited.orders_of(request.standing.laboratory)
    waiting = list(
        awaited.narrowed(own, awaited.Wanted(state="ordered", turn="laboratory", sort="due"), request.on)[
            :MOST
        ]
    )
    models = models_of(waiting)
    found = [_delivery(request, one, models[one.pk]) for one in waiting]
    chosen = [one for one in found if one.chosen]
    if request.method == "POST" and chosen:
        taken = [one for one in chosen if _take(request, one)]
        if taken:
            messages.success(request, str(RECEIVED.fill(n=len(taken))))
        if len(taken) == len(chosen):
            return HttpResponseRedirect(reverse("laboratories:home"))
        found = [one for one in found if one not in taken]
    method = next(one for one in shapes(SampleReceipt) if one.name == "method")
    context = {
        "deliveries": [(one, models[one.order.pk]) for one in found],
        "methods": list(codes_of(method, request.on)),
        "method": request.POST.get("method", "sent"),
        "received_on": request.POST.get("received_on", request.on.isoformat()),
        "none_chosen": request.method == "POST" and not chosen,
    }
    refused = any(one.refused for one in found)
    return render(request, "laboratories/deliveries.html", context, status=409 if refused else 200)


def _proposed(order: TestOrder, names: Sequence[str]) -> list[dict[str, str]]:
    return [{"model": names[at % len(names)], "purpose": "main"} for at in range(order.samples_asked)]


def _delivery(request: PersonRequest, order: TestOrder, names: Sequence[str]) -> Delivery:
    lines = [
        {**one, "number": f"{order.number}-{at}", "condition": ""}
        for at, one in enumerate(_proposed(order, names), start=1)
    ]
    if request.method != "POST":
        return Delivery(order, lines)
    sent = request.POST
    for at, one in enumerate(lines):
        for name in ("number", "model", "condition"):
            one[name] = sent.get(f"{order.pk}-{at}-{name}", "").strip()
    uid = str(uid_of(sent.get(f"{order.pk}-uid", "")))
    return Delivery(order, lines, uid, str(order.pk) in sent.getlist("orders"))


def _take(request: PersonRequest, one: Delivery) -> bool:
    given: dict[str, Any] = {
        "order": str(one.order.pk),
        "method": request.POST.get("method", ""),
        "received_on": request.POST.get("received_on", ""),
        "samples": [{name: it for name, it in line.items() if it} for line in one.lines if line["number"]],
        "discrepancy": request.POST.get(f"{one.order.pk}-discrepancy", "").strip(),
    }
    try:
        perform(
            ACT,
            by=request.standing.id,
            subject=one.order.case_id,
            given=given,
            uid=uuid.UUID(one.uid),
            via="page",
        )
    except Refused as refused:
        one.refused = refused
    return one.refused is None
