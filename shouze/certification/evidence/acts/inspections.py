"""Factory inspection: plan and team, the visit and its findings, corrections, verification, conclusion."""

from shouze.certification.evaluation import elements
from shouze.kernel.acts import Doing, act, formerly
from shouze.kernel.words import Words
from shouze.resources.cases.checks import class_is_the_plans, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import EVIDENCE

from .. import joint, visits
from ..checks import visiting
from ..checks.testing import agreed_and_paid
from ..models import Inspection, Nonconformity
from ..queries import finding_facts, planning_facts, visit_facts
from ..team import as_text


@act(
    "inspection.planned",
    Words("下达工厂检查计划", "Plan the factory inspection"),
    on=Case,
    input=visits.InspectionPlan,
    moves=EVIDENCE,
    looks=planning_facts,
    checks=(
        not_paused,
        class_is_the_plans,
        agreed_and_paid,
        visiting.inspection_open,
        visiting.team_is_fit,
        visiting.days_suffice,
    ),
    clauses=("order117.12", "order117.15", "00c006"),
)
def plan(doing: Doing, case: Case, given: visits.InspectionPlan) -> None:
    facts = doing.facts
    serial = doing.next_number(f"inspection-{doing.on.year}")
    doing.create(
        Inspection,
        case=case,
        plan_code=f"P-{doing.on.year}-{serial:04d}",
        activity=joint.activity_of(case, doing.on),
        planned_from=given.planned_from,
        planned_to=given.planned_to,
        team=as_text(given.team, facts.team),
        experts=list(given.experts),
        person_days_planned=facts.person_days,
    )


@act(
    "inspection.recalled",
    Words("撤销工厂检查计划", "Recall the inspection plan"),
    on=Case,
    input=visits.PlanRecall,
    moves=EVIDENCE,
    looks=visit_facts("inspection.recalled"),
    checks=(visiting.inspection_allows,),
    clauses=("order117.15", "00c006.6"),
)
def recall_plan(doing: Doing, case: Case, given: visits.PlanRecall) -> None:
    Inspection.objects.filter(pk=given.inspection).update(state="recalled")


@act(
    "inspection.conducted",
    Words("提交工厂检查报告", "Report the factory inspection"),
    on=Case,
    input=visits.InspectionReport,
    moves=EVIDENCE,
    looks=visit_facts("inspection.conducted"),
    checks=(
        not_paused,
        visiting.inspection_allows,
        visiting.by_the_leader,
        visiting.record_is_closed,
        visiting.visit_as_planned,
        visiting.whole_as_said,
    ),
    clauses=("order117.15", "00c005", "00c006"),
    version=3,
)
def conduct(doing: Doing, case: Case, given: visits.InspectionReport) -> None:
    # Whoever inspected has a hand in the case, not the leader alone who reports (ISO/IEC 17065 7.5, 7.6).
    found = Inspection.objects.get(pk=given.inspection)
    visit, team = joint.visit_of(found), (member["person"] for member in found.team)
    case.hands["inspection"] = sorted({*case.hands.get("inspection", []), *team})
    case.veiled = False
    due = doing.last_day("deadlines/correction") if given.findings else None
    Inspection.objects.filter(pk=given.inspection).update(
        state="correcting" if given.findings else "conducted",
        from_on=given.from_on,
        to_on=given.to_on,
        person_days=joint.share(found, visit, given.person_days),
        whole_days=given.person_days if len(visit) > 1 else None,
        summary=given.summary,
        report=given.file,
        due_on=due,
    )
    for number, finding in enumerate(given.findings, start=1):
        doing.create(
            Nonconformity,
            inspection_id=given.inspection,
            number=number,
            grade=finding.grade,
            clause=finding.clause,
            code=finding.code,
            description=finding.description,
            due_on=due,
        )


formerly(
    "inspection.conducted",
    until=2,
    checks=(
        not_paused,
        visiting.inspection_allows,
        visiting.by_the_leader,
        visiting.record_is_closed,
        visiting.visit_as_planned,
    ),
)


@act(
    "correction.submitted",
    Words("提交不符合整改", "Submit a correction"),
    on=Case,
    input=visits.Correction,
    moves=EVIDENCE,
    looks=finding_facts("correction.submitted"),
    checks=(visiting.inspection_allows, visiting.finding_is("open")),
    clauses=("00c006",),
)
def correct(doing: Doing, case: Case, given: visits.Correction) -> None:
    words = given.model_dump(mode="json", exclude={"nonconformity"})
    Nonconformity.objects.filter(pk=given.nonconformity).update(state="corrected", correction=words)


@act(
    "correction.verified",
    Words("验证整改", "Verify a correction"),
    on=Case,
    input=visits.Verification,
    moves=EVIDENCE,
    looks=finding_facts("correction.verified"),
    checks=(
        not_paused,
        visiting.inspection_allows,
        visiting.by_the_team,
        visiting.finding_is("corrected"),
        visiting.closed_as_its_grade_asks,
    ),
    clauses=("00c006",),
)
def verify(doing: Doing, case: Case, given: visits.Verification) -> None:
    state = "verified" if given.accepted else "rejected"
    Nonconformity.objects.filter(pk=given.nonconformity).update(state=state, verification=given.kind)


@act(
    "inspection.concluded",
    Words("作出工厂检查结论", "Conclude the factory inspection"),
    on=Case,
    input=visits.Conclusion,
    moves=EVIDENCE,
    looks=visit_facts("inspection.concluded"),
    checks=(not_paused, visiting.inspection_allows, visiting.by_the_leader, visiting.conclusion_follows),
    clauses=("order117.15", "00c006.11"),
    version=2,
)
def conclude(doing: Doing, case: Case, given: visits.Conclusion) -> None:
    Inspection.objects.filter(pk=given.inspection).update(
        state="concluded", conclusion=given.conclusion, concluded_on=doing.on
    )
    element = elements.open_of(case.id, elements.VISITS)
    conforming = given.conclusion != "04"
    elements.close(case.id, element, conforming=conforming, result=given.inspection, on=doing.on)
