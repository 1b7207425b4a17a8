"""Why a case comes first: the reasons of the table codes/urgency, asked of the database.

The sum of the points of its reasons is the order of the list; the reasons themselves are shown in words.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Case as Either
from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields import BooleanField

from shouze.certification.certificates.queries import sanctioned
from shouze.certification.evidence.queries import failed_orders, open_findings
from shouze.kernel import rulebook
from shouze.outreach.complaints.queries import appeals_in_hand
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN

TABLE: Final = "urgency"
_MARK: Final = "urgent_"
_STAGE_RUNS: Final = ~Q(stage="") & Q(paused=False)
_CASE_RUNS: Final = Q(state__in=OPEN, paused=False, accepted_on__isnull=False)


class Used(Func):
    """Per cent of a term that is used up: (first day, last day, the day asked)."""

    output_field = IntegerField()

    def as_sql(  # type: ignore[override]  # what a Func may be asked besides is not asked of this one
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """The same sum as ``clocks.share_used``, by the database."""
        (first, a), (last, b), (day, c) = (compiler.compile(one) for one in self.source_expressions)
        sql = f"(({day} - {first}) * 100 / greatest({last} - {first}, 1))"
        return sql, (*c, *a, *b, *a)


def reasons(on: date) -> Mapping[str, Q]:
    """Return the condition of each reason of the table in force on a date of law, by its code."""
    rows = {one.code: one for one in rulebook.codes(TABLE, on=on)}
    return {code: _condition(row, on) for code, row in rows.items()}


def words(on: date) -> Mapping[str, rulebook.Code]:
    """Return the reasons in force, by code, the weightiest first."""
    rows = sorted(rulebook.codes(TABLE, on=on), key=lambda one: -_number(one, "points"))
    return {one.code: one for one in rows}


def ranked(cases: "QuerySet[Case]", on: date) -> "QuerySet[Case]":
    """Give a (bounded) set of cases its order: ``urgency`` is the sum of the points of what holds."""
    points = words(on)
    total: Any = Value(0)
    for code, condition in reasons(on).items():
        total += Either(
            When(condition, then=Value(_number(points[code], "points"))),
            default=Value(0),
            output_field=IntegerField(),
        )
    return _measured(cases, on).alias(urgency=ExpressionWrapper(total, output_field=IntegerField()))


def reasons_of(cases: "QuerySet[Case]", on: date) -> Mapping[Any, tuple[str, ...]]:
    """Return the codes of the reasons that hold, by case, the weightiest first; one query."""
    known = words(on)
    asked = {
        f"{_MARK}{code}": ExpressionWrapper(condition, output_field=BooleanField())
        for code, condition in reasons(on).items()
    }
    found = _measured(cases, on).annotate(**asked).values("pk", *asked)
    return {row["pk"]: tuple(code for code in known if row[f"{_MARK}{code}"]) for row in found}


def _measured(cases: "QuerySet[Case]", on: date) -> "QuerySet[Case]":
    day = Value(on, output_field=DateField())
    return cases.alias(
        stage_used=Used(F("stage_since"), F("stage_due_on"), day),
        certificate_used=Used(F("accepted_on"), F("due_on"), day),
    )


def _condition(row: rulebook.Code, on: date) -> Q:
    found = _CONDITIONS[row.code]
    return found if isinstance(found, Q) else found(row, on)


def _number(row: rulebook.Code, column: str) -> int:
    return int(str(row.get(column)))


def _part(name: str, runs: Q, row: rulebook.Code, on: date, due: str) -> Q:
    reached = runs & Q(**{f"{name}__gte": _number(row, "share"), f"{due}__gte": on})
    below = row.get("below")
    return reached & Q(**{f"{name}__lt": _number(row, "below")}) if below else reached


def _stage_part(row: rulebook.Code, on: date) -> Q:
    return _part("stage_used", _STAGE_RUNS, row, on, "stage_due_on")


def _certificate_part(row: rulebook.Code, on: date) -> Q:
    return _part("certificate_used", _CASE_RUNS, row, on, "due_on")


def _watched(row: rulebook.Code, on: date) -> Q:
    found = Q(pk__in=())
    beginnings: Any = row.get("products") or ()
    for beginning in beginnings:
        found |= Q(product_code__startswith=beginning)
    return found


_SERIOUS: Final = open_findings("serious").filter(inspection__case=OuterRef("pk"))
#: code of the table -> the cases for which it holds
_CONDITIONS: Final[Mapping[str, Q | Callable[[rulebook.Code, date], Q]]] = {
    "certificate_overdue": lambda row, on: _CASE_RUNS & Q(due_on__lt=on),
    "stage_overdue": lambda row, on: _STAGE_RUNS & Q(stage_due_on__lt=on),
    "certificate_near": _certificate_part,
    "stage_near": _stage_part,
    "stage_begun": _stage_part,
    "appealed": Q(Exists(appeals_in_hand().filter(case=OuterRef("pk")))),
    "class_d": Q(enterprise_class="D"),
    "class_c": Q(enterprise_class="C"),
    "factory_sanctioned": Q(Exists(sanctioned().filter(factory_id=OuterRef("factory_id")))),
    "serious_finding": Q(Exists(_SERIOUS)),
    "test_failed": Q(Exists(failed_orders().filter(case=OuterRef("pk")))),
    "watched_product": _watched,
}
