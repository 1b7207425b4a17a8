"""The class of a factory drives the plan: one row of the table after the other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from shouze.certification.applications.models import Application
from shouze.certification.evaluation.models import Element, Plan
from shouze.certification.surveillance.tests.test_programme import doing
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import rulebook
from shouze.resources.enterprise_classes.entering import Entered, enter
from shouze.resources.schemes import by_class

pytestmark = pytest.mark.django_db
SINCE, BICYCLE = date(2024, 2, 1), "1119"
#: class -> elements of an induction hob, models in a unit, person-days of a bicycle (range 2 to 4)
ROWS = {
    "A": ({"XS", "GZ"}, 12, "2"),
    "B": ({"XS", "GZ"}, 8, "3"),
    "C": ({"XS", "GC", "GZ", "SC"}, 4, "4"),
    "D": ({"XS", "GC", "GZ", "SC", "CY"}, 4, "4.5"),
}
by_row = pytest.mark.parametrize("letter", list(ROWS))


def _classed(stage: Stage, letter: str, product: str = "0711") -> Way:
    enter(doing(SINCE), Entered(stage.scene.factory, product, letter, SINCE, "test"))
    return Way(stage, product)


#: what the rules say, and nobody else
PLAN: Final[dict[str, Any]] = {"plan.made": {"person_days": None}}


def _models(count: int) -> list[dict[str, str]]:
    return [{"model": f"M-{number}", "specification": "220 V"} for number in range(count)]


@by_row
def test_the_elements_are_those_of_the_row_each_with_what_it_rests_on(stage: Stage, letter: str) -> None:
    way = _classed(stage, letter).reach("agreement.concluded", PLAN)
    found = {one.code: one for one in Element.objects.filter(case=way.case)}
    assert set(found) == ROWS[letter][0]
    # What follows the certificate does not hold it up: the programme has a line for it.
    assert {code for code, one in found.items() if not one.before_certificate} == ROWS[letter][0] & {
        "GZ", "SC", "CY",
    }  # fmt: skip
    work = by_class.for_class(letter, way.row.scheme, way.now.date())
    of_class = {code for code, one in found.items() if one.basis == work.ref}
    assert of_class == {one.code for one in work.added} - _of_mode(letter)
    assert all(one.basis.rpartition("/")[0].startswith(("schemes/modes@", "schemes/by_class@"))
               for one in found.values())  # fmt: skip
    assert work.ref in Plan.objects.get(case=way.case).rules


def _of_mode(letter: str) -> set[str]:
    facts = {"scheme": "CNCA-C07-01:2017", "class": letter, "product": "0711"}
    said = rulebook.decide("schemes/modes", on=date(2024, 3, 8), facts=facts).get("elements")
    return {str(one) for one in said} if isinstance(said, tuple) else set()


@by_row
def test_what_the_class_adds_stays_however_the_plan_is_revised(stage: Stage, letter: str) -> None:
    way = _classed(stage, letter).reach("agreement.concluded", PLAN)
    way.do("plan.made", person_days=None, added=[{"code": "CY", "basis": "00c003.4"}])
    way.do("plan.made", person_days=None)
    assert set(Element.objects.filter(case=way.case).values_list("code", flat=True)) == ROWS[letter][0]


@by_row
def test_a_unit_holds_no_more_models_than_the_class_allows(stage: Stage, letter: str) -> None:
    way, most = _classed(stage, letter), ROWS[letter][1]
    way.do("application.submitted", models=_models(most + 1))
    assert refusal(lambda: way.do("application.accepted")) == {"unit_too_wide"}
    way.go("supplement.requested")
    way.do("supplement.submitted", models=_models(most))
    assert way.do("application.accepted").subject == way.case
    assert len(Application.objects.get(case=way.case).models_list) == most


@by_row
def test_an_initial_inspection_takes_the_days_of_the_class(stage: Stage, letter: str) -> None:
    way = _classed(stage, letter, BICYCLE).reach("agreement.concluded", PLAN)
    days = Decimal(ROWS[letter][2])
    assert Plan.objects.get(case=way.case).person_days == days
    # Fewer than the class takes are refused where the class takes the upper end, else below the range.
    too_few = days - Decimal("0.5") if letter in "CD" else Decimal("1.5")
    least = days if letter in "CD" else Decimal(2)
    assert refusal(lambda: way.do("plan.made", person_days=str(too_few))) == {"person_days"}
    way.do("plan.made", person_days=str(least))
    assert Plan.objects.get(case=way.case).person_days == least


@pytest.mark.parametrize(("models", "days"), [(4, "3"), (5, "3.5"), (8, "3.5")])
def test_a_larger_unit_takes_longer_within_the_range(stage: Stage, models: int, days: str) -> None:
    given: dict[str, Any] = {**PLAN, "application.submitted": {"models": _models(models)}}
    way = _classed(stage, "B", BICYCLE).reach("agreement.concluded", given)
    plan = Plan.objects.get(case=way.case)
    assert plan.person_days == Decimal(days)
    assert any(one.startswith("schemes/by_size@") for one in plan.rules)


def test_the_largest_unit_of_the_best_class_stays_within_the_range(stage: Stage) -> None:
    given: dict[str, Any] = {**PLAN, "application.submitted": {"models": _models(12)}}
    way = _classed(stage, "A", BICYCLE).reach("agreement.concluded", given)
    assert Plan.objects.get(case=way.case).person_days == Decimal(3)
