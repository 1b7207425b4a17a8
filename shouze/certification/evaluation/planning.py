"""The certification plan computed from the rules of the day of acceptance: class, mode, elements, tests,
days, fees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shouze.kernel import rulebook
from shouze.resources.cases.models import Case
from shouze.resources.fees import queries as fees
from shouze.resources.fees.queries import Bill
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.queries import Mode, Scheme, TestPlan


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
    scheme = schemes.get_scheme(case.scheme)
    default = rulebook.value("classification/default_class", on=on)
    mode = schemes.mode_for(scheme, str(default.value), on, case.product_code)
    for code in added:
        mode = schemes.mode_with(mode, code, on)
    days_range = schemes.person_days(scheme, "initial")
    needs_inspection = "GC" in {*(element.code for element in mode.elements), *added}
    days = (person_days if person_days is not None else days_range[0]) if needs_inspection else None
    bill = fees.bill(case.product_code, scheme, UNITS, days or Decimal(0), on)
    return PlanFacts(
        scheme=scheme,
        enterprise_class=str(default.value),
        class_basis=default.ref,
        mode=mode,
        test_plan=schemes.test_plan_for(scheme, case.product_code, on),
        person_days_range=days_range,
        person_days=days,
        bill=bill,
        refs=(scheme.ref, default.ref, mode.decision.ref, *bill.refs),
    )


def accepted_on(case: Case) -> date:
    """Return the day of acceptance. Raises ValueError for a case that is not accepted."""
    if case.accepted_on is None:
        raise ValueError(f"case {case.number} is not accepted")
    return case.accepted_on
