"""Samples are received, and their authenticity is examined by the body (Order 117 Art. 13)."""

from uuid import UUID

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import inputs, sealed
from ..checks.sealing import seals_hold
from ..checks.testing import order_allows, samples_authentic, samples_suffice
from ..models import Sample, TestOrder
from ..queries import order_facts
from ..states import ORDER_MOVES


@act(
    "samples.received",
    Words("接收样品", "Receive samples"),
    on=Case,
    input=inputs.SampleReceipt,
    moves=EVIDENCE,
    looks=order_facts("samples.received"),
    checks=(order_allows, samples_suffice, seals_hold),
    clauses=("order117.13", "order117.14"),
    version=2,
)
def receive(doing: Doing, case: Case, given: inputs.SampleReceipt) -> None:
    same = {"order_id": given.order, "method": given.method, "received_on": given.received_on}
    told = {"number", "model", "purpose", "condition"}
    doing.create_all(Sample, [{**line.model_dump(include=told), **same} for line in given.samples])
    sealed.receive_sealed(
        doing, TestOrder.objects.get(pk=given.order), {one.seal: one.intact for one in given.seals}
    )
    _move(given.order, "samples.received")
    receipt = given.model_dump(mode="json", include={"method", "received_on", "discrepancy", "photos"})
    TestOrder.objects.filter(pk=given.order).update(
        due_on=doing.last_day("deadlines/type_test"), receipt=receipt
    )


@act(
    "samples.authenticated",
    Words("确认样品真实性", "Authenticate the samples"),
    on=Case,
    input=inputs.Authentication,
    moves=EVIDENCE,
    looks=order_facts("samples.authenticated"),
    checks=(not_paused, order_allows, samples_authentic),
    clauses=("order117.13", "order117.43"),
)
def authenticate(doing: Doing, case: Case, given: inputs.Authentication) -> None:
    record = given.model_dump(mode="json", exclude={"order"})
    Sample.objects.filter(order_id=given.order, authentic__isnull=True).update(
        authentic=True, authenticity=record
    )
    _move(given.order, "samples.authenticated")


@act(
    "samples.rejected",
    Words("不接受样品", "Reject the samples"),
    on=Case,
    input=inputs.SampleRejection,
    moves=EVIDENCE,
    looks=order_facts("samples.rejected"),
    checks=(not_paused, order_allows),
    clauses=("order117.13", "order117.43"),
)
def reject(doing: Doing, case: Case, given: inputs.SampleRejection) -> None:
    Sample.objects.filter(order_id=given.order).update(authentic=False, authenticity={"reason": given.reason})
    _move(given.order, "samples.rejected")


def _move(order: UUID, act_name: str) -> None:
    TestOrder.objects.filter(pk=order).update(state=ORDER_MOVES[act_name][1])
