"""The case page says why each element is there: the row of the table, in words."""

from __future__ import annotations

from datetime import date

import pytest

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.certification.surveillance.tests.test_programme import doing
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.resources.enterprise_classes.entering import Entered, enter

pytestmark = pytest.mark.django_db
ADDED = "分类结果的运用（各类企业的认证要素、单元、监督和便利）：D类企业"


def test_each_element_of_a_plan_stands_with_its_row(stage: Stage) -> None:
    since = date(2024, 2, 1)
    enter(doing(since), Entered(stage.scene.factory, "0711", "D", since, "test"))
    way = Way(stage).reach("plan.made")
    with clock.moved(way.now):
        planned = text(log_in(stage, "E003").get(f"/staff/cases/{way.case}/do/plan.made/"))
    assert ADDED in planned and "认证模式（按实施规则和企业分类）：c07-2017-d" in planned
    way.do("plan.made", person_days=None)
    with clock.moved(way.now):
        shown = text(log_in(stage, "E003").get(f"/staff/cases/{way.case}/"))
    assert ADDED in shown and "认证模式（按实施规则和企业分类）：c07-2017-d" in shown
    assert "?version=schemes/by_class%402013-10-01%23" in shown
