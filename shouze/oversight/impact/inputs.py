"""What the acts on doubts and re-evaluations ask."""

from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask
from shouze.kernel.words import Words


class DoubtRaising(Input):
    """Why something is in doubt, and the frozen answer of what rests on it."""

    affected: Evidence = ask("固定的影响清单", "Frozen list of what is affected", widget="file")
    ground: str = ask(
        "质疑理由",
        "Ground of the doubt",
        min_length=1,
        max_length=4000,
        widget="textarea",
        help=Words(
            "写明线索来源、事实和起止日期。质疑本身不改变证书状态。",
            "Where it comes from, the facts and the days. A doubt alone changes no certificate.",
        ),
    )


class DoubtRemark(Input):
    """Words that explain the act."""

    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")


class ReevaluationOpening(Input):
    """For which doubt, on whose order, for which certificate, and why that is affected."""

    doubt: UUID = ask("质疑", "Doubt")
    order: UUID = ask("决定开展再评价的记录", "Entry of the order")
    certificate: UUID = ask("证书", "Certificate")
    why: str = ask("受影响的原因", "Why it is affected", max_length=1000)


class ReevaluationAssignment(Input):
    """The project engineer who re-evaluates from now on."""

    engineer: UUID = ask("再评价人员", "Who re-evaluates", widget="person")
    reason: str = ask("原因", "Reason", min_length=1, max_length=500)


class ReevaluationConclusion(Input):
    """The outcome of the re-evaluation. A measure on the certificate is an act of its own."""

    result: str = ask("结论", "Outcome", choices="reevaluation_results", min_length=1, max_length=20)
    reasons: str = ask("理由", "Reasons", min_length=1, max_length=4000, widget="textarea")
    evidence_files: list[Evidence] = ask("佐证材料", "Supporting files", [], max_length=20, widget="files")
