"""A case followed like a parcel: its stages with their days, and what happened that the applicant may know.

In: the entries of a case. Out: stages and events. What is not in the table below stays inside: opinions of
reviewers, grounds of judgements, names (ISO/IEC 17065 4.5). Days are dates of law (Asia/Shanghai).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import get_act
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.queries import Recorded
from shouze.kernel.words import Words
from shouze.procedure.standing import left_out
from shouze.procedure.states import step_of, steps
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.schemes.queries import TestItem

Data = Mapping[str, Any]
Details = Callable[[Data, Mapping[str, TestItem], date], Iterator[str | Words]]
LAST_STAGE: Final = "issue"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: the act in words, its day, and what it says to the applicant."""

    act: str
    words: Words
    on: date
    details: tuple[str | Words, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the way: done, now, ahead; its first and last day as far as they are known."""

    code: str
    words: Words
    status: str
    since: date | None
    until: date | None
    events: tuple[Event, ...]


def track(case: Case, items: Mapping[str, TestItem], *, inspected: bool) -> list[Stage]:
    """Return the stages of a case in their order, each with the events the applicant may know; one query.

    ``items`` are the test items by key; ``inspected``: the plan asks for a factory inspection before
    the certificate (without one the stage is left out).
    """
    events = [one for entry in ledger.entries_for_case(case.id) for one in _told(entry, items)]
    out = left_out(case)
    codes = [one for one in steps(case.submitted_on) if one.code in _STAGES and one.code not in out]
    names = [one.code for one in codes]
    here = _here(case, names)
    return [
        _stage(
            one.code, one.words, number, here, [event for event in events if event.act in _STAGES[one.code]]
        )
        for number, one in enumerate(codes)
        if inspected or case.asked is not None or one.code != "inspection"
    ]


def _here(case: Case, names: Sequence[str]) -> float:
    """The number of the stage where the case stands; past the last when certified, -1 when ended."""
    if case.state in ("certified", "completed"):
        return len(names)
    step = step_of(case.stage, case.submitted_on)
    return names.index(step) if case.state in OPEN and step in names else -1


def _stage(code: str, words: Words, number: int, here: float, events: Sequence[Event]) -> Stage:
    status = "now" if number == here else "done" if number < here or (here < 0 and events) else "ahead"
    since = events[0].on if events else None
    until = events[-1].on if events and status == "done" else None
    return Stage(code, words, status, since, until, tuple(events))


def _told(entry: Recorded, items: Mapping[str, TestItem]) -> Iterator[Event]:
    if entry.act not in _TOLD:
        return
    on = clock.legal_date(entry.at)
    details = _TOLD[entry.act]
    data: Data = ledger.body_of(entry)["data"] or {}
    yield Event(entry.act, get_act(entry.act).words, on, tuple(details(data, items, on)))


def _nothing(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
    yield from ()


def _supplements(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
    yield from (str(one) for one in data.get("items", ()))
    yield from _words(data, items, on)


def _words(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
    if data.get("words"):
        yield str(data["words"])


def _reason(table: str) -> Details:
    def say(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
        try:
            yield rulebook.code(table, str(data.get("reason", "")), on=on).words
        except rulebook.RuleError:
            yield str(data.get("reason", ""))

    return say


def _refusal(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
    yield from _reason("refusal_reasons")(data, items, on)
    yield from _words(data, items, on)


def _rejected(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
    yield str(data.get("reason", ""))


def _failed(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
    for one in data.get("items", ()):
        found = items.get(one["key"])
        name = found.words if found else Words.same(str(one["key"]))
        yield Words(f"{name.zh}：{one['finding']}", f"{name.en}: {one['finding']}")


def _days(data: Data, items: Mapping[str, TestItem], on: date) -> Iterator[str | Words]:
    yield f"{data.get('planned_from', '')} – {data.get('planned_to', '')}"


#: act -> what of its content the applicant may read; an act that is not here is not told to him
_TOLD: Final[Mapping[str, Details]] = {
    "application.submitted": _nothing,
    "supplement.requested": _supplements,
    "supplement.submitted": _nothing,
    "application.accepted": _nothing,
    "application.refused": _refusal,
    "plan.made": _nothing,
    "agreement.concluded": _nothing,
    "fees.received": _nothing,
    "test.ordered": _nothing,
    "samples.received": _nothing,
    "samples.authenticated": _nothing,
    "samples.rejected": _rejected,
    "test.recalled": _rejected,
    "test.failed": _failed,
    "rework.submitted": _words,
    "report.submitted": _nothing,
    "report.accepted": _nothing,
    "case.paused": _reason("pause_reasons"),
    "case.resumed": _nothing,
    "inspection.planned": _days,
    "inspection.recalled": _rejected,
    "inspection.conducted": _nothing,
    "correction.submitted": _nothing,
    "correction.verified": _nothing,
    "inspection.concluded": _nothing,
    "evaluation.completed": _nothing,
    "review.concluded": _nothing,
    "decision.made": _nothing,
    "certificate.approved": _nothing,
    "change.applied": _words,
    "extension.applied": _words,
    "renewal.applied": _words,
    "conversion.applied": _words,
    "change.accepted": _nothing,
    "change.refused": _reason("change_refusals"),
    "change.approved": _nothing,
    "extension.approved": _nothing,
    "renewal.approved": _nothing,
    "conversion.approved": _nothing,
    "refusal.approved": _nothing,
    "certificate.documented": _nothing,
    "case.withdrawn": _words,
    "case.terminated": _reason("termination_reasons"),
}

#: stage -> the acts that are shown in it
_STAGES: Final[Mapping[str, frozenset[str]]] = {
    "application": frozenset({
        "application.submitted", "supplement.requested", "supplement.submitted", "change.applied",
        "extension.applied", "renewal.applied", "conversion.applied",
    }),
    "acceptance": frozenset({
        "application.accepted", "application.refused", "change.accepted", "change.refused",
    }),
    "plan": frozenset({"plan.made", "agreement.concluded", "fees.received"}),
    "sample": frozenset({
        "test.ordered", "test.recalled", "samples.received", "samples.rejected", "samples.authenticated",
    }),
    "type_test": frozenset({
        "test.failed", "case.paused", "rework.submitted", "case.resumed", "report.submitted",
        "report.accepted",
    }),
    "inspection": frozenset({
        "inspection.planned", "inspection.recalled", "inspection.conducted", "correction.submitted",
        "correction.verified", "inspection.concluded",
    }),
    "review": frozenset({"evaluation.completed", "review.concluded"}),
    "decision": frozenset({"decision.made"}),
    "approval": frozenset({
        "certificate.approved", "refusal.approved", "case.withdrawn", "case.terminated", "change.approved",
        "extension.approved", "renewal.approved", "conversion.approved",
    }),
    LAST_STAGE: frozenset({"certificate.documented"}),
}  # fmt: skip
