"""The table: after which act which stage begins, and while evidence is gathered, who is awaited."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shouze.kernel.words import Words
from shouze.outreach.reporting.queries import certificate_reported
from shouze.resources.cases.models import Case

#: the stage is the one in which the evidence of the case stands: the first line of AWAITED that holds
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Follow:
    """After ``after``, the case stands in ``stage`` (a code of deadlines/stages with its term; ``EVIDENCE``
    for where its evidence stands; "" when no stage runs any more, and for an act on a certificate).

    ``letter`` is the kind of letter that the machine writes, ``record`` the table of the upload record that
    it prepares, ``jobs`` other jobs that follow; each is queued in the act's transaction and receives the
    entry's uid. Nothing follows on a case that stands in none of ``states`` (any when empty), or for which
    ``when`` does not hold. ``turn_letter`` is the letter on a case that needs no agreement of its own, where
    that is another one.
    """

    after: str
    stage: str
    letter: str = ""
    record: str = ""
    jobs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    when: Callable[[Case], bool] = lambda case: True
    turn_letter: str = ""


PLANNED = ("planned",)
#: new information about a factory: its class is evaluated
CLASS = ("classification.look",)
#: a certificate no longer in force: its orders of marks are revoked, its place in the status lists is marked
ENDED = ("certificates.status", "marks.revoke", "transfers.measure")
#: a certificate that says something else from now on: its paper and its credential are made anew
REISSUED = ("certificates.document",)
ISSUED = ("certificates.document", "surveillance.programme")
#: a renewal under a new number ends the certificate before
RENEWED = (*ISSUED, "certificates.status", "marks.revoke")
#: a measure: the authority of the province is written to, reactions that it answers are answered
MEASURE = ("letters.authority", "measures.follow")
#: the other body of a transfer, and the body that issues the marks, are written to
LETTER = ("letters.transfer",)
#: what a certificate that came from another body asks for
CAME = ("measures.transfer",)
FOLLOWS = (
    Follow("application.submitted", "acceptance"),
    Follow("supplement.requested", "supplement", letter="supplement"),
    Follow("supplement.submitted", "acceptance"),
    Follow("application.accepted", "plan", letter="acceptance", jobs=("classification.first",)),
    Follow("application.refused", "", letter="non_acceptance"),
    Follow("plan.made", EVIDENCE, letter="agreement", turn_letter="bill"),
    Follow("plan.questioned", EVIDENCE, states=PLANNED),
    Follow("agreement.concluded", EVIDENCE, letter="bill"),
    Follow("fees.received", EVIDENCE, states=PLANNED),
    Follow("test.ordered", EVIDENCE, letter="test_order"),
    Follow("test.recalled", EVIDENCE),
    Follow("samples.received", EVIDENCE, letter="sample_receipt"),
    Follow("samples.authenticated", EVIDENCE),
    Follow("samples.rejected", EVIDENCE),
    Follow("test.failed", EVIDENCE),
    Follow("rework.submitted", EVIDENCE),
    Follow("report.submitted", EVIDENCE),
    Follow("report.accepted", EVIDENCE, jobs=CLASS),
    Follow("report.rejected", EVIDENCE),
    Follow("inspection.planned", EVIDENCE, letter="inspection_plan", record="202010"),
    Follow("inspection.recalled", EVIDENCE),
    Follow("inspection.conducted", EVIDENCE, letter="nonconformity"),
    Follow("correction.submitted", EVIDENCE),
    Follow("correction.verified", EVIDENCE),
    Follow("inspection.concluded", EVIDENCE, record="204010", jobs=CLASS),
    Follow("evaluation.completed", "review"),
    Follow("review.concluded", "decision"),
    Follow("case.returned", EVIDENCE),
    Follow("decision.made", "approval", letter="decision"),
    Follow("refusal.approved", "", letter="rejection"),
    Follow("certificate.approved", "issue", record="203010", jobs=ISSUED),
    Follow("change.applied", "acceptance", jobs=("measures.follow",)),
    Follow("part_change.rejected", "", jobs=("measures.follow",)),
    Follow("extension.applied", "acceptance"),
    Follow("renewal.applied", "acceptance", jobs=("measures.follow",)),
    Follow("conversion.applied", "acceptance"),
    Follow("change.accepted", "plan", letter="turn_acceptance"),
    Follow("change.refused", "", letter="turn_refusal"),
    Follow(
        "change.approved",
        "issue",
        letter="turn_approval",
        record="203010",
        jobs=(*REISSUED, "changes.tell"),
    ),
    Follow("renaming.told", "", letter="renaming"),
    Follow("extension.approved", "issue", letter="turn_approval", record="203010", jobs=ISSUED),
    Follow(
        "renewal.approved",
        "issue",
        letter="turn_approval",
        record="203010",
        jobs=(*RENEWED, "measures.follow"),
    ),
    Follow("conversion.approved", "issue", letter="turn_approval", record="203010", jobs=REISSUED),
    Follow("certificate.reissued", "", jobs=REISSUED),
    Follow("transition.opened", "", jobs=("changes.invite",)),
    Follow("conversion.invited", "", letter="conversion"),
    Follow("surveillance.opened", EVIDENCE),
    Follow("surveillance.joined", EVIDENCE, letter="inspection_plan", record="202010"),
    Follow("surveillance.refused", EVIDENCE, letter="visit_refused"),
    Follow(
        "surveillance.concluded",
        "",
        letter="supervision_result",
        record="204010",
        jobs=("measures.concluded",),
    ),
    Follow("sample.sealed", EVIDENCE),
    Follow("sample.refused", EVIDENCE),
    Follow("custody.handed", EVIDENCE),
    Follow("counterfeit.judged", EVIDENCE, states=PLANNED),
    Follow("transfer.applied", "acceptance"),
    Follow(
        "transfer.approved",
        "issue",
        record="203010",
        jobs=("certificates.document", "transfers.documents", "transfers.prove", *LETTER, *CAME),
    ),
    Follow("transfer.notified", "", jobs=CAME),
    Follow("measure.recorded", "", jobs=CAME),
    Follow("message.noted", "", jobs=(*CAME, "integrity.look")),
    Follow("transfer.asked", "", jobs=LETTER),
    Follow("handover.requested", "", jobs=LETTER),
    Follow("handover.released", "", jobs=LETTER),
    Follow("answer.given", "", jobs=LETTER),
    Follow("handover.granted", "", jobs=LETTER),
    Follow("handover.refused", "", jobs=LETTER),
    Follow("handover.recalled", "", jobs=LETTER),
    Follow("measure.told", "", jobs=LETTER),
    *(
        Follow(act, "", letter="cancellation", record="203010", jobs=("transfers.ended", *MEASURE, *LETTER))
        for act in ("handover.completed", "issue.recorded")
    ),
    *(Follow(act, "", jobs=LETTER) for act in ("handover.closed", "issue.closed")),
    Follow("case.withdrawn", ""),
    Follow("case.terminated", "", letter="termination"),
    Follow(
        "certificate.suspended", "", letter="suspension", record="203010", jobs=(*ENDED, *MEASURE, *CLASS)
    ),
    Follow("suspension.prolonged", "", letter="prolongation", record="203010", jobs=MEASURE),
    Follow(
        "certificate.restored",
        "",
        letter="restoration",
        record="203010",
        jobs=("certificates.status", *MEASURE, *CLASS),
    ),
    Follow(
        "certificate.withdrawn",
        "",
        letter="withdrawal",
        record="203010",
        jobs=(*REISSUED, *ENDED, *MEASURE, *CLASS),
    ),
    Follow(
        "certificate.cancelled",
        "",
        letter="cancellation",
        record="203010",
        jobs=(*REISSUED, *ENDED, *MEASURE),
    ),
    Follow("certificate.expired", "", record="203010", jobs=(*ENDED, "measures.follow")),
    Follow("certificate.lapsed", "", letter="lapse", record="203010", jobs=(*ENDED, *MEASURE)),
    Follow("restoration.applied", "", jobs=("measures.follow", "measures.verify")),
    Follow("restoration.verified", "", jobs=("measures.follow",)),
    Follow("stop.applied", "", jobs=("measures.follow",)),
    Follow("cancellation.applied", "", jobs=("measures.follow",)),
    Follow("request.refused", "", letter="request_refusal", jobs=("measures.follow",)),
    Follow("reaction.warned", "", letter="period_warning"),
    Follow("class.approved", "", jobs=("classification.plans",)),
    Follow("signal.confirmed", "", jobs=("measures.signal",)),
    Follow("signal.finalised", "", jobs=("measures.signal", *CLASS)),
    Follow("signal.dismissed", "", jobs=("measures.signal", *CLASS)),
    Follow("appeal.concluded", "", letter="appeal_answer", jobs=("measures.follow", *CLASS)),
    Follow("facility.qualified", "", jobs=CLASS),
    Follow("facility.disqualified", "", jobs=CLASS),
    Follow("facility.accredited", "", jobs=CLASS),
    Follow("facility.ended", "", jobs=CLASS),
    Follow("plan.requested", "", jobs=("planning.solve",)),
    Follow("dossier.made", "", jobs=("tracing.dossier",)),
    Follow("content.erased", "", jobs=("tracing.forget",)),
    Follow("reevaluation.ordered", "", jobs=("impact.open",)),
    Follow("reevaluation.concluded", "", jobs=("impact.close",)),
    Follow("day.closed", "", jobs=("certificates.day_proof",)),
    Follow("record.uploaded", "", states=("certified", "completed"), when=certificate_reported),
)
BY_ACT = {row.after: row for row in FOLLOWS}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the evidence of a case stands: the states of its type test and of its initial inspection.

    ``test`` and ``visit`` are "" when their element is closed or not before the certificate, "none" when
    nothing was arranged yet, else the state of the open order or inspection. ``findings`` are the states of
    that inspection's nonconformities. ``sampling``: the body is to draw and seal a sample, and has not.
    ``resampling``: the open order waits for a sealed sample that was refused or broke on its way.
    ``class_fell``: the plan rests on a better class than the factory has.
    """

    class_fell: bool = False
    contract_open: bool = False
    failed: bool = False
    test: str = ""
    visit: str = ""
    findings: frozenset[str] = frozenset()
    sampling: bool = False
    resampling: bool = False
    test_due: date | None = None
    visit_ends: date | None = None
    correction_due: date | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """The case stands in ``stage`` when the evidence ``holds`` so. ``due`` is its last day where the evidence
    itself names one, ``since`` the day from which its term is counted where that is not the act's.
    """

    stage: str
    words: Words
    holds: Callable[[Evidence], bool]
    due: Callable[[Evidence], date | None] = lambda evidence: None
    since: Callable[[Evidence], date | None] = lambda evidence: None


#: who is awaited while evidence is gathered; the first line that holds. Test and inspection may run side by
#: side: the test's stage is shown while it runs, for it is the longer one.
AWAITED = (
    Awaited(
        "plan",
        Words("企业分类已下调，认证方案须修订", "the class fell, the plan is to be revised"),
        lambda it: it.class_fell,
    ),
    Awaited("evaluation", Words("已有要素不符合", "an element does not conform"), lambda it: it.failed),
    Awaited(
        "contract",
        Words("合同未签订或费用未缴清", "agreement or payment is outstanding"),
        lambda it: it.contract_open,
    ),
    Awaited(
        "test_order",
        Words("型式试验未下达", "the type test is not ordered"),
        lambda it: it.test == "none",
    ),
    Awaited(
        "sampling",
        Words("封样样品破损或被拒收，须重新抽样", "the sealed sample broke or was refused: another is taken"),
        lambda it: it.resampling,
    ),
    Awaited("sample", Words("等待样品", "samples are awaited"), lambda it: it.test == "ordered"),
    Awaited(
        "sample_check",
        Words("样品真实性待核查", "samples came in and are not authenticated"),
        lambda it: it.test == "received",
    ),
    Awaited(
        "type_test",
        Words("检测中", "the laboratory tests; rework is not counted"),
        lambda it: it.test == "testing",
        due=lambda it: it.test_due,
    ),
    Awaited("rework", Words("检测不合格", "test items failed"), lambda it: it.test == "rework"),
    Awaited("report_check", Words("报告已提交", "the report came in"), lambda it: it.test == "reported"),
    Awaited(
        "inspection",
        Words("工厂检查计划未下达", "the factory inspection is not planned"),
        lambda it: it.visit == "none",
    ),
    Awaited(
        "visit",
        Words("检查已计划，期限自计划结束日起算", "the inspection is planned; counted from its planned end"),
        lambda it: it.visit == "planned",
        since=lambda it: it.visit_ends,
    ),
    Awaited(
        "verification",
        Words("整改已提交", "a correction came in"),
        lambda it: it.visit == "correcting" and "corrected" in it.findings,
    ),
    Awaited(
        "correction",
        Words("不符合项待整改", "nonconformities are to be corrected"),
        lambda it: it.visit == "correcting" and bool(it.findings & {"open", "rejected"}),
        due=lambda it: it.correction_due,
    ),
    Awaited(
        "inspection_report",
        Words("检查待结论", "the inspection is to be concluded"),
        lambda it: bool(it.visit),
    ),
    Awaited("sampling", Words("等待抽样封样", "a sample is to be sealed"), lambda it: it.sampling),
    Awaited("evaluation", Words("发证前要素均已完成", "every element is closed"), lambda it: True),
)
