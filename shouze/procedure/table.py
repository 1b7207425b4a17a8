"""The table: after which act which stage begins, and which term it has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Follow:
    """After ``after``, the case stands in ``stage`` (a code of deadlines/stages; "" when none runs).

    ``term`` names the rule of the stage's length ("" for a stage without a term of ours). ``letter`` is the
    kind of letter that the machine writes, ``record`` the table of the upload record that it prepares,
    ``job`` another job that follows; each is queued in the act's transaction and receives the entry's uid.
    Nothing follows on a case that stands in none of ``states`` (any when empty).
    """

    after: str
    stage: str
    term: str = ""
    letter: str = ""
    record: str = ""
    job: str = ""
    states: tuple[str, ...] = ()


FOLLOWS = (
    Follow("application.submitted", "acceptance", "deadlines/acceptance"),
    Follow("supplement.requested", "application", "deadlines/supplement_reply", letter="supplement"),
    Follow("supplement.submitted", "acceptance", "deadlines/acceptance"),
    Follow("application.accepted", "plan", "deadlines/plan", letter="acceptance"),
    Follow("application.refused", "", letter="non_acceptance"),
    Follow("plan.made", "sample", "deadlines/contract"),
    Follow("agreement.concluded", "sample", "deadlines/sample"),
    Follow("test.ordered", "sample", "deadlines/sample", letter="test_order"),
    Follow("samples.received", "type_test", "deadlines/type_test"),
    Follow("samples.rejected", "sample", "deadlines/sample"),
    Follow("report.accepted", "inspection", "deadlines/evaluation"),
    Follow(
        "inspection.planned",
        "inspection",
        "deadlines/inspection_plan",
        letter="inspection_plan",
        record="202010",
    ),
    Follow("inspection.conducted", "inspection", "deadlines/correction", letter="nonconformity"),
    Follow("inspection.concluded", "inspection", "deadlines/evaluation", record="204010"),
    Follow("evaluation.completed", "review", "deadlines/review"),
    Follow("review.concluded", "decision", "deadlines/decision"),
    Follow("case.returned", "inspection", "deadlines/evaluation"),
    Follow("decision.made", "approval", "deadlines/approval", letter="decision"),
    Follow("refusal.approved", "", letter="rejection"),
    Follow("certificate.approved", "issue", "deadlines/upload", record="203010", job="certificates.document"),
    Follow("case.withdrawn", ""),
    Follow("case.terminated", ""),
    Follow("record.uploaded", "", states=("certified",)),
)
BY_ACT = {row.after: row for row in FOLLOWS}
