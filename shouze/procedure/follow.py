"""Applying the table: the gate calls this inside the act's transaction, before the subject is written."""

from datetime import date

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.acts.models import Subject
from shouze.resources.cases.models import Case

from .table import BY_ACT, Follow


def follow(act: str, doing: Doing, subject: Subject) -> None:
    """Set the stage and its last day on the case that ``act`` was done to, and queue what follows; other
    subjects have no stages.
    """
    row = BY_ACT.get(act)
    if row is None or not isinstance(subject, Case) or (row.states and subject.state not in row.states):
        return
    subject.stage = row.stage
    subject.stage_since = doing.on if row.stage else None
    subject.stage_due_on = _last_day(row.term, doing) if row.term else None
    subject.warned = {**subject.warned, "stage": 0}
    _defer(row, doing)


def _defer(row: Follow, doing: Doing) -> None:
    entry = str(doing.uid)
    if row.letter:
        doing.defer("letters.make", kind=row.letter, entry=entry)
    if row.record:
        doing.defer("records.prepare", table=row.record, entry=entry)
    if row.job:
        doing.defer(row.job, entry=entry)


def _last_day(rule: str, doing: Doing) -> date | None:
    """Return the last day of a term; None (shown as such, warned of by the worker) when its calendar is not
    published.
    """
    found = rulebook.value(rule, on=doing.on)
    doing.note(found.ref)
    count = {"working_days": clock.add_working_days, "calendar_days": clock.add_calendar_days}[
        str(found.unit)
    ]
    try:
        return count(doing.on, found.whole)
    except clock.CalendarNotPublished:
        return None
