"""The programme is begun and watched."""

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING as IN_FORCE
from shouze.kernel.acts import Doing, Move, Nothing, act
from shouze.kernel.words import Words

from .. import checks, inputs, programme
from ..models import Task
from ..states import END, WARN


@act(
    "surveillance.programmed",
    Words("列入监督计划", "Put on the surveillance programme"),
    on=Certificate,
    input=inputs.Programming,
    moves=Move(IN_FORCE),
    checks=(checks.counts_from_the_past,),
    clauses=("regulations.26", "order117.17", "order117.19"),
)
def put_on(doing: Doing, certificate: Certificate, given: inputs.Programming) -> None:
    made = programme.begin(doing, certificate, given.counted_from)
    doing.outcome = {one.kind: one.due_on.isoformat() for one in made}


@act(
    "surveillance.warned",
    Words("监督期限预警", "Warn that a supervision falls due"),
    on=Task,
    input=inputs.DueWarning,
    moves=WARN,
    checks=(checks.warning_is_due,),
    clauses=("guidance.十二", "order117.19"),
)
def warn(doing: Doing, task: Task, given: inputs.DueWarning) -> None:
    task.warned = given.level


@act(
    "surveillance.ended",
    Words("移出监督计划", "Take off the surveillance programme"),
    on=Task,
    input=Nothing,
    moves=END,
    looks=lambda doing, task, given: programme.in_force(task.factory_id, task.product_code),
    checks=(checks.nothing_in_force,),
    clauses=("order117.19",),
)
def end(doing: Doing, task: Task, given: Nothing) -> None:
    task.closed_on = doing.on
