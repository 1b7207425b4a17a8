"""A later turn: its number, its content, its clock, and that its evidence serves it like a first one."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shouze.certification.applications.models import Application
from shouze.certification.applications.opening import Turn, open_case
from shouze.certification.certificates.models import Certificate, Event, Version
from shouze.certification.certificates.queries import facts_on
from shouze.certification.certificates.reissuing import new_facts, reissue
from shouze.certification.evaluation.models import Element, Plan
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel.acts import Doing, standing_of

pytestmark = pytest.mark.django_db
SAMPLING = [{"code": "SC", "basis": "order117.17"}]


def _doing(way: Way, who: str = "E003") -> Doing:
    actor = standing_of(way.stage.people[who])
    assert actor is not None
    return Doing(uid=uuid.uuid4(), at=way.now, actor=actor, post="project_engineer")


def _turn(way: Way, kind: str, asked: list[dict[str, str]], **content: Any) -> Way:
    """Another way along a later turn of the certificate of ``way``, begun as its creating act would."""
    certificate = Certificate.objects.get(case=way.case)
    turn = Turn(kind, about=certificate.pk, asked=asked, content=content)
    case = open_case(_doing(way), way.row, turn, begun=True)
    case.state = "planned"
    case.save()
    return Way(way.stage, way.product, way.now, case.pk)


@pytest.fixture
def certified(stage: Stage) -> Way:
    way = Way(stage).reach("certificate.approved")
    way.do("certificate.approved")
    return way


def test_it_opens_with_what_the_unit_is_and_with_its_own_clock(certified: Way) -> None:
    later = _turn(certified, "surveillance", SAMPLING)
    case, first = later.row, certified.row
    assert case.number == f"S{certified.now.year}000001" and case.kind == "surveillance"
    assert (case.factory_id, case.engineer_id, case.scheme) == (
        first.factory_id,
        first.engineer_id,
        first.scheme,
    )
    assert case.agreed_on == case.accepted_on and case.due_on is not None
    content = Application.objects.get(case=case)
    assert content.models_list == Application.objects.get(case=first).models_list and content.documents == []


def test_a_later_turn_tests_some_models_and_items_and_a_first_one_all(stage: Stage, certified: Way) -> None:
    later = _turn(certified, "surveillance", SAMPLING)
    later.do("plan.made")
    plan = Plan.objects.get(case=later.case)
    assert plan.person_days is None and later.row.fees_due == 0
    assert list(Element.objects.filter(case=later.case).values_list("code", "basis")) == [
        ("SC", "order117.17")
    ]
    items = [one["key"] for one in plan.test_plan["items"]]
    later.do("test.ordered", items=items[:2])
    assert (later.order.element, later.order.items) == ("SC", items[:2])
    # what the body draws itself it seals: in this turn without a visit, by the officer of surveillance
    sealed: dict[str, Any] = {"seal": "F-1", "model": "M-1", "quantity": 2, "place": "成品库"}
    day = later.now.date().isoformat()
    later.do("sample.sealed", who="E027", element="SC", sealed_on=day, present="何申",
             photos=[later.file("photo")], **sealed)  # fmt: skip
    later.do("samples.received", method="sealed", seals=[{"seal": "F-1", "intact": True}])
    later.do("samples.authenticated")
    later.do("report.submitted", models=[{"model": "M-1"}])
    later.do("report.accepted")
    assert Element.objects.get(case=later.case, code="SC").state == "conforming"
    first = Way(stage, "0711", certified.now).reach("test.ordered")
    assert refusal(lambda: first.do("test.ordered", items=items[:2])) == {"items_omitted"}
    assert first.do("test.ordered").subject == first.case


def test_surveillance_is_not_decided_and_ends_no_certificate(certified: Way) -> None:
    later = _turn(certified, "surveillance", [])
    later.go("plan.made", "evaluation.completed")
    assert refusal(lambda: later.do("review.concluded")) == {"other_kind"}
    change = _turn(certified, "change", [])
    change.go("plan.made", "fees.received", "evaluation.completed", "review.concluded", "decision.made")
    assert refusal(lambda: change.do("certificate.approved")) == {"other_kind"}
    assert change.row.state == "decided"


def test_a_certificate_issued_anew_keeps_what_it_said(certified: Way) -> None:
    certificate = Certificate.objects.get(case=certified.case)
    before, day = dict(certificate.facts), certificate.issued_on
    change = _turn(certified, "change", [], series="新系列")
    change.go("plan.made")
    later = _doing(change, "E006")
    later.at = later.at.replace(day=later.at.day, month=later.at.month % 12 + 1)
    reissue(
        later, certificate, new_facts(later, certificate, change.row, note="系列名称变更"), reasons=["0201"]
    )
    certificate.save()
    certificate.refresh_from_db()
    assert (certificate.revision, certificate.valid_until.isoformat()) == (2, before["valid_until"])
    assert certificate.facts["product"]["series"] == "新系列"
    assert certificate.facts["first_issued_on"] == before["first_issued_on"]
    kept = Version.objects.get(certificate=certificate)
    assert kept.facts == before and facts_on(certificate, day) == before
    assert facts_on(certificate, later.on) == certificate.facts
    assert Event.objects.filter(certificate=certificate, kind="changed").count() == 1
