"""The weak points of a file, computed: where what was handed in does not fit what was asked. Pure.

In: ``FileFacts``, application, plan, evidence and judgements of one case as plain values. Out: ``Doubt``s,
each with the place in the file that it is about (``row``) and the clause behind it. A doubt refuses nothing:
what must not pass the checks of the gate refuse. It tells who reviews and signs where to look (ISO/IEC 17065
7.5). Dates are dates of law (Asia/Shanghai).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from shouze.kernel.words import Words

from .filed import FileFacts, OrderFacts, PlanFacts, ReportFacts, VisitFacts

#: what a place of the file looks like: something missing, differing from what was asked, or to be looked at
Weight = Literal["missing", "differs", "doubt"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One weak point. ``row`` names its place: "documents", "XS.models", "GC.days", "case.clock" …"""

    code: str
    weight: Weight
    row: str
    words: Words
    rule: str


def doubts(facts: FileFacts) -> tuple[Doubt, ...]:
    """Return the weak points of a file, the graver first, in the order of the file."""
    found = [one for look in LOOKS for one in look(facts)]
    return tuple(sorted(found, key=lambda one: GRAVITY.index(one.weight)))


GRAVITY: Final[tuple[Weight, ...]] = ("missing", "differs", "doubt")


def _parties(facts: FileFacts) -> Iterator[Doubt]:
    if facts.applicant_then != facts.applicant_now:
        then, now = facts.applicant_then, facts.applicant_now
        yield Doubt(
            "applicant_renamed", "differs", "parties",
            Words(f"委托人申请时名为“{then}”，现名“{now}”", f"the applicant was “{then}”, now “{now}”"),
            "order117.21",
        )  # fmt: skip
    if facts.accepted_on and not facts.factory_code:
        yield Doubt(
            "factory_code", "missing", "parties",
            Words("生产企业没有工厂编号", "the factory has no factory code"), "order117.21",
        )  # fmt: skip


def _documents(facts: FileFacts) -> Iterator[Doubt]:
    for words in facts.missing:
        yield Doubt(
            "document_missing", "missing", "documents",
            Words(f"缺少资料“{words.zh}”", f"the document “{words.en}” is missing"), "order117.11",
        )  # fmt: skip
    digests = [digest for _, digest in facts.documents]
    twice = {digest for digest in digests if digests.count(digest) > 1}
    if twice:
        many = sum(digest in twice for digest in digests)
        yield Doubt(
            "same_file", "doubt", "documents",
            Words(f"{many}项资料是同一个文件", f"{many} documents are one and the same file"), "order117.11",
        )  # fmt: skip


def _key_parts(facts: FileFacts) -> Iterator[Doubt]:
    if not facts.parts:
        yield Doubt(
            "no_key_parts", "missing", "key_parts",
            Words("关键件清单为空", "the list of key parts is empty"), "order117.13",
        )  # fmt: skip
    incomplete = [one.name for one in facts.parts if not (one.model and one.maker)]
    if incomplete:
        yield Doubt(
            "key_part_incomplete", "doubt", "key_parts",
            _listing("关键件缺少型号或制造商：", "key parts without type or maker:", incomplete),
            "order117.13",
        )  # fmt: skip


def _contract(facts: FileFacts) -> Iterator[Doubt]:
    """Before work began both are only awaited; once it has begun they ought to be there."""
    if not (facts.orders or facts.visits):
        return
    if facts.plan and not facts.plan.agreed:
        yield Doubt(
            "plan_not_agreed", "differs", "plan",
            Words("委托人未同意现行认证方案", "the applicant has not agreed to the plan in force"),
            "iso17065.4.1.2",
        )  # fmt: skip
    if facts.unpaid > 0:
        yield Doubt(
            "unpaid", "missing", "plan",
            Words(f"尚有{facts.unpaid}元费用未缴", f"{facts.unpaid} CNY of fees are not paid"),
            "regulations.20",
        )  # fmt: skip


def _orders(facts: FileFacts) -> Iterator[Doubt]:
    for order in facts.orders:
        if facts.plan:
            yield from _standards(order, facts.plan)
        yield from _samples(order, facts)
        for words in order.unfit:
            yield Doubt("laboratory_unfit", "differs", "XS.laboratory", words, "order117.13")
        if order.failures:
            yield Doubt(
                "failed_before", "doubt", "XS.items",
                Words(f"整改前检测不合格{order.failures}次", f"failed before rework: {order.failures}"),
                "order117.14",
            )  # fmt: skip
        for report in order.reports:
            yield from _report(report, order, facts)


def _standards(order: OrderFacts, plan: PlanFacts) -> Iterator[Doubt]:
    used = [*order.standards, *(one for report in order.reports for one in report.standards)]
    without = [
        one
        for one in plan.standards
        if one not in order.standards or any(r.standards and one not in r.standards for r in order.reports)
    ]
    other = [one for one in dict.fromkeys(used) if one not in plan.standards]
    if without:
        yield Doubt(
            "standards_missing", "missing", "XS.standards",
            _listing("未按方案标准检测：", "not tested by the plan's", without), "order117.9",
        )  # fmt: skip
    if other:
        yield Doubt(
            "standards_other", "differs", "XS.standards",
            _listing("方案之外的标准：", "standards that are not in the plan:", other), "order117.9",
        )  # fmt: skip


def _samples(order: OrderFacts, facts: FileFacts) -> Iterator[Doubt]:
    good = [one for one in order.samples if one.authentic is not False]
    main = [one for one in good if one.main]
    if order.samples and facts.plan and len(main) < facts.plan.samples:
        have, asked = len(main), facts.plan.samples
        yield Doubt(
            "samples_few", "missing", "XS.samples",
            Words(f"主检样品{have}件，方案要求{asked}件", f"{have} main samples, the plan asks for {asked}"),
            "order117.13",
        )  # fmt: skip
    unchecked = [one.number for one in good if one.authentic is None]
    if unchecked and order.reports:
        yield Doubt(
            "samples_unchecked", "missing", "XS.samples",
            _listing("样品真实性未核查：", "not authenticated:", unchecked), "order117.13",
        )  # fmt: skip
    refused = [one.number for one in order.samples if one.authentic is False]
    if refused:
        yield Doubt(
            "samples_refused", "doubt", "XS.samples",
            _listing("曾因不一致退回样品：", "rejected as not authentic:", refused), "order117.13",
        )  # fmt: skip
    strange = sorted({one.model for one in good} - set(facts.models))
    if strange:
        yield Doubt(
            "samples_strange", "differs", "XS.samples",
            _listing("样品型号不在申请中：", "samples of models not applied for:", strange), "order117.13",
        )  # fmt: skip


def _report(report: ReportFacts, order: OrderFacts, facts: FileFacts) -> Iterator[Doubt]:
    yield from _models(report, facts)
    yield from _items(report, facts)
    yield from _dates(report, order, facts)
    yield from _own_resources(report, order)
    if report.tester == report.signatory:
        yield Doubt(
            "one_hand", "doubt", "XS.report",
            Words(f"主检与授权签字人均为{report.tester}", f"{report.tester} tested and signed the report"),
            "order117.14",
        )  # fmt: skip
    if report.used_elsewhere:
        yield Doubt(
            "report_elsewhere", "differs", "XS.report",
            Words(f"报告{report.number}也用于其他案件", f"report {report.number} serves another case too"),
            "order117.14",
        )  # fmt: skip


def _own_resources(report: ReportFacts, order: OrderFacts) -> Iterator[Doubt]:
    """Tests in a facility of the manufacturer are looked at twice; so is an approved use not made."""
    if report.mode != "laboratory":
        yield Doubt(
            "own_resources", "doubt" if order.use_approved == report.mode else "differs", "XS.report",
            Words(f"按{report.mode}利用了生产企业检测资源", f"in the maker's facility ({report.mode})"),
            "00c004",
        )  # fmt: skip
    elif order.use_approved:
        yield Doubt(
            "use_not_reported", "doubt", "XS.report",
            Words(f"批准了{order.use_approved}，报告称在实验室检测",
                  f"{order.use_approved} was approved, the report says in the laboratory"),
            "00c004",
        )  # fmt: skip


def _models(report: ReportFacts, facts: FileFacts) -> Iterator[Doubt]:
    fewer = [one for one in facts.models if one not in report.models]
    more = [one for one in report.models if one not in facts.models]
    if fewer:
        yield Doubt(
            "models_fewer", "missing", "XS.models",
            _listing(f"报告{report.number}未覆盖型号：", f"report {report.number} lacks", fewer),
            "order117.21",
        )  # fmt: skip
    if more:
        yield Doubt(
            "models_more", "differs", "XS.models",
            _listing(f"报告{report.number}含未申请型号：", f"report {report.number} has besides", more),
            "order117.21",
        )  # fmt: skip


def _items(report: ReportFacts, facts: FileFacts) -> Iterator[Doubt]:
    asked = facts.plan.items if facts.plan else {}
    lacking = [key for key in asked if key not in report.verdicts]
    failed = [key for key, verdict in report.verdicts.items() if verdict == "F"]
    passed_over = [key for key, safety in asked.items() if safety and report.verdicts.get(key) == "N"]
    if lacking:
        yield Doubt(
            "items_missing", "missing", "XS.items",
            _listing("报告缺少检测项目：", "the report lacks items:", lacking), "regulations.21",
        )  # fmt: skip
    if failed and report.conforming:
        yield Doubt(
            "failed_yet_conforming", "differs", "XS.items",
            _listing("结论合格而项目不合格：", "conforming, with failed items:", failed), "order117.14",
        )  # fmt: skip
    if passed_over:
        yield Doubt(
            "safety_not_applicable", "doubt", "XS.items",
            _listing("安全项判为不适用：", "safety items judged not applicable:", passed_over), "order117.14",
        )  # fmt: skip
    if report.unmeasured:
        yield Doubt(
            "no_value", "doubt", "XS.items",
            _listing("只有判定没有实测结果：", "a verdict without a result:", report.unmeasured),
            "order117.14",
        )  # fmt: skip


def _dates(report: ReportFacts, order: OrderFacts, facts: FileFacts) -> Iterator[Doubt]:
    received = max((one.received_on for one in order.samples if one.authentic is not False), default=None)
    if received and min(report.tested_from, report.issued_on) < received:
        yield Doubt(
            "before_samples", "differs", "XS.dates",
            Words(
                f"检测开始于{report.tested_from}，样品{received}才收到",
                f"tested from {report.tested_from}, samples received on {received}",
            ),
            "order117.14",
        )  # fmt: skip
    if facts.accepted_on and report.issued_on < facts.accepted_on:
        yield Doubt(
            "before_acceptance", "differs", "XS.dates",
            Words(f"报告早于受理（{facts.accepted_on}）", f"issued before acceptance ({facts.accepted_on})"),
            "order117.12",
        )  # fmt: skip
    if order.due_on and report.issued_on > order.due_on:
        yield Doubt(
            "report_late", "doubt", "XS.dates",
            Words(f"报告晚于检测期限{order.due_on}", f"the report is later than its last day {order.due_on}"),
            "order117.16",
        )  # fmt: skip


def _visits(facts: FileFacts) -> Iterator[Doubt]:
    for visit in facts.visits:
        if visit.done and not (visit.planned[0] <= visit.done[0] and visit.done[1] <= visit.planned[1]):
            yield Doubt(
                "other_days", "doubt", "GC.dates",
                Words(
                    f"实际检查{visit.done[0]}至{visit.done[1]}，与计划日期不同",
                    f"inspected {visit.done[0]} to {visit.done[1]}, not on the planned days",
                ),
                "order117.15",
            )  # fmt: skip
        if visit.days_spent is not None and visit.days_spent < visit.days_planned:
            yield Doubt(
                "days_few", "differs", "GC.days",
                Words(
                    f"实际{visit.days_spent}人日，计划{visit.days_planned}人日",
                    f"{visit.days_spent} person-days spent, {visit.days_planned} planned",
                ),
                "00c006.person_days",
            )  # fmt: skip
        yield from _findings(visit)


def _findings(visit: VisitFacts) -> Iterator[Doubt]:
    unsettled = [state for _, state in visit.findings if state != "verified"]
    if visit.conclusion and unsettled:
        yield Doubt(
            "findings_unsettled", "differs", "GC.findings",
            Words(f"已结论而{len(unsettled)}项未验证", f"concluded, {len(unsettled)} findings unverified"),
            "00c006.11",
        )  # fmt: skip
    serious = sum(grade == "serious" for grade, _ in visit.findings)
    if serious:
        yield Doubt(
            "serious_findings", "doubt", "GC.findings",
            Words(f"有{serious}项严重不符合", f"{serious} serious nonconformities were found"), "00c006.11",
        )  # fmt: skip
    if visit.conclusion == "04":
        yield Doubt(
            "visit_failed", "differs", "GC.conclusion",
            Words("工厂检查结论为不通过", "the inspection concludes that the factory fails"), "00c006.11",
        )  # fmt: skip


def _course(facts: FileFacts) -> Iterator[Doubt]:
    for on, reason in facts.returned:
        yield Doubt(
            "returned", "doubt", "case.returns",
            Words(f"{on}曾退回：{reason}", f"returned on {on}: {reason}"), "iso17065.7.5",
        )  # fmt: skip
    if len(set(facts.conclusions)) > 1:
        yield Doubt(
            "conclusions_differ", "doubt", "case.returns",
            Words("前后评价结论不一致", "the evaluations came to different conclusions"), "iso17065.7.4",
        )  # fmt: skip
    if facts.due_on and facts.on > facts.due_on and not facts.closed and not facts.paused:
        days = (facts.on - facts.due_on).days
        yield Doubt(
            "overdue", "doubt", "case.clock",
            Words(f"出证期限已超{days}日", f"{days} days beyond the last day for the certificate"),
            "order117.16",
        )  # fmt: skip


LOOKS: Final[Sequence[Callable[[FileFacts], Iterator[Doubt]]]] = (
    _parties,
    _documents,
    _key_parts,
    _contract,
    _orders,
    _visits,
    _course,
)


def _listing(zh: str, en: str, names: Sequence[str]) -> Words:
    return Words(f"{zh}{'、'.join(names)}", f"{en} {', '.join(names)}")
