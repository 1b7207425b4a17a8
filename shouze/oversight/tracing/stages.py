"""The stages for which somebody answers (guidance (五)), and the acts by which he does. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way: its name, what it is called, and the acts for which its person answers."""

    name: str
    words: Words
    acts: tuple[str, ...]


STAGES: Final = (
    Stage(
        "application",
        Words("申请", "Application"),
        (
            "application.submitted", "supplement.submitted", "agreement.concluded", "case.withdrawn",
            "change.applied", "extension.applied", "renewal.applied", "conversion.applied",
        ),
    ),
    Stage(
        "acceptance",
        Words("受理", "Acceptance"),
        (
            "supplement.requested", "application.accepted", "application.refused", "case.reassigned",
            "change.accepted", "change.refused",
        ),
    ),
    Stage(
        "plan",
        Words("方案", "Plan"),
        ("plan.made", "plan.questioned", "test.ordered", "test.recalled", "case.paused", "case.resumed"),
    ),
    Stage(
        "test",
        Words("检测", "Test"),
        ("samples.received", "test.failed", "rework.submitted", "report.submitted"),
    ),
    Stage(
        "inspection",
        Words("检查", "Inspection"),
        (
            "inspection.planned", "inspection.recalled", "visit.opened", "visit.noted", "visit.signed",
            "visit.closed", "visit.reopened", "inspection.conducted", "correction.submitted",
            "correction.verified", "inspection.concluded",
        ),
    ),
    Stage(
        "evaluation",
        Words("评价", "Evaluation"),
        (
            "samples.authenticated", "samples.rejected", "report.accepted", "report.rejected",
            "evaluation.completed",
        ),
    ),
    Stage("review", Words("复核", "Review"), ("review.concluded", "case.returned")),
    Stage("decision", Words("认证决定", "Decision"), ("decision.made", "case.terminated")),
    Stage(
        "approval",
        Words("批准", "Approval"),
        (
            "certificate.approved", "refusal.approved", "change.approved", "extension.approved",
            "renewal.approved", "conversion.approved",
        ),
    ),
    Stage(
        "after",
        Words("证后", "After the certificate"),
        (
            "certificate.suspended", "certificate.restored", "certificate.withdrawn", "certificate.cancelled",
            "suspension.prolonged", "restoration.applied", "restoration.verified", "cancellation.applied",
            "request.refused", "certificate.expired", "certificate.lapsed",
            "mark.accepted", "mark.refused", "mark.issued", "mark.permitted", "mark.closed",
            "reevaluation.opened", "reevaluation.reassigned", "reevaluation.concluded", "dossier.made",
            "conversion.invited", "renaming.told", "certificate.reissued",
        ),
    ),
)  # fmt: skip
#: letters, upload records, clocks, conversation: what is done along the way
OTHER: Final = Stage("other", Words("其他记录", "Other records"), ())
ALL: Final = (*STAGES, OTHER)
OF_ACT: Final[Mapping[str, Stage]] = {act: stage for stage in STAGES for act in stage.acts}

#: who answers for a certificate after its issue, by post (guidance (五), (十二), (十四))
RESPONSIBLE_AFTER: Final = (
    "approver", "decider", "certificate_officer", "surveillance_officer", "risk_officer",
    "complaints_officer",
)  # fmt: skip


def stage_of(act: str) -> Stage:
    """Return the stage to which an act belongs."""
    return OF_ACT.get(act, OTHER)
