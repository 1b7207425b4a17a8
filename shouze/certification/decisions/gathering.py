"""Gathering a case's file for its weak points: from rows that are read already, or from the case alone."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shouze.certification.applications.models import Application
from shouze.certification.applications.queries import find_application, missing_documents
from shouze.certification.evaluation.models import Evaluation, Plan
from shouze.certification.evaluation.queries import evaluations, find_plan
from shouze.certification.evidence.models import Inspection, Sample, TestOrder, TestReport
from shouze.certification.evidence.queries import inspections, orders, report_numbers_elsewhere
from shouze.kernel import clock
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.laboratories.checks import may_test
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.laboratories.queries import laboratories_by_id
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.organisations.queries import get_factory, organisations

from . import filed
from .doubts import Doubt, doubts

#: acts of a case whose entries say what no table keeps
TOLD = ("report.submitted", "case.returned")
RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one case, as its file shows them; ``told`` are the entries of the acts in ``TOLD``."""

    case: Case
    application: Application | None
    plan: Plan | None
    orders: Sequence[TestOrder]
    visits: Sequence[Inspection]
    evaluations: Sequence[Evaluation]
    laboratories: Mapping[uuid.UUID, Laboratory]
    applicant: Organisation
    factory: Factory
    told: Sequence[ledger.Recorded]


def rows_of(case: Case) -> Rows:
    """Read the rows of a case; a fixed number of queries."""
    tested = orders(case.pk)
    return Rows(
        case=case,
        application=find_application(case.pk),
        plan=find_plan(case.pk),
        orders=tested,
        visits=inspections(case.pk),
        evaluations=evaluations(case.pk),
        laboratories=laboratories_by_id({one.laboratory_id for one in tested}),
        applicant=organisations([case.applicant_id])[case.applicant_id],
        factory=get_factory(case.factory_id),
        told=ledger.entries_of_acts(case.pk, TOLD),
    )


def doubts_of(case: Case, on: date) -> tuple[Doubt, ...]:
    """Return the weak points of a case's file on the date of law ``on``."""
    return doubts_in(rows_of(case), on)


def doubts_in(rows: Rows, on: date) -> tuple[Doubt, ...]:
    """Return the weak points in rows that were read already; one query more, for numbers used elsewhere."""
    return doubts(facts_of(rows, on))


def facts_of(rows: Rows, on: date) -> filed.FileFacts:
    """Return the plain values of a case's file on the date of law ``on``."""
    case = rows.case
    told = [(one, ledger.body_of(one)["data"] or {}) for one in rows.told]
    standards = {data["number"]: data["standards"] for one, data in told if one.act == "report.submitted"}
    counted = [one for one in rows.orders if one.state != RECALLED]
    numbers = [report.number for order in counted for report in order.reports.all()]
    elsewhere = report_numbers_elsewhere(case.pk, numbers)
    return filed.FileFacts(
        on=on,
        accepted_on=case.accepted_on,
        due_on=case.due_on,
        closed=case.closed_on is not None,
        paused=case.paused,
        applicant_then=case.applicant_name,
        applicant_now=rows.applicant.name,
        factory_code=rows.factory.code,
        **_applied(rows),
        plan=_plan(rows.plan, case) if rows.plan else None,
        orders=tuple(_order(one, rows, standards, elsewhere) for one in counted),
        visits=tuple(_visit(one) for one in rows.visits if one.state != RECALLED),
        unpaid=max(case.fees_due - case.fees_paid, Decimal(0)),
        returned=tuple(
            (clock.legal_date(one.at), str(data.get("reason", "")))
            for one, data in told
            if one.act == "case.returned"
        ),
        conclusions=tuple(one.conforming for one in rows.evaluations),
    )


def _applied(rows: Rows) -> dict[str, Any]:
    case, application = rows.case, rows.application
    if application is None:
        return {"models": (), "parts": (), "documents": ()}
    return {
        "models": tuple(one["model"] for one in application.models_list),
        "parts": tuple(filed.PartFacts(**one) for one in application.key_parts),
        "documents": tuple((one["kind"], one["digest"]) for one in application.documents),
        "missing": missing_documents(
            application, case, case.accepted_on or case.submitted_on, rows.factory
        ),
    }


def _plan(plan: Plan, case: Case) -> filed.PlanFacts:
    return filed.PlanFacts(
        standards=tuple(one["number"] for one in plan.standards),
        items={one["key"]: bool(one["safety"]) for one in plan.test_plan["items"]},
        samples=int(plan.test_plan["samples_main"]),
        person_days=plan.person_days,
        agreed=case.agreed_on is not None,
    )


def _order(
    order: TestOrder, rows: Rows, standards: Mapping[str, Sequence[str]], elsewhere: frozenset[str]
) -> filed.OrderFacts:
    counted = [one for one in order.reports.all() if one.judgement != "rejected"]
    return filed.OrderFacts(
        number=order.number,
        standards=tuple(order.standards),
        samples_asked=order.samples_asked,
        due_on=order.due_on,
        failures=order.failures,
        samples=tuple(_sample(one) for one in order.samples.all()),
        reports=tuple(_report(one, standards, elsewhere) for one in counted),
        unfit=tuple(_unfit(order, counted, rows)),
        use_approved=next((one.mode for one in order.facility_uses.all() if one.state == "approved"), ""),
    )


def _sample(one: Sample) -> filed.SampleFacts:
    return filed.SampleFacts(one.number, one.model, one.purpose == "main", one.received_on, one.authentic)


def _report(
    one: TestReport, standards: Mapping[str, Sequence[str]], elsewhere: frozenset[str]
) -> filed.ReportFacts:
    return filed.ReportFacts(
        number=one.number,
        issued_on=one.issued_on,
        tested_from=one.tested_from,
        tested_to=one.tested_to,
        models=tuple(one.models_list),
        verdicts={item["key"]: item["verdict"] for item in one.items},
        unmeasured=tuple(
            item["key"] for item in one.items if item["verdict"] != "N" and not item.get("value")
        ),
        conforming=one.conforming,
        tester=one.tester,
        signatory=one.signatory,
        standards=tuple(standards.get(one.number, ())),
        used_elsewhere=one.number in elsewhere,
        mode=one.mode,
    )


def _unfit(order: TestOrder, reports: Sequence[TestReport], rows: Rows) -> list[Words]:
    laboratory = rows.laboratories.get(order.laboratory_id)
    if laboratory is None:
        return []
    code, asked = rows.case.product_code, list(order.standards)
    first = min((one.tested_from for one in reports), default=order.ordered_on)
    last = max((one.tested_to for one in reports), default=order.ordered_on)
    return [one.why for one in may_test(laboratory, code, asked, first, last)]


def _visit(one: Inspection) -> filed.VisitFacts:
    return filed.VisitFacts(
        plan=one.plan_code,
        planned=(one.planned_from, one.planned_to),
        done=(one.from_on, one.to_on) if one.from_on and one.to_on else None,
        days_planned=one.person_days_planned,
        days_spent=one.person_days,
        findings=tuple((found.grade, found.state) for found in one.nonconformities.all()),
        conclusion=one.conclusion,
        has_report=bool(one.report),
    )
