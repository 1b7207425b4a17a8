"""What the checks of measures are told: reason codes, periods, the suspension that runs, what was asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from shouze.certification.evaluation.models import Element
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing, of_subject
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN

from .models import Certificate, Event, HolderRequest
from .queries import suspended_models
from .requests import last_request, pending_request, running_suspension

#: the act in outreach that ends an appeal; certification reads of it in the ledger only
APPEAL_ENDED: Final = "appeal.concluded"
#: results of an appeal by which the measure falls
UPHELD: Final = ("upheld",)


def measure_facts(table: str) -> Callable[[Doing, Certificate, Any], dict[str, Any]]:
    """Return the gatherer of what a measure with the reasons of ``table`` is judged by; periods are in
    calendar months, days are dates of law.
    """

    def gather(doing: Doing, certificate: Certificate, given: Any) -> dict[str, Any]:
        rows = rulebook.codes(table, on=doing.on)
        suspension = running_suspension(certificate)
        last = last_request(certificate, suspension)
        days = suspended_models(certificate)
        return {
            "codes": {one.code for one in rows},
            "asked_by_holder": {one.code for one in rows if one.get("asked_by_holder")},
            "needs": {one.code: one.get("suspended_for") for one in rows if one.get("suspended_for")},
            "suspension_over": {one.code for one in rows if one.get("suspension_over")},
            "after_expiry": {one.code for one in rows if one.get("after_expiry")},
            "until": min(days.values(), default=None),
            "last_days": days,
            "suspended_for": frozenset(suspension.reasons) if suspension else frozenset(),
            "pending": bool(last and last.state in ("open", "verified")),
            "asked": _asked(certificate, table),
            "grace": int(doing.rule("deadlines/restoration_grace")),
            "longest": int(doing.rule("deadlines/suspension_months")),
            "longest_request": int(doing.rule("deadlines/suspension_months_on_request")),
        }

    return gather


#: table of reasons -> what the holder asks for by whose reason a measure needs his request
_ASKED_BY: Final = {"suspension_reasons": "seasonal_stop", "cancellation_reasons": "cancellation"}


def _asked(certificate: Certificate, table: str) -> HolderRequest | None:
    kind = _ASKED_BY.get(table)
    return pending_request(certificate, kind) if kind else None


@dataclass(frozen=True, slots=True)
class Prolonging:
    """What prolonging is judged by: the first day of the suspension, the longest that it may last in all
    (calendar months), and its last day for each model that is suspended.
    """

    first: date | None
    longest: int
    last_days: Mapping[str, date] = field(default_factory=dict)


def prolonging_facts(doing: Doing, certificate: Certificate, given: Any) -> Prolonging:
    """Gather what prolonging the suspension is judged by."""
    suspension = running_suspension(certificate)
    rows = rulebook.codes("suspension_reasons", on=doing.on)
    own = {one.code for one in rows if one.get("asked_by_holder")}
    asked = suspension is not None and set(suspension.reasons) <= own
    rule = "deadlines/suspension_months_on_request" if asked else "deadlines/suspension_prolonged_months"
    first = suspension.on if suspension else None
    return Prolonging(first, int(doing.rule(rule)), suspended_models(certificate))


@dataclass(frozen=True, slots=True)
class Restoring:
    """What restoring is judged by: the suspension that runs, the application, the grace (calendar days), the
    ways that the rule asks for, whether a report is needed, whether an appeal against the suspension was
    upheld, and the last day of the suspension for each model that is suspended.
    """

    suspension: Event | None
    request: HolderRequest | None
    grace: int
    ways: frozenset[str]
    report: bool
    upheld: bool
    proven: frozenset[str] = frozenset()
    strange: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    last_days: Mapping[str, date] = field(default_factory=dict)


@of_subject
def restoration_facts(doing: Doing, certificate: Certificate, given: Any) -> Restoring:
    """Gather what restoring the certificate is judged by; it needs no input."""
    suspension = running_suspension(certificate)
    ways, report = _ways(doing, suspension.reasons if suspension else ())
    upheld, appealed = appeals_against(certificate, suspension)
    lifted = appealed and doing.rule("measures/appeal_effect") == "lifted"
    return Restoring(
        suspension=suspension,
        request=last_request(certificate, suspension),
        grace=int(doing.rule("deadlines/restoration_grace")),
        ways=ways,
        report=report,
        upheld=upheld or lifted,
        last_days=suspended_models(certificate),
    )


@of_subject
def verification_facts(doing: Doing, certificate: Certificate, given: Any) -> Restoring:
    """Gather what a verification is judged by: also which ways the cases prove, those named and those that
    were arranged; cases that are of another factory or product; supervisions not concluded.
    """
    found = restoration_facts(doing, certificate, given)
    if given is None:
        return found
    named = [*given.cases, *arranged(found.request)]
    own = [one for one in Case.objects.filter(pk__in=named) if _same(one, certificate)]
    since = found.suspension.on if found.suspension else doing.on
    elements = Element.objects.filter(case__in=own, state="conforming", closed_on__gte=since)
    proven = ways_proven(set(elements.values_list("code", flat=True)), doing.on)
    strange = tuple(str(one) for one in named if one not in {case.pk for case in own})
    waiting = [one.number for one in own if one.kind == "surveillance" and one.state in OPEN]
    return replace(found, proven=proven, strange=strange, waiting=tuple(sorted(waiting)))


def arranged(request: HolderRequest | None) -> list[UUID]:
    """Return the cases that were arranged to verify a request."""
    return [UUID(str(one)) for one in request.cases] if request else []


def ways_proven(closed: Set[str], on: date) -> frozenset[str]:
    """Return the ways of verification that conforming elements prove; papers need none."""
    rows = rulebook.codes("restoration_ways", on=on)
    return frozenset(one.code for one in rows if not _proving(one) or closed & _proving(one))


def _proving(way: rulebook.Code) -> frozenset[str]:
    return frozenset(cast("Sequence[str]", way.get("elements") or ()))


def elements_left(certificate: Certificate, on: date) -> Sequence[str]:
    """Return the elements that a case opened for a restoration asks: those of the ways of the rule that no
    conforming element of the factory and product has proven since the suspension.
    """
    suspension = running_suspension(certificate)
    if suspension is None:
        return []
    closed = Element.objects.filter(
        case__factory_id=certificate.factory_id,
        case__product_code=certificate.product_code,
        state="conforming",
        closed_on__gte=suspension.on,
    )
    proven = ways_proven(set(closed.values_list("code", flat=True)), on)
    ways = {way for row in _rows(suspension.reasons, on) for way in _of_row(row)}
    left = (one for one in rulebook.codes("restoration_ways", on=on) if one.code in ways - proven)
    return [str(one.get("asks")) for one in left]


def _rows(reasons: Iterable[str], on: date) -> Sequence[rulebook.Decision]:
    found = (rulebook.decide_all("measures/restoration", on, {"reason": one}) for one in reasons)
    return [row for rows in found for row in rows]


def _of_row(row: rulebook.Decision) -> set[str]:
    return {str(one) for one in cast("Sequence[str]", row.get("ways"))}


@of_subject
def arranging_facts(doing: Doing, certificate: Certificate, given: Any) -> Restoring:
    """Gather what arranging a verification is judged by."""
    found = restoration_facts(doing, certificate, given)
    if given is None:
        return found
    cases = {one.pk for one in Case.objects.filter(pk__in=given.cases) if _same(one, certificate)}
    return replace(found, strange=tuple(str(one) for one in given.cases if one not in cases))


def _same(case: Case, certificate: Certificate) -> bool:
    return (case.factory_id, case.product_code) == (certificate.factory_id, certificate.product_code)


def _ways(doing: Doing, reasons: Iterable[str]) -> tuple[frozenset[str], bool]:
    ways: set[str] = set()
    report = False
    for row in _rows(reasons, doing.on):
        doing.note(row.cited)
        ways |= _of_row(row)
        report = report or bool(row.get("report"))
    return frozenset(ways), report


def appeals_against(certificate: Certificate, suspension: Event | None) -> tuple[bool, bool]:
    """Whether an appeal against the suspension that runs was upheld, and whether one is not concluded."""
    if suspension is None:
        return False, False
    against: dict[str, bool] = {}
    upheld = False
    for entry in ledger.entries_of_acts(certificate.case_id, ("appeal.received", APPEAL_ENDED)):
        if clock.legal_date(entry.at) < suspension.on:
            continue
        data = ledger.body_of(entry)["data"] or {}
        appeal = str(entry.subject_id)
        if entry.act == "appeal.received":
            against[appeal] = data.get("against") == "certificate.suspended"
        elif against.pop(appeal, False):
            upheld = upheld or data.get("result") in UPHELD
    return upheld, any(against.values())


def last_day_to_apply(until: date, grace: int) -> date:
    """Return the last day on which restoration may be applied for: the end of the suspension and the grace in
    calendar days.
    """
    return clock.add_calendar_days(until, grace)
