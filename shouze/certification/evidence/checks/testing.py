"""May the test be ordered, the samples used, the report counted? Domain invariant 3."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words
from shouze.resources.laboratories.checks import Capable, may_test

from ..states import ORDER, ORDER_MOVES
from .own_resources import report_rests_on_use


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """A test order with what stands around it."""

    order_state: str = ""
    act: str = ""
    belongs: bool = True
    laboratory: Capable | None = None
    laboratory_id: str = ""
    element: str = "XS"
    element_open: bool = True
    open_order: str = ""
    beside: str = ""
    standards: tuple[str, ...] = ()
    last_day: date | None = None
    items: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    partial: bool = False
    samples_authentic: bool = False
    received_on: date | None = None
    samples_asked: int = 0
    sealed_element: bool = False
    may_be_sent: bool = False
    seals: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    attempts: int = 1
    report: Mapping[str, Any] = field(default_factory=dict)


@of_subject
def agreed_and_paid(look: Look) -> Iterator[Objection]:
    """Test and inspection are arranged when the agreement on the plan stands and the fees are paid (meanwhile
    the clock may be paused for them).
    """
    if look.subject.agreed_on is None:
        yield Objection(
            "not_agreed",
            Words("认证合同尚未签订", "the certification agreement is not concluded"),
            Words("由认证委托人签订认证合同", "the agreement, by the applicant"),
            "iso17065.4.1.2",
            act="agreement.concluded",
        )
    if look.subject.fees_paid < look.subject.fees_due:
        rest: Decimal = look.subject.fees_due - look.subject.fees_paid
        yield Objection(
            "unpaid",
            Words(f"尚有{rest}元认证费用未缴", f"{rest} CNY of fees are not paid"),
            Words(
                "登记收费；等待期间可暂停计时",
                "the fees recorded as received; meanwhile the clock may be paused",
            ),
            "regulations.20",
            act="fees.received",
        )


def order_may_be_placed(look: Look) -> Iterator[Objection]:
    """The element is open, no other order of it runs, the laboratory is capable until the due day."""
    facts: OrderFacts = look.facts
    if not facts.element_open:
        yield Objection(
            "element_closed",
            Words("型式试验要素不在方案中或已完成", "the type test is not in the plan, or is closed"),
            Words("方案中未完成的型式试验", "an open type test in the plan"),
            "regulations.21",
        )
    if facts.open_order:
        yield Objection(
            "order_open",
            Words(f"检测任务{facts.open_order}尚未完成", f"the order {facts.open_order} is still open"),
            Words("先完成该任务", "that order closed first"),
            "order117.13",
        )
    if facts.laboratory is None:
        yield Objection(
            "no_laboratory",
            Words("未找到该实验室", "there is no such laboratory"),
            Words("选择签约实验室", "a contracted laboratory"),
            "order117.13",
            field="laboratory",
        )
    else:
        yield from may_test(
            facts.laboratory,
            look.subject.product_code,
            list(facts.standards),
            look.on,
            facts.last_day or look.on,
        )


def items_may_be_chosen(look: Look) -> Iterator[Objection]:
    """A type test has every item of the plan (regulations Art. 21); a later turn may test what differs."""
    chosen, facts = set(look.given.items), look.facts
    if chosen and not facts.partial:
        yield Objection(
            "items_omitted",
            Words("初次型式试验不得减少检测项目", "a first type test leaves no item out"),
            Words("检测项目留空，按方案全部检测", "no choice: all items of the plan"),
            "regulations.21",
            field="items",
        )
    elif chosen - set(facts.items):
        listed = "、".join(sorted(chosen - set(facts.items)))
        yield Objection(
            "unknown_item",
            Words(f"检测项目{listed}不在方案中", f"{listed} is no item of the test plan"),
            Words("从方案的检测项目中选择", "items of the test plan"),
            "order117.14",
            field="items",
        )


def order_allows(look: Look) -> Iterator[Objection]:
    """The order belongs to the case and to the laboratory that acts, and its state allows the act."""
    facts: OrderFacts = look.facts
    if not facts.belongs:
        yield Objection(
            "other_order",
            Words("该检测任务不属于本案", "this test order does not belong to the case"),
            Words("选择本案的检测任务", "an order of this case"),
            "order117.14",
            field="order",
        )
        return
    if look.actor.kind == "laboratory" and str(look.actor.laboratory) != facts.laboratory_id:
        yield Objection(
            "other_laboratory",
            Words("该检测任务委托给另一实验室", "the order is with another laboratory"),
            Words("由受委托的实验室办理", "it is done by the laboratory that has the order"),
            "order117.14",
        )
    allowed, _ = ORDER_MOVES[facts.act]
    if facts.order_state not in allowed:
        now = ORDER[facts.order_state]
        need = Words.join((ORDER[one] for one in allowed), zh="、", en=", ")
        yield Objection(
            "order_state",
            Words(f"检测任务当前为“{now.zh}”", f"the order is “{now.en}”"),
            Words(f"检测任务为“{need.zh}”", f"the order in one of: {need.en}"),
            "order117.14",
        )


def samples_suffice(look: Look) -> Iterator[Objection]:
    """As many samples as the plan asks, each of a model applied for, none received in the future."""
    facts: OrderFacts = look.facts
    main = [line for line in look.given.samples if line.purpose == "main"]
    if len(main) < facts.samples_asked:
        yield Objection(
            "too_few_samples",
            Words(
                f"主检样品{len(main)}件，方案要求{facts.samples_asked}件",
                f"{len(main)} main samples, the plan asks for {facts.samples_asked}",
            ),
            Words("补足样品", "the missing samples"),
            "order117.13",
            field="samples",
        )
    strange = sorted({line.model for line in look.given.samples} - set(facts.models))
    if strange:
        listed = "、".join(strange)
        yield Objection(
            "strange_model",
            Words(f"样品型号{listed}不在申请中", f"sample model {listed} is not in the application"),
            Words("送交申请型号的样品", "samples of the models applied for"),
            "order117.13",
            field="samples",
        )
    if look.given.received_on > look.on:
        yield Objection(
            "received_later",
            Words("收样日期晚于今天", "the day of receipt lies in the future"),
            Words("按实际日期填写", "the real day"),
            "guidance.六",
            field="received_on",
        )


def samples_authentic(look: Look) -> Iterator[Objection]:
    """Authenticity is confirmed on all three points, else they are rejected (Order 117 Art. 13, 43)."""
    points = (
        ("nameplate_matches", "铭牌", "nameplate"),
        ("key_parts_match", "关键件", "key parts"),
        ("structure_matches", "结构", "structure"),
    )
    for name, zh, en in points:
        if not getattr(look.given, name):
            yield Objection(
                "not_authentic",
                Words(f"样品{zh}与申请不一致", f"the {en} of the sample is not as applied for"),
                Words("不接受该样品，要求重新送样", "the samples rejected and new ones asked for"),
                "order117.13",
                act="samples.rejected",
                field=name,
            )


def failed_items_known(look: Look) -> Iterator[Objection]:
    """What failed is an item of the plan."""
    unknown = sorted({item.key for item in look.given.items} - set(look.facts.items))
    if unknown:
        listed = "、".join(unknown)
        yield Objection(
            "unknown_item",
            Words(f"检测项目{listed}不在方案中", f"{listed} is no item of the test plan"),
            Words("从方案的检测项目中选择", "items of the test plan"),
            "order117.14",
            field="items",
        )


def attempts_left(look: Look) -> Iterator[Objection]:
    """A product is reworked and tested again only so often; after that the report says that it fails."""
    facts: OrderFacts = look.facts
    if facts.failures >= facts.attempts:
        yield Objection(
            "no_attempt_left",
            Words(
                f"已有{facts.failures}次不合格，规则允许检测{facts.attempts}次",
                f"it failed {facts.failures} times; the rule allows {facts.attempts} attempts",
            ),
            Words("由实验室出具不合格报告", "a report of the failure from the laboratory"),
            "order117.14",
            act="report.submitted",
        )


def not_passed_in_rework(look: Look) -> Iterator[Objection]:
    """What failed and was not reworked is reported as failed: so a case without a further attempt, or whose
    applicant does not mend the product, still comes to its conclusion.
    """
    passed = all(item.verdict != "F" for item in look.given.items)
    if look.facts.order_state == "rework" and passed:
        yield Objection(
            "passed_in_rework",
            Words(
                "不合格项目尚未整改，报告不得判为合格",
                "what failed was not reworked, and the report passes it",
            ),
            Words(
                "提交整改并重新检测，或如实判定不合格", "the rework and a re-test, or the failure reported"
            ),
            "order117.14",
            field="items",
        )


def failures_are_measured(look: Look) -> Iterator[Objection]:
    """An item that failed says what was measured or seen: the applicant mends the product by it."""
    bare = [item.key for item in look.given.items if item.verdict == "F" and not item.value.strip()]
    if bare:
        listed = "、".join(bare)
        yield Objection(
            "failure_unmeasured",
            Words(
                f"判为不合格的项目{listed}没有实测结果",
                f"{listed} failed, and the report does not say what was measured",
            ),
            Words("填写实测结果", "the result of what was measured"),
            "order117.14",
            field="items",
        )


def report_is_complete(look: Look) -> Iterator[Objection]:
    """Every item of the plan has a verdict, dates are in order, models and standards are those of the
    order.
    """
    facts: OrderFacts = look.facts
    given = look.given
    missing = [key for key in facts.items if key not in {item.key for item in given.items}]
    if missing:
        listed = "、".join(missing)
        yield Objection(
            "items_missing",
            Words(f"缺少检测项目：{listed}", f"test items are missing: {listed}"),
            Words("补全检测方案的全部项目", "all items of the test plan"),
            "regulations.21",
            field="items",
        )
    if not given.tested_from <= given.tested_to <= given.issued_on <= look.on:
        yield Objection(
            "dates_disorder",
            Words("检测开始、结束、签发日期先后有误", "tested from, to and issued on are not in order"),
            Words("检测开始≤检测结束≤签发≤今天", "from ≤ to ≤ issued ≤ today"),
            "order117.14",
            field="tested_to",
        )
    elif facts.received_on and given.tested_from < facts.received_on:
        yield Objection(
            "tested_before_samples",
            Words(
                f"检测开始早于收样日期{facts.received_on}",
                f"the test began before the samples were received on {facts.received_on}",
            ),
            Words("填写真实的检测日期", "the real days of the test"),
            "order117.14",
            field="tested_from",
        )
    yield from _models_covered(facts, [line.model for line in given.models])
    yield from _standards_current(facts.standards, given.standards)


def not_judged(look: Look) -> Iterator[Objection]:
    """A report is judged once: what was rejected does not come back when a better one was asked for."""
    if look.facts.report.get("judgement"):
        yield Objection(
            "judged",
            Words("该报告已评价", "this report was judged before"),
            Words("评价实验室最近提交的报告", "the report that the laboratory submitted since"),
            "guidance.五",
            field="report",
        )


def report_counts(look: Look) -> Iterator[Objection]:
    """Domain invariant 3: designated, contracted, accredited on the test dates; authenticity recorded;
    models match.
    """
    facts: OrderFacts = look.facts
    report = facts.report
    if not report:
        yield Objection(
            "no_report",
            Words("没有待评价的报告", "there is no report to be judged"),
            Words("实验室提交的报告", "a report from the laboratory"),
            "order117.14",
            field="report",
        )
        return
    if not facts.samples_authentic:
        yield Objection(
            "authenticity_unrecorded",
            Words("样品真实性核查未记录", "the authenticity of the samples is not on record"),
            Words("记录样品真实性核查结果", "the authenticity check on record"),
            "order117.13",
            act="samples.authenticated",
        )
    if facts.laboratory is not None:
        yield from may_test(
            facts.laboratory,
            look.subject.product_code,
            list(facts.standards),
            report["tested_from"],
            report["tested_to"],
        )
    yield from report_rests_on_use(
        report["mode"], report["tested_from"], report["tested_to"], *report["use"]
    )
    yield from _models_covered(facts, report["models"])


def _models_covered(facts: OrderFacts, covered: Sequence[str]) -> Iterator[Objection]:
    # A later turn tests what differs, or what was sampled: some of the models, not all.
    left_out = set() if facts.partial and covered else set(facts.models) - set(covered)
    for words, names in (
        ("未覆盖申请型号|the report does not cover", left_out),
        ("报告含未申请的型号|the report names models not applied for:", set(covered) - set(facts.models)),
    ):
        if names:
            zh, en = words.split("|")
            listed = "、".join(sorted(names))
            yield Objection(
                "models_differ",
                Words(f"{zh}：{listed}", f"{en} {listed}"),
                Words("报告型号与申请逐一相同", "the same models in report and application"),
                "order117.21",
                field="models",
            )


def _standards_current(asked: Sequence[str], used: Sequence[str]) -> Iterator[Objection]:
    missing = [one for one in asked if one not in used]
    if missing:
        listed = "、".join(missing)
        yield Objection(
            "standards_differ",
            Words(f"报告未按标准{listed}检测", f"the report is not by {listed}"),
            Words("按方案规定的标准及年代号检测", "the standards of the plan, with their years"),
            "order117.9",
            field="standards",
        )
