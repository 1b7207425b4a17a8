"""Applying the table: the gate calls this inside the act's transaction, before the subject is written."""

from datetime import date

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.acts.models import Subject
from shouze.resources.cases import kinds
from shouze.resources.cases.models import Case

from .finding.keeping import keep
from .standing import awaited, evidence_of
from .table import BY_ACT, EVIDENCE, Follow


def follow(act: str, doing: Doing, subject: Subject) -> None:
    """Set the stage and its last day on the case that ``act`` was done to, and queue what follows; a
    certificate has no stages.
    """
    keep(act, doing, subject)
    row = BY_ACT.get(act)
    if row is None:
        return
    if not isinstance(subject, Case):
        _defer(row, doing, None)
        return
    if (row.states and subject.state not in row.states) or not row.when(subject):
        return
    if row.stage == EVIDENCE:
        _stand(subject, doing)
    else:
        _enter(subject, row.stage, _last_day(row.stage, doing.on, doing) if row.stage else None, doing)
    _defer(row, doing, subject)


def _stand(case: Case, doing: Doing) -> None:
    """Set the stage in which the evidence stands. One that goes on keeps its first day and its clock, unless
    the evidence names another last day.
    """
    evidence = evidence_of(case)
    row = awaited(evidence)
    last_day = row.due(evidence) or _last_day(row.stage, row.since(evidence) or doing.on, doing)
    if case.stage != row.stage:
        _enter(case, row.stage, last_day, doing)
    elif row.since(evidence):
        case.stage_due_on = last_day


def _enter(case: Case, stage: str, last_day: date | None, doing: Doing) -> None:
    case.stage = stage
    case.stage_since = doing.on if stage else None
    case.stage_due_on = last_day
    case.warned = {**case.warned, "stage": 0}


def _defer(row: Follow, doing: Doing, case: Case | None) -> None:
    entry = str(doing.uid)
    if letter := _letter(row, case, doing.on):
        doing.defer("letters.make", kind=letter, entry=entry)
    if row.record:
        doing.defer("records.prepare", table=row.record, entry=entry)
    for job in row.jobs:
        doing.defer(job, entry=entry)


def _letter(row: Follow, case: Case | None, on: date) -> str:
    """The letter that follows on a case; of a turn under an agreement that goes on, where there is something
    to pay.
    """
    if case is None or not row.turn_letter or kinds.kind(case.kind, on).agreement:
        return row.letter
    return row.turn_letter if case.fees_due > case.fees_paid else ""


def _last_day(stage: str, since: date, doing: Doing) -> date | None:
    """Return the last day of a stage whose term runs from ``since``; None (shown as such, warned of by the
    worker) for a stage without a term or when its calendar is not published.
    """
    rule = rulebook.code("stages", stage, on=doing.on).text("deadline")
    if not rule:
        return None
    found = rulebook.value(rule, on=doing.on)
    doing.note(found.ref)
    count = {"working_days": clock.add_working_days, "calendar_days": clock.add_calendar_days}[
        str(found.unit)
    ]
    try:
        return count(since, found.whole)
    except clock.CalendarNotPublished:
        return None
