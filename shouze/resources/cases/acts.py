"""Acts on a case as such: pausing and resuming its clock, withdrawal, termination, reassignment, fees
received.
"""

from decimal import Decimal
from uuid import UUID

from shouze.kernel.acts import Doing, Input, act, ask
from shouze.kernel.words import Words
from shouze.resources.people import queries as people

from . import clocks, kinds
from .checks import engineer_in_office, is_of, not_paused, paused
from .models import Case
from .states import STAY_RUNNING, TERMINATE, WITHDRAW

#: what the body itself opened is neither withdrawn nor terminated: it is concluded
applied_for = is_of("new", "transfer", "change", "extension", "renewal", "conversion")


class Pause(Input):
    """Why the clock stops: a reason of the closed list, and words."""

    reason: str = ask("暂停原因", "Reason", choices="pause_reasons", max_length=40)
    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")


class Explained(Input):
    """Words that explain the act."""

    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")


class Termination(Input):
    """Why the body ends the case: a reason of the closed list, and words."""

    reason: str = ask("终止原因", "Reason", choices="termination_reasons", max_length=40)
    words: str = ask("说明", "Explanation", min_length=1, max_length=2000, widget="textarea")


class Receipt(Input):
    """Money received for a case."""

    amount: Decimal = ask("金额（元）", "Amount (CNY)", gt=0, max_digits=12, decimal_places=2)
    receipt: str = ask("票据号", "Receipt number", min_length=1, max_length=60)


class Reassignment(Input):
    """The project engineer (项目负责人) who answers for the case from now on."""

    engineer: UUID = ask("项目负责人", "Project engineer", widget="person")
    reason: str = ask("原因", "Reason", min_length=1, max_length=500)


def _engineer_in_office(doing: Doing, case: Case, given: Reassignment) -> bool:
    holders = people.holders("project_engineer", doing.on, case.product_code)
    return given.engineer in {one.id for one in holders}


@act(
    "case.paused",
    Words("暂停计时", "Pause the clock"),
    on=Case,
    input=Pause,
    moves=STAY_RUNNING,
    checks=(not_paused,),
    clauses=("order117.16", "guidance.十二"),
)
def pause(doing: Doing, case: Case, given: Pause) -> None:
    case.paused = True
    case.pauses = [
        *case.pauses,
        {
            "from": doing.on.isoformat(),
            "to": None,
            "reason": given.reason,
            "words": given.words,
            "by": str(doing.actor.id),
        },
    ]


@act(
    "case.resumed",
    Words("恢复计时", "Resume the clock"),
    on=Case,
    input=Explained,
    moves=STAY_RUNNING,
    checks=(paused,),
    clauses=("order117.16", "guidance.十二"),
)
def resume(doing: Doing, case: Case, given: Explained) -> None:
    _end_pause(case, doing)
    if case.stage_due_on and case.stage_since:
        within = clocks.since(case.pauses[-1], case.stage_since)
        case.stage_due_on = clocks.last_day(case.stage_due_on, 0, [within], doing.on)


@act(
    "case.withdrawn",
    Words("撤回认证委托", "Withdraw the application"),
    on=Case,
    input=Explained,
    moves=WITHDRAW,
    checks=(applied_for,),
    clauses=("iso17065.7.2", "guidance.十三"),
)
def withdraw(doing: Doing, case: Case, given: Explained) -> None:
    _close(case, doing)


@act(
    "case.terminated",
    Words("终止认证", "Terminate the certification"),
    on=Case,
    input=Termination,
    moves=TERMINATE,
    checks=(applied_for,),
    clauses=("order117.16", "iso17065.7.6"),
    version=2,
)
def terminate(doing: Doing, case: Case, given: Termination) -> None:
    _close(case, doing)


@act(
    "case.reassigned",
    Words("更换项目负责人", "Reassign the project engineer"),
    on=Case,
    input=Reassignment,
    moves=STAY_RUNNING,
    looks=_engineer_in_office,
    checks=(engineer_in_office,),
    clauses=("guidance.六",),
)
def reassign(doing: Doing, case: Case, given: Reassignment) -> None:
    doing.consider("engineer_before", person=str(case.engineer_id))
    case.engineer_id = given.engineer


@act(
    "fees.received",
    Words("登记收费", "Record fees received"),
    on=Case,
    input=Receipt,
    moves=STAY_RUNNING,
    clauses=("guidance.十九", "regulations.20"),
)
def receive_fees(doing: Doing, case: Case, given: Receipt) -> None:
    case.fees_paid += given.amount


def _close(case: Case, doing: Doing) -> None:
    case.closed_on = doing.on
    if case.paused:
        _end_pause(case, doing)


def _end_pause(case: Case, doing: Doing) -> None:
    case.pauses = [*case.pauses[:-1], {**case.pauses[-1], "to": doing.on.isoformat()}]
    case.paused = False
    if case.accepted_on:
        limit = int(doing.rule(kinds.kind(case.kind, case.accepted_on).limit, case.accepted_on))
        case.due_on = clocks.last_day(case.accepted_on, limit, case.pauses, doing.on)
