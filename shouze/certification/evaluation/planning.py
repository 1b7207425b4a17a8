"""The certification plan computed from the rules of the day of acceptance: class, mode, elements, tests,
days, fees.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shouze.certification.applications.models import Application
from shouze.certification.applications.queries import find_application
from shouze.resources.cases import kinds
from shouze.resources.cases.kinds import Kind
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes import queries as classes
from shouze.resources.fees import queries as fees
from shouze.resources.fees.queries import Bill
from shouze.resources.schemes import by_class
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.by_class import ClassWork
from shouze.resources.schemes.queries import Mode, Scheme, TestPlan

from .elements import TESTS, VISITS


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A computed plan: everything in it has the rule version that it came from in ``refs``."""

    scheme: Scheme
    enterprise_class: str
    class_basis: str
    mode: Mode
    test_plan: TestPlan
    person_days_range: tuple[Decimal, Decimal]
    person_days: Decimal | None
    bill: Bill
    refs: tuple[str, ...]

    @property
    def element_codes(self) -> tuple[str, ...]:
        """The codes of the elements that the basic mode asks for."""
        return tuple(element.code for element in self.mode.elements)


#: a case is one certification unit, and leads to one certificate
UNITS = 1


def compute(case: Case, *, person_days: Decimal | None = None, added: Sequence[str] = ()) -> PlanFacts:
    """Compute the plan of an accepted case. All rules are those of the day of acceptance (transition policy
    of the scheme), never of today. ``person_days`` defaults to the lower bound of the range. Raises
    NoRuleInForce.
    """
    on = accepted_on(case)
    kind, scheme = kinds.kind(case.kind, on), schemes.get_scheme(case.scheme)
    # Who only asks what a certification would be has no factory and no application yet.
    asked_only = case.factory_id is None
    standing = (
        classes.default_class(on) if asked_only else classes.current(case.factory_id, case.product_code, on)
    )
    work = by_class.for_class(standing.letter, scheme.number, on)
    mode = _mode(case, scheme, standing.letter, on)
    for code in added:
        mode = schemes.mode_with(mode, code, on)
    codes = {one.code for one in mode.elements if one.before_certificate or one.code == "GC"} | {*added}
    days_range, usual = _person_days(scheme, kind, work)
    days = (person_days if person_days is not None else usual) if codes & VISITS else None
    application = None if asked_only else find_application(case.id)
    bill = _bill(case, scheme, days or Decimal(0), codes, application)
    editions = tuple(application.editions) if application else ()
    return PlanFacts(
        scheme=scheme,
        enterprise_class=standing.letter,
        class_basis=standing.ref,
        mode=mode,
        test_plan=schemes.test_plan_for(scheme, case.product_code, on, editions),
        person_days_range=days_range,
        person_days=days,
        bill=bill,
        refs=(scheme.ref, standing.ref, *_class_work(kind, work), mode.decision.ref, *bill.refs),
    )


def _person_days(scheme: Scheme, kind: Kind, work: ClassWork) -> tuple[tuple[Decimal, Decimal], Decimal]:
    """The range of person-days and the usual number in it: by class for a follow-up, else the least."""
    if kind.days == "initial":
        found = schemes.person_days(scheme, "initial")
        return found, found[0]
    low, high = schemes.person_days(scheme, "follow_up")
    return (low, high + work.days_more), work.person_days((low, high))


def _class_work(kind: Kind, work: ClassWork) -> Sequence[str]:
    """The version of the table of a class's work, where the person-days of a kind rest on it."""
    return () if kind.days == "initial" else (work.decision.ref,)


def _mode(case: Case, scheme: Scheme, enterprise_class: str, on: date) -> Mode:
    """The mode of scheme and class; a later turn asks of it the elements that it was opened for."""
    mode = schemes.mode_for(scheme, enterprise_class, on, case.product_code)
    if case.asked is None:
        return mode
    return schemes.mode_asking(mode, [str(one["code"]) for one in case.asked], on)


def _bill(
    case: Case, scheme: Scheme, days: Decimal, codes: Set[str], application: Application | None
) -> Bill:
    on = accepted_on(case)
    if case.asked is None:
        return fees.bill(case.product_code, scheme, UNITS, days, on)
    waived = tuple(application.waived) if application else ()
    return fees.turn_bill(case.kind, case.product_code, len(codes & TESTS), days, on, waived)


def accepted_on(case: Case) -> date:
    """Return the day of acceptance. Raises ValueError for a case that is not accepted."""
    if case.accepted_on is None:
        raise ValueError(f"case {case.number} is not accepted")
    return case.accepted_on
