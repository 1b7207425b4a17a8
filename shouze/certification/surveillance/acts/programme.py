"""The programme is begun and watched."""

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING as IN_FORCE
from shouze.kernel.acts import Doing, Move, act
from shouze.kernel.words import Words

from .. import checks, inputs, programme
from ..models import Task
from ..states import WARN


@act(
    "surveillance.programmed",
    Words("列入监督计划", "Put on the surveillance programme"),
    on=Certificate,
    input=inputs.Programming,
    moves=Move(IN_FORCE),
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
