"""Who is told: of what he is awaited for, and of what happened. Pure; read by the procedure and the job."""

from collections.abc import Mapping
from typing import Final

from shouze.kernel.words import Words

WAITS, HAPPENED, LIMIT, MESSAGE = "waits", "happened", "limit", "message"
KINDS: Final[Mapping[str, Words]] = {
    WAITS: Words("等待我办理", "Waiting for me"),
    HAPPENED: Words("办理进展", "What happened"),
    LIMIT: Words("时限预警", "Time limits"),
    MESSAGE: Words("消息", "Messages"),
}

#: stage of a case that has begun -> the acts by which it goes on: whom the gate would let do one of them is
#: told that it waits for him
STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "acceptance": ("application.accepted", "change.accepted"),
    "supplement": ("supplement.submitted",),
    "plan": ("plan.made",),
    "contract": ("agreement.concluded",),
    "test_order": ("test.ordered",),
    "sample": ("samples.received",),
    "sample_check": ("samples.authenticated",),
    "type_test": ("report.submitted",),
    "sampling": ("sample.sealed",),
    "rework": ("rework.submitted",),
    "report_check": ("report.accepted",),
    "inspection": ("inspection.planned",),
    "visit": ("inspection.conducted",),
    "correction": ("correction.submitted",),
    "verification": ("correction.verified",),
    "inspection_report": ("inspection.concluded",),
    "evaluation": ("evaluation.completed",),
    "review": ("review.concluded", "surveillance.concluded"),
    "decision": ("decision.made",),
    "approval": (
        "certificate.approved", "refusal.approved", "change.approved", "extension.approved",
        "renewal.approved", "conversion.approved",
        "transfer.approved",
    ),
    "issue": ("record.uploaded",),
}
#: act -> the acts on the same thing that wait for somebody after it, where no stage of a case says so
ASKS: Final[Mapping[str, tuple[str, ...]]] = {
    "agreement.concluded": ("fees.received",),
    "appeal.received": ("appeal.routed",),
    "appeal.routed": ("appeal.concluded",),
    "complaint.received": ("complaint.registered",),
    "complaint.registered": ("complaint.assigned",),
    "complaint.assigned": ("complaint.answered",),
    "complaint.answered": ("complaint.closed",),
    "mark.ordered": ("mark.accepted",),
    "mark.accepted": ("mark.paid",),
    "mark.paid": ("mark.issued", "mark.permitted"),
    "alarm.raised": ("alarm.acknowledged",),
    "signal.received": ("signal.confirmed",),
    "signal.confirmed": ("signal.finalised",),
    "signal.objected": ("signal.finalised", "signal.dismissed"),
    "class.proposed": ("class.approved",),
    "class.objected": ("class.answered",),
    "plan.recalculated": ("plan.adopted", "plan.changed"),
    "doubt.raised": ("reevaluation.ordered", "doubt.dismissed"),
    "reevaluation.opened": ("reevaluation.concluded",),
    "reevaluation.assigned": ("reevaluation.concluded",),
}

ENGINEER, APPLICANT, LABORATORY, TEAM = "engineer", "applicant", "laboratory", "team"
AWAITED, OTHER_SIDE, DELEGATE, HIMSELF = "awaited", "other_side", "delegate", "himself"
LEADERS = "leaders"
#: the holders of the post that a reaction names
RESPONSIBLE = "responsible"
#: the surveillance officers of the product
SUPERVISORS = "supervisors"


def _happened(*to: str) -> tuple[tuple[str, str], ...]:
    return tuple((one, HAPPENED) for one in to)


#: act -> ((who, kind of notice), …); who by his relation to the case (addressees.RELATIONS)
TELLS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "application.accepted": _happened(APPLICANT),
    "application.refused": _happened(APPLICANT),
    "case.paused": _happened(ENGINEER, APPLICANT, LABORATORY),
    "case.resumed": _happened(ENGINEER, APPLICANT, LABORATORY),
    "case.withdrawn": _happened(ENGINEER, LABORATORY),
    "case.terminated": _happened(ENGINEER, APPLICANT, LABORATORY),
    "case.reassigned": _happened(ENGINEER),
    "case.returned": _happened(ENGINEER),
    "plan.questioned": _happened(ENGINEER),
    "agreement.concluded": _happened(ENGINEER),
    "fees.received": _happened(ENGINEER, APPLICANT),
    "test.ordered": _happened(APPLICANT),
    "test.recalled": _happened(LABORATORY, APPLICANT),
    "samples.received": _happened(APPLICANT),
    "samples.rejected": _happened(LABORATORY, APPLICANT),
    "test.failed": _happened(ENGINEER, APPLICANT),
    "rework.submitted": _happened(ENGINEER, LABORATORY),
    "report.submitted": _happened(APPLICANT),
    "report.accepted": _happened(LABORATORY, APPLICANT),
    "report.rejected": _happened(LABORATORY),
    "inspection.planned": _happened(ENGINEER, APPLICANT, TEAM),
    "inspection.recalled": _happened(ENGINEER, APPLICANT, TEAM),
    "inspection.conducted": _happened(ENGINEER, APPLICANT),
    "correction.verified": _happened(APPLICANT),
    "inspection.concluded": _happened(ENGINEER, APPLICANT),
    "review.concluded": _happened(ENGINEER),
    "decision.made": _happened(ENGINEER),
    "refusal.approved": _happened(ENGINEER, APPLICANT),
    "certificate.approved": _happened(ENGINEER, APPLICANT, LABORATORY),
    "certificate.suspended": _happened(ENGINEER, APPLICANT),
    "certificate.restored": _happened(ENGINEER, APPLICANT),
    "certificate.withdrawn": _happened(ENGINEER, APPLICANT),
    "certificate.cancelled": _happened(ENGINEER, APPLICANT),
    "suspension.prolonged": _happened(ENGINEER, APPLICANT),
    "transfer.approved": _happened(ENGINEER, APPLICANT),
    "handover.completed": _happened(ENGINEER, APPLICANT),
    "ask.received": _happened(APPLICANT),
    "ask.recorded": _happened(APPLICANT),
    "request.received": _happened(APPLICANT),
    "request.recorded": _happened(APPLICANT),
    "handover.declined": _happened(ENGINEER),
    "handover.refused": _happened(APPLICANT),
    "refusal.received": _happened(ENGINEER, APPLICANT),
    "refusal.recorded": _happened(ENGINEER, APPLICANT),
    "issue.recorded": _happened(ENGINEER, APPLICANT),
    "handover.granted": _happened(APPLICANT),
    "certificate.expired": _happened(APPLICANT),
    "change.accepted": _happened(APPLICANT),
    "change.refused": _happened(APPLICANT),
    "change.approved": _happened(ENGINEER, APPLICANT),
    "extension.approved": _happened(ENGINEER, APPLICANT),
    "renewal.approved": _happened(ENGINEER, APPLICANT),
    "conversion.approved": _happened(ENGINEER, APPLICANT),
    "conversion.invited": _happened(APPLICANT),
    "renaming.told": _happened(APPLICANT),
    "certificate.lapsed": _happened(APPLICANT),
    "restoration.verified": _happened(APPLICANT),
    "request.refused": _happened(APPLICANT),
    "reaction.opened": _happened(RESPONSIBLE),
    "reaction.due": _happened(RESPONSIBLE),
    "reaction.warned": _happened(APPLICANT),
    "reaction.escalated": _happened(LEADERS, RESPONSIBLE),
    "appeal.routed": _happened(APPLICANT),
    "appeal.concluded": _happened(APPLICANT),
    "mark.accepted": _happened(APPLICANT),
    "mark.refused": _happened(APPLICANT),
    "mark.issued": _happened(APPLICANT),
    "mark.permitted": _happened(APPLICANT),
    "mark.revoked": _happened(APPLICANT),
    "surveillance.warned": ((SUPERVISORS, LIMIT),),
    "clock.warned": ((ENGINEER, LIMIT), (AWAITED, LIMIT)),
    "message.sent": ((OTHER_SIDE, MESSAGE),),
    "signal.confirmed": _happened(APPLICANT),
    "signal.finalised": _happened(APPLICANT),
    "signal.dismissed": _happened(APPLICANT),
    "class.approved": _happened(APPLICANT),
    "class.answered": _happened(APPLICANT),
    "doubt.raised": _happened(LEADERS),
    "delegation.given": _happened(DELEGATE),
    "delegation.arranged": _happened(HIMSELF, DELEGATE),
    "delegation.ended": _happened(DELEGATE),
    "delegation.withdrawn": _happened(HIMSELF, DELEGATE),
}


def concerns(act: str, stages: tuple[str, ...]) -> bool:
    """Say whether anybody is told of an act, with which the ``stages`` began."""
    return act in TELLS or act in ASKS or any(one in STAGES for one in stages)
