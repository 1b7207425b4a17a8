"""The factory inspection from plan to conclusion: each refusal beside its success (domain invariant 4)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from shouze.certification.certificates.models import Certificate
from shouze.certification.evaluation.models import Element
from shouze.certification.evidence.models import Inspection, Nonconformity
from shouze.demo import cast
from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import FINDING, Way
from shouze.kernel import clock
from shouze.kernel.acts import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """An electric bicycle whose factory is to be inspected: two person-days, speciality 1119."""
    return Way(stage, "1119").reach("inspection.planned")


@pytest.fixture
def visited(way: Way) -> Way:
    """The same after a visit that found two nonconformities."""
    way.go("inspection.planned")
    way.do("inspection.conducted", findings=[FINDING, {**FINDING, "grade": "serious"}])
    return way


def _team(way: Way, *members: tuple[str, str]) -> list[dict[str, str]]:
    return [{"person": way.person(number), "role": role} for number, role in members]


def _inspector(
    way: Way,
    number: str,
    *,
    level: str = "inspector",
    specialities: tuple[str, ...] = ("*",),
    to: str = "2028-12-31",
) -> str:
    """Engage an inspector with one registration; without a level he has none."""
    people = way.stage.people
    with clock.moved(way.now):
        people[number] = cast.register(number, "新检", "staff", by=people["E001"], at=way.now)
        cast.appoint(people[number], "inspector", by=people["E001"], at=way.now)
        if level:
            given = {
                "number": number,
                "level": level,
                "specialities": list(specialities),
                "valid_from": "2023-01-01",
                "valid_to": to,
            }
            perform("registration.recorded", by=people["E001"], subject=people[number], given=given)
    return number


# --- the team --------------------------------------------------------------------------------------------


def test_it_refuses_a_team_with_somebody_unregistered(way: Way) -> None:
    other = _inspector(way, "E801", level="")
    team = _team(way, ("E008", "01"), (other, "02"))
    assert refusal(lambda: way.do("inspection.planned", team=team)) == {"unregistered"}
    assert way.do("inspection.planned").subject == way.case


def test_it_asks_for_a_registration_on_every_day_of_the_visit(way: Way) -> None:
    first = clock.legal_date(way.now)
    other = _inspector(way, "E801", to=(first + timedelta(days=1)).isoformat())
    team = _team(way, ("E008", "01"), (other, "02"))
    days: dict[str, Any] = {
        "planned_from": first.isoformat(),
        "planned_to": (first + timedelta(days=2)).isoformat(),
    }
    assert refusal(lambda: way.do("inspection.planned", team=team, **days)) == {"unregistered"}
    days["planned_to"] = (first + timedelta(days=1)).isoformat()
    assert way.do("inspection.planned", team=team, **days).subject == way.case


def test_it_refuses_a_trainee_as_leader_or_member(way: Way) -> None:
    assert "trainee" in refusal(
        lambda: way.do("inspection.planned", team=_team(way, ("E010", "01"), ("E009", "02")))
    )
    assert "trainee" in refusal(
        lambda: way.do("inspection.planned", team=_team(way, ("E008", "01"), ("E010", "02")))
    )
    team = _team(way, ("E008", "01"), ("E009", "02"), ("E010", "03"))
    assert way.do("inspection.planned", team=team).subject == way.case
    assert [member["role"] for member in way.inspection.team] == ["01", "02", "03"]


def test_it_does_not_count_a_trainee_s_days(way: Way) -> None:
    team = _team(way, ("E008", "01"), ("E010", "03"))
    assert refusal(lambda: way.do("inspection.planned", team=team)) == {"person_days"}
    last = (clock.legal_date(way.now) + timedelta(days=1)).isoformat()
    assert way.do("inspection.planned", team=team, planned_to=last).subject == way.case


@pytest.mark.parametrize(
    ("ended", "refused"), [(None, True), (date(2022, 3, 10), True), (date(2022, 2, 1), False)]
)
def test_it_refuses_an_inspector_with_an_interest_in_two_years(
    way: Way, ended: date | None, refused: bool
) -> None:
    given = {
        "organisation": way.row.applicant_id,
        "kind": "曾任职",
        "valid_from": date(2015, 1, 1),
        "valid_to": ended,
    }
    with clock.moved(way.now):
        perform(
            "interest.declared", by=way.stage.people["E001"], subject=way.stage.people["E009"], given=given
        )
    if refused:
        assert refusal(lambda: way.do("inspection.planned")) == {"interest"}
        assert (
            way.do("inspection.planned", team=_team(way, ("E008", "01"), ("E024", "02"))).subject == way.case
        )
    else:
        assert way.do("inspection.planned").subject == way.case


def test_it_refuses_a_team_without_the_speciality(way: Way) -> None:
    one, two = (_inspector(way, number, specialities=("07",)) for number in ("E801", "E802"))
    assert refusal(lambda: way.do("inspection.planned", team=_team(way, (one, "01"), (two, "02")))) == {
        "speciality"
    }
    three = _inspector(way, "E803", specialities=("1119",))
    # A trainee of the speciality does not cover it, a member does.
    team = _team(
        way,
        (one, "01"),
        (two, "02"),
        (_inspector(way, "E804", level="trainee", specialities=("1119",)), "03"),
    )
    assert refusal(lambda: way.do("inspection.planned", team=team)) == {"speciality"}
    assert way.do("inspection.planned", team=_team(way, (one, "01"), (three, "02"))).subject == way.case


def test_it_asks_for_one_leader_and_nobody_twice(way: Way) -> None:
    assert "leader" in refusal(
        lambda: way.do("inspection.planned", team=_team(way, ("E008", "02"), ("E009", "02")))
    )
    assert "leader" in refusal(
        lambda: way.do("inspection.planned", team=_team(way, ("E008", "01"), ("E009", "01")))
    )
    assert "twice" in refusal(
        lambda: way.do("inspection.planned", team=_team(way, ("E008", "01"), ("E008", "02")))
    )
    assert way.do("inspection.planned").subject == way.case


def test_it_refuses_too_few_person_days_and_past_days(way: Way) -> None:
    alone = _team(way, ("E008", "01"))
    first = clock.legal_date(way.now)
    assert refusal(lambda: way.do("inspection.planned", team=alone)) == {"person_days"}
    past: dict[str, Any] = {
        "planned_from": (first - timedelta(days=1)).isoformat(),
        "planned_to": first.isoformat(),
    }
    assert refusal(lambda: way.do("inspection.planned", team=alone, **past)) == {"dates"}
    mirrored: dict[str, Any] = {
        "planned_from": (first + timedelta(days=2)).isoformat(),
        "planned_to": first.isoformat(),
    }
    assert refusal(lambda: way.do("inspection.planned", team=alone, **mirrored)) == {"dates"}
    two_days: dict[str, Any] = {"planned_to": (first + timedelta(days=1)).isoformat()}
    assert way.do("inspection.planned", team=alone, **two_days).subject == way.case


def test_it_plans_one_inspection_at_a_time(way: Way) -> None:
    way.go("inspection.planned")
    assert refusal(lambda: way.do("inspection.planned")) == {"plan_open"}
    way.go("inspection.conducted", "inspection.concluded")
    assert refusal(lambda: way.do("inspection.planned")) == {"element_closed"}


def test_a_household_appliance_of_class_b_has_no_inspection(stage: Stage) -> None:
    way = Way(stage).reach("evaluation.completed")
    assert refusal(lambda: way.do("inspection.planned")) == {"element_closed"}
    assert way.do("evaluation.completed").subject == way.case


# --- the visit -------------------------------------------------------------------------------------------


def test_only_the_leader_reports_and_concludes(way: Way) -> None:
    way.go("inspection.planned")
    assert refusal(lambda: way.do("inspection.conducted", who="E009")) == {"not_leader"}
    way.go("inspection.conducted")
    assert refusal(lambda: way.do("inspection.concluded", who="E009")) == {"not_leader"}
    assert way.do("inspection.concluded").subject == way.case


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ("1", "person_days"),
        ("1.999", "person_days"),
        ("2.001", "person_days_impossible"),
        ("40", "person_days_impossible"),
    ],
)
def test_it_counts_the_person_days_really_spent(way: Way, days: str, code: str) -> None:
    way.go("inspection.planned")
    assert refusal(lambda: way.do("inspection.conducted", person_days=days)) == {code}
    assert way.do("inspection.conducted", person_days="2").subject == way.case


def test_it_refuses_a_visit_that_lies_in_the_future(way: Way) -> None:
    way.go("inspection.planned")
    tomorrow = (clock.legal_date(way.now) + timedelta(days=1)).isoformat()
    assert refusal(lambda: way.do("inspection.conducted", to_on=tomorrow)) == {"dates"}
    assert way.do("inspection.conducted", days=1, to_on=tomorrow).subject == way.case


def test_it_asks_for_registrations_on_the_real_days_too(way: Way) -> None:
    today = clock.legal_date(way.now)
    other = _inspector(way, "E801", to=today.isoformat())
    way.do("inspection.planned", team=_team(way, ("E008", "01"), (other, "02")))
    later = (today + timedelta(days=1)).isoformat()
    assert refusal(lambda: way.do("inspection.conducted", days=2, from_on=later, to_on=later)) == {
        "unregistered"
    }
    assert way.do("inspection.conducted").subject == way.case


def test_it_asks_for_no_interest_and_the_speciality_on_the_real_days_too(way: Way) -> None:
    way.go("inspection.planned")
    given = {
        "organisation": way.row.applicant_id,
        "kind": "配偶任职",
        "valid_from": date(2024, 1, 1),
        "valid_to": None,
    }
    with clock.moved(way.now):
        perform(
            "interest.declared", by=way.stage.people["E001"], subject=way.stage.people["E009"], given=given
        )
    assert refusal(lambda: way.do("inspection.conducted")) == {"interest"}
    # The way out: the plan is taken back, and another team is sent.
    way.go("inspection.recalled")
    way.do("inspection.planned", team=_team(way, ("E008", "01"), ("E024", "02")))
    assert way.do("inspection.conducted").subject == way.case


def test_a_member_who_inspected_neither_reviews_nor_decides_nor_approves(way: Way) -> None:
    with clock.moved(way.now):
        for post in ("reviewer", "decider", "approver"):
            cast.appoint(way.stage.people["E009"], post, by=way.stage.people["E001"], at=way.now)
    way.go("inspection.planned", "inspection.conducted", "inspection.concluded", "evaluation.completed")
    for act in ("review.concluded", "decision.made", "certificate.approved"):
        assert refusal(partial(way.do, act, who="E009")) == {"separation"}
        way.go(act)
    assert way.row.state == "certified"


def test_a_plan_is_recalled_before_the_visit_only(way: Way) -> None:
    way.go("inspection.planned")
    first = way.inspection.pk
    way.go("inspection.recalled", "inspection.planned")
    assert Inspection.objects.get(pk=first).state == "recalled"
    assert refusal(lambda: way.do("inspection.conducted", inspection=str(first))) >= {"inspection_state"}
    way.go("inspection.conducted")
    assert refusal(lambda: way.do("inspection.recalled")) == {"inspection_state"}
    assert way.do("inspection.concluded").subject == way.case


def test_the_body_does_not_go_on_while_the_clock_stands(visited: Way) -> None:
    way = visited
    way.do("case.paused", reason="factory_correction")
    way.go("correction.submitted")
    assert refusal(lambda: way.do("correction.verified")) == {"paused"}
    way.go("case.resumed")
    assert way.do("correction.verified").subject == way.case


def test_it_refuses_a_code_that_no_table_holds(way: Way) -> None:
    way.go("inspection.planned")
    wrong = [{**FINDING, "code": "99999"}]
    assert refusal(lambda: way.do("inspection.conducted", findings=wrong)) == {"unknown_code"}
    assert way.do("inspection.conducted", findings=[FINDING]).subject == way.case


# --- nonconformities and conclusion ----------------------------------------------------------------------


def _state(way: Way) -> list[str]:
    found = Nonconformity.objects.filter(inspection=way.inspection).order_by("number")
    return list(found.values_list("state", flat=True))


def test_corrections_are_verified_before_the_conclusion(visited: Way) -> None:
    way = visited
    for code in ("01", "02", "03"):
        assert refusal(partial(way.do, "inspection.concluded", conclusion=code)) == {"conclusion"}
    way.go("correction.submitted", "correction.verified")
    assert _state(way) == ["verified", "open"]
    assert refusal(lambda: way.do("inspection.concluded", conclusion="02")) == {"conclusion"}
    way.go("correction.submitted")
    way.do("correction.verified", accepted=False)
    assert _state(way) == ["verified", "rejected"]
    assert refusal(lambda: way.do("inspection.concluded", conclusion="02")) == {"conclusion"}
    way.go("correction.submitted")
    # The second one is serious: its correction is seen on site, and the conclusion says so.
    assert refusal(lambda: way.do("correction.verified", kind="written")) == {"not_on_paper"}
    way.do("correction.verified", kind="on_site")
    assert refusal(lambda: way.do("inspection.concluded", conclusion="02")) == {"conclusion"}
    assert way.do("inspection.concluded", conclusion="03").subject == way.case


def test_a_correction_is_verified_once_and_by_the_team(visited: Way) -> None:
    way = visited
    first = way.finding("open")
    verification: dict[str, Any] = {
        "nonconformity": first,
        "accepted": True,
        "kind": "written",
        "words": "有效。",
    }
    assert refusal(lambda: way.do("correction.verified", **verification)) == {"finding_state"}
    way.go("correction.submitted")
    assert refusal(lambda: way.do("correction.submitted", nonconformity=first)) == {"finding_state"}
    assert refusal(lambda: way.do("correction.verified", who="E024")) == {"not_in_team"}
    assert way.do("correction.verified").subject == way.case


@pytest.mark.parametrize(
    ("kinds", "right", "wrong"),
    [
        ((), "01", ("02", "03", "04")),
        (("written", "written"), "02", ("01", "03")),
        (("written", "on_site"), "03", ("01", "02")),
        (("on_site", "on_site"), "03", ("01", "02")),
    ],
)
def test_the_conclusion_follows_from_the_verifications(
    way: Way, kinds: tuple[str, ...], right: str, wrong: tuple[str, ...]
) -> None:
    way.go("inspection.planned")
    way.do("inspection.conducted", findings=[FINDING] * len(kinds))
    for kind in kinds:
        way.do("correction.submitted")
        way.do("correction.verified", kind=kind)
    for code in wrong:
        assert refusal(partial(way.do, "inspection.concluded", conclusion=code)) == {"conclusion"}
    way.do("inspection.concluded", conclusion=right)
    assert Element.objects.get(case=way.case, code="GC").state == "conforming"
    way.go("evaluation.completed", "review.concluded", "decision.made", "certificate.approved")
    certificate = Certificate.objects.get(case=way.case)
    assert certificate.number[6:10] == "1119"
    assert certificate.facts["mode"]["zh"] == "型式试验+初始工厂检查+获证后监督"


def test_a_failed_inspection_leads_to_a_refusal_only(visited: Way) -> None:
    way = visited
    way.do("inspection.concluded", conclusion="04")
    assert Element.objects.get(case=way.case, code="GC").state == "nonconforming"
    assert refusal(lambda: way.do("evaluation.completed")) == {"conclusion"}
    way.do("evaluation.completed", conforming=False)
    assert "not_conforming" in refusal(lambda: way.do("review.concluded"))
    way.do("review.concluded", recommends="refuse")
    assert "not_conforming" in refusal(lambda: way.do("decision.made"))
    assert refusal(lambda: way.do("decision.made", outcome="refuse")) == {"no_grounds"}
    way.do("decision.made", outcome="refuse", grounds=["inspection_failed"])
    assert "other_outcome" in refusal(lambda: way.do("certificate.approved"))
    way.go("refusal.approved")
    assert way.row.state == "refused"
    assert not Certificate.objects.filter(case=way.case).exists()


def test_the_certificate_waits_for_the_inspection(way: Way) -> None:
    assert refusal(lambda: way.do("evaluation.completed")) == {"element_open"}
    way.go("inspection.planned", "inspection.conducted")
    assert refusal(lambda: way.do("evaluation.completed")) == {"element_open"}
    way.go("inspection.concluded")
    assert way.do("evaluation.completed").subject == way.case


def test_an_inspection_of_another_case_is_not_taken(way: Way) -> None:
    other = Way(way.stage, "1119", now=way.now).reach("inspection.planned")
    other.go("inspection.planned")
    way.now = other.now
    way.go("inspection.planned")
    strange = str(Inspection.objects.get(case=other.case).pk)
    assert refusal(lambda: way.do("inspection.conducted", inspection=strange)) == {"other_inspection"}
    assert way.do("inspection.conducted").subject == way.case
