"""The certification plan computed from the rules of the day of acceptance: class, mode, elements, tests,
days, fees.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shouze.certification.applications.models import Application
from shouze.certification.applications.queries import find_application
from shouze.resources.cases import kinds
from shouze.resources.cases.models import Case
from shouze.resources.enterprise_classes import queries as classes
from shouze.resources.fees import queries as fees
from shouze.resources.fees.queries import Bill
from shouze.resources.schemes import by_class
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.by_class import ClassWork
from shouze.resources.schemes.queries import Mode, Scheme, TestPlan
from shouze.resources.schemes.shapes import InspectionKind

from .elements import TESTS, VISITS


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A computed plan: everything in it has the rule version that it came from in ``refs``; ``bases`` cites
    for each element the row of a table on which it rests.
    """

    scheme: Scheme
    enterprise_class: str
    class_basis: str
    mode: Mode
    test_plan: TestPlan
    person_days_range: tuple[Decimal, Decimal]
    person_days: Decimal | None
    bill: Bill
    refs: tuple[str, ...]
    bases: Mapping[str, str]

    @property
    def element_codes(self) -> tuple[str, ...]:
        """The codes of the elements that the basic mode and the class ask for."""
        return tuple(element.code for element in self.mode.elements)


#: a case is one certification unit, and leads to one certificate
UNITS = 1


def compute(
    case: Case, *, person_days: Decimal | None = None, added: Sequence[str] = (), class_on: date | None = None
) -> PlanFacts:
    """Compute the plan of an accepted case. All rules are those of the day of acceptance (transition policy
    of the scheme), never of today; the class is that of the day ``class_on`` (by default of the acceptance,
    too). ``person_days`` defaults to what the class gives, and the size of the unit. Raises NoRuleInForce.
    """
    on = accepted_on(case)
    kind, scheme = kinds.kind(case.kind, on), schemes.get_scheme(case.scheme)
    # Who only asks what a certification would be has no factory and no application yet.
    asked_only = case.factory_id is None
    standing = (
        classes.default_class(on)
        if asked_only
        else classes.current(case.factory_id, case.product_code, class_on or on)
    )
    work = by_class.for_class(standing.letter, scheme.number, on)
    mode = _mode(case, scheme, standing.letter, on)
    for code in added:
        mode = schemes.mode_with(mode, code, on)
    codes = {one.code for one in mode.elements if one.before_certificate or one.code == "GC"} | {*added}
    application = None if asked_only else find_application(case.id)
    models = len(application.models_list) if application else 0
    initial = kind.days == "initial" or (case.kind == "surveillance" and "GC" in codes)
    more, by_size = by_class.days_for_size(models, on) if initial else (Decimal(0), "")
    days_range, usual = _person_days(scheme, "initial" if initial else "follow_up", work, more)
    days = (person_days if person_days is not None else usual) if codes & VISITS else None
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
        refs=(
            scheme.ref, standing.ref, work.ref, mode.decision.ref, *([by_size] if days and by_size else ()),
            *bill.refs,
        ),
        bases=_bases(case, mode, work),
    )  # fmt: skip


def _person_days(
    scheme: Scheme, kind: InspectionKind, work: ClassWork, more: Decimal
) -> tuple[tuple[Decimal, Decimal], Decimal]:
    """The range of person-days and the usual number in it: by class, and ``more`` for the size of the unit,
    as far as the range goes.
    """
    within = schemes.person_days(scheme, kind)
    found = work.days_range(within)
    return found, min(work.person_days(within) + more, found[1])


def _mode(case: Case, scheme: Scheme, enterprise_class: str, on: date) -> Mode:
    """The mode of scheme and class, with what the class adds; a later turn asks the elements that it was
    opened for.
    """
    if case.asked is None:
        return by_class.mode_of_class(scheme, enterprise_class, on, case.product_code)
    mode = schemes.mode_for(scheme, enterprise_class, on, case.product_code)
    return schemes.mode_asking(mode, [str(one["code"]) for one in case.asked], on)


def _bases(case: Case, mode: Mode, work: ClassWork) -> Mapping[str, str]:
    """What each element rests on: the row of the modes, or that of the classes; of a later turn, what it was
    asked for.
    """
    asked = {str(one["code"]): str(one["basis"]) for one in case.asked or ()}
    basic = elements_of(mode)
    return {
        one.code: asked.get(one.code) or (mode.decision.cited if one.code in basic else work.ref)
        for one in mode.elements
    }


def elements_of(mode: Mode) -> tuple[str, ...]:
    """Return the codes of the elements that the row of the modes names."""
    found = mode.decision.get("elements")
    return tuple(str(one) for one in found) if isinstance(found, tuple) else ()


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
