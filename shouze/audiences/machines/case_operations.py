"""Reading cases, what can be done to them, their trail, and the orders of a laboratory."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from shouze.certification.evidence.models import TestOrder
from shouze.kernel import clock
from shouze.kernel.acts import Standing, all_acts, possible
from shouze.kernel.acts.signing import carries_signature, look
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import in_office, visible_to
from shouze.resources.cases.states import OPEN, STATES

from . import case_reading as reading
from . import case_shapes as shapes
from .callers import standing_calling
from .refusals import READ_REFUSALS, refusal

router = Router(tags=["cases"])
orders_router = Router(tags=["orders"])


class Paged(BaseModel):
    """Which page of a list, and how long a page is."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=20, ge=1, le=100)

    def cut(self, found: Any) -> Any:
        """Return the rows of the page."""
        return found[(self.page - 1) * self.page_size : self.page * self.page_size]


class CaseFilters(Paged):
    """What narrows a list of cases."""

    state: str | None = Field(default=None, pattern=f"^({'|'.join(STATES)})$")
    open: bool | None = None
    product_code: str | None = Field(default=None, pattern=r"^[0-9]{4}$")
    number: str | None = Field(default=None, pattern=r"^[0-9A-Z\-]{1,20}$")


class OrderFilters(Paged):
    """What narrows a list of test orders."""

    state: str | None = Field(default=None, pattern=r"^[a-z_]{1,12}$")


@router.get(
    "",
    response={200: shapes.CasePage, **READ_REFUSALS},
    operation_id="cases",
    summary="认证案件 · Cases that you may see",
)
def list_cases(request: HttpRequest, filters: Query[CaseFilters]) -> shapes.CasePage:
    viewer = standing_calling(request)
    found = visible_to(viewer, clock.today()).order_by("-submitted_on", "-number")
    exact = {
        name: value
        for name in ("state", "product_code", "number")
        if (value := getattr(filters, name)) is not None
    }
    found = found.filter(**exact)
    if filters.open is not None:
        found = found.filter(state__in=OPEN) if filters.open else found.exclude(state__in=OPEN)
    items = [reading.line_of(case, viewer) for case in filters.cut(found)]
    return shapes.CasePage(count=found.count(), page=filters.page, page_size=filters.page_size, items=items)


@router.get(
    "/{uuid:case}",
    response={200: shapes.StaffCase | shapes.ClientCase | shapes.LaboratoryCase, **READ_REFUSALS},
    operation_id="case",
    summary="案件全貌 · Everything of a case that you may see",
)
def read_case(request: HttpRequest, case: uuid.UUID) -> Any:
    viewer = standing_calling(request)
    return reading.whole(_visible(case, viewer), viewer)


@router.get(
    "/{uuid:case}/possible",
    response={200: list[shapes.PossibleAct], **READ_REFUSALS},
    operation_id="case.possible",
    summary="可以办理什么 · What you can do to it now, and what stands in the way",
)
def read_possible(request: HttpRequest, case: uuid.UUID) -> list[shapes.PossibleAct]:
    viewer = standing_calling(request)
    found = possible(_visible(case, viewer), viewer, clock.now())
    return [
        shapes.PossibleAct(
            act=one.act.name,
            words=one.act.words,
            post=one.post,
            objections=refusal(one.act.words, one.objections).model_dump(mode="json")["objections"],
        )
        for one in found
    ]


@router.get(
    "/{uuid:case}/shown/{str:act}",
    response={200: shapes.Shown, **READ_REFUSALS},
    operation_id="case.shown",
    summary="签署的是什么 · What you would sign by an act on it: root and leaves (staff)",
)
def read_shown(request: HttpRequest, case: uuid.UUID, act: str) -> shapes.Shown:
    viewer, declared = standing_calling(request), all_acts().get(act)
    found = _visible(case, viewer)
    now = clock.now()
    signed = declared is not None and declared.on is Case and carries_signature(declared, now)
    if declared is None or not signed or viewer.kind not in reading.INSIDE:
        raise Http404
    return shapes.Shown.model_validate(look(declared, viewer, found, now).as_json())


@router.get(
    "/{uuid:case}/trail",
    response={200: list[shapes.TrailEntry], **READ_REFUSALS},
    operation_id="case.trail",
    summary="案件的全部行为 · Every act on it, as the ledger has it (staff)",
)
def read_trail(request: HttpRequest, case: uuid.UUID) -> list[shapes.TrailEntry]:
    viewer = standing_calling(request)
    found = _visible(case, viewer)
    if viewer.kind not in reading.INSIDE:
        raise Http404
    return [_entry(one) for one in ledger.entries_for_case(found.id)]


@orders_router.get(
    "",
    response={200: shapes.OrderPage, **READ_REFUSALS},
    operation_id="orders",
    summary="检测任务 · The test orders of your laboratory",
)
def list_orders(request: HttpRequest, filters: Query[OrderFilters]) -> shapes.OrderPage:
    viewer = standing_calling(request)
    if viewer.laboratory is None or not in_office(viewer, clock.today()):
        raise Http404
    found = TestOrder.objects.filter(laboratory_id=viewer.laboratory).order_by("-ordered_on", "-number")
    found = found.filter(state=filters.state) if filters.state else found
    rows = filters.cut(found.select_related("case").prefetch_related("samples", "reports"))
    items = [reading.order_line(order) for order in rows]
    return shapes.OrderPage(count=found.count(), page=filters.page, page_size=filters.page_size, items=items)


def _visible(case: uuid.UUID, viewer: Standing) -> Case:
    """The case, when it is the caller's to see. Raises Http404 otherwise: nobody learns that it exists."""
    found = visible_to(viewer, clock.today()).filter(pk=case).first()
    if found is None:
        raise Http404
    return found


def _entry(recorded: ledger.Recorded) -> shapes.TrailEntry:
    body = ledger.body_of(recorded)
    act = all_acts().get(recorded.act)
    return shapes.TrailEntry(
        uid=recorded.uid,
        act=recorded.act,
        words=act.words if act else Words.same(recorded.act),
        at=recorded.at,
        recorded_at=recorded.recorded_at,
        seq=recorded.seq,
        who=body["who"],
        what=body["what"],
        given=body["data"],
    )
