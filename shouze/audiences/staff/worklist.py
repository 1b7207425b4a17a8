"""The worklist: which cases are asked for, in which order, and what a line says of each; a fixed number of
queries for any number of cases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case as Either
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from shouze.kernel import rulebook
from shouze.kernel.acts import Standing
from shouze.oversight.performance.levels import level_reached, share
from shouze.procedure.finding.queries import cases_found
from shouze.resources.cases import clocks
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import visible_to
from shouze.resources.cases.states import OPEN, STATES
from shouze.resources.people.queries import names

from . import worklist_turns as turns
from . import worklist_urgency as urgency
from .worklist_why import Waiting, waiting

LEVELS_RULE: Final = "deadlines/warning_levels"
#: whose cases -> the sorts that are possible: what may be long is sorted by an index alone
SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "mine": ("urgency", "due", "number", "applicant", "product", "certificate"),
    "own": ("urgency", "due", "number", "applicant", "product", "certificate"),
    "open": ("due", "certificate", "number"),
    "all": ("number",),
}
ORDERS: Final[Mapping[str, tuple[Any, ...]]] = {
    "urgency": ("awaited", "-urgency", F("stage_due_on").asc(nulls_last=True), "number"),
    "due": (F("stage_due_on").asc(nulls_last=True), "number"),
    "certificate": (F("due_on").asc(nulls_last=True), "number"),
    "number": ("-number",),
    "applicant": ("applicant_name", "number"),
    "product": ("product_code", "number"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks the list for. ``whose`` is "mine" (awaited of me, and in my hands), "own" (I am
    the project engineer), "open" or "all"; ``sort`` one of SORTS for it.
    """

    whose: str = "mine"
    text: str = ""
    state: str = ""
    product: str = ""
    overdue: bool = False
    sort: str = "urgency"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read the query of an address; what is not known is passed over."""
        whose, state = query.get("whose", "mine"), query.get("state", "")
        whose = whose if whose in SORTS else "mine"
        sort = query.get("sort", "")
        return cls(
            whose=whose,
            text=query.get("q", "").strip()[:100],
            state=state if state in STATES else "",
            product=query.get("product", "").strip()[:4],
            overdue=bool(query.get("overdue")),
            sort=sort if sort in SORTS[whose] else SORTS[whose][0],
        )

    @property
    def query(self) -> str:
        """The same, as the query of an address; "" for the first view."""
        said = {
            "whose": self.whose if self.whose != "mine" else "",
            "q": self.text,
            "state": self.state,
            "product": self.product,
            "overdue": "1" if self.overdue else "",
            "sort": self.sort if self.sort != SORTS[self.whose][0] else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list. Days are calendar days; ``level`` is the warning level reached (0, 60, 80,
    100); ``mine`` whether this person is awaited, ``steps`` the acts by which he moves it on.
    """

    case: Case
    engineer: str
    certificate: str
    net: int | None
    gross: int | None
    level: int
    days_left: int | None
    used: int
    reasons: tuple[rulebook.Code, ...]
    waiting: Waiting | None
    mine: bool
    steps: tuple[turns.Step, ...]


def find(me: Standing, on: date, asked: Asked) -> QuerySet[Case]:
    """Return the cases that a person asked for, of those he may see on the date of law ``on``, in the order
    that he asked for.
    """
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
    if asked.sort == "urgency":
        now = Either(
            When(turns.awaited_of(me, on), then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        found = urgency.ranked(found, on).alias(awaited=now)
    return found.order_by(*ORDERS[asked.sort])


def lines(cases: Sequence[Case], me: Standing, on: date) -> list[Line]:
    """Return the cases as the list shows them to ``me`` on the date of law ``on``."""
    keys = [one.pk for one in cases]
    chosen = Case.objects.filter(pk__in=keys)
    engineers = names([one.engineer_id for one in cases if one.engineer_id])
    found = urgency.reasons_of(chosen, on) if keys else {}
    mine = set(chosen.filter(turns.awaited_of(me, on)).values_list("pk", flat=True)) if keys else set()
    rows, known, levels = turns.rows_of(cases, on), urgency.words(on), warning_levels(on)
    whom = waiting(cases, engineers, on)
    return [
        Line(
            case=one,
            engineer=engineers.get(one.engineer_id, "") if one.engineer_id else "",
            certificate=_certificate(one),
            **_clocks(one, levels, on),
            reasons=tuple(known[code] for code in found.get(one.pk, ())),
            waiting=whom.get(one.pk),
            mine=one.pk in mine,
            steps=turns.steps_on(one, me, rows, on),
        )
        for one in cases
    ]


def warning_levels(on: date) -> Sequence[int]:
    """Return the warning levels in force (per cent of a term)."""
    return tuple(int(str(one)) for one in rulebook.value(LEVELS_RULE, on=on).listed)


def level_of(case: Case, levels: Sequence[int], on: date) -> int:
    """Return the highest warning level that a running clock of a case has reached; 0 for none."""
    if not case.stage or case.paused:
        return 0
    return max(level_reached(share(case, clock, on), levels) for clock in ("stage", "certificate"))


def _certificate(case: Case) -> str:
    certificate: Any = getattr(case, "certificate", None)
    return certificate.number if certificate else ""


def _clocks(case: Case, levels: Sequence[int], on: date) -> dict[str, Any]:
    until = min(case.closed_on or on, on)
    accepted = case.accepted_on
    running = bool(case.stage) and not case.paused and case.stage_due_on is not None
    return {
        "net": clocks.net_days(accepted, until, case.pauses) if accepted else None,
        "gross": clocks.gross_days(accepted, until) if accepted else None,
        "level": level_of(case, levels, on),
        "days_left": (case.stage_due_on - on).days if running and case.stage_due_on else None,
        "used": share(case, "stage", on) if running else 0,
    }


def _whose(me: Standing, on: date, whose: str) -> Q:
    return {
        "all": Q(),
        "open": Q(state__in=OPEN),
        "own": Q(engineer_id=me.id, state__in=OPEN),
        "mine": turns.kept_by(me, on),
    }[whose]


def _holding(text: str) -> Q:
    """Cases found by every word; a text too short to be searched must begin the number or the product."""
    found = cases_found(text)
    if found is None:
        return Q(number__startswith=text) | Q(product_code__startswith=text)
    return Q(pk__in=found)
