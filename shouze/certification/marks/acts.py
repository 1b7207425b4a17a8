"""Marks are ordered, examined, paid, issued or permitted, closed, revoked; traceability codes are given."""

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing, Nothing, act, formerly
from shouze.kernel.words import Words
from shouze.resources.fees import queries as fees

from . import checks, inputs
from .models import MarkOrder, Roll, TraceCode
from .queries import (
    code_of,
    coding_facts,
    examining_facts,
    giving_facts,
    locked_certificate,
    order_facts,
)
from .states import ACCEPT, ASSIGN, CLOSE, ISSUE, PAY, PERMIT, REFUSE, REVOKE, WITHDRAW

ABOUT = ("order117.31", "order117.32", "guidance.十九")


@act(
    "mark.ordered",
    Words("订购认证标志", "Order marks"),
    on=MarkOrder,
    input=inputs.MarkOrdering,
    creates=True,
    looks=order_facts,
    checks=(
        checks.own_certificate,
        checks.certificate_valid,
        checks.complete,
        checks.quantities,
        checks.models_covered,
        checks.place_and_printer,
    ),
    clauses=ABOUT,
)
def order(doing: Doing, given: inputs.MarkOrdering) -> MarkOrder:
    certificate = locked_certificate(given.certificate)
    bill = fees.marks_bill({one.size: one.quantity for one in given.lines}, doing.on)
    doing.note(*bill.refs)
    serial = doing.next_number(f"mark-{doing.on.year}")
    every = [line["name"] for line in certificate.facts["product"]["models"]]
    told = given.model_dump(
        include={"kind", "process", "place", "place_reason", "printer", "printer_name", "reach", "address"}
    )
    return MarkOrder(
        id=doing.new_id(),
        certificate=certificate,
        number=f"B{doing.on.year}{serial:05d}",
        product_code=certificate.product_code,
        applicant_id=certificate.applicant_id,
        producer_id=certificate.producer_id,
        factory_owner_id=certificate.factory_owner_id,
        lines=[
            {
                "size": line.item.removeprefix("mark_"),
                "quantity": int(line.quantity),
                "price": str(line.unit_price),
                "amount": str(line.amount),
            }
            for line in bill.lines
        ],
        model_names=list(given.models) or every,
        quantity=sum(one.quantity for one in given.lines),
        width_mm=given.width_mm,
        design=given.design or "",
        amount=bill.total,
        ordered_on=doing.on,
        state="ordered",
        **told,
    )


@act(
    "mark.accepted",
    Words("同意标志订单", "Accept a mark order"),
    on=MarkOrder,
    input=inputs.MarkAcceptance,
    moves=ACCEPT,
    looks=examining_facts,
    checks=(checks.certificate_valid, checks.drawing_examined),
    clauses=(*ABOUT, "00c006.10"),
)
def accept(doing: Doing, order: MarkOrder, given: inputs.MarkAcceptance) -> None:
    if order.design:
        doing.consider("drawing", digest=order.design, examined=list(given.examined))
    order.decided_on, order.words = doing.on, given.words


@act(
    "mark.refused",
    Words("不予办理标志订单", "Refuse a mark order"),
    on=MarkOrder,
    input=inputs.MarkRefusal,
    moves=REFUSE,
    clauses=ABOUT,
)
def refuse(doing: Doing, order: MarkOrder, given: inputs.MarkRefusal) -> None:
    order.decided_on, order.reasons, order.words = doing.on, list(given.reasons), given.words


@act(
    "mark.withdrawn",
    Words("撤回标志订单", "Withdraw a mark order"),
    on=MarkOrder,
    input=inputs.MarkClosing,
    moves=WITHDRAW,
    clauses=("order117.32",),
)
def withdraw(doing: Doing, order: MarkOrder, given: inputs.MarkClosing) -> None:
    order.done_on, order.words = doing.on, given.words


@act(
    "mark.paid",
    Words("登记标志费用到账", "Record the fee of a mark order"),
    on=MarkOrder,
    input=inputs.MarkPayment,
    moves=PAY,
    checks=(checks.right_amount,),
    clauses=("regulations.20", "guidance.十九"),
)
def pay(doing: Doing, order: MarkOrder, given: inputs.MarkPayment) -> None:
    order.paid_on = given.received_on


@act(
    "mark.issued",
    Words("发放标准规格标志", "Issue stickers of the mark"),
    on=MarkOrder,
    input=inputs.MarkIssue,
    moves=ISSUE,
    looks=giving_facts,
    checks=(checks.of_kind("standard"), checks.certificate_valid, checks.paid, checks.rolls_fit),
    clauses=ABOUT,
)
def issue(doing: Doing, order: MarkOrder, given: inputs.MarkIssue) -> None:
    quantity = {line["size"]: int(line["quantity"]) for line in order.lines}
    for one in given.rolls:
        last = one.first + quantity[one.size] - 1
        doing.create(Roll, order=order, size=one.size, first=one.first, last=last)
    order.done_on, order.usable_until = doing.on, order.certificate.valid_until


@act(
    "mark.permitted",
    Words("准予使用标志", "Permit the use of a mark"),
    on=MarkOrder,
    input=Nothing,
    moves=PERMIT,
    looks=giving_facts,
    checks=(checks.of_kind("printed", "electronic"), checks.certificate_valid, checks.paid),
    clauses=(*ABOUT, "00c006.10"),
    version=2,
)
def permit(doing: Doing, order: MarkOrder, given: Nothing) -> None:
    serial = doing.next_number(f"mark-notice-{doing.on.year}")
    order.notice_number = f"BZ{doing.on.year}{serial:05d}"
    order.done_on, order.usable_until = doing.on, order.certificate.valid_until
    doing.outcome = {"notice": order.notice_number, "usable_until": order.usable_until.isoformat()}


@act(
    "mark.closed",
    Words("办结标志订单", "Close a mark order"),
    on=MarkOrder,
    input=inputs.MarkClosing,
    moves=CLOSE,
    clauses=("order117.32",),
)
def close(doing: Doing, order: MarkOrder, given: inputs.MarkClosing) -> None:
    order.words = given.words


@act(
    "mark.revoked",
    Words("收回标志订单", "Revoke a mark order"),
    on=MarkOrder,
    input=Nothing,
    moves=REVOKE,
    looks=giving_facts,
    checks=(checks.falls_with_certificate,),
    clauses=("order117.32", "order117.29"),
    version=2,
)
def revoke(doing: Doing, order: MarkOrder, given: Nothing) -> None:
    order.usable_until = None


@act(
    "tracecode.assigned",
    Words("生成型号追溯二维码", "Assign traceability codes"),
    on=Certificate,
    input=inputs.Tracing,
    moves=ASSIGN,
    looks=coding_facts,
    checks=(checks.unexpired, checks.models_of_certificate, checks.codes_missing),
    clauses=("guidance.十九", "order117.31"),
)
def assign(doing: Doing, certificate: Certificate, given: inputs.Tracing) -> None:
    facts = doing.facts
    asked = given.models or [one for one in facts.in_order if one not in facts.coded]
    for model in asked:
        key = doing.new_id()
        doing.create(
            TraceCode, id=key, certificate=certificate, model=model, code=code_of(key), assigned_on=doing.on
        )


formerly("mark.revoked", until=1, checks=(checks.fell_with_certificate,))
