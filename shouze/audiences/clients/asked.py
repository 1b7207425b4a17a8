"""What is asked of the applicant now, case by case: acts that he can do, and things he is to see to."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from shouze.certification.evidence import awaited
from shouze.certification.evidence.models import Nonconformity, TestOrder
from shouze.kernel.acts import Standing, possible
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

#: the way out of the procedure: possible, never asked
WITHDRAW: Final = "case.withdrawn"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked: in words, until when (None: no term), and the act that answers it ("": none here)."""

    words: Words
    act: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    due_on: date | None = None

    @property
    def query(self) -> str:
        """The query that names the order or the nonconformity to the act's page."""
        return f"?{urlencode(self.about)}" if self.about else ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a case and waits for the applicant."""

    orders: Sequence[TestOrder] = ()
    findings: Sequence[Nonconformity] = ()


def around(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, Around]:
    """Gather what waits for the applicant around many cases, in two queries."""
    orders, findings = awaited.orders_with_applicant(cases), awaited.findings_to_correct(cases)
    return {
        case: Around(
            [one for one in orders if one.case_id == case],
            [one for one in findings if one.inspection.case_id == case],
        )
        for case in cases
    }


def asked(case: Case, near: Around, actor: Standing, at: datetime) -> list[Ask]:
    """List what is asked of the applicant on a case; an act only when the table of authority allows it."""
    can = {one.act.name for one in possible(case, actor, at) if not one.objections}
    found = (ask for asks in _ASKS for ask in asks(case, near))
    return [one for one in found if not one.act or one.act in can]


def can_withdraw(case: Case, actor: Standing, at: datetime) -> bool:
    """Say whether the person can withdraw the application at ``at``."""
    return any(one.act.name == WITHDRAW and not one.objections for one in possible(case, actor, at))


def _supplement(case: Case, near: Around) -> Iterator[Ask]:
    if case.state == "supplementing":
        words = Words("提交补正资料", "Send the supplements")
        yield Ask(words, "supplement.submitted", due_on=case.stage_due_on)


def _agreement(case: Case, near: Around) -> Iterator[Ask]:
    if case.state == "planned" and case.agreed_on is None:
        words = Words("确认方案和收费，签订认证合同", "Agree to plan and fees, conclude the agreement")
        yield Ask(words, "agreement.concluded", due_on=case.stage_due_on)


def _fees(case: Case, near: Around) -> Iterator[Ask]:
    if case.state == "planned" and case.agreed_on and case.fees_paid < case.fees_due:
        rest = f"{case.fees_due - case.fees_paid:,.2f}"
        yield Ask(Words(f"缴纳认证费用 ¥ {rest}", f"Pay the fees, ¥ {rest}"), due_on=case.stage_due_on)


def _samples(case: Case, near: Around) -> Iterator[Ask]:
    for order in near.orders:
        if order.state == "ordered":
            words = Words(
                f"向实验室送样（任务 {order.number},{order.samples_asked} 件）",
                f"Send {order.samples_asked} samples to the laboratory (order {order.number})",
            )
            yield Ask(words, due_on=case.stage_due_on)


def _rework(case: Case, near: Around) -> Iterator[Ask]:
    for order in near.orders:
        if order.state == "rework":
            words = Words(f"提交整改说明（任务 {order.number}）", f"Submit the rework (order {order.number})")
            yield Ask(words, "rework.submitted", {"order": str(order.pk)}, case.stage_due_on)


def _corrections(case: Case, near: Around) -> Iterator[Ask]:
    for one in near.findings:
        plan = one.inspection.plan_code
        words = Words(
            f"提交不符合项 {one.number} 的整改（检查 {plan}）",
            f"Correct nonconformity {one.number} (inspection {plan})",
        )
        yield Ask(words, "correction.submitted", {"nonconformity": str(one.pk)}, one.due_on)


_ASKS: Final[tuple[Callable[[Case, Around], Iterator[Ask]], ...]] = (
    _supplement,
    _agreement,
    _fees,
    _samples,
    _rework,
    _corrections,
)
