"""Where a case stands on its way: its stages with their days, who answered for each, whose turn it is.

Who answers for a stage stands in the rules (code table ``stages``, column ``post``); who did answer the
ledger says (guidance (五), (六)). Dates are dates of law (Asia/Shanghai).
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words
from shouze.procedure.standing import awaited, evidence_of, left_out
from shouze.procedure.states import step_of, steps
from shouze.resources.cases import clocks
from shouze.resources.cases.models import Case
from shouze.resources.people.queries import Holder, holders_of

Moment = tuple[str, datetime, uuid.UUID | None]
Who = tuple[tuple[str, str], ...]

#: step -> the acts done in it; an arrangement of the page, the stages themselves are rules
STEP_ACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "application": (
        "application.submitted", "supplement.requested", "supplement.submitted", "change.applied",
        "extension.applied", "renewal.applied", "conversion.applied",
    ),
    "acceptance": ("application.accepted", "application.refused", "change.accepted", "change.refused"),
    "plan": ("plan.made", "plan.questioned", "agreement.concluded", "fees.received"),
    "sample": ("test.ordered", "samples.received", "samples.rejected", "samples.authenticated"),
    "type_test": (
        "test.failed", "rework.submitted", "report.submitted", "report.rejected", "report.accepted",
    ),
    "inspection": (
        "inspection.planned", "inspection.conducted", "correction.submitted", "correction.verified",
        "inspection.concluded",
    ),
    "review": ("evaluation.completed", "review.concluded", "case.returned"),
    "decision": ("decision.made", "case.terminated"),
    "approval": (
        "certificate.approved", "refusal.approved", "change.approved", "extension.approved",
        "renewal.approved", "conversion.approved",
    ),
    "issue": ("certificate.documented", "record.uploaded"),
}  # fmt: skip
SHOWN_ACTS: Final = tuple(act for acts in STEP_ACTS.values() for act in acts)
#: posts of the other sides, and of the case itself: who that is the case says
ENGINEER, CLIENT, LABORATORY = "project_engineer", "client", "laboratory_coordinator"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of certification as the case stands to it: "done", "now" or "ahead"; who acted in it."""

    code: str
    words: Words
    number: int
    standing: str
    since: date | None
    until: date | None
    post: Words
    who: Who


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: the stage, the post that answers, its persons or the name of the other side."""

    stage: Words
    waits: Words | None
    post: Words
    who: Who
    outside: str
    since: date | None
    due: date | None
    days_left: int | None
    days_used: int
    days_all: int


def way_of(case: Case, on: date, moments: Sequence[Moment], names: Mapping[str, str]) -> Iterator[Step]:
    """Yield the stages of the way in their order, as the case stands on the date of law ``on``."""
    out = left_out(case)
    stages = [one for one in steps(on) if one.get("clock") != "own" and one.code not in out]
    place = {one.code: number for number, one in enumerate(stages)}
    ended = case.closed_on is not None and not case.stage
    over = ended and case.state in ("certified", "completed")
    here = len(stages) if over else place.get(step_of(case.stage, on), -1)
    for number, one in enumerate(stages):
        done = [moment for moment in moments if moment[0] in STEP_ACTS.get(one.code, ())]
        days = [clock.legal_date(at) for _, at, _ in done]
        standing = "now" if number == here else "done" if number < here or (here < 0 and done) else "ahead"
        yield Step(
            code=one.code,
            words=one.words,
            number=number + 1,
            standing=standing,
            since=days[0] if days else None,
            until=days[-1] if days and standing == "done" else None,
            post=rulebook.post(one.text("post")),
            who=_who((person for _, _, person in done), names),
        )


def turn_of(case: Case, on: date, laboratory: str, names: Mapping[str, str]) -> Turn | None:
    """Return whose turn it is on the date of law ``on``; None when no stage runs. One query for the persons,
    three or four for what the evidence waits for.
    """
    if not case.stage:
        return None
    stage = rulebook.code("stages", case.stage, on=on)
    post = stage.text("post")
    outside = {CLIENT: case.applicant_name, LABORATORY: laboratory}.get(post, "")
    since, due = case.stage_since, case.stage_due_on
    return Turn(
        stage=stage.words,
        waits=awaited(evidence_of(case)).words if case.state == "planned" else None,
        post=rulebook.post(post),
        who=() if outside else _answering(case, post, on, names),
        outside=outside,
        since=since,
        due=due,
        days_left=(due - on).days if due and not case.paused else None,
        days_used=(on - since).days if since else 0,
        days_all=(due - since).days if due and since else 0,
    )


def fit_for(case: Case, function: str, holders: Iterable[Holder], on: date) -> Who:
    """Return those holders of a post whom no function that they held on the case keeps from this one."""
    barred = {
        person
        for earlier, persons in case.hands.items()
        for rule in [rulebook.separation(function, earlier, on)]
        if rule is not None and not rule.allowed
        for person in persons
    }
    return tuple((str(one.id), one.name) for one in holders if str(one.id) not in barred)


@dataclass(frozen=True, slots=True)
class Days:
    """The clocks of Order 117 Art. 16 in calendar days: net of the term, gross of the whole span."""

    net: int
    term: int
    gross: int
    span: int
    paused: int


def days_of(case: Case, on: date) -> Days | None:
    """Return the clocks of a case on ``on`` or at its closing; None before acceptance."""
    if not case.accepted_on or not case.due_on:
        return None
    until = min(case.closed_on or on, on)
    paused = clocks.paused_days(case.pauses, until)
    gross, span = clocks.gross_days(case.accepted_on, until), (case.due_on - case.accepted_on).days
    return Days(net=gross - paused, term=max(span - paused, 1), gross=gross, span=span, paused=paused)


FUNCTION_OF: Final[Mapping[str, str]] = {
    "acceptance_officer": "acceptance", "reviewer": "review", "decider": "decision", "approver": "approval",
    "inspection_planner": "evaluation", "inspector": "inspection", "certificate_officer": "certificate",
}  # fmt: skip


def _answering(case: Case, post: str, on: date, names: Mapping[str, str]) -> Who:
    if post == ENGINEER and case.engineer_id:
        key = str(case.engineer_id)
        return ((key, names.get(key, key)),)
    found = holders_of([post], on, case.product_code)[post]
    return fit_for(case, FUNCTION_OF.get(post, ""), found, on)


def _who(persons: Iterable[uuid.UUID | None], names: Mapping[str, str]) -> Who:
    known = dict.fromkeys(str(one) for one in persons if one)
    return tuple((one, names[one]) for one in known if one in names)
