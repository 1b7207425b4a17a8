"""Readers of evidence, and the facts that its checks see."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch, QuerySet

from shouze.certification.applications.queries import get_application
from shouze.certification.evaluation.elements import TESTS, VISITS, open_of
from shouze.certification.evaluation.queries import get_plan
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case
from shouze.resources.laboratories import queries as laboratories
from shouze.resources.people import queries as people
from shouze.resources.people.models import Person
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.by_class import for_class

from .checks.testing import OrderFacts
from .checks.visiting import Inspector, VisitFacts
from .joint import days_needed, visit_of
from .models import Inspection, Nonconformity, TestOrder, TestReport, Visit
from .own_resources import use_behind
from .sealed import SEALED_ELEMENTS, under_way
from .states import INSPECTION_ENDED, ORDER_ENDED, turn_of

#: codes of activity_types: supervision, and special supervision
FOLLOW_UPS = ("03", "04")


def orders(case: uuid.UUID) -> Sequence[TestOrder]:
    """List the test orders of a case with samples and reports, in three queries."""
    found = TestOrder.objects.filter(case_id=case).prefetch_related(
        "samples", "facility_uses", Prefetch("reports", TestReport.objects.order_by("issued_on", "number"))
    )
    return list(found.order_by("number"))


def inspections(case: uuid.UUID) -> Sequence[Inspection]:
    """List the inspections of a case with their nonconformities, in two queries."""
    found = Inspection.objects.filter(case_id=case)
    return list(
        found.prefetch_related(
            Prefetch("nonconformities", Nonconformity.objects.order_by("number"))
        ).order_by("plan_code")
    )


def accepted_report(case: uuid.UUID) -> TestReport | None:
    """Return the report that closes the type test of a case, or None."""
    return TestReport.objects.filter(order__case_id=case, judgement="accepted").order_by("-issued_on").first()


def report_numbers_elsewhere(case: uuid.UUID, numbers: Sequence[str]) -> frozenset[str]:
    """Return those report numbers that serve another case too; one query."""
    found = TestReport.objects.filter(number__in=list(numbers)).exclude(order__case_id=case)
    return frozenset(found.values_list("number", flat=True))


def test_due_after_rework(doing: Doing, order: TestOrder) -> date | None:
    """The last day of the type test when rework ends: the working days of rework are not counted."""
    if order.due_on is None or order.rework_since is None:
        return order.due_on
    try:
        return clock.add_working_days(order.due_on, clock.working_days_between(order.rework_since, doing.on))
    except clock.CalendarNotPublished:
        return None


def last_follow_up(factory: uuid.UUID, product_code: str) -> Inspection | None:
    """Return the latest follow-up inspection of a factory for a product that was concluded, or None."""
    found = Inspection.objects.filter(
        case__factory_id=factory, case__product_code=product_code, activity__in=FOLLOW_UPS
    ).exclude(conclusion="")
    return found.order_by("-to_on", "-plan_code").first()


def ordering_facts(doing: Doing, case: Case, given: Any) -> OrderFacts:
    """What the check of a new test order sees."""
    plan = get_plan(case.id)
    earlier = TestOrder.objects.filter(case=case)
    running = {one.element: one for one in earlier.exclude(state__in=ORDER_ENDED)}
    element = _to_order(case, given.element, running)
    blocking = running.get(element) or next(
        (one for code, one in running.items() if code not in SEALED_ELEMENTS), None
    )
    beside = next((str(one.laboratory_id) for one in running.values()), "")
    return OrderFacts(
        laboratory=laboratories.find_laboratory(given.laboratory),
        element=element,
        element_open=bool(element),
        open_order=blocking.number if blocking else "",
        beside="" if blocking else beside,
        standards=tuple(one["number"] for one in plan.standards),
        items=tuple(one["key"] for one in plan.test_plan["items"]),
        partial=case.asked is not None,
        samples_asked=int(plan.test_plan["samples_main"]),
        failures=earlier.filter(state="recalled").aggregate(most=Max("failures"))["most"] or 0,
    )


def _to_order(case: Case, wanted: str | None, running: Mapping[str, TestOrder]) -> str:
    """The element that an order is for: the one that is wanted, else the next that is open and not ordered;
    a sample that is there does not wait for one that nobody has taken yet.
    """
    if wanted:
        return open_of(case.pk, frozenset({wanted}))
    waiting = {code for code in SEALED_ELEMENTS if not under_way(case.pk, code)}
    left = TESTS - set(running)
    return open_of(case.pk, left - waiting) or open_of(case.pk, left) or open_of(case.pk, TESTS)


def order_facts(act: str) -> Callable[[Doing, Case, Any], OrderFacts]:
    """Return the gatherer of what the checks of ``act`` on a test order see."""

    def gather(doing: Doing, case: Case, given: Any) -> OrderFacts:
        order = TestOrder.objects.filter(pk=given.order, case=case).first()
        return _order_facts(doing, act, case, order) if order else OrderFacts(act=act, belongs=False)

    return gather


def report_facts(act: str) -> Callable[[Doing, Case, Any], OrderFacts]:
    """Return the gatherer of what the checks of a judgement of a report see."""

    def gather(doing: Doing, case: Case, given: Any) -> OrderFacts:
        report = TestReport.objects.select_related("order").filter(pk=given.report, order__case=case).first()
        if report is None:
            return OrderFacts(act=act, belongs=False)
        seen = {
            "tested_from": report.tested_from,
            "tested_to": report.tested_to,
            "models": report.models_list,
            "judgement": report.judgement,
            "mode": report.mode,
            "use": use_behind(report),
        }
        return _order_facts(doing, act, case, report.order, seen)

    return gather


def _order_facts(
    doing: Doing, act: str, case: Case, order: TestOrder, report: dict[str, Any] | None = None
) -> OrderFacts:
    application = get_application(case.id)
    samples = list(order.samples.values_list("authentic", "received_on"))
    return OrderFacts(
        order_state=order.state,
        act=act,
        laboratory=laboratories.find_laboratory(order.laboratory_id),
        laboratory_id=str(order.laboratory_id),
        standards=tuple(order.standards),
        items=tuple(order.items),
        models=tuple(line["model"] for line in application.models_list),
        partial=case.asked is not None,
        sealed_element=order.element in SEALED_ELEMENTS,
        may_be_sent=_may_be_sent(doing, case, order.element),
        seals=under_way(case.pk, order.element),
        samples_authentic=any(one for one, _ in samples) and all(one is not None for one, _ in samples),
        samples_asked=order.samples_asked,
        received_on=min((on for one, on in samples if one is not False), default=None),
        failures=order.failures,
        attempts=int(doing.rule("deadlines/test_attempts", case.accepted_on)),
        report=report or {},
    )


def _may_be_sent(doing: Doing, case: Case, element: str) -> bool:
    """Whether the row of the class lets the holder send the sample of production himself; it is noted."""
    if element != "SC" or case.accepted_on is None:
        return False
    work = for_class(get_plan(case.pk).enterprise_class, case.scheme, case.accepted_on)
    doing.note(work.ref)
    return work.sampling.taker == "holder_or_body"


def planning_facts(doing: Doing, case: Case, given: Any) -> VisitFacts:
    """What the checks of an inspection plan see."""
    running = Inspection.objects.filter(case=case).exclude(state__in=INSPECTION_ENDED).first()
    plan = get_plan(case.id)
    return VisitFacts(
        element_open=bool(open_of(case.id, VISITS)),
        open_plan=running.plan_code if running else "",
        team=inspectors_on(
            case, [member.person for member in given.team], given.planned_from, given.planned_to
        ),
        speciality=schemes.get_scheme(case.scheme).speciality,
        person_days=plan.person_days or Decimal(0),
    )


def visit_facts(act: str) -> Callable[[Doing, Case, Any], VisitFacts]:
    """Return the gatherer of what the checks of ``act`` on an inspection see."""

    def gather(doing: Doing, case: Case, given: Any) -> VisitFacts:
        found = Inspection.objects.filter(pk=given.inspection, case=case).first()
        return _visit_facts(act, doing, case, found, given) if found else VisitFacts(act=act, belongs=False)

    return gather


def finding_facts(act: str) -> Callable[[Doing, Case, Any], VisitFacts]:
    """Return the gatherer of what the checks of ``act`` on a nonconformity see."""

    def gather(doing: Doing, case: Case, given: Any) -> VisitFacts:
        finding = (
            Nonconformity.objects.select_related("inspection")
            .filter(pk=given.nonconformity, inspection__case=case)
            .first()
        )
        return (
            replace(
                _visit_facts(act, doing, case, finding.inspection, given),
                finding_state=finding.state,
                on_paper=_closed_on_paper(finding.grade, doing.on),
            )
            if finding
            else VisitFacts(act=act, belongs=False)
        )

    return gather


def _closed_on_paper(grade: str, on: date) -> bool:
    return bool(rulebook.code("nonconformity_grades", grade, on=on).get("on_paper"))


def _visit_facts(act: str, doing: Doing, case: Case, found: Inspection, given: Any) -> VisitFacts:
    visit = visit_of(found)
    findings = list(found.nonconformities.all())
    first, last = getattr(given, "from_on", found.planned_from), getattr(given, "to_on", found.planned_to)
    persons = [uuid.UUID(member["person"]) for member in found.team]
    return VisitFacts(
        act=act,
        state=found.state,
        team=inspectors_on(case, persons, first, last),
        leader=next(member["person"] for member in found.team if member["role"] == "01"),
        members=frozenset(member["person"] for member in found.team if member["role"] != "03"),
        person_days=days_needed(doing, [one.person_days_planned for one in visit]),
        whole_said=next((one.whole_days for one in visit if one.whole_days is not None), None),
        grades=tuple(one.grade for one in findings),
        states=tuple(one.state for one in findings),
        verifications=tuple(one.verification for one in findings if one.verification),
        speciality=schemes.get_scheme(case.scheme).speciality,
        on_site=Visit.objects.filter(pk=found.pk).values_list("state", flat=True).first() or "",
    )


def inspectors_on(
    case: Case, persons: Sequence[uuid.UUID], first: date, last: date
) -> dict[str, Inspector]:
    """Return how persons stand as inspectors of a case on every day from ``first`` to ``last``, by id; one
    who is not registered as a person stands as nobody.
    """
    registered = people.registrations_on(persons, first, last)
    parties = {case.applicant_id, case.producer_id, case.factory_owner_id}
    linked = people.linked(persons, parties, first, last)
    deciding = {
        person for function in ("review", "decision", "approval") for person in case.hands.get(function, [])
    }
    found = {}
    for person in Person.objects.filter(pk__in=persons):
        rows = registered[person.pk]
        found[str(person.pk)] = Inspector(
            name=person.name,
            registered=bool(rows),
            level=rows[0].level if rows else "",
            specialities=frozenset(part for row in rows for part in row.specialities),
            linked=person.pk in linked,
            evaluated_elsewhere=str(person.pk) in deciding,
            number=rows[0].number if rows else "",
            phone=person.phone,
        )
    unknown = Inspector(name="?", registered=False, level="", specialities=frozenset(), linked=False)
    return {str(person): found.get(str(person), unknown) for person in persons}


def awaited_rows(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    """Return, by case, the ids of the order, the report, the inspection and the nonconformity at which the
    next act of the body stands ("order", "report", "inspection", "nonconformity"); three queries.
    """
    found: dict[uuid.UUID, dict[str, str]] = {}
    running = TestOrder.objects.filter(case_id__in=cases).exclude(state__in=ORDER_ENDED)
    for order in sorted(running, key=turn_of, reverse=True):
        found.setdefault(order.case_id, {})["order"] = str(order.pk)
    waiting = TestReport.objects.filter(order__case_id__in=cases, judgement="")
    for report, case in waiting.values_list("pk", "order__case_id"):
        found.setdefault(case, {})["report"] = str(report)
    visits = Inspection.objects.filter(case_id__in=cases).exclude(state__in=INSPECTION_ENDED)
    done = Nonconformity.objects.filter(state="corrected").order_by("number")
    for visit in visits.prefetch_related(Prefetch("nonconformities", done, to_attr="corrected")):
        rows = found.setdefault(visit.case_id, {})
        rows["inspection"] = str(visit.pk)
        corrected: Sequence[Nonconformity] = getattr(visit, "corrected", ())
        if corrected:
            rows["nonconformity"] = str(corrected[0].pk)
    return found


def open_findings(grade: str) -> QuerySet[Nonconformity]:
    """Return the nonconformities of a grade that are not verified; ``inspection__case_id`` names the case."""
    return Nonconformity.objects.filter(grade=grade).exclude(state="verified")


def failed_orders() -> QuerySet[TestOrder]:
    """Return the test orders in which a test failed at least once."""
    return TestOrder.objects.filter(failures__gt=0)


def visited(case: uuid.UUID) -> bool:
    """Whether an inspection of a case was done and concluded."""
    return Inspection.objects.filter(case_id=case, state="concluded").exists()


def last_visit(case: uuid.UUID) -> date | None:
    """Return the last day of the latest inspection of a case that was concluded, or None."""
    found = Inspection.objects.filter(case_id=case, state="concluded", to_on__isnull=False)
    return found.order_by("-to_on").values_list("to_on", flat=True).first()


def visits_not_ended() -> QuerySet[Inspection]:
    """Return the inspections of which something is still awaited."""
    return Inspection.objects.exclude(state__in=INSPECTION_ENDED)


def visits_held() -> QuerySet[Inspection]:
    """Return the inspections that were not taken back, ended or not."""
    return Inspection.objects.exclude(state="recalled")


def leaders(cases: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return who leads the inspection that is not ended (else the first of its team), by case."""
    found = {}
    for case, team in visits_not_ended().filter(case_id__in=cases).values_list("case_id", "team"):
        leading = [one for one in team if one["role"] == "01"] or team
        found[case] = uuid.UUID(str(leading[0]["person"]))
    return found
