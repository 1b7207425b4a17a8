"""Own ability comes from the register of facilities, by its days, and a class shows it as a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shouze.audiences.parts import class_shown
from shouze.certification.evaluation.models import Plan
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.classification import engine, jobs, moving
from shouze.oversight.classification.evidence import lines
from shouze.oversight.classification.models import Proposal
from shouze.resources.facilities.models import Facility, Qualification
from shouze.resources.parts.tests.holding import do

pytestmark = pytest.mark.django_db
BICYCLE = "1119"


@pytest.fixture
def way(stage: Stage) -> Way:
    """An electric bicycle certified after a passed inspection; its maker has a laboratory of his own."""
    way = Way(stage, BICYCLE).reach("certificate.approved")
    way.do("certificate.approved")
    _registered(way, [one["number"] for one in Plan.objects.get(case=way.case).standards])
    return way


def _registered(way: Way, standards: list[str]) -> None:
    given: dict[str, Any] = {
        "organisation": str(way.stage.scene.applicant), "name": "示例检测中心", "address": "宁波",
        "accreditation": "CNAS L9001", "accredited_from": "2023-01-01", "accredited_to": "2025-06-30",
        "standards": standards, "papers": [way.file()],
    }  # fmt: skip
    do(way, "C001", "facility.registered", None, **given)


def _facility(way: Way, act: str = "facility.qualified", **changed: Any) -> date:
    day = clock.legal_date(way.now)
    given: dict[str, Any] = {
        "facility.qualified": {
            "audited_on": str(day), "until": str(day.replace(year=day.year + 2)), "report": way.file(),
            "words": "符合。",
        },
        "facility.disqualified": {"report": way.file(), "words": "不符合。"},
    }[act]  # fmt: skip
    do(way, "E012", act, Facility.objects.get().pk, **{**given, **changed})
    return clock.legal_date(way.now)


def _seen(way: Way, on: date) -> tuple[str, str]:
    found = engine.evaluate(way.stage.scene.factory, BICYCLE, on)
    return found.table_letter, found.decision.row


def test_a_qualified_laboratory_of_its_own_is_a_reason_for_a(way: Way) -> None:
    day = clock.legal_date(way.now)
    assert _seen(way, day) == ("B", "b")
    qualified = _facility(way)
    factory = way.stage.scene.factory
    assert _seen(way, qualified) == ("A", "a")
    line = next(one for one in lines(factory, BICYCLE, qualified) if one.fact == "ability")
    assert (line.value, line.number, line.day, line.until) == (
        "facility", "CNAS L9001", qualified, date(2025, 6, 30),
    )  # fmt: skip
    shown = class_shown.shown(factory, BICYCLE, qualified)
    reason = next(one for one in shown["evidence"] if one.line.fact == "ability")
    assert (reason.value.zh, reason.until) == ("自有检测资源审核合格，认可覆盖全部标准", date(2025, 7, 1))
    assert (shown["row_id"], [one.words.zh for one in shown["facts"] if one.asked][-1]) == (
        "a", "具有良好的设计和检测能力",
    )  # fmt: skip
    # What was known the day before did not hold it; when the accreditation runs out, it holds no more.
    assert _seen(way, qualified - timedelta(days=1))[0] == "B"
    seen = engine.evaluate(factory, BICYCLE, qualified)
    assert date(2025, 7, 1) in {one.day for one in moving.ahead(seen)}
    assert _seen(way, date(2025, 6, 30))[0] == "A"
    assert _seen(way, date(2025, 7, 1))[0] == "B"
    # The machine is told of it, and proposes.
    with clock.moved(way.now):
        jobs.look(str(ledger.entries()[-1].uid))
    assert (Proposal.objects.get().letter, Proposal.objects.get().row[-2:]) == ("A", "/a")
    assert compare() == []


def test_a_laboratory_that_covers_too_little_or_fails_its_audit_is_none(way: Way) -> None:
    Facility.objects.update(standards=["GB 1-2000"])
    assert _seen(way, _facility(way))[0] == "B"
    Facility.objects.update(standards=[one["number"] for one in Plan.objects.get(case=way.case).standards])
    qualified = _facility(way)
    assert _seen(way, qualified)[0] == "A"
    way.now += timedelta(days=10)
    failed = _facility(way, "facility.disqualified")
    assert _seen(way, failed)[0] == "B"
    # What was known before stays told as it was known.
    assert _seen(way, failed - timedelta(days=1))[0] == "A"
    assert Qualification.objects.filter(ended_on=None).count() == 0


def test_a_laboratory_of_another_firm_says_nothing_of_the_factory(way: Way) -> None:
    Facility.objects.update(organisation_id=way.stage.scene.factory)
    assert _seen(way, _facility(way))[0] == "B"


def test_tests_done_there_are_a_reason_while_the_laboratory_is_qualified(stage: Stage) -> None:
    way = Way(stage, BICYCLE).reach("report.submitted")
    standards = list(way.order.standards)
    _registered(way, standards)
    _facility(way)
    day = clock.legal_date(way.now)
    given = {
        "order": str(way.order.pk), "facility": str(Facility.objects.get().pk), "mode": "WMT",
        "engineer": "蓝试", "from_on": str(day), "to_on": str(day + timedelta(days=30)),
        "items": way.order.items[:2],
        "equipment": [{"name": "功率计", "number": "PA-1", "calibrated_until": "2027-01-01"}],
    }  # fmt: skip
    do(way, "L001", "facility_use.requested", way.case, **given)
    use = str(way.order.facility_uses.get().pk)
    do(way, "E003", "facility_use.approved", way.case, use=use, words="条件符合。")
    way.now += timedelta(days=5)
    way.do("report.submitted", mode="WMT")
    assert _abilities(way) == set()
    way.do("report.accepted")
    assert _abilities(way) == {"WMT"}


def _abilities(way: Way) -> set[str]:
    found = lines(way.stage.scene.factory, BICYCLE, clock.legal_date(way.now))
    return {one.value for one in found if one.fact == "ability"}
