"""A visit that serves two holders on its pages: planners and inspectors see both, a holder his own."""

from __future__ import annotations

import pytest

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.certification.surveillance.models import Covered
from shouze.certification.surveillance.tests.supervising import of_two_holders
from shouze.demo.stage import Stage
from shouze.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_planner_joins_the_visit_from_a_list_and_a_holder_reads_of_none_but_his_own(stage: Stage) -> None:
    own, brand = of_two_holders(stage)
    planner, page = log_in(stage, "E007"), f"/staff/cases/{brand.case}/"
    form = f"{page}do/surveillance.joined/"
    with clock.moved(brand.now):
        assert form not in text(planner.get(page))
    own.do("inspection.planned", planned_from="2025-05-12", planned_to="2025-05-13")
    with clock.moved(own.now):
        assert form in text(planner.get(page))
        shown = text(planner.get(form))
        assert f'value="{own.inspection.pk}"' in shown and own.row.number in shown
        sent = planner.post(form, {"visit": str(own.inspection.pk), "_uid": "", "_seen": ""})
    assert sent.status_code == 302, text(sent)[-3000:]
    joined = brand.inspection
    with clock.moved(own.now):
        of_case = text(planner.get(f"/staff/cases/{own.case}/"))
        on_site = text(log_in(stage, "E008").get(f"/staff/visits/{own.inspection.pk}/"))
        for way, other, number in ((own, brand, "C001"), (brand, own, "C077")):
            theirs = text(log_in(way.stage, number).get(f"/clients/cases/{way.case}/"))
            certificate = Covered.objects.get(case=other.row).certificate.number
            assert way.inspection.plan_code in theirs
            assert other.row.number not in theirs and certificate not in theirs
    assert "合并检查" in of_case and joined.plan_code in of_case
    assert joined.plan_code in on_site and brand.row.applicant_name in on_site
