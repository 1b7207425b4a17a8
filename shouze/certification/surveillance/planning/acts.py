"""Acts on yearly plans: asked for, drafted, adopted, changed in single lines; and on bases and leave."""

from typing import Any
from uuid import UUID

from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.states import WAITING
from shouze.kernel.acts import Doing, Move, act, formerly
from shouze.kernel.words import Words
from shouze.resources.people.models import Person

from . import checks, inputs
from .looking import (
    adopting_facts,
    changing_facts,
    drafting_facts,
    recalculating_facts,
    requesting_facts,
)
from .models import Base, Leave, Plan, PlanLine
from .settling import Moved
from .states import ADOPT, CHANGE, DISCARD, DRAFT, RECALCULATE

CLAUSES = ("00c006.6", "order117.17", "guidance.十二")


@act(
    "plan.requested",
    Words("编制年度计划", "Ask for a yearly plan"),
    on=Plan,
    input=inputs.PlanRequest,
    creates=True,
    looks=requesting_facts,
    checks=(checks.inputs_are_frozen, checks.assumed_calendar_is_said),
    clauses=CLAUSES,
    version=2,
)
def request(doing: Doing, given: inputs.PlanRequest) -> Plan:
    serial = doing.next_number(f"plan-{doing.on.year}")
    return Plan(
        id=doing.new_id(),
        state="solving",
        number=f"JH{doing.on.year}{serial:03d}",
        visits=len(doing.facts.read.visits),
        requested_on=doing.on,
        assumed=list(doing.facts.read.assumed),
        **given.model_dump(),
    )


formerly("plan.requested", until=1, checks=(checks.inputs_are_frozen,))


@act(
    "plan.drafted",
    Words("形成计划草案", "Draft a plan"),
    on=Plan,
    input=inputs.PlanDraft,
    moves=DRAFT,
    looks=drafting_facts,
    checks=(checks.keeps_every_constraint,),
    clauses=CLAUSES,
)
def draft(doing: Doing, plan: Plan, given: inputs.PlanDraft) -> None:
    instance, found = doing.facts.read
    PlanLine.objects.filter(plan=plan).delete()
    visits = {one.key: one for one in instance.visits}
    PlanLine.objects.bulk_create(
        PlanLine(
            id=doing.new_id(),
            plan=plan,
            task_id=line.visit,
            name=visits[line.visit].name,
            product_code=visits[line.visit].product,
            due_on=visits[line.visit].due,
            unannounced=visits[line.visit].unannounced,
            first=line.first,
            last=line.last,
            leader_id=line.leader,
            team=[line.leader, *(one for one in line.team if one != line.leader)],
        )
        for line in found.lines
    )
    plan.solution, plan.planned, plan.drafted_on = given.solution, len(found.lines), doing.on
    plan.left = [
        {"visit": one.visit, "name": one.name, "rule": one.rule, "zh": one.zh, "en": one.en}
        for one in found.left
    ]
    for name in ("cost", "bound", "greedy", "travel", "late", "over"):
        setattr(plan, name, getattr(found, name))
    doing.outcome = {
        "planned": len(found.lines),
        "left": len(found.left),
        "cost": found.cost,
        "bound": found.bound,
    }


@act(
    "plan.adopted",
    Words("采用年度计划", "Adopt a plan"),
    on=Plan,
    moves=ADOPT,
    looks=adopting_facts,
    clauses=CLAUSES,
)
def adopt(doing: Doing, plan: Plan, given: Any) -> None:
    dropped = {one["visit"]: one for one in doing.facts.dropped}
    for line in plan.lines.order_by("first", "id"):
        if str(line.task_id) in dropped:
            PlanLine.objects.filter(pk=line.pk).update(holds=False)
        else:
            _write(line)
    plan.dropped, plan.adopted_on = list(dropped.values()), doing.on
    doing.outcome = {"dropped": plan.dropped[:100], "planned": plan.planned - len(dropped)}


@act(
    "plan.recalculated",
    Words("按已公布的日历重新计算", "Recalculate by the published calendar"),
    on=Plan,
    input=inputs.Recalculation,
    moves=RECALCULATE,
    looks=recalculating_facts,
    checks=(checks.calendar_alone_is_other,),
    clauses=(*CLAUSES, "holidays.2"),
)
def recalculate(doing: Doing, plan: Plan, given: inputs.Recalculation) -> None:
    then, new = doing.facts.read
    years = "、".join(str(one) for one in sorted(set(then.assumed) - set(new.assumed)))
    lines = {str(one.task_id): one for one in plan.lines.all()}
    for one in doing.facts.moved:
        if not one.fixed:
            _put(plan, lines[one.visit], one, f"{years}年节假日安排公布后重新计算")
    plan.instance, plan.assumed = given.instance, list(new.assumed)
    plan.affected = [*plan.affected, *(one.as_json(lines[one.visit].name) for one in doing.facts.moved)]
    doing.outcome = {
        "years": years,
        "moved": sum(1 for one in doing.facts.moved if one.first),
        "left": sum(1 for one in doing.facts.moved if not one.first),
    }


def _put(plan: Plan, line: PlanLine, moved: Moved, because: str) -> None:
    """Give a line its new days; without any it stands in the plan no more, and its task is open again."""
    written = {"state": "planned", "planned_from": line.first, "planned_to": line.last}
    if moved.first is not None and moved.last is not None:
        line.first, line.last, line.changed_because = moved.first, moved.last, because
    else:
        line.holds, line.changed_because = False, because
    line.save(update_fields=["first", "last", "holds", "changed_because"])
    if plan.state != "adopted":
        return
    if line.holds:
        _write(line)
        return
    task = Task.objects.get(pk=line.task_id)
    of = Task.objects.filter(factory_id=task.factory_id, product_code=task.product_code, **written)
    of.update(state="open", planned_from=None, planned_to=None, team=[])


@act(
    "plan.changed",
    Words("调整计划行", "Change a line of a plan"),
    on=Plan,
    input=inputs.LineChange,
    moves=CHANGE,
    looks=changing_facts,
    checks=(checks.line_is_of_the_plan, checks.change_keeps_every_constraint),
    clauses=CLAUSES,
)
def change(doing: Doing, plan: Plan, given: inputs.LineChange) -> None:
    line: PlanLine = doing.facts.read
    doing.consider(
        "line_before", first=line.first.isoformat(), last=line.last.isoformat(), team=list(line.team)
    )
    line.first, line.last, line.leader_id = given.first, given.last, given.leader
    line.team = [str(given.leader), *(str(one) for one in given.members if one != given.leader)]
    PlanLine.objects.filter(pk=line.pk).update(
        first=line.first,
        last=line.last,
        leader_id=line.leader_id,
        team=line.team,
        holds=True,
        changed_because=given.reason,
    )
    _write(line)


@act(
    "plan.discarded",
    Words("放弃计划草案", "Discard a plan"),
    on=Plan,
    input=inputs.Discarding,
    moves=DISCARD,
    clauses=CLAUSES,
)
def discard(doing: Doing, plan: Plan, given: inputs.Discarding) -> None:
    """Nothing is taken from it."""


@act(
    "base.recorded",
    Words("登记检查员驻地", "Record an inspector's base"),
    on=Person,
    input=inputs.BaseRecord,
    moves=Move(("registered",)),
    clauses=("00c006.6",),
)
def record_base(doing: Doing, person: Person, given: inputs.BaseRecord) -> None:
    doing.create(Base, person=person, division=given.division, valid_from=given.valid_from)


@act(
    "leave.recorded",
    Words("登记检查员不可外出", "Record days on which an inspector goes nowhere"),
    on=Person,
    input=inputs.LeaveRecord,
    moves=Move(("registered",)),
    clauses=("00c006.6",),
)
def record_leave(doing: Doing, person: Person, given: inputs.LeaveRecord) -> None:
    doing.create(Leave, person=person, **given.model_dump())


def _write(line: PlanLine) -> None:
    """Write days and team of a line to the programme, and to the sample that is taken at the same factory
    then.
    """
    names = dict(Person.objects.filter(pk__in=line.team).values_list("pk", "name"))
    team = [
        {"person": one, "name": names.get(UUID(one), ""), "role": "02" if n else "01"}
        for n, one in enumerate(line.team)
    ]
    planned = {"state": "planned", "planned_from": line.first, "planned_to": line.last, "team": team}
    task = Task.objects.get(pk=line.task_id)
    Task.objects.filter(pk=task.pk, state__in=WAITING).update(**planned)
    beside = Task.objects.filter(factory_id=task.factory_id, product_code=task.product_code, kind="sampling")
    beside.filter(state__in=WAITING, due_on__gte=line.last).update(**planned)
