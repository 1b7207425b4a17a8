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

_CHANNEL = Words(
    "本函所涉信息仅用于机构间转换证书的评价和通报。",
    "What this letter tells serves the evaluation of the transfer, and its report, alone.",
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
    "agreement": LetterKind(
        Words("认证合同", "Certification Agreement"),
        Words(
            "本合同自双方签字盖章之日起生效。",
            "This agreement takes effect on the day on which both parties have signed and sealed it.",
        ),
        "iso17065.4.1.2",
    ),
    "bill": LetterKind(
        Words("收费通知单", "Notice of Fees"),
        Words(
            "请按本通知单缴费，汇款时注明认证委托编号；到账后安排型式试验和工厂检查，并开具发票。",
            "Please pay this amount and name the application; tests and inspection are arranged, "
            "and the invoice is issued, when it has arrived.",
        ),
        "regulations.20",
    ),
    "decision": LetterKind(
        Words("认证决定书", "Certification Decision"),
        Words(
            "本决定由未参与本案评价的人员作出。",
            "This decision was taken by a person who took no part in the evaluation of this case.",
        ),
        "iso17065.7.6",
    ),
    "rejection": LetterKind(Words("不予批准决定书", "Decision of Refusal"), _APPEAL, "order117.16"),
    "termination": LetterKind(Words("终止认证通知书", "Notice of Termination"), _APPEAL, "order117.16"),
    "test_order": LetterKind(
        Words("检测任务书", "Test Order"),
        Words(
            "请核对样品的真实性，发现疑问应立即告知本机构；试验记录应完整、可追溯。",
            "Examine the sample's authenticity, tell this body of any doubt, keep traceable records.",
        ),
        "order117.14",
    ),
    "sample_receipt": LetterKind(
        Words("样品接收单", "Receipt of Samples"),
        Words(
            "样品真实性由本机构核查；核查不通过的，将要求重新送样。",
            "This body examines whether the samples are authentic; if not, new ones will be asked for.",
        ),
        "order117.13",
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
    "visit_refused": LetterKind(
        Words("未接受监督告知书", "Notice that a Supervision was Not Accepted"),
        Words(
            "请立即与本机构联系；无正当理由不接受监督的，证书将被暂停，直至撤销。",
            "Please contact this body at once; who accepts no supervision without good reason has the "
            "certificate suspended, and then withdrawn.",
        ),
        "00c001.5",
    ),
    "supervision_result": LetterKind(
        Words("监督结果通知书", "Notice of the Result of a Supervision"),
        Words(
            "建议暂停或撤销的，由认证决定人员另行作出决定并通知；监督复查费按实际人日数结算。",
            "Where suspension or withdrawal is proposed, the decision maker decides and tells you; the fee "
            "of supervision is settled by the person-days really done.",
        ),
        "order117.18",
    ),
    "suspension": LetterKind(
        Words("暂停认证证书通知书", "Notice of Suspension of a Certificate"), _APPEAL, "00c001.8"
    ),
    "restoration": LetterKind(
        Words("恢复认证证书通知书", "Notice of Restoration of a Certificate"),
        Words(
            "请继续保持产品与认证样品一致，并接受证后监督。",
            "Keep the products as they were certified, and accept the supervision that follows.",
        ),
        "00c001.6",
    ),
    "withdrawal": LetterKind(
        Words("撤销认证证书通知书", "Notice of Withdrawal of a Certificate"), _APPEAL, "00c001.8"
    ),
    "turn_acceptance": LetterKind(
        Words("证书事项受理通知书", "Notice of Acceptance of an Application about a Certificate"),
        Words(
            "证书内容自批准之日起变更，首次发证日期不变。",
            "What the certificate says changes on the day of approval; its first day of issue stays.",
        ),
        "order117.24",
    ),
    "turn_refusal": LetterKind(
        Words("证书事项不予受理通知书", "Notice of Non-Acceptance of an Application about a Certificate"),
        _APPEAL,
        "order117.24",
    ),
    "turn_approval": LetterKind(
        Words("证书事项批准通知书", "Notice of Approval of an Application about a Certificate"),
        Words(
            "换发的证书可在本机构网站下载，其内容和状态可在公开查询中核对。",
            "The certificate as issued anew can be downloaded here and checked in the public register.",
        ),
        "order117.24",
    ),
    "conversion": LetterKind(
        Words("标准换版通知书", "Notice of Conversion to a Revised Standard"),
        Words(
            "换版实施方案及常见问题见本机构网站。",
            "The transition plan is published on the site of this body.",
        ),
        "cnca2012.4",
    ),
    "renaming": LetterKind(
        Words("登记变更告知书", "Notice of a Change in the Register"),
        Words(
            "证书内容只依持证人的申请变更。",
            "A certificate is changed on the application of its holder alone.",
        ),
        "order117.24",
    ),
    "cancellation": LetterKind(
        Words("注销认证证书通知书", "Notice of Cancellation of a Certificate"), _APPEAL, "00c001.8"
    ),
    "prolongation": LetterKind(
        Words("延长暂停通知书", "Notice of a Prolonged Suspension"), _APPEAL, "00c001.8"
    ),
    "lapse": LetterKind(
        Words("证书届满注销通知书", "Notice that a Certificate Ran Out"), _APPEAL, "order117.26"
    ),
    "period_warning": LetterKind(
        Words("证书期限提醒", "Reminder of a Last Day"),
        Words(
            "本提醒不改变证书的状态和期限。",
            "This reminder changes neither the state of the certificate nor the last day.",
        ),
        "00c001.8",
    ),
    "request_refusal": LetterKind(
        Words("不予办理通知书", "Notice that a Request Is Not Granted"), _APPEAL, "00c001.8"
    ),
    "appeal_answer": LetterKind(
        Words("申诉处理决定书", "Decision on an Appeal"),
        Words(
            "本决定由未参与原案的人员作出。",
            "This decision was taken by a person who took no part in the case.",
        ),
        "iso17065.7.13",
    ),
    "authority_notice": LetterKind(
        Words("证书处置情况通报", "Report of a Measure to the Authority"),
        Words(
            "证书状态同时向国家认监委系统上报，并在本机构网站公布。",
            "The state is reported to the national system too, and published on our site.",
        ),
        "order117.35",
    ),
    "transfer_enquiry": LetterKind(
        Words("证书转换询问函", "Question about a Certificate to Be Transferred"), _CHANNEL, "guidance.十一"
    ),
    "transfer_request": LetterKind(
        Words("请求移交证书的函", "Request to Hand a Certificate Over"), _CHANNEL, "guidance.十一"
    ),
    "transfer_issued": LetterKind(
        Words("承接证书签发告知函", "Notice of the Issue of a Successor"), _CHANNEL, "guidance.十一"
    ),
    "transfer_released": LetterKind(
        Words("证书转换停止告知函", "Notice that a Transfer Has Ended"), _CHANNEL, "guidance.十一"
    ),
    "transfer_answer": LetterKind(
        Words("证书转换情况复函", "Answer about a Certificate to Be Transferred"), _CHANNEL, "guidance.十一"
    ),
    "transfer_handover": LetterKind(
        Words("证书移交声明", "Handover of a Certificate"), _CHANNEL, "guidance.十一"
    ),
    "transfer_refusal": LetterKind(
        Words("不予移交证书的复函", "Refusal to Hand a Certificate Over"), _CHANNEL, "guidance.十一"
    ),
    "transfer_recall": LetterKind(
        Words("请求收回移交声明的函", "Recall of a Handover"), _CHANNEL, "guidance.十一"
    ),
    "transfer_measure": LetterKind(
        Words("证书措施通报函", "Notice of a Measure on a Certificate"), _CHANNEL, "guidance.十一"
    ),
    "transfer_cancelled": LetterKind(
        Words("原证书注销告知函", "Notice that the Old Certificate is Cancelled"), _CHANNEL, "guidance.十一"
    ),
    "transfer_marks": LetterKind(
        Words("证书转换情况通报", "Report of a Transfer between Bodies"), _CHANNEL, "guidance.十一"
    ),
}
