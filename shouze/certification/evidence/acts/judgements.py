"""The body judges the validity of a report before it counts (guidance (五))."""

from shouze.certification.evaluation import elements
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import inputs
from ..checks.testing import not_judged, order_allows, report_counts
from ..models import TestOrder, TestReport
from ..queries import report_facts
from ..states import ORDER_MOVES


@act(
    "report.accepted",
    Words("确认检测报告有效", "Accept the test report as valid"),
    on=Case,
    input=inputs.OnReport,
    moves=EVIDENCE,
    looks=report_facts("report.accepted"),
    checks=(not_paused, order_allows, not_judged, report_counts),
    clauses=("guidance.五", "order117.13"),
)
def accept_report(doing: Doing, case: Case, given: inputs.OnReport) -> None:
    report = _judge(doing, given, "report.accepted", "accepted")
    element = report.order.element
    elements.close(case.id, element, conforming=report.conforming, result=report.id, on=doing.on)


@act(
    "report.rejected",
    Words("退回检测报告", "Reject the test report"),
    on=Case,
    input=inputs.OnReport,
    moves=EVIDENCE,
    looks=report_facts("report.rejected"),
    checks=(not_paused, order_allows, not_judged),
    clauses=("guidance.五",),
)
def reject_report(doing: Doing, case: Case, given: inputs.OnReport) -> None:
    _judge(doing, given, "report.rejected", "rejected")


def _judge(doing: Doing, given: inputs.OnReport, act_name: str, judgement: str) -> TestReport:
    report = TestReport.objects.select_related("order").get(pk=given.report)
    doing.evidence.append(report.digest)
    TestReport.objects.filter(pk=report.pk).update(judgement=judgement, judgement_words=given.words)
    TestOrder.objects.filter(pk=report.order_id).update(state=ORDER_MOVES[act_name][1])
    return report
