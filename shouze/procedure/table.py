"""The table: after which act which stage begins, and which term it has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Follow:
    """After ``after``, the case stands in ``stage`` (a code of deadlines/stages; "" when none runs).

    ``term`` names the rule of the stage's length ("" for a stage without a term of ours).
    """

    after: str
    stage: str
    term: str = ""


FOLLOWS = (
    Follow("application.submitted", "acceptance", "deadlines/acceptance"),
    Follow("supplement.requested", "application", "deadlines/supplement_reply"),
    Follow("supplement.submitted", "acceptance", "deadlines/acceptance"),
    Follow("application.accepted", "plan", "deadlines/plan"),
    Follow("application.refused", ""),
    Follow("plan.made", "sample", "deadlines/contract"),
    Follow("agreement.concluded", "sample", "deadlines/sample"),
    Follow("test.ordered", "sample", "deadlines/sample"),
    Follow("samples.received", "type_test", "deadlines/type_test"),
    Follow("samples.rejected", "sample", "deadlines/sample"),
    Follow("report.accepted", "inspection", "deadlines/evaluation"),
    Follow("inspection.planned", "inspection", "deadlines/inspection_plan"),
    Follow("inspection.conducted", "inspection", "deadlines/correction"),
    Follow("inspection.concluded", "inspection", "deadlines/evaluation"),
    Follow("evaluation.completed", "review", "deadlines/review"),
    Follow("review.concluded", "decision", "deadlines/decision"),
    Follow("case.returned", "inspection", "deadlines/evaluation"),
    Follow("decision.made", "approval", "deadlines/approval"),
    Follow("refusal.approved", ""),
    Follow("certificate.approved", "issue", "deadlines/upload"),
    Follow("case.withdrawn", ""),
    Follow("case.terminated", ""),
)
BY_ACT = {row.after: row for row in FOLLOWS}
