"""A supervision ends: it was refused, or its results are evaluated together, certificate by certificate."""

from datetime import date

from django.db.models import Max

from shouze.certification.evaluation import elements
from shouze.certification.evidence import sealed
from shouze.certification.evidence.models import Inspection, Sample, SealedSample
from shouze.kernel import rulebook
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
    visit = elements.open_of(case.pk, elements.VISITS)
    elements.close(case.pk, visit, conforming=False, result=row.pk, on=doing.on)
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
    _close_initial(case, look, doing.on)
    doing.outcome = {"next": _go_on(doing, case, look)}


def _close_initial(case: Case, look: facts.ConclusionFacts, on: date) -> None:
    """Close in the case of each certificate the initial inspection that was to follow it."""
    done = Inspection.objects.filter(case=case, state="concluded").order_by("-to_on").first()
    state = look.elements.get("GC", "open")
    if done is None or state == "open":
        return
    for one in Covered.objects.filter(case=case).select_related("certificate"):
        if elements.open_of(one.certificate.case_id, frozenset({"GC"})):
            conforming = state == "conforming"
            elements.close(one.certificate.case_id, "GC", conforming=conforming, result=done.pk, on=on)


def _go_on(doing: Doing, case: Case, look: facts.ConclusionFacts) -> dict[str, str]:
    """Close the lines that the supervision was for, once every holder's case is concluded, and put the next
    ones on the programme. A sample that was not taken goes back to it.
    """
    main = Task.objects.select_for_update().get(pk=Covered.objects.filter(case=case).values("task")[:1])
    others = Case.objects.filter(covered__task=main, state__in=OPEN).exclude(pk=case.pk)
    if others.exists():
        return {}
    # What was refused was not supervised: the next line counts from where this one did.
    day = main.counted_from if look.refused else supervised_on(doing, case)
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


def supervised_on(doing: Doing, case: Case) -> date:
    """Return the day of a supervision: the last one on site, that of the conclusion where corrections were
    verified on site and the rule (``surveillance/verification_counts``) lets that count; else that on which a
    sample was taken, or came in; else that of the act. Neither a slow evaluation nor a nonconformity buys
    time.
    """
    visit = Inspection.objects.filter(case=case, state="concluded").order_by("-to_on").first()
    if visit is not None and visit.conclusion == VERIFIED_ON_SITE and visit.concluded_on is not None:
        rule = rulebook.value("surveillance/verification_counts", on=doing.on)
        doing.note(rule.ref)
        if visit.activity in rule.listed:
            return visit.concluded_on
    if visit is not None and visit.to_on is not None:
        return visit.to_on
    taken = SealedSample.objects.filter(case=case, state="received").aggregate(day=Max("sealed_on"))["day"]
    came = Sample.objects.filter(order__case=case, authentic=True).aggregate(day=Max("received_on"))["day"]
    found: date = taken or came or doing.on
    return found
