"""Whose turn it is: which cases wait for the holder of a post, and by which act each is moved on.

An arrangement of the page. What somebody may really do the authority table says: every button shown here was
asked of it.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from shouze.certification.applications.queries import incomplete
from shouze.certification.decisions.queries import outcomes
from shouze.certification.evidence.queries import awaited_rows, visits_held, visits_not_ended
from shouze.kernel.acts import Act, Objection, Standing, get_act, holds
from shouze.kernel.acts.entitlement import entitlement
from shouze.outreach.reporting.queries import prepared_for
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN

Waits = Callable[[Standing], Q]

#: stages in which the project engineer is awaited
ENGINEER: Final = ("plan", "test_order", "sample_check", "report_check", "evaluation")
VISITING: Final = ("visit", "verification", "inspection_report")


def _visits_of(me: Standing) -> Q:
    mine = visits_not_ended().filter(case=OuterRef("pk"), **_with(me))
    return Q(Exists(mine))


def _sampled_by(me: Standing) -> Q:
    """A sample is awaited at the factory, and he is of the team that went or goes there."""
    return Q(stage="sampling") & Q(Exists(visits_held().filter(case=OuterRef("pk"), **_with(me))))


def _with(me: Standing) -> dict[str, Any]:
    return {"team__contains": [{"person": str(me.id)}]}


#: post -> the cases in which its holder is awaited now
TURN: Final[Mapping[str, Waits]] = {
    "acceptance_officer": lambda me: Q(stage="acceptance"),
    "project_engineer": lambda me: Q(stage__in=ENGINEER, engineer_id=me.id),
    "inspection_planner": lambda me: Q(stage="inspection"),
    "inspector": lambda me: Q(stage__in=VISITING) & _visits_of(me) | _sampled_by(me),
    "surveillance_officer": lambda me: Q(stage="sampling"),
    "finance_officer": lambda me: Q(stage="contract", agreed_on__isnull=False, fees_paid__lt=F("fees_due")),
    "reviewer": lambda me: Q(stage="review"),
    "decider": lambda me: Q(stage="decision"),
    "approver": lambda me: Q(stage="approval"),
    "certificate_officer": lambda me: Q(stage="issue"),
    "reporting_officer": lambda me: Q(stage="issue"),
}
#: post -> the open cases that its holder answers for while others are awaited
KEPT: Final[Mapping[str, Waits]] = {
    "project_engineer": lambda me: Q(engineer_id=me.id, state__in=OPEN),
    "inspector": lambda me: Q(state="planned") & _visits_of(me),
}
#: stage -> the acts that move a case on from there; the first that the authority table allows is the button
MOVED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "acceptance": ("application.accepted",),
    "plan": ("plan.made",),
    "contract": ("fees.received",),
    "test_order": ("test.ordered",),
    "sample_check": ("samples.authenticated",),
    "sampling": ("sample.sealed",),
    "report_check": ("report.accepted", "report.rejected"),
    "inspection": ("inspection.planned",),
    "visit": ("inspection.conducted",),
    "verification": ("correction.verified",),
    "inspection_report": ("inspection.concluded",),
    "evaluation": ("evaluation.completed",),
    "review": ("review.concluded",),
    "decision": ("decision.made",),
    "approval": ("certificate.approved",),
    "issue": ("record.uploaded",),
}
#: kind of case -> stages at which it is moved on by acts of its own
MOVED_OTHERWISE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    kind: {"acceptance": ("change.accepted",), "approval": (f"{kind}.approved",)}
    for kind in ("change", "extension", "renewal", "conversion")
} | {
    "surveillance": {"review": ("surveillance.concluded",)},
    "transfer": {"approval": ("transfer.approved",)},
}
#: act -> the row of the case that its page has to be told of
AT_ROW: Final[Mapping[str, str]] = {
    "samples.authenticated": "order",
    "report.accepted": "report",
    "report.rejected": "report",
    "inspection.conducted": "inspection",
    "correction.verified": "nonconformity",
    "inspection.concluded": "inspection",
    "record.uploaded": "upload",
}
#: acts that a second glance may turn into another: not complete, not granted
INSTEAD_INCOMPLETE: Final = "supplement.requested"
INSTEAD_REFUSED: Final = "refusal.approved"


@dataclass(frozen=True, slots=True)
class Step:
    """An act that moves a case on, and the address of its page; ``objections`` are what keeps this person
    from it, ``absent`` in whose place he would do it ("": by himself).
    """

    act: Act
    url: str
    objections: tuple[Objection, ...] = ()
    absent: str = ""


@dataclass(slots=True)
class Rows:
    """What decides, besides the stage, which act moves a case on: read once for a page of cases."""

    incomplete: frozenset[uuid.UUID] = frozenset()
    outcomes: Mapping[uuid.UUID, str] = field(default_factory=dict)
    evidence: Mapping[uuid.UUID, Mapping[str, str]] = field(default_factory=dict)
    uploads: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)


def awaited_of(me: Standing, on: date) -> Q:
    """Return the condition of the cases in which ``me`` is awaited on the date of law ``on``."""
    return _any(me, on, TURN)


def kept_by(me: Standing, on: date) -> Q:
    """Return the condition of the cases that ``me`` has in hand on the date of law ``on``, whoever is
    awaited.
    """
    return _any(me, on, TURN) | _any(me, on, KEPT)


def rows_of(cases: Sequence[Case], on: date) -> Rows:
    """Read what decides which act moves the cases on; nothing is asked that no stage of them needs."""
    at: dict[str, list[Case]] = {}
    for one in cases:
        at.setdefault(one.stage, []).append(one)
    evidence = [one.pk for stage in ("sample_check", "report_check", *VISITING) for one in at.get(stage, ())]
    return Rows(
        incomplete=incomplete(at["acceptance"], on) if "acceptance" in at else frozenset(),
        outcomes=outcomes([one.pk for one in at["approval"]]) if "approval" in at else {},
        evidence=awaited_rows(evidence) if evidence else {},
        uploads=prepared_for([one.pk for one in at["issue"]]) if "issue" in at else {},
    )


def steps_on(case: Case, me: Standing, rows: Rows, on: date) -> tuple[Step, ...]:
    """Return the acts by which ``me`` can move a case on now, or those that only his independence or his
    scope forbids him; none when somebody else is awaited.
    """
    found = [_step(name, case, me, rows, on) for name in _acts(case, rows)]
    return tuple(one for one in found if one)


def _acts(case: Case, rows: Rows) -> tuple[str, ...]:
    if case.paused:
        return ("case.resumed",)
    if case.pk in rows.incomplete:
        return (INSTEAD_INCOMPLETE,)
    if rows.outcomes.get(case.pk) == "refuse":
        return (INSTEAD_REFUSED,)
    otherwise = MOVED_OTHERWISE.get(case.kind, {})
    return otherwise.get(case.stage) or MOVED_BY.get(case.stage, ())


def _step(name: str, case: Case, me: Standing, rows: Rows, on: date) -> Step | None:
    act = get_act(name)
    entitled = entitlement(act, me, case, on)
    foreign = any(one.code in {"no_post", "not_related"} for one in entitled.objections)
    if not entitled.post or foreign or (act.moves and case.state not in act.moves.frm):
        return None
    url = reverse("staff:case_act", args=[case.pk, name])
    if name in AT_ROW:
        row = _row(AT_ROW[name], case, rows)
        if row is None:
            return None
        url = f"{url}?{urlencode({AT_ROW[name]: row})}"
    return Step(act, url, entitled.objections, entitled.absent.name if entitled.absent else "")


def _row(kind: str, case: Case, rows: Rows) -> Any:
    if kind == "upload":
        return rows.uploads.get(case.pk)
    return rows.evidence.get(case.pk, {}).get(kind)


def _any(me: Standing, on: date, table: Mapping[str, Waits]) -> Q:
    found = _held(me, me.appointments, on, table)
    for one in me.stands_in:
        if one.holds(on):
            lent = [held for held in one.absent.appointments if held["post"] in one.posts]
            found |= _held(one.absent, lent, on, table)
    return found


def _held(
    person: Standing, appointments: Sequence[Mapping[str, Any]], on: date, table: Mapping[str, Waits]
) -> Q:
    found = Q(pk__in=())
    for one in appointments:
        if holds(one, on) and one["post"] in table:
            found |= table[one["post"]](person) & _scope(one["scope"])
    return found


def _scope(scope: Sequence[str]) -> Q:
    if "*" in scope:
        return Q()
    covered = Q(pk__in=())
    for part in scope:
        covered |= Q(product_code__startswith=part)
    return covered
