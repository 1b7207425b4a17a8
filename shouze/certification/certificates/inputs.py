"""What the acts on certificates ask."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class Measure(Input):
    """Reasons by code and in words; the range of models concerned (Order 117 Art. 29), all when empty."""

    words: str = ask("事实和理由", "Facts and reasons", min_length=1, max_length=4000, widget="textarea")
    models: list[str] = ask(
        "涉及型号（空为全部）", "Models concerned (all when empty)", [], max_length=5000, widget="rows"
    )
    evidence_files: list[Evidence] = ask("依据材料", "Evidence", [], max_length=20, widget="files")


class Sanction(Measure):
    """A suspension or withdrawal says on what the range rests where it is not the whole certificate (Order
    117 Art. 29).
    """

    range_basis: str = ask(
        "范围认定依据（公开）", "Why this range (public)", "", max_length=1000, widget="textarea",
        help=Words(
            "只涉及部分型号时必填：如同一结构、同一关键件的型号一并认定，其余型号为何不受影响。",
            "Needed where only some models are concerned: models of the same structure or key part belong to "
            "it; why the others do not.",
        ),
    )  # fmt: skip


class Suspension(Sanction):
    """A suspension: its reasons and its last day."""

    reasons: list[str] = ask("暂停原因", "Reasons", min_length=1, max_length=9, choices="suspension_reasons")
    until: date = ask("暂停至", "Until (last day)")


class Prolongation(Measure):
    """A suspension goes on: on what grounds, and its new last day. Its first day stays."""

    grounds: list[str] = ask(
        "延长理由", "Grounds", min_length=1, max_length=4, choices="prolongation_reasons"
    )
    until: date = ask("暂停延长至", "Prolonged until (last day)")


class Withdrawal(Sanction):
    """A withdrawal: its reasons."""

    reasons: list[str] = ask("撤销原因", "Reasons", min_length=1, max_length=10, choices="withdrawal_reasons")


class Cancellation(Measure):
    """A cancellation: its reasons."""

    reasons: list[str] = ask(
        "注销原因", "Reasons", min_length=1, max_length=5, choices="cancellation_reasons"
    )


class RestorationApplication(Input):
    """The application for restoration: a copy of the notice, and the rectification report (CNCA-00C-001
    ch. 6).
    """

    notice: Evidence = ask("暂停通知书副本", "Copy of the notice of suspension", widget="file")
    facts: str = ask("事实（发生了什么）", "Facts: what happened", "", max_length=4000, widget="textarea")
    cause: str = ask("根本原因", "Root cause", "", max_length=4000, widget="textarea")
    corrective: str = ask("纠正措施", "Corrective action", "", max_length=4000, widget="textarea")
    preventive: str = ask("预防措施", "Preventive action", "", max_length=4000, widget="textarea")
    self_check: str = ask("自查结果", "Own check and its result", "", max_length=4000, widget="textarea")
    report_files: list[Evidence] = ask(
        "整改报告及证明材料", "Rectification report and its evidence", [], max_length=20, widget="files"
    )


class RestorationArrangement(Input):
    """By which inspections and tests a restoration will be verified."""

    cases: list[UUID] = ask(
        "验证所依据的检查、检测案件", "Cases with the inspections and tests", min_length=1, max_length=9,
        widget="rows",
    )  # fmt: skip


class RestorationVerification(Input):
    """How the correction was verified: in which ways, by which cases, with what result."""

    ways: list[str] = ask("验证方式", "Ways", min_length=1, max_length=3, choices="restoration_ways")
    cases: list[UUID] = ask(
        "验证所依据的检查、检测案件", "Cases with the inspections and tests", [], max_length=9, widget="rows"
    )
    conforming: bool = ask("验证结论为符合", "The correction is verified and conforming")
    words: str = ask("验证情况", "What was verified", min_length=1, max_length=4000, widget="textarea")
    evidence_files: list[Evidence] = ask("验证材料", "Evidence", [], max_length=20, widget="files")


class CancellationApplication(Input):
    """The holder asks that his certificate be cancelled, or that some of its models are."""

    words: str = ask("申请注销的原因", "Why", min_length=1, max_length=4000, widget="textarea")
    models: list[str] = ask(
        "申请注销的型号（空为整张证书）", "Models to be cancelled (the whole certificate when empty)", [],
        max_length=5000, widget="rows",
    )  # fmt: skip
    understood: bool = ask(
        "我单位知悉：注销后证书不能恢复，产品不得再出厂、进口",
        "We know that a cancelled certificate cannot be restored, and that products may no longer leave",
    )
    files: list[Evidence] = ask("证明材料", "Files", [], max_length=20, widget="files")


class RequestRefusal(Input):
    """Why what a holder asked for is not granted."""

    kind: str = ask("申请事项", "Which request", min_length=1, max_length=20, choices="holder_requests")
    words: str = ask("理由（告知持证人）", "Why (the holder reads it)", min_length=1, max_length=4000,
                     widget="textarea")  # fmt: skip


class Document(Input):
    """The signed PDF that was made of the certificate's facts."""

    digest: Evidence = ask("证书文件", "Certificate file", widget="file")
    facts_digest: str = ask("内容摘要", "Digest of the facts", pattern=r"^[0-9a-f]{64}$")


class DayClosing(Input):
    """The day whose states are committed to, and the root over the lists of that day."""

    on: date = ask("日期", "Day")
    root: str = ask("状态清单之根", "Root over the lists", pattern=r"^[0-9a-f]{64}$")
    lists: int = ask("清单数", "Number of lists", ge=0, le=1_000_000)
