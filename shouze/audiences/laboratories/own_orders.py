"""An order as its laboratory sees it: found only when it is its own, with its items and what can be done."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import Http404
from django.http.response import HttpResponseBase

from shouze.audiences.parts.person import PersonRequest, of_kind
from shouze.certification.evidence import awaited
from shouze.certification.evidence.models import TestOrder
from shouze.certification.evidence.sealed import under_way
from shouze.certification.evidence.states import ORDER, ORDER_MOVES
from shouze.kernel.acts import Standing, possible
from shouze.kernel.words import Words
from shouze.resources.cases.states import OPEN

P = ParamSpec("P")
#: acts that leave the order's state as it is -> the states in which they are done
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "facility_use.requested": ("ordered", "received", "testing"),
    "sample.refused": ("ordered",),
}

#: act of a laboratory on an order -> the page on which it is done
PAGES: Final[Mapping[str, str]] = {
    "sample.refused": "laboratories:refusal",
    "samples.received": "laboratories:samples",
    "test.failed": "laboratories:failure",
    "facility_use.requested": "laboratories:facility",
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
    found = [name for name in PAGES if name in can and order.state in _states(name)]
    if "sample.refused" in found and not under_way(order.case_id, order.element):
        found.remove("sample.refused")
    return found


def _states(act: str) -> tuple[str, ...]:
    return STATES[act] if act in STATES else ORDER_MOVES[act][0]


def state_words(order: TestOrder) -> Words:
    """Return what the order's state is called."""
    return ORDER.get(order.state, Words.same(order.state))


@dataclass(frozen=True, slots=True)
class Line:
    """An order in the list: its state and for whom it waits in words, and its term in calendar days."""

    order: TestOrder
    state: Words
    turn: str
    whom: Words
    days_left: int | None
    used: int
    term: int

    @property
    def late(self) -> bool:
        """Whether the last day has passed while the order was with the laboratory."""
        return self.days_left is not None and self.days_left < 0


#: for whom an order waits, in words; "" is an order that is ended
TURNS: Final[Mapping[str, Words]] = {
    "laboratory": Words("等我方办理", "waits for us"),
    "body": Words("等认证机构", "waits for the body"),
    "applicant": Words("等委托人整改", "waits for the applicant"),
    "": Words("已结束", "ended"),
}


def line(order: TestOrder, on: date) -> Line:
    """Return an order as it stands in the list on a date of law; no days left where no term runs."""
    turn = awaited.WAITS_FOR.get(order.state, "") if order.case.state in OPEN else ""
    runs = bool(turn) and order.due_on is not None and order.state in awaited.WITH_A_TERM
    return Line(
        order=order,
        state=state_words(order),
        turn=turn,
        whom=TURNS[turn],
        days_left=(order.due_on - on).days if runs and order.due_on else None,
        used=(on - order.ordered_on).days,
        term=(order.due_on - order.ordered_on).days if order.due_on else 0,
    )
