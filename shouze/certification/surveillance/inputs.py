"""What the acts of surveillance ask."""

from datetime import date
from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class Programming(Input):
    """From which day the first supervision counts: that of the last inspection by another body, or nothing
    for the day of issue.
    """

    counted_from: date | None = ask("起算日（空为发证日期）", "Counted from (day of issue when empty)", None)


class DueWarning(Input):
    """Which level a line of the programme has reached."""

    level: int = ask("预警等级（%）", "Level (%)", ge=1, le=100)
    due_on: date = ask("期限日", "Last day")


class SupervisionOpening(Input):
    """For which line of the programme, and for which holder, a supervision begins."""

    task: UUID = ask("监督任务", "Line of the programme", widget="hidden")
    holder: UUID | None = ask(
        "证书持有人（空为第一位）", "Certificate holder (the first when empty)", None, widget="hidden"
    )
    unannounced: bool = ask(
        "预先不通知",
        "Unannounced",
        False,
        help=Words(
            "分类要求预先不通知的，一律不通知。",
            "where the class asks for it the visit is unannounced in any case",
        ),
    )
    sample_instead: bool = ask(
        "以抽样检测代替跟踪检查",
        "A sampling test instead of the visit",
        False,
        help=Words("仅分类允许时（A类）。", "only where the class allows it (class A)"),
    )
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class Joining(Input):
    """The visit of the same factory that serves this case, too."""

    visit: UUID = ask("合并到的检查", "Visit that serves it", widget="visit")
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class Trigger(Input):
    """What makes extra surveillance necessary."""

    certificate: UUID = ask("证书", "Certificate", widget="hidden")
    cause: str = ask("触发原因", "What triggers it", min_length=1, choices="surveillance_causes")
    words: str = ask("事实和依据", "Facts and grounds", min_length=1, max_length=2000, widget="textarea")
    files: list[Evidence] = ask("材料", "Files", [], max_length=20, widget="files")
    arises_from: UUID | None = ask("来源记录", "Entry that it arises from", None, widget="hidden")


class VisitRefused(Input):
    """The enterprise does not let the body in, or cannot."""

    kind: Literal["refused", "cannot"] = ask("情形", "What happened", choices="visit_refusals")
    happened_on: date = ask("日期", "Day")
    words: str = ask("经过", "What was said and done", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("证明材料", "Evidence", [], max_length=20, widget="files")


class CertificateDecision(Input):
    """What follows for one certificate; suspension and withdrawal are proposals to the decision maker."""

    certificate: UUID = ask("证书", "Certificate", widget="certificate")
    decision: Literal["keep", "suspend", "withdraw"] = ask(
        "评价结论", "What follows", choices="supervision_decisions"
    )
    reasons: list[str] = ask("原因代码", "Reason codes", [], max_length=9)
    words: str = ask("说明", "Explanation", "", max_length=2000)


class SupervisionResult(Input):
    """The overall evaluation of a supervision (监督结果评价), certificate by certificate."""

    certificates: list[CertificateDecision] = ask(
        "各证书的结论", "Certificates", min_length=1, max_length=500, widget="rows"
    )
    summary: str = ask("综合评价", "Overall evaluation", min_length=1, max_length=4000, widget="textarea")
