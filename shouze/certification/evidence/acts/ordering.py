"""The type test is ordered from a laboratory; the laboratory reports failures and results; the applicant
reworks.
"""

from shouze.kernel.acts import Doing, act, formerly
from shouze.kernel.words import Words
from shouze.resources.cases.checks import class_is_the_plans, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import inputs
from ..checks.sealing import may_be_reworked, same_laboratory_beside
from ..checks.testing import (
    agreed_and_paid,
    attempts_left,
    failed_items_known,
    failures_are_measured,
    items_may_be_chosen,
    not_passed_in_rework,
    order_allows,
    order_may_be_placed,
    report_is_complete,
)
from ..models import TestOrder, TestReport
from ..queries import order_facts, ordering_facts, test_due_after_rework
from ..states import ORDER_MOVES


@act(
    "test.ordered",
    Words("下达检测任务", "Order the type test"),
    on=Case,
    input=inputs.TestOrdering,
    moves=EVIDENCE,
    looks=ordering_facts,
    checks=(
        not_paused,
        class_is_the_plans,
        agreed_and_paid,
        order_may_be_placed,
        same_laboratory_beside,
        items_may_be_chosen,
    ),
    clauses=("order117.12", "order117.13", "guidance.八"),
    version=2,
)
def order_test(doing: Doing, case: Case, given: inputs.TestOrdering) -> None:
    facts = doing.facts
    serial = TestOrder.objects.filter(case=case).count() + 1
    doing.create(
        TestOrder,
        case=case,
        number=f"T{case.number.removeprefix('A')}-{serial}",
        laboratory_id=given.laboratory,
        element=facts.element,
        standards=list(facts.standards),
        items=list(given.items or facts.items),
        samples_asked=facts.samples_asked,
        ordered_on=doing.on,
        due_on=doing.last_day("deadlines/type_test"),
        failures=facts.failures,
    )
    case.laboratory_id = given.laboratory


formerly(
    "test.ordered",
    until=1,
    checks=(not_paused, class_is_the_plans, agreed_and_paid, order_may_be_placed, items_may_be_chosen),
)


@act(
    "test.recalled",
    Words("撤回检测任务", "Recall the test order"),
    on=Case,
    input=inputs.Recall,
    moves=EVIDENCE,
    looks=order_facts("test.recalled"),
    checks=(order_allows,),
    clauses=("guidance.八", "order117.13"),
)
def recall_test(doing: Doing, case: Case, given: inputs.Recall) -> None:
    TestOrder.objects.filter(pk=given.order).update(state=ORDER_MOVES["test.recalled"][1], rework_since=None)


@act(
    "test.failed",
    Words("通知检测不合格", "Report failed test items"),
    on=Case,
    input=inputs.FailureNotice,
    moves=EVIDENCE,
    looks=order_facts("test.failed"),
    checks=(order_allows, failed_items_known, may_be_reworked),
    clauses=("order117.14",),
)
def fail(doing: Doing, case: Case, given: inputs.FailureNotice) -> None:
    order = TestOrder.objects.get(pk=given.order)
    TestOrder.objects.filter(pk=order.pk).update(
        state=ORDER_MOVES["test.failed"][1], failures=order.failures + 1, rework_since=doing.on
    )


@act(
    "rework.submitted",
    Words("提交整改说明", "Submit rework"),
    on=Case,
    input=inputs.Rework,
    moves=EVIDENCE,
    looks=order_facts("rework.submitted"),
    checks=(order_allows, attempts_left),
    clauses=("order117.14",),
)
def rework(doing: Doing, case: Case, given: inputs.Rework) -> None:
    order = TestOrder.objects.get(pk=given.order)
    TestOrder.objects.filter(pk=order.pk).update(
        state=ORDER_MOVES["rework.submitted"][1],
        due_on=test_due_after_rework(doing, order),
        rework_since=None,
    )


@act(
    "report.submitted",
    Words("提交检测报告", "Submit the test report"),
    on=Case,
    input=inputs.TestReport,
    moves=EVIDENCE,
    looks=order_facts("report.submitted"),
    checks=(order_allows, report_is_complete, failures_are_measured, not_passed_in_rework),
    clauses=("order117.14", "guidance.五"),
    version=2,
)
def submit_report(doing: Doing, case: Case, given: inputs.TestReport) -> None:
    doing.create(
        TestReport,
        order_id=given.order,
        number=given.number,
        issued_on=given.issued_on,
        tested_from=given.tested_from,
        tested_to=given.tested_to,
        models_list=[line.model for line in given.models],
        items=[item.model_dump() for item in given.items],
        conforming=all(item.verdict != "F" for item in given.items),
        digest=given.file,
        mode=given.mode,
        tester=given.tester,
        signatory=given.signatory,
    )
    TestOrder.objects.filter(pk=given.order).update(
        state=ORDER_MOVES["report.submitted"][1], rework_since=None
    )
