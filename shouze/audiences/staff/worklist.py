"""Which cases wait for whom, and how far their clocks have run: a fixed number of queries for any number of
cases."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from shouze.certification.evaluation.models import Element
from shouze.certification.evidence.models import Inspection
from shouze.certification.evidence.states import INSPECTION_ENDED
from shouze.kernel import rulebook
from shouze.kernel.acts import Standing, holds
from shouze.oversight.performance.levels import level_reached, share
from shouze.resources.cases import clocks
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import visible_to
from shouze.resources.cases.states import OPEN, STATES
from shouze.resources.people.queries import names

LEVELS_RULE: Final = "deadlines/warning_levels"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks the list for. ``whose`` is "mine", "open" or "all"."""

    whose: str = "mine"
    text: str = ""
    state: str = ""
    product: str = ""
    overdue: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read the query of an address; what is not known is passed over."""
        whose, state = query.get("whose", "mine"), query.get("state", "")
        return cls(
            whose=whose if whose in {"mine", "open", "all"} else "mine",
            text=query.get("q", "").strip()[:100],
            state=state if state in STATES else "",
            product=query.get("product", "").strip()[:4],
            overdue=bool(query.get("overdue")),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list. Days are calendar days; ``level`` is the warning level reached (0, 60, 80,
    100)."""

    case: Case
    engineer: str
    certificate: str
    net: int | None
    gross: int | None
    level: int
    days_left: int | None


_UNFINISHED_VISIT = Inspection.objects.filter(case=OuterRef("pk")).exclude(state__in=INSPECTION_ENDED)
_OPEN_INSPECTION = Element.objects.filter(case=OuterRef("pk"), code="GC", state="open")


def _visits_of(me: Standing) -> Q:
    return Q(Exists(_UNFINISHED_VISIT.filter(team__contains=[{"person": str(me.id)}])))


#: post -> the cases that wait for its holder. An arrangement of the page: what he may do there the authority
#: table says.
WAITS: Final[Mapping[str, Callable[[Standing], Q]]] = {
    "acceptance_officer": lambda me: Q(state="submitted"),
    "project_engineer": lambda me: Q(engineer_id=me.id, state__in=("accepted", "planned")),
    "inspection_planner": lambda me: (
        Q(Exists(_OPEN_INSPECTION), state="planned") & Q(~Exists(_UNFINISHED_VISIT))
    ),
    "inspector": _visits_of,
    "finance_officer": lambda me: Q(state="planned", agreed_on__isnull=False, fees_paid__lt=F("fees_due")),
    "reviewer": lambda me: Q(state="evaluated"),
    "decider": lambda me: Q(state="reviewed"),
    "approver": lambda me: Q(state="decided"),
    "certificate_officer": lambda me: Q(stage="issue"),
    "reporting_officer": lambda me: Q(stage="issue"),
}


def find(me: Standing, on: date, asked: Asked) -> QuerySet[Case]:
    """Return the cases that a person asked for, of those he may see on the date of law ``on``; nearest limit
    first."""
    found = visible_to(me, on).select_related("certificate")
    found = found.filter(_whose(me, on, asked.whose))
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.product:
        found = found.filter(product_code__startswith=asked.product)
    if asked.overdue:
        found = found.filter(Q(stage_due_on__lt=on) | Q(due_on__lt=on), state__in=OPEN)
    if asked.text:
        found = found.filter(_holding(asked.text))
    return found.order_by(F("stage_due_on").asc(nulls_last=True), "-number")


def lines(cases: Sequence[Case], on: date) -> list[Line]:
    """Return the cases as the list shows them on the date of law ``on``; one query for the names."""
    engineers = names([one.engineer_id for one in cases if one.engineer_id])
    levels = warning_levels(on)
    return [_line(one, engineers, levels, on) for one in cases]


def warning_levels(on: date) -> Sequence[int]:
    """Return the warning levels in force (per cent of a term)."""
    return tuple(int(str(one)) for one in rulebook.value(LEVELS_RULE, on=on).listed)


def level_of(case: Case, levels: Sequence[int], on: date) -> int:
    """Return the highest warning level that a running clock of a case has reached; 0 for none."""
    if not case.stage or case.paused:
        return 0
    return max(level_reached(share(case, clock, on), levels) for clock in ("stage", "certificate"))


def _line(case: Case, engineers: Mapping[uuid.UUID, str], levels: Sequence[int], on: date) -> Line:
    until = min(case.closed_on or on, on)
    accepted = case.accepted_on
    certificate: Any = getattr(case, "certificate", None)
    running = bool(case.stage) and not case.paused and case.stage_due_on is not None
    return Line(
        case=case,
        engineer=engineers.get(case.engineer_id, "") if case.engineer_id else "",
        certificate=certificate.number if certificate else "",
        net=clocks.net_days(accepted, until, case.pauses) if accepted else None,
        gross=clocks.gross_days(accepted, until) if accepted else None,
        level=level_of(case, levels, on),
        days_left=(case.stage_due_on - on).days if running and case.stage_due_on else None,
    )


def _whose(me: Standing, on: date, whose: str) -> Q:
    if whose == "all":
        return Q()
    if whose == "open":
        return Q(state__in=OPEN)
    waiting = Q(pk__in=())
    for one in me.appointments:
        if holds(one, on) and one["post"] in WAITS:
            waiting |= WAITS[one["post"]](me) & _scope(one["scope"])
    return waiting


def _scope(scope: Sequence[str]) -> Q:
    if "*" in scope:
        return Q()
    covered = Q(pk__in=())
    for part in scope:
        covered |= Q(product_code__startswith=part)
    return covered


def _holding(text: str) -> Q:
    found = Q()
    for word in text.split():
        found &= (
            Q(number__icontains=word)
            | Q(applicant_name__icontains=word)
            | Q(product_name__icontains=word)
            | Q(product_code=word)
            | Q(models_text__icontains=word)
            | Q(certificate__number=word)
        )
    return found
