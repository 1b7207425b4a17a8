"""The record of a visit: each refusal beside its success; what was sent twice is done once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shouze.certification.evidence.checklist import asked_of
from shouze.certification.evidence.models import Inspection, Visit, VisitNote, VisitSignature
from shouze.certification.evidence.visit_reading import my_visits, record_of
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare

from .visiting import Visiting, planned_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(stage: Stage) -> Visiting:
    return planned_visit(stage)


@pytest.fixture
def way(planned: Visiting) -> Visiting:
    planned.on_site("visit.opened")
    return planned


# --- opening ---------------------------------------------------------------------------------------------


def test_it_is_opened_once_by_somebody_of_the_team(planned: Visiting) -> None:
    assert refusal(lambda: planned.on_site("visit.opened", who="E024")) == {"not_in_team"}
    planned.on_site("visit.opened", who="E009")
    assert refusal(lambda: planned.on_site("visit.opened")) == {"visit_opened"}
    visit = Visit.objects.get()
    assert visit.state == "open"
    assert set(planned.row.hands["inspection"]) == {planned.person("E008"), planned.person("E009")}


def test_it_refuses_a_visit_before_its_first_day(stage: Stage) -> None:
    way = Visiting(stage, "1119")
    way.reach("inspection.planned")
    later = (clock.legal_date(way.now) + timedelta(days=3)).isoformat()
    way.do("inspection.planned", planned_from=later, planned_to=later)
    assert refusal(lambda: way.on_site("visit.opened")) == {"too_early"}
    way.now += timedelta(days=3)
    assert way.on_site("visit.opened").subject == way.case


def test_it_asks_for_a_registration_on_the_day_on_which_it_happened(planned: Visiting) -> None:
    person = planned.stage.people["E008"]
    today = clock.legal_date(planned.now)
    # The registration begins tomorrow only: what happened today cannot be his, though it is sent tomorrow.
    from shouze.resources.people.models import Registration

    Registration.objects.filter(person_id=person).update(valid_from=today + timedelta(days=1))
    happened = planned.now
    planned.now += timedelta(days=1)
    assert refusal(lambda: planned.on_site("visit.opened", happened_at=happened)) == {"unregistered"}
    assert planned.on_site("visit.opened", happened_at=planned.now).subject == planned.case


def test_it_asks_the_points_of_its_scheme_and_kind(way: Visiting) -> None:
    points = Visit.objects.get().points
    assert "3.5-1" in points and "PC-5" in points
    assert "3.11-1" not in points  # no certificate yet: its use is asked at supervision
    again = [one.code for one in asked_of(way.row, "03", clock.legal_date(way.now))]
    assert "3.11-1" in again


# --- notes -----------------------------------------------------------------------------------------------


def test_what_is_sent_twice_is_noted_once(way: Visiting) -> None:
    uid = uuid.uuid4()
    first = way.note(uid=uid, words="任命书在档。", photos=[way.picture()])
    again = partial(way.note, uid=uid, words="任命书在档。", photos=[way.picture()])
    assert not first.repeated and again().repeated
    assert VisitNote.objects.count() == 1 and VisitNote.objects.get().pk == uid
    assert refusal(lambda: way.note(uid=uid, words="别的内容")) == {"uid_taken"}


def test_a_nonconformity_has_facts_grade_and_class(way: Visiting) -> None:
    assert refusal(lambda: way.note(verdict="nonconform")) == {"no_words", "grade"}
    assert refusal(lambda: way.note(grade="general", code="00003")) == {"grade"}
    assert refusal(lambda: way.note(verdict="not_applicable")) == {"no_words"}
    way.note(verdict="nonconform", words="未任命。", grade="general", code="00003")
    assert record_of(way.inspection).nonconforming[0].words == "未任命。"


def test_a_point_is_one_of_the_visit_and_about_the_application(way: Visiting) -> None:
    assert refusal(lambda: way.note("3.11-1")) == {"other_point"}
    assert refusal(lambda: way.note("PC-1", about="X-9")) == {"about"}
    assert refusal(lambda: way.note("3.1-1", about="M-1")) == {"about"}
    assert way.note("PC-1", about="M-1", found="铭牌 M-1").act == "visit.noted"


def test_a_photograph_that_never_came_is_asked_for(way: Visiting) -> None:
    assert refusal(lambda: way.note(photos=["sha256:" + "0" * 64])) == {"no_file"}
    assert way.note(photos=[way.picture()]).act == "visit.noted"


def test_two_inspectors_stand_side_by_side_and_the_leader_decides(way: Visiting) -> None:
    way.note()
    way.note(who="E009", verdict="nonconform", words="任命书过期。", grade="general", code="00003")
    stands = record_of(way.inspection).stands["3.1-1", ""]
    assert [one.verdict for one in stands.notes] == ["conform", "nonconform"] and stands.disputed
    way.note(verdict="nonconform", words="同意。", grade="general", code="00003")
    stands = record_of(way.inspection).stands["3.1-1", ""]
    assert not stands.disputed and stands.last.words == "同意。"
    assert VisitNote.objects.count() == 3


def test_evidence_carries_two_moments_and_the_phone_s_error(way: Visiting) -> None:
    happened = way.now - timedelta(hours=5)
    way.note(happened_at=happened, clock_off=7200)
    noted = VisitNote.objects.get()
    assert (noted.happened_at, noted.received_at) == (happened, way.now)
    # A clock that is years off is not believed, and nothing is lost for it.
    assert way.note("3.1-2", happened_at=happened - timedelta(days=3000)).act == "visit.noted"
    assert way.note("3.1-3", happened_at=happened + timedelta(days=3000)).act == "visit.noted"


def test_nobody_outside_the_team_notes_or_signs(way: Visiting) -> None:
    way.note()
    assert refusal(lambda: way.on_site("visit.signed", who="E024", role="inspector", name="严到")) == {
        "not_in_team"
    }
    assert refusal(lambda: way.note(who="E024")) == {"not_in_team"}
    assert way.on_site("visit.signed", who="E009", role="inspector", name="孟实").act == "visit.signed"


# --- signatures and the end ------------------------------------------------------------------------------


def test_an_inspector_signs_under_notes_and_by_his_own_name(way: Visiting) -> None:
    signing = partial(way.on_site, "visit.signed", role="inspector")
    assert refusal(lambda: signing(name="孔严")) == {"nothing_noted"}
    way.note()
    assert refusal(lambda: signing(name="孟实")) == {"other_name"}
    signing(name="孔严", image=way.picture())
    assert VisitSignature.objects.get().name == "孔严"


def test_it_is_ended_by_the_leader_when_all_is_noted_and_signed(way: Visiting) -> None:
    way.note("3.1-1", "pending")
    codes = {"points_missing", "points_pending", "no_inspector_signature", "no_enterprise_signature"}
    assert refusal(lambda: way.on_site("visit.closed")) == codes
    way.note_all()
    way.signed()
    assert refusal(lambda: way.on_site("visit.closed", who="E009")) == {"not_leader"}
    assert refusal(lambda: way.do("inspection.conducted")) == {"visit_open"}
    way.on_site("visit.closed")
    assert refusal(way.note) == {"wrong_state"}
    way.on_site("visit.reopened", reason="补记一项。")
    way.note()
    way.on_site("visit.closed")
    assert way.do("inspection.conducted").subject == way.case
    assert refusal(lambda: way.on_site("visit.reopened", reason="再补。")) == {"inspection_state"}


def test_the_enterprise_s_missing_signature_has_its_reason(way: Visiting) -> None:
    way.note_all()
    way.on_site("visit.signed", role="inspector", name="孔严")
    assert refusal(lambda: way.on_site("visit.closed")) == {"no_enterprise_signature"}
    way.on_site("visit.closed", unsigned_because="企业代表对结论有异议，拒绝签字。")
    assert Visit.objects.get().state == "closed"


def test_a_recalled_plan_takes_no_more_notes(way: Visiting) -> None:
    way.go("inspection.recalled")
    assert refusal(way.note) == {"inspection_state"}


def test_it_replays(way: Visiting) -> None:
    way.note_all()
    way.signed()
    way.on_site("visit.closed")
    assert compare() == []


def test_it_lists_an_inspector_s_visits_by_day(planned: Visiting) -> None:
    person, today = planned.stage.people["E009"], clock.legal_date(planned.now)
    first = Inspection.objects.get().planned_from
    assert [len(one) for one in _lists(person, today)] == [1, 0, 0]
    assert [len(one) for one in _lists(person, first - timedelta(days=1))] == [0, 1, 0]
    assert [len(one) for one in _lists(person, today + timedelta(days=30))] == [0, 0, 1]
    assert [len(one) for one in _lists(planned.stage.people["E024"], today)] == [0, 0, 0]


def _lists(person: uuid.UUID, on: Any) -> tuple[Any, ...]:
    found = my_visits(person, on)
    return found.today, found.ahead, found.past
