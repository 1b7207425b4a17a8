"""A supervision ends: it was refused, or its results are evaluated together, certificate by certificate."""

from datetime import date

from shouze.certification.evaluation import elements
from shouze.certification.evidence import sealed
from shouze.certification.evidence.models import Inspection, SealedSample
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import is_of, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import CONCLUDE, EVIDENCE, OPEN
from shouze.resources.fees import queries as fees

from .. import checks, facts, inputs, programme, seen
from ..models import Covered, Task, VisitRefusal
from ..states import WAITING
from ..terms import ELEMENTS

SUPERVISION = is_of("surveillance")
#: code of inspection_conclusions: passed after verification on site
VERIFIED_ON_SITE = "03"
#: importing it tells the gate what who evaluates a supervision signs
REVIEWER_SEES = seen.supervision_seen


@act(
    "surveillance.refused",
    Words("登记企业拒绝或不能接受监督", "Record that a supervision was refused"),
    on=Case,
    input=inputs.VisitRefused,
    moves=EVIDENCE,
    looks=facts.refusal_facts,
    checks=(SUPERVISION, checks.visit_may_be_refused),
    clauses=("order117.27", "00c001.5"),
)
def refuse(doing: Doing, case: Case, given: inputs.VisitRefused) -> None:
    row = doing.create(VisitRefusal, case=case, on=doing.on, **given.model_dump())
    elements.close(case.pk, "GZ", conforming=False, result=row.pk, on=doing.on)
    sealed.recall_plans(case.pk)
    case.veiled = False


@act(
    "surveillance.concluded",
    Words("作出监督结果评价", "Evaluate the supervision"),
    on=Case,
    input=inputs.SupervisionResult,
    moves=CONCLUDE,
    looks=facts.conclusion_facts,
    checks=(
        SUPERVISION,
        not_paused,
        checks.every_certificate_is_judged,
        checks.results_are_in,
        checks.decisions_follow,
    ),
    clauses=("order117.18", "regulations.26", "guidance.十", "iso17065.7.9"),
)
def conclude(doing: Doing, case: Case, given: inputs.SupervisionResult) -> None:
    look: facts.ConclusionFacts = doing.facts
    doing.considered.extend(
        {"kind": "element", "code": code, "state": state} for code, state in sorted(look.elements.items())
    )
    for one in given.certificates:
        Covered.objects.filter(case=case, certificate=one.certificate).update(
            decision=one.decision, reasons=list(one.reasons), words=one.words, decided_on=doing.on
        )
    case.veiled, case.closed_on = False, doing.on
    if look.person_days:
        # 监督复查费: by what was really done; the visit did not wait for it (regulations Art. 20).
        bill = fees.turn_bill(case.kind, case.product_code, 0, look.person_days, doing.on)
        doing.note(*bill.refs)
        case.fees_due = bill.total
    doing.outcome = {"next": _go_on(doing, case, look)}


def _go_on(doing: Doing, case: Case, look: facts.ConclusionFacts) -> dict[str, str]:
    """Close the lines that the supervision was for, once every holder's case is concluded, and put the next
    ones on the programme. A sample that was not taken goes back to it.
    """
    main = Task.objects.select_for_update().get(pk=Covered.objects.filter(case=case).values("task")[:1])
    others = Case.objects.filter(covered__task=main, state__in=OPEN).exclude(pk=case.pk)
    if others.exists():
        return {}
    # What was refused was not supervised: the next line counts from where this one did.
    day = main.counted_from if look.refused else supervised_on(case, doing.on)
    made: dict[str, str] = {}
    for line in sorted(Task.objects.filter(case=main.case, state="opened"), key=lambda one: one.kind):
        if line.pk != main.pk and look.elements.get(ELEMENTS[line.kind]) == "open":
            Task.objects.filter(pk=line.pk).update(state="open", case=None)
            continue
        for following in programme.go_on(doing, line, day):
            made[following.kind] = following.due_on.isoformat()
    if main.kind == "extra" and not look.refused:
        made |= _done_too(doing, main, look, day)
    return made


def _done_too(doing: Doing, extra: Task, look: facts.ConclusionFacts, day: date) -> dict[str, str]:
    """Extra surveillance that did what a waiting line asks has done that line, too: nothing is asked twice,
    and the line goes on from its day.
    """
    made: dict[str, str] = {}
    waiting = Task.objects.select_for_update().filter(
        factory_id=extra.factory_id, product_code=extra.product_code, state__in=WAITING
    )
    for line in sorted(waiting.exclude(kind="extra"), key=lambda one: one.kind):
        if look.elements.get(ELEMENTS[line.kind], "open") != "open":
            for following in programme.go_on(doing, line, day):
                made[following.kind] = following.due_on.isoformat()
    return made


def supervised_on(case: Case, otherwise: date) -> date:
    """Return the day of a supervision: the last one on site, that of the conclusion where corrections were
    verified on site; else that on which a sample was taken, else the one given. A slow evaluation buys no
    time.
    """
    visit = Inspection.objects.filter(case=case, state="concluded").order_by("-to_on").first()
    if visit is not None and visit.conclusion == VERIFIED_ON_SITE and visit.concluded_on is not None:
        return visit.concluded_on
    if visit is not None and visit.to_on is not None:
        return visit.to_on
    samples = SealedSample.objects.filter(case=case, state="received").order_by("-sealed_on")
    return samples.values_list("sealed_on", flat=True).first() or otherwise
