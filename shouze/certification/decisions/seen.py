"""What who reviews, decides or approves has before his eyes: the case's evidence, judgements, rules and weak
points, as leaves (``kernel.acts.seen``).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from shouze.certification.evaluation.models import Evaluation
from shouze.certification.evidence.models import Inspection, TestOrder
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.acts.seen import Thing, facts_of, rule, shown_to_signers_of, thing
from shouze.kernel.files import store as files
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .doubts import Doubt
from .gathering import Rows, doubts_in, rows_of
from .models import Decision, Review

#: a weak point that is a clock: its words count days, and the days are no change
COUNTS_DAYS: Final = "overdue"
DOCUMENT_KINDS: Final = "document_kinds"
#: how the content of a file stands, as it is said
STANDS: Final[Mapping[str, Words]] = {
    "whole": Words("", ""),
    "altered": Words("，内容已被改动", ", its content was altered"),
    "gone": Words("，内容已不在", ", its content is gone"),
}


@shown_to_signers_of("review.concluded", "decision.made", "refusal.approved", "case.terminated")
def case_seen(doing: Doing, case: Case) -> Iterator[Thing]:
    """Yield what is signed on a case; a fixed number of queries."""
    rows = doing.once(rows_of, case)
    reviews, decisions = Review.objects.filter(case=case), Decision.objects.filter(case=case)
    yield from file_of_case(rows, reviews, decisions, doubts_in(rows, doing.on))


def file_of_case(
    rows: Rows, reviews: Iterable[Review], decisions: Iterable[Decision], doubts: Iterable[Doubt]
) -> Iterator[Thing]:
    """Yield what is signed on a case, from rows that are read already; of decisions the one that stands."""
    yield from rows_seen(rows)
    yield from (review_seen(one) for one in reviews)
    yield from (decision_seen(one) for one in decisions if one.standing)
    yield from doubts_seen(doubts)


def rows_seen(rows: Rows) -> Iterator[Thing]:
    """Yield application, plan with its rules, orders, reports, visits and evaluations, and every file of
    them.
    """
    if rows.application:
        yield from _application(rows)
    if rows.plan:
        plan = facts_of(
            rows.plan, "revision", "agreed_revision", "enterprise_class", "class_basis", "mode_code",
            "standards", "test_plan", "bill", "person_days", "rules",
        )  # fmt: skip
        number = rows.plan.revision
        yield thing("plan", rows.plan.pk, plan, Words(f"认证方案第{number}版", f"the plan, version {number}"))
        yield from (rule(ref) for ref in rows.plan.rules)
    for order in rows.orders:
        yield from _order(order)
    for visit in rows.visits:
        yield from _visit(visit)
    for evaluation in rows.evaluations:
        yield evaluation_seen(evaluation)


def _application(rows: Rows) -> Iterator[Thing]:
    application: Any = rows.application
    facts = facts_of(
        application, "product_name", "product_name_en", "series", "trademark", "relation", "models_list",
        "key_parts", "documents",
    )  # fmt: skip
    number = rows.case.number
    label = Words(f"认证委托 {number}", f"the application {number}")
    yield thing("application", application.pk, {**facts, "applicant": rows.case.applicant_name}, label)
    for one in application.documents:
        yield file_seen(one["digest"], one["kind"], _called(one["kind"]))


def _called(kind: str) -> Words:
    """What a kind of document is called, in the latest version of the table."""
    try:
        words = rulebook.in_force().named(DOCUMENT_KINDS, kind)
    except rulebook.UnknownRule:
        words = Words.same(kind)
    return Words(f"委托资料“{words.zh}”", f"document “{words.en}”")


def file_seen(digest: str, kind: str, label: Words) -> Thing:
    """The leaf of one file: its digest, its kind, and that its content stood whole."""
    content, short = files.standing(digest), digest[:19]
    facts = {"digest": digest, "kind": kind, "content": content}
    named = Words(f"{label.zh}（{short}…）", f"{label.en} ({short}…)")
    stands = STANDS[content]
    words = Words(f"{named.zh}{stands.zh}", f"{named.en}{stands.en}") if stands.zh else None
    return thing("file", digest, facts, named, words)


def _order(order: TestOrder) -> Iterator[Thing]:
    samples = [
        facts_of(one, "number", "model", "purpose", "received_on", "authentic")
        for one in sorted(order.samples.all(), key=lambda one: one.number)
    ]
    facts = facts_of(
        order, "number", "laboratory_id", "standards", "items", "samples_asked", "state", "failures"
    )
    label = Words(f"检测任务 {order.number}", f"test order {order.number}")
    yield thing("order", order.pk, {**facts, "samples": samples}, label)
    for report in order.reports.all():
        facts = facts_of(
            report, "number", "issued_on", "tested_from", "tested_to", "models_list", "items", "conforming",
            "digest", "tester", "signatory", "judgement",
        )  # fmt: skip
        label = Words(f"检测报告 {report.number}", f"test report {report.number}")
        yield thing("report", report.pk, facts, label)
        yield file_seen(report.digest, "report", label)


def _visit(visit: Inspection) -> Iterator[Thing]:
    findings = [
        facts_of(
            one, "number", "grade", "clause", "code", "description", "state", "correction", "verification"
        )
        for one in visit.nonconformities.all()
    ]
    facts = facts_of(
        visit, "plan_code", "activity", "planned_from", "planned_to", "person_days_planned", "state",
        "from_on", "to_on", "person_days", "report", "summary", "conclusion", "concluded_on",
    )  # fmt: skip
    label = Words(f"工厂检查 {visit.plan_code}", f"inspection {visit.plan_code}")
    yield thing("visit", visit.pk, {**facts, "findings": findings}, label)
    if visit.report:
        yield file_seen(visit.report, "visit", label)
    for one in visit.nonconformities.all():
        words = Words(f"不符合{one.number}的纠正资料", f"correction of nonconformity {one.number}")
        for digest in one.correction.get("files", []):
            yield file_seen(digest, "correction", words)


def evaluation_seen(one: Evaluation) -> Thing:
    """The leaf of an evaluation."""
    facts = facts_of(one, "conforming", "summary", "on", "by")
    return thing("evaluation", one.pk, facts, Words(f"评价（{one.on}）", f"the evaluation of {one.on}"))


def review_seen(one: Review) -> Thing:
    """The leaf of a review."""
    facts = facts_of(one, "recommends", "opinion", "on", "by")
    return thing("review", one.pk, facts, Words(f"复核（{one.on}）", f"the review of {one.on}"))


def decision_seen(one: Decision) -> Thing:
    """The leaf of a decision as it was made; its second signature is no part of it."""
    facts = facts_of(one, "outcome", "grounds", "words", "on", "by")
    return thing("decision", one.pk, facts, Words(f"认证决定（{one.on}）", f"the decision of {one.on}"))


def doubts_seen(doubts: Iterable[Doubt]) -> Iterator[Thing]:
    """Yield the leaves of weak points: several of one kind at one place are numbered in their order."""
    counted: dict[tuple[str, str], int] = {}
    for one in doubts:
        place = (one.code, one.row)
        counted[place] = counted.get(place, 0) + 1
        key = f"{one.code}/{one.row}/{counted[place]}"
        facts = {"code": one.code, "weight": one.weight, "row": one.row, "rule": one.rule}
        if one.code != COUNTS_DAYS:
            facts["words"] = one.words.zh
        yield thing("doubt", key, facts, Words(f"薄弱点 {one.code}", f"weak point {one.code}"), one.words)
