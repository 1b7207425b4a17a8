"""An appeal is received, routed and concluded."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from shouze.certification.certificates.queries import certificate_of_case
from shouze.kernel.acts import Doing, Evidence, Input, Look, Objection, act, ask
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from . import complaint_acts, shown
from .handlers import HandlerFacts, handler_facts, handler_outside
from .models import Appeal
from .states import CONCLUDE, ROUTE

__all__ = ["APPEALABLE", "complaint_acts", "shown"]

#: acts of the body against which an appeal may be made
APPEALABLE = frozenset(
    {
        "application.refused",
        "case.terminated",
        "decision.made",
        "refusal.approved",
        "certificate.suspended",
        "suspension.prolonged",
        "certificate.withdrawn",
        "certificate.cancelled",
        "report.rejected",
        "inspection.concluded",
    }
)


class AppealGrounds(Input):
    """An appeal: about which case, against which act, why."""

    case: UUID = ask("认证委托", "Case", widget="hidden")
    against: str = ask("申诉针对的决定", "Against which act", min_length=1, max_length=60)
    grounds: str = ask("申诉理由", "Grounds", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("证明材料", "Files", [], max_length=20, widget="files")


class Routing(Input):
    """The person who will handle the appeal."""

    handler: UUID = ask("处理人", "Handler", widget="person")
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """The case that an appeal is about, None when there is none, and the acts done on it so far."""

    case: Case | None
    done: frozenset[str] = frozenset()


def _case_of(doing: Doing, subject: None, given: AppealGrounds) -> AppealFacts:
    case = Case.objects.filter(pk=given.case).first()
    return AppealFacts(case, frozenset(ledger.acts_of_case(case.pk)) if case else frozenset())


def _own_case(look: Look) -> Iterator[Objection]:
    case: Case | None = look.facts.case
    if case is None or (
        look.actor.kind == "client" and str(look.actor.organisation) != str(case.applicant_id)
    ):
        yield Objection(
            "other_case",
            Words("该认证委托不属于您所属的企业", "the case is not one of your organisation"),
            Words("由认证委托人提出申诉", "an appeal by the applicant"),
            "order117.47",
            field="case",
        )
    if look.given.against not in APPEALABLE:
        yield Objection(
            "not_appealable",
            Words("该事项不是可申诉的决定", "this is no decision that can be appealed against"),
            Words(
                "选择机构作出的决定；其他意见请投诉", "a decision of the body; other matters are complaints"
            ),
            "order117.47",
            field="against",
        )
    elif look.given.against not in look.facts.done:
        yield Objection(
            "no_such_decision",
            Words("本案没有作出过该决定", "no such decision was made in this case"),
            Words("选择本案已作出的决定", "a decision that was made in the case"),
            "order117.47",
            field="against",
        )


def _handler_facts(doing: Doing, appeal: Appeal, given: Routing) -> HandlerFacts:
    certificate = certificate_of_case(appeal.case_id)
    hands = [appeal.case.hands, *([certificate.hands] if certificate else [])]
    return handler_facts(given.handler, hands, [appeal.applicant_id], doing.on)


@act(
    "appeal.received",
    Words("提出申诉", "Appeal"),
    on=Appeal,
    input=AppealGrounds,
    creates=True,
    looks=_case_of,
    checks=(_own_case,),
    clauses=("order117.47", "iso17065.7.13"),
)
def receive(doing: Doing, given: AppealGrounds) -> Appeal:
    case: Case = doing.facts.case
    serial = doing.next_number(f"appeal-{doing.on.year}")
    return Appeal(
        id=doing.new_id(),
        case=case,
        applicant_id=case.applicant_id,
        number=f"S{doing.on.year}{serial:04d}",
        against=given.against,
        grounds=given.grounds,
        received_on=doing.on,
        acknowledge_by=doing.last_day("deadlines/appeal_acknowledge"),
        conclude_by=doing.last_day("deadlines/appeal_conclude"),
        state="received",
    )


@act(
    "appeal.routed",
    Words("分派申诉", "Route an appeal"),
    on=Appeal,
    input=Routing,
    moves=ROUTE,
    looks=_handler_facts,
    checks=(handler_outside,),
    clauses=("iso17065.7.13", "guidance.十四"),
)
def route(doing: Doing, appeal: Appeal, given: Routing) -> None:
    appeal.handler_id = given.handler


class AppealConclusion(Input):
    """How an appeal ends, and why. A suspension that falls is lifted by the act of restoration."""

    result: str = ask("结论", "Result", min_length=1, max_length=20, choices="appeal_results")
    words: str = ask("理由（告知申诉人）", "Why (the appellant reads it)", min_length=1, max_length=4000,
                     widget="textarea")  # fmt: skip
    files: list[Evidence] = ask("证明材料", "Files", [], max_length=20, widget="files")


def _conclusion_facts(doing: Doing, appeal: Appeal, given: AppealConclusion) -> HandlerFacts:
    certificate = certificate_of_case(appeal.case_id)
    hands = [appeal.case.hands, *([certificate.hands] if certificate else [])]
    return handler_facts(doing.actor.id, hands, [appeal.applicant_id], doing.on)


@act(
    "appeal.concluded",
    Words("作出申诉结论", "Conclude an appeal"),
    on=Appeal,
    input=AppealConclusion,
    moves=CONCLUDE,
    looks=_conclusion_facts,
    checks=(handler_outside,),
    clauses=("order117.47", "iso17065.7.13", "guidance.十四"),
)
def conclude(doing: Doing, appeal: Appeal, given: AppealConclusion) -> None:
    appeal.result, appeal.answer, appeal.concluded_on = given.result, given.words, doing.on
