"""The kinds of letters: what each is called and with which words it ends. A table, no logic."""

from __future__ import annotations

from dataclasses import dataclass

from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class LetterKind:
    """Title and closing of a kind of letter; `clause` is the rule that asks for it."""

    title: Words
    closing: Words
    clause: str


_APPEAL = Words(
    "如对本决定有异议，可向本机构提出申诉；申诉由未参与本案的人员处理。",
    "You may appeal to this body against this decision; persons outside the case will decide the appeal.",
)

KINDS: dict[str, LetterKind] = {
    "acceptance": LetterKind(
        Words("受理通知书", "Notice of Acceptance"),
        Words(
            "自受理之日起计算认证期限，一般情况下不超过90天；企业整改所用时间不计入。",
            "The term runs from acceptance, normally 90 days; time for your corrections does not count.",
        ),
        "order117.16",
    ),
    "supplement": LetterKind(
        Words("补正通知书", "Notice to Supplement the Application"),
        Words(
            "请在上述期限内补齐；逾期未补正的，本次委托不予受理。",
            "Please supply these within the term above; otherwise the application cannot be accepted.",
        ),
        "order117.11",
    ),
    "non_acceptance": LetterKind(Words("不予受理通知书", "Notice of Non-Acceptance"), _APPEAL, "order117.16"),
    "decision": LetterKind(
        Words("认证决定书", "Certification Decision"),
        Words(
            "本决定由未参与本案评价的人员作出。",
            "This decision was taken by a person who took no part in the evaluation of this case.",
        ),
        "iso17065.7.6",
    ),
    "rejection": LetterKind(Words("不予批准通知书", "Notice of Refusal"), _APPEAL, "order117.16"),
    "termination": LetterKind(Words("终止认证通知书", "Notice of Termination"), _APPEAL, "order117.16"),
    "test_order": LetterKind(
        Words("型式试验任务书", "Type Test Order"),
        Words(
            "请核对样品的真实性，发现疑问应立即告知本机构；试验记录应完整、可追溯。",
            "Examine the sample's authenticity, tell this body of any doubt, keep traceable records.",
        ),
        "order117.14",
    ),
    "inspection_plan": LetterKind(
        Words("工厂检查计划", "Factory Inspection Plan"),
        Words(
            "检查期间生产企业应正常生产认证产品；对检查组成员有异议的，请在检查开始前提出。",
            "The factory should be producing then; object to a member of the team before it begins.",
        ),
        "order117.15",
    ),
    "nonconformity": LetterKind(
        Words("不符合报告", "Nonconformity Report"),
        Words(
            "请在上述期限内提交原因分析、纠正和纠正措施及其证据；逾期未关闭的，检查结论为不通过。",
            "Submit causes, corrections, corrective actions and evidence in time, or the inspection fails.",
        ),
        "00c006.11",
    ),
}
