"""What was done after the certificate is found with it: a supervision's visit counts for what it covered."""

from __future__ import annotations

from datetime import date

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.surveillance.tests.supervising import certified, opened
from shouze.demo.stage import Stage
from shouze.kernel import clock
from shouze.kernel.acts import standing_of
from shouze.oversight.impact.questions import Asked
from shouze.oversight.impact.reading import answer, reaches
from shouze.oversight.tracing.reading import trace
from shouze.oversight.tracing.things import get_thing

pytestmark = pytest.mark.django_db
VISITS = Asked("inspector", "E008", since=date(2025, 1, 1))


@pytest.fixture
def supervised(stage: Stage) -> tuple[Stage, Certificate]:
    """The certificate of the worked example; its supervision of 2025 waits for its conclusion."""
    found = certified(stage)
    way = opened(stage, "2025-04-22")
    way.do("inspection.planned", planned_from="2025-05-12", planned_to="2025-05-13")
    way.at("2025-05-13", "16:00").do("inspection.conducted", from_on="2025-05-12", to_on="2025-05-13")
    way.do("inspection.concluded")
    way.do("evaluation.completed")
    assert [one.case for one in answer(VISITS).rows] == [way.case]
    assert not reaches(VISITS, found.case_id)
    way.at("2025-06-12").do("surveillance.concluded")
    return stage, found


def test_it_counts_for_the_certificate_once_the_turn_is_completed(
    supervised: tuple[Stage, Certificate],
) -> None:
    _, found = supervised
    (one,) = answer(VISITS).rows
    assert (one.number, one.case, one.state) == (found.number, found.case_id, "valid")
    assert reaches(VISITS, found.case_id)
    assert not reaches(Asked("inspector", "E009", since=date(2026, 1, 1)), found.case_id)


def test_it_is_in_the_trace_of_the_certificate_and_not_in_that_of_its_first_case(
    supervised: tuple[Stage, Certificate],
) -> None:
    stage, found = supervised
    reader = standing_of(stage.people["E016"])
    assert reader is not None
    acts = trace(get_thing("certificate", found.number), on=clock.today(), reader=reader).acts
    assert "surveillance.concluded" in {one.act for one in acts}
    assert [one.at for one in acts] == sorted(one.at for one in acts)
    before = trace(get_thing("certificate", found.number), on=date(2025, 6, 11), reader=reader).acts
    assert "surveillance.concluded" not in {one.act for one in before}
    first = trace(get_thing("case", found.case.number), on=clock.today(), reader=reader).acts
    assert "inspection.conducted" not in {one.act for one in first if one.at.year == 2025}
