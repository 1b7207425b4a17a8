"""One order: what is asked, what came in, what was said about it; and failures reported on it."""

from typing import Any, Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.conversation import thread
from shouze.audiences.parts.person import PersonRequest
from shouze.certification.applications.queries import get_application
from shouze.certification.evidence import awaited
from shouze.certification.evidence.drafts import find_draft
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.orders import Item, items_of
from shouze.certification.evidence.sealed import sealed_of
from shouze.kernel import clock
from shouze.kernel.acts import get_act
from shouze.kernel.words import Words
from shouze.outreach.correspondence.queries import letters_to
from shouze.resources.documents.letters.kinds import KINDS
from shouze.resources.facilities import queries as facilities
from shouze.resources.schemes import queries as schemes

from .own_orders import PAGES, acts_for, line, of_order
from .readiness import digest_of_results
from .scope import JUDGEMENTS

BASE: Final = "laboratories/base.html"
#: states of a use of a manufacturer's facility
USES: Final = {
    "requested": Words("待机构审批", "awaits the body"),
    "approved": Words("已批准", "approved"),
    "refused": Words("未批准", "refused"),
}


@of_order
def order(request: PersonRequest, order: TestOrder) -> HttpResponse:
    """One order: what is to be tested, by what, on which samples; what was reported, asked and judged."""
    acts = acts_for(order, request.standing, clock.now())
    items, application = items_of(order), get_application(order.case_id)
    names = {one.key: one for one in items}
    past = awaited.happened(order)
    context = {
        "order": order,
        "case": order.case,
        "line": line(order, request.on),
        "acts": [(get_act(name).words, reverse(PAGES[name], args=[order.pk])) for name in acts],
        "application": application,
        "documents": _documents(order, application.documents),
        "items": items,
        "samples": list(order.samples.all()),
        "sealed": [one for one in sealed_of(order.case_id) if one.element == order.element],
        "reports": [
            (one, JUDGEMENTS[one.judgement], _results(one.items, names), digest_of_results(one.items))
            for one in order.reports.all()
        ],
        "letters": [
            (one, str(KINDS[one.kind].title))
            for one in letters_to("laboratory", order.case, request.standing.laboratory)
        ],
        "past": past,
        "failures": [_failed(one, names) for one in past if one.act in {"test.failed", "rework.submitted"}],
        "draft": find_draft(order),
        "uses": own_uses(order),
        "thread": thread(request, order.case, "laboratory", order.pk),
    }
    return render(request, "laboratories/order.html", context)


def own_uses(order: TestOrder) -> list[tuple[Any, Words]]:
    """Each use of a facility of the manufacturer that was asked for, with what its state is called."""
    return [(one, USES[one.state]) for one in order.facility_uses.order_by("requested_on", "id")]


def _documents(order: TestOrder, sent: Any) -> list[tuple[Any, str]]:
    """Each document of the application with what its scheme calls it; its kind where the scheme has no
    word.
    """
    case = order.case
    listed = schemes.documents_for(schemes.get_scheme(case.scheme), case.product_code) if case.scheme else ()
    known = {one.key: one.words for one in listed}
    return [(one, str(known.get(one["kind"], one["kind"]))) for one in sent]


def _results(items: Any, names: dict[str, Item]) -> list[tuple[Item, Any]]:
    return [(names.get(one["key"]) or Item(one["key"], "", Words.same(one["key"])), one) for one in items]


def _failed(one: awaited.Happened, names: dict[str, Item]) -> dict[str, Any]:
    """A failure with its items, or the rework that answered it."""
    items = [(names.get(it["key"]), it["finding"]) for it in one.given.get("items", [])]
    return {"what": one, "failed": one.act == "test.failed", "items": items, "words": one.given.get("words")}


@of_order
def failure(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Report failed items, chosen from the items of the order."""
    options = {"items.key": [Option(one.key, named(one)) for one in items_of(order)]}
    initial = {"order": str(order.pk)}
    return do_act(request, "test.failed", order.case, address(order), page(order, initial, options))


@of_order
def facility(request: PersonRequest, order: TestOrder) -> HttpResponseBase:
    """Ask to test in a facility of the manufacturer (TMP, WMT)."""
    case = order.case
    known = facilities.of_organisations({case.producer_id, case.factory_owner_id})
    options = {
        "facility": [Option(str(one.pk), f"{one.name} {one.accreditation}") for one in known],
        "items": [Option(one.key, named(one)) for one in items_of(order)],
    }
    initial = {"order": str(order.pk), "items": [str(one) for one in order.items]}
    return do_act(request, "facility_use.requested", case, address(order), page(order, initial, options))


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


def named(item: Item) -> Words:
    """Return a test item with its standard and clause."""
    return Words(
        f"{item.standard} {item.clause} {item.words.zh}", f"{item.standard} {item.clause} {item.words.en}"
    )
