"""Two holders have their products made at one factory: one visit serves both, and each sees his own alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shouze.certification.evidence.models import Inspection
from shouze.certification.surveillance.models import Covered, Task
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import FINDING
from shouze.kernel.acts import standing_of
from shouze.kernel.ledger import queries as ledger
from shouze.outreach.correspondence.wording import fields
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import visible_to

from .supervising import Supervision, of_two_holders

pytestmark = pytest.mark.django_db

LETTERS = {
    "inspection.planned": "inspection_plan",
    "surveillance.joined": "inspection_plan",
    "surveillance.concluded": "supervision_result",
}


@pytest.fixture
def ways(stage: Stage) -> tuple[Supervision, Supervision]:
    return of_two_holders(stage)


def _planned(way: Supervision, last: str = "2025-05-13") -> Inspection:
    way.do("inspection.planned", planned_from="2025-05-12", planned_to=last)
    return way.inspection


def test_one_visit_serves_both_holders_and_its_days_are_shared_by_certificates(
    ways: tuple[Supervision, Supervision],
) -> None:
    own, brand = ways
    visit = _planned(own)
    assert refusal(lambda: brand.do("surveillance.joined", visit=str(brand.case))) == {"no_such_visit"}
    assert refusal(lambda: brand.do("surveillance.joined", visit=str(visit.pk), who="E027")) == {"no_post"}
    brand.do("surveillance.joined", visit=str(visit.pk))
    joined = brand.inspection
    assert (joined.plan_code, joined.team, joined.planned_from) == (
        f"{visit.plan_code}-02", visit.team, visit.planned_from,
    )  # fmt: skip
    assert (own.row.stage, brand.row.stage) == ("visit", "visit")
    assert refusal(lambda: brand.do("surveillance.joined", visit=str(visit.pk))) == {"no_such_visit"}
    assert refusal(lambda: brand.do("inspection.planned")) == {"plan_open"}

    for way in ways:
        way.at("2025-05-13", "16:00")
    too_few: dict[str, Any] = {"person_days": "1.5"}
    assert refusal(lambda: own.do("inspection.conducted", **too_few)) == {"person_days"}
    own.do("inspection.conducted", person_days="2.5", findings=[FINDING])
    assert refusal(lambda: brand.do("inspection.conducted", person_days="3")) == {"whole_differs"}
    brand.do("inspection.conducted", person_days="2.5")
    shares = Inspection.objects.filter(activity="03").order_by("plan_code")
    assert list(shares.values_list("person_days", "whole_days")) == [(Decimal("1.250"), Decimal("2.500"))] * 2
    _each_is_concluded_by_itself(own, brand)


def _each_is_concluded_by_itself(own: Supervision, brand: Supervision) -> None:
    """The finding stands with the holder whose product it is about; the line closes with the last."""
    assert (own.row.stage, brand.row.stage) == ("correction", "inspection_report")
    brand.go("inspection.concluded", "evaluation.completed", "surveillance.concluded")
    assert brand.row.fees_due == Decimal("3125.00")
    assert Task.objects.get(kind="follow_up").state == "opened"
    own.go("correction.submitted", "correction.verified", "inspection.concluded")
    own.go("evaluation.completed", "surveillance.concluded")
    assert own.row.fees_due + brand.row.fees_due == Decimal("6250.00")
    assert Task.objects.get(kind="follow_up", state="open").counted_from == date(2025, 5, 13)
    _each_is_told_of_his_own(own, brand)


def _each_is_told_of_his_own(own: Supervision, brand: Supervision) -> None:
    """No letter and no entry of one case names the certificate or the case of the other."""
    assert own.row.applicant_id != brand.row.applicant_id
    for mine, other in ((own, brand), (brand, own)):
        client = standing_of(mine.stage.people["C001"])
        assert client is not None
        seen = visible_to(client, date(2025, 6, 30))
        assert mine.row in seen and other.row not in seen
        strange = Covered.objects.get(case=other.row).certificate
        entries = list(ledger.entries_for_case(mine.row.pk))
        letters = [
            str(fields(LETTERS[one.act], mine.row, one, "A2025-0001-01"))
            for one in entries
            if one.act in LETTERS
        ]
        assert len(letters) == 2 and all(mine.row.applicant_name in one for one in letters)
        told = [*letters, *(str(ledger.body_of(one)) for one in entries)]
        names = (strange.number, other.row.number, str(other.case))
        assert not [one for one in told if any(name in one for name in names)]


def test_a_visit_that_one_holder_knows_of_does_not_serve_another_without_notice(
    ways: tuple[Supervision, Supervision],
) -> None:
    own, brand = ways
    visit = _planned(own)
    Case.objects.filter(pk=brand.row.pk).update(veiled=True)
    assert refusal(lambda: brand.do("surveillance.joined", visit=str(visit.pk))) == {"not_veiled_alike"}
    Case.objects.filter(pk=brand.row.pk).update(veiled=False)
    own.do("inspection.recalled")
    assert refusal(lambda: brand.do("surveillance.joined", visit=str(visit.pk))) == {"no_such_visit"}
    visit = _planned(own, last="2025-05-12")
    Inspection.objects.filter(pk=visit.pk).update(person_days_planned=Decimal("1.8"))
    assert refusal(lambda: brand.do("surveillance.joined", visit=str(visit.pk))) == {"person_days"}
