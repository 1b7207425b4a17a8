"""A supervision begins: for a line of the programme, or because something triggers an extra one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from shouze.certification.applications.opening import Turn, open_case
from shouze.certification.certificates.measuring import elements_left
from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.writing import begin_with_plan
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import BEGIN

from .. import checks, facts, inputs, programme
from ..models import Covered, Task
from ..terms import ELEMENTS, ClassTerms

ABOUT = ("regulations.26", "order117.17", "order117.19")
#: code of activity_types for what is triggered
SPECIAL = "04"
#: code of activity_types for an initial inspection, and the clause that lets it follow the certificate
FIRST, INITIAL_BASIS = "01", "00c003.4.2"


@act(
    "surveillance.opened",
    Words("开展监督", "Open a supervision"),
    on=Case,
    input=inputs.SupervisionOpening,
    creates=True,
    moves=BEGIN,
    looks=facts.opening_facts,
    checks=(checks.may_be_opened, checks.follows_its_draw, checks.sample_may_stand_for_visit),
    clauses=(*ABOUT, "00c003.3.5"),
)
def open_supervision(doing: Doing, given: inputs.SupervisionOpening) -> Case:
    look: facts.OpeningFacts = doing.facts
    task, terms, covered = look.opened
    lines = [task, *look.taken]
    turn = Turn(
        "surveillance",
        about=covered[0].pk if len(covered) == 1 else None,
        asked=_asked(lines, terms, covered, doing.on, sample_instead=given.sample_instead),
        content={"models_list": _models(covered)},
        arises_from=task.arises_from,
    )
    case = open_case(doing, covered[0].case, turn, begun=True)
    case.veiled = task.unannounced or terms.unannounced or given.unannounced
    begin_with_plan(doing, case)
    for certificate in covered:
        doing.create(Covered, case=case, task=task, certificate=certificate)
    waiting = [one.pk for one in lines if one.state != "opened"]
    Task.objects.filter(pk__in=waiting).update(state="opened", case=case)
    doing.outcome = {"due_on": task.due_on.isoformat(), "certificates": [one.number for one in covered]}
    return case


def _asked(
    lines: list[Task], terms: ClassTerms, covered: Sequence[Certificate], on: date, *, sample_instead: bool
) -> list[dict[str, str]]:
    """The elements of a supervision, each with the row of the class on which it rests: those of its lines,
    and what the class adds to every follow-up; for a restoration, what its verification leaves to be done. A
    sample may stand for the visit; the visit may be the initial inspection, which rests on the clause that
    let it follow the certificate.
    """
    main = lines[0]
    codes = [ELEMENTS[one.kind] for one in lines]
    if main.kind in ("follow_up", "extra"):
        codes += terms.work.follow_up
    if main.cause == programme.RESTORATION:
        codes = [code for one in covered for code in elements_left(one, on)] or codes
    visit = "SC" if sample_instead else "GC" if main.cause == programme.INITIAL else "GZ"
    codes = [visit if code == "GZ" else code for code in codes]
    activity = {"extra": SPECIAL}.get(main.kind, FIRST if main.cause == programme.INITIAL else "")
    asked = {"activity": activity} if activity else {}
    bases = dict.fromkeys(codes, terms.work.ref) | ({"GC": INITIAL_BASIS} if visit == "GC" else {})
    return [{"code": code, "basis": basis, **asked} for code, basis in bases.items()]


def _models(covered: Any) -> list[dict[str, str]]:
    """The models of all certificates covered, as an application lists them."""
    lines = {
        line["name"]: {"model": line["name"], "specification": line.get("specification", "")}
        for certificate in covered
        for line in certificate.facts["product"]["models"]
    }
    return list(lines.values())


@act(
    "surveillance.triggered",
    Words("触发额外监督", "Trigger extra surveillance"),
    on=Task,
    input=inputs.Trigger,
    creates=True,
    looks=facts.trigger_facts,
    checks=(checks.is_a_trigger,),
    clauses=(*ABOUT, "guidance.二十"),
)
def trigger(doing: Doing, given: inputs.Trigger) -> Task:
    certificate: Certificate = doing.facts[0]
    return programme.triggered(doing, certificate, given.cause, given.words, given.arises_from)
