from datetime import date

import pytest

from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.certificates.trace import trace
from shouze.demo.stage import ThroughTheGate, fees_due, set_stage
from shouze.demo.story import STORY, play
from shouze.resources.cases import queries as cases
from shouze.resources.cases.models import Case

pytestmark = pytest.mark.django_db


def test_it_certifies_the_worked_example_to_the_day() -> None:
    stage = set_stage()
    seen: dict[str, date | None] = {}
    played = play(ThroughTheGate(stage.people), stage.scene, fees_due, STORY[:4])
    case = Case.objects.get(applicant_id=stage.scene.applicant)
    seen["limit"] = case.due_on
    play(ThroughTheGate(stage.people), stage.scene, fees_due, STORY[4:])
    case.refresh_from_db()
    certificate = Certificate.objects.get(case=case)

    assert len(played) == 4
    assert (case.accepted_on, seen["limit"]) == (date(2024, 3, 8), date(2024, 6, 6))
    assert case.due_on == date(2024, 6, 23)
    assert case.scheme == "CNCA-C07-01:2017"
    assert cases.net_and_gross(case, date(2026, 1, 1)) == (56, 73)
    assert (certificate.issued_on, certificate.valid_until) == (date(2024, 5, 20), date(2029, 5, 19))
    assert certificate.number == "2024990711000118"
    assert certificate.facts["factory"]["factory_code"] == "X000118"
    assert case.state == "certified"
    assert PublicRecord.objects.filter(number=certificate.number).exists()


def test_it_says_which_acts_were_signatures() -> None:
    stage = set_stage()
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    found = trace("2024990711000118")
    assert found is not None
    signed = {one.act for one in found.acts if one.signed}
    assert signed == {"review.concluded", "decision.made", "certificate.approved"}
