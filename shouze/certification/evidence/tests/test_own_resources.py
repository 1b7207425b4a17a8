"""A report that rests on a manufacturer's facility counts where its use was approved; nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from shouze.certification.decisions.gathering import doubts_of
from shouze.certification.evidence.models import AdoptedResult, FacilityUse
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.resources.facilities.models import Facility
from shouze.resources.parts.tests.holding import do

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A test is ordered, the samples are received and authentic; the maker's facility is qualified."""
    way = Way(stage).reach("report.submitted")
    given: dict[str, Any] = {
        "organisation": str(stage.scene.applicant), "name": "示例电器检测中心", "address": "宁波",
        "accreditation": "CNAS L9001", "accredited_from": "2023-01-01", "accredited_to": "2028-12-31",
        "standards": list(stage.scene.standards), "papers": [way.file()],
    }  # fmt: skip
    do(way, "C001", "facility.registered", None, **given)
    return way


def facility(way: Way) -> Facility:
    """The facility of the maker."""
    return Facility.objects.get()


def audited(way: Way, **changed: Any) -> None:
    """The body finds the facility qualified."""
    day = clock.legal_date(way.now)
    given = {"audited_on": str(day), "until": str(day.replace(year=day.year + 2)), "report": way.file(),
             "words": "符合。"}  # fmt: skip
    do(way, "E012", "facility.qualified", facility(way).pk, **{**given, **changed})


def asked(way: Way, who: str = "L001", **changed: Any) -> object:
    """The laboratory asks to test there."""
    day = clock.legal_date(way.now)
    given = {
        "order": str(way.order.pk), "facility": str(facility(way).pk), "mode": "TMP", "engineer": "蓝试",
        "from_on": str(day), "to_on": str(day.replace(year=day.year + 1)), "items": way.order.items[:2],
        "equipment": [{"name": "功率计", "number": "PA-1", "calibrated_until": "2027-01-01"}],
    }  # fmt: skip
    assert way.case is not None
    return do(way, who, "facility_use.requested", way.case, **{**given, **changed})


def judged(way: Way, act: str = "facility_use.approved", who: str = "E003") -> object:
    """The project engineer judges the use that was asked for last."""
    use = FacilityUse.objects.order_by("-id")[0]
    return do(way, who, act, way.case, use=str(use.pk), words="条件符合。")


def test_it_refuses_a_use_that_lacks_a_condition(way: Way) -> None:
    assert refusal(lambda: asked(way)) == {"facility_state"}
    assert refusal(lambda: audited(way, until="2030-01-01")) == {"until_outside"}
    ahead = {"audited_on": "9999-12-30", "until": "9999-12-31"}
    assert refusal(lambda: audited(way, **ahead)) == {"audited_later", "until_outside"}
    audited(way)
    late = {"accredited_to": "2024-06-01"}
    Facility.objects.update(**late)
    assert refusal(lambda: asked(way)) == {"facility_accreditation"}
    Facility.objects.update(accredited_to="2028-12-31", standards=["GB 1-2000"])
    assert refusal(lambda: asked(way)) == {"facility_scope"}
    Facility.objects.update(
        standards=list(way.stage.scene.standards), organisation_id=way.stage.scene.factory
    )
    assert refusal(lambda: asked(way)) == {"facility_of_other"}
    Facility.objects.update(organisation_id=way.stage.scene.applicant)
    worn = [{"name": "功率计", "number": "PA-1", "calibrated_until": "2024-03-04"}]
    assert refusal(lambda: asked(way, equipment=worn)) == {"not_calibrated"}
    assert refusal(lambda: asked(way, items=["none"])) == {"unknown_item"}
    assert refusal(lambda: asked(way, who="E003")) == {"no_post"}
    assert asked(way)
    assert refusal(lambda: asked(way)) == {"use_asked"}


def test_a_report_by_tmp_counts_only_on_an_approved_use(way: Way) -> None:
    audited(way)
    way.do("report.submitted", mode="TMP")
    assert refusal(lambda: way.do("report.accepted")) == {"use_not_approved"}
    way.do("report.rejected")
    asked(way)
    assert refusal(lambda: judged(way, who="E004")) == {"no_post"}
    judged(way)
    way.do("report.submitted", mode="WMT", number="R-2")
    assert refusal(lambda: way.do("report.accepted")) == {"other_mode"}
    way.do("report.rejected")
    way.do("report.submitted", mode="TMP", number="R-3", days=2)
    day = clock.legal_date(way.now)
    assert "own_resources" in {one.code for one in doubts_of(way.row, day)}
    way.do("report.accepted")
    assert compare() == []


def test_a_use_is_refused_and_asked_for_again(way: Way) -> None:
    audited(way)
    asked(way, who="C001")
    judged(way, "facility_use.refused")
    assert refusal(lambda: judged(way)) == {"use_judged"}
    asked(way)
    assert compare() == []


def test_a_cb_report_is_adopted_when_it_is_new_and_of_the_same_product(way: Way) -> None:
    given = {
        "kind": "cb_report", "number": "CB-1", "issuer": "NCB", "issued_on": "2023-01-01",
        "same_product": True, "same_parties": True, "same_models": True, "same_parts": True,
        "words": "可采信。", "file": way.file(),
    }  # fmt: skip

    def adopt(**changed: Any) -> object:
        return do(way, "E003", "result.adopted", way.case, **{**given, **changed})

    assert refusal(lambda: adopt(same_parts=False)) == {"not_same"}
    assert refusal(lambda: adopt(issued_on="2020-03-01")) == {"too_old"}
    assert refusal(lambda: adopt(issued_on="2025-03-01")) == {"issued_later"}
    assert adopt()
    assert AdoptedResult.objects.get().number == "CB-1"
    assert refusal(lambda: way.do("evaluation.completed")) != set()


def test_a_new_accreditation_is_audited_anew_and_a_failed_audit_bars(way: Way) -> None:
    audited(way)
    anew: dict[str, Any] = {
        "accreditation": "CNAS L9001", "accredited_from": "2024-01-01", "accredited_to": "2029-12-31",
        "standards": list(way.stage.scene.standards), "papers": [way.file()],
    }  # fmt: skip
    do(way, "C001", "facility.accredited", facility(way).pk, **anew)
    assert refusal(lambda: asked(way)) == {"facility_state"}
    do(way, "E012", "facility.disqualified", facility(way).pk, report=way.file(), words="设备缺失。")
    assert refusal(lambda: asked(way)) == {"facility_state"}
    do(way, "E012", "facility.ended", facility(way).pk, reason="停用。")
    assert refusal(lambda: audited(way)) == {"wrong_state"}
    assert compare() == []
