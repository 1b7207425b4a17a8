"""An order as its laboratory sees it: found only when it is its own, with its items and what can be done."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import Http404
from django.http.response import HttpResponseBase

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.evidence import awaited
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.states import ORDER, ORDER_ENDED, ORDER_MOVES
from shouze.kernel.acts import Standing, possible
from shouze.kernel.words import Words

P = ParamSpec("P")

#: act of a laboratory on an order -> the page on which it is done
PAGES: Final[Mapping[str, str]] = {
    "samples.received": "laboratories:samples",
    "test.failed": "laboratories:failure",
    "report.submitted": "laboratories:report",
}


def of_order(
    view: Callable[Concatenate[PersonRequest, TestOrder, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Decorate a view of an order of the person's own laboratory; any other order is not found (404)."""

    @wraps(view)
    def found(
        request: PersonRequest, order: uuid.UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        own = awaited.order_with_all(request.standing.laboratory, order)
        if own is None:
            raise Http404
        return view(request, own, *args, **kwargs)

    return of_kind("laboratory")(found)


def acts_for(order: TestOrder, actor: Standing, at: datetime) -> list[str]:
    """List the acts that the person can do on an order, by the table of authority and the order's state."""
    can = {one.act.name for one in possible(order.case, actor, at) if not one.objections}
    return [name for name in PAGES if name in can and order.state in ORDER_MOVES[name][0]]


def state_words(order: TestOrder) -> Words:
    """Return what the order's state is called."""
    return ORDER.get(order.state, Words.same(order.state))


def overdue(order: TestOrder, on: date) -> bool:
    """Say whether the last day (a date of law) of an order that is still with the laboratory has passed."""
    elsewhere = ("rework", "reported", *ORDER_ENDED)
    return order.due_on is not None and order.due_on < on and order.state not in elsewhere
