"""Standing in for the absent: from which day to which, for which posts, by whom; and never lent on."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouze.demo.stage import Stage
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, StandIn, Standing, perform, possible, standing_of
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.resources.people import queries as people
from shouze.resources.people.models import Delegation

pytestmark = pytest.mark.django_db

MONDAY = date(2024, 3, 4)
WEEK = timedelta(days=7)
NOBODY = Standing(uuid.UUID(int=0), "", "staff", None, None, (), (), ())


def lend(
    stage: Stage,
    person: str,
    delegate: str,
    *,
    by: str = "",
    on: date = MONDAY,
    at: str = "08:00",
    **changed: Any,
) -> Done:
    """Let ``person`` name ``delegate`` for a week from ``on``; ``by`` another one: he arranges it."""
    asked: dict[str, Any] = {
        "delegate": str(stage.people[delegate]),
        "valid_from": on.isoformat(),
        "valid_until": (on + WEEK).isoformat(),
        **changed,
    }
    act = "delegation.arranged" if by else "delegation.given"
    with clock.moved(clock.moment(on, at)):
        return perform(act, by=stage.people[by or person], subject=stage.people[person], given=asked)


def end(stage: Stage, person: str, until: date, *, on: date, by: str = "", at: str = "08:30") -> Done:
    """End the latest delegation of ``person`` so that he is back on ``until``."""
    found = Delegation.objects.filter(person_id=stage.people[person]).order_by("-valid_from", "-id")[0]
    asked = {"delegation": str(found.pk), "valid_until": until.isoformat()}
    act = "delegation.withdrawn" if by else "delegation.ended"
    with clock.moved(clock.moment(on, at)):
        return perform(act, by=stage.people[by or person], subject=stage.people[person], given=asked)


def _appoint(stage: Stage, number: str, post: str) -> None:
    given_ = {"post": post, "scope": ["*"], "valid_from": "2024-03-01"}
    with clock.moved(clock.moment(MONDAY, "07:00")):
        perform("person.appointed", by=stage.people["E001"], subject=stage.people[number], given=given_)


def planned(stage: Stage, on: date = MONDAY) -> Way:
    """A case of the engineer E003 that waits for its plan on a day."""
    with clock.moved(clock.moment(MONDAY, "09:00")):
        way = Way(stage).reach("plan.made")
    way.now = clock.moment(on, "10:00")
    return way


def who_of(done: Done) -> dict[str, Any]:
    """The section who of the entry of an act."""
    found: dict[str, Any] = ledger.body_of(ledger.entry(done.uid))["who"]
    return found


# --- who stands in, and what the entry says --------------------------------------------------------------


def test_it_lets_the_delegate_act_and_names_both(stage: Stage) -> None:
    way = planned(stage)
    assert refusal(lambda: way.do("plan.made", who="E019")) == {"not_related"}
    lend(stage, "E003", "E019")
    done = way.do("plan.made", who="E019")
    who = who_of(done)
    assert (who["name"], who["post"]) == ("石诚", "project_engineer")
    assert who["for"] == {"person_id": way.person("E003"), "name": "易航"}
    assert way.row.hands["evaluation"] == [way.person("E019"), way.person("E003")]
    assert ledger.entry(done.uid).person_id == stage.people["E019"]


def test_it_leaves_the_absent_one_his_own_powers(stage: Stage) -> None:
    way = planned(stage)
    lend(stage, "E003", "E019")
    assert "for" not in who_of(way.do("plan.made", who="E003"))


def test_it_prefers_what_one_may_do_by_himself(stage: Stage) -> None:
    lend(stage, "E004", "E021")
    way = Way(stage).reach("review.concluded")
    assert "for" not in who_of(way.do("review.concluded", who="E021"))


def test_it_lends_a_post_of_administration_to_one_who_does_not_hold_it(stage: Stage) -> None:
    way = Way(stage).reach("fees.received")
    assert refusal(lambda: way.do("fees.received", who="E015")) == {"no_post"}
    lend(stage, "E011", "E015", posts=["finance_officer"])
    who = who_of(way.do("fees.received", who="E015"))
    assert (who["post"], who["for"]["name"]) == ("finance_officer", "钱明")


def test_it_lends_no_product_for_which_the_delegate_is_not_appointed(stage: Stage) -> None:
    way = planned(stage)
    lend(stage, "E003", "E020")  # appointed for 08, 09, 16 and 11; the case is of 0711
    assert refusal(lambda: way.do("plan.made", who="E020")) == {"delegate_not_competent"}
    with clock.moved(way.now):
        given = {"post": "project_engineer", "scope": ["0711"], "valid_from": "2024-03-01"}
        perform("person.appointed", by=stage.people["E001"], subject=stage.people["E020"], given=given)
    assert way.do("plan.made", who="E020").subject == way.case


def test_it_offers_a_delegate_the_acts_of_the_absent_one(stage: Stage) -> None:
    way = planned(stage)
    lend(stage, "E003", "E019")
    standing = standing_of(stage.people["E019"])
    assert standing is not None
    offered = {one.act.name: one for one in possible(way.row, standing, way.now) if not one.objections}
    absent = offered["plan.made"].absent
    assert absent is not None and absent.name == "易航"


# --- from which day to which -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "may"), [(-1, False), (0, True), (6, True), (7, False)],
    ids=["the day before", "the first day", "the last day", "the day of the return"],
)  # fmt: skip
def test_it_holds_from_the_first_day_to_before_the_return(stage: Stage, days: int, may: bool) -> None:
    first = MONDAY + timedelta(days=10)
    way = planned(stage, first + timedelta(days=days))
    lend(stage, "E003", "E019", valid_from=first.isoformat(), valid_until=(first + WEEK).isoformat())
    if may:
        assert way.do("plan.made", who="E019").subject == way.case
    else:
        assert refusal(lambda: way.do("plan.made", who="E019")) == {"not_related"}


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 90), st.integers(-5, 100))
def test_it_holds_on_exactly_as_many_days_as_lie_between(first: date, length: int, days: int) -> None:
    until = first + timedelta(days=length)
    lent = StandIn(NOBODY, (), first.isoformat(), until.isoformat())
    on = first + timedelta(days=days)
    assert lent.holds(on) == (first <= on < until)
    assert sum(lent.holds(first + timedelta(days=one)) for one in range(-3, length + 3)) == length


def test_it_ends_on_the_day_of_an_earlier_return(stage: Stage) -> None:
    way = planned(stage)
    lend(stage, "E003", "E019")
    wednesday = MONDAY + timedelta(days=2)
    end(stage, "E003", wednesday, on=MONDAY)
    way.now = clock.moment(wednesday, "09:00")
    assert refusal(lambda: way.do("plan.made", who="E019")) == {"not_related"}
    way.now = clock.moment(wednesday - timedelta(days=1), "09:00")
    assert way.do("plan.made", who="E019").subject == way.case


@pytest.mark.parametrize("days", [-1, 7, 8])
def test_it_ends_no_delegation_in_the_past_and_prolongs_none(stage: Stage, days: int) -> None:
    lend(stage, "E003", "E019")
    today = MONDAY + timedelta(days=1)
    back = MONDAY + timedelta(days=days)
    assert refusal(lambda: end(stage, "E003", back, on=today)) == {"outside_absence"}
    assert end(stage, "E003", MONDAY + timedelta(days=6), on=today)


# --- what is not lent ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"valid_until": "2024-03-04"}, "dates_disorder"),
        ({"valid_until": "2024-03-03"}, "dates_disorder"),
        ({"valid_from": "2024-03-03"}, "back_dated_absence"),
        ({"valid_until": "2024-06-03"}, "absence_too_long"),
        ({"valid_from": "2024-12-02", "valid_until": "2024-12-06"}, "absence_too_early"),
        ({"posts": ["reviewer"]}, "post_not_held"),
        ({"posts": ["no_such_post"]}, "unknown_code"),
    ],
)
def test_it_refuses_what_cannot_be_lent(stage: Stage, changed: dict[str, Any], code: str) -> None:
    assert code in refusal(lambda: lend(stage, "E003", "E019", **changed))
    assert lend(stage, "E003", "E019", valid_until="2024-06-02")


@pytest.mark.parametrize(
    ("person", "delegate", "code"),
    [
        ("E003", "E004", "delegate_not_competent"),
        ("E003", "E003", "own_delegate"),
        ("E003", "C001", "no_delegate"),
    ],
)
def test_it_refuses_who_cannot_stand_in(stage: Stage, person: str, delegate: str, code: str) -> None:
    assert code in refusal(lambda: lend(stage, person, delegate))
    assert lend(stage, person, "E019")


def test_it_lends_no_inspection(stage: Stage) -> None:
    assert refusal(lambda: lend(stage, "E008", "E009", by="E001")) == {"nothing_to_lend"}
    assert refusal(lambda: lend(stage, "E008", "E009", by="E001", posts=["inspector"])) == {"post_not_lent"}
    assert lend(stage, "E007", "E015", by="E001")


def test_it_lets_everybody_lend_his_own_posts_and_the_personnel_officer_those_of_the_absent(
    stage: Stage,
) -> None:
    asked: dict[str, Any] = {
        "delegate": str(stage.people["E019"]), "valid_from": "2024-03-04", "valid_until": "2024-03-11",
    }  # fmt: skip

    def as_if(number: str, act: str, at: str = "08:00") -> Done:
        with clock.moved(clock.moment(MONDAY, at)):
            return perform(act, by=stage.people[number], subject=stage.people["E003"], given=asked)

    assert refusal(lambda: as_if("E020", "delegation.given")) == {"not_related"}
    assert refusal(lambda: as_if("E003", "delegation.arranged")) == {"no_post"}
    assert as_if("E001", "delegation.arranged")
    assert end(stage, "E003", MONDAY, on=MONDAY, by="E001")
    assert as_if("E003", "delegation.given", "08:45")


# --- chains and cycles -----------------------------------------------------------------------------------


def test_it_lends_nothing_on(stage: Stage) -> None:
    way = planned(stage)
    _appoint(stage, "E020", "project_engineer")
    lend(stage, "E003", "E019")
    assert refusal(lambda: lend(stage, "E019", "E020")) == {"chain"}
    end(stage, "E003", MONDAY, on=MONDAY)
    lend(stage, "E019", "E020")
    assert refusal(lambda: way.do("plan.made", who="E020")) == {"not_related"}
    assert way.do("plan.made", who="E003")


def test_it_refuses_a_cycle_and_an_absent_delegate(stage: Stage) -> None:
    lend(stage, "E003", "E019")
    assert refusal(lambda: lend(stage, "E019", "E003")) == {"cycle"}
    assert refusal(lambda: lend(stage, "E020", "E003")) == {"delegate_absent"}
    after = MONDAY + WEEK
    assert lend(stage, "E019", "E003", valid_from=after.isoformat(), valid_until=(after + WEEK).isoformat())


@pytest.mark.parametrize(("start", "clashes"), [(-7, False), (-6, True), (6, True), (7, False)])
def test_it_lends_a_post_once_at_a_time(stage: Stage, start: int, clashes: bool) -> None:
    first = MONDAY + timedelta(days=20)
    lend(stage, "E003", "E019", valid_from=first.isoformat(), valid_until=(first + WEEK).isoformat())
    other = first + timedelta(days=start)
    again = partial(
        lend, stage, "E003", "E020", valid_from=other.isoformat(), valid_until=(other + WEEK).isoformat()
    )
    if clashes:
        assert refusal(again) == {"lent_already"}
    else:
        assert again()


NUMBERS = ("E003", "E019", "E020")
days_after = st.integers(0, 12)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    st.lists(
        st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS), days_after, st.integers(1, 6)),
        max_size=8,
    )
)
def test_it_never_lets_a_delegate_be_absent(stage: Stage, asked: list[tuple[str, str, int, int]]) -> None:
    """Whatever is asked for: nobody who stands in is absent on a day on which he stands in."""
    from django.db import transaction

    from shouze.kernel.acts import Refused

    with transaction.atomic():
        for person, delegate, start, length in asked:
            first = MONDAY + timedelta(days=start)
            until = first + timedelta(days=length)
            try:
                lend(stage, person, delegate, valid_from=first.isoformat(), valid_until=until.isoformat())
            except Refused:
                continue
        for day in (MONDAY + timedelta(days=one) for one in range(20)):
            absent = {row.person_id: row.delegate_id for row in Delegation.objects.all() if _on(row, day)}
            assert not set(absent) & set(absent.values())
            for person_id, delegate_id in absent.items():
                assert [one.delegate for one in people.stand_ins_of(person_id, day)] == [delegate_id]
                assert person_id in {one.person for one in people.stood_in_for(delegate_id, day)}
        transaction.set_rollback(True)


def _on(row: Delegation, day: date) -> bool:
    return row.valid_from <= day < row.valid_until


# --- independence of both --------------------------------------------------------------------------------


def _declare(way: Way, number: str) -> None:
    given_ = {"organisation": str(way.row.applicant_id), "kind": "持股", "valid_from": "2015-01-01"}
    with clock.moved(way.now):
        perform(
            "interest.declared", by=way.stage.people["E001"], subject=way.stage.people[number], given=given_
        )


@pytest.mark.parametrize("linked", ["E003", "E019"])
def test_it_counts_the_interests_of_both(stage: Stage, linked: str) -> None:
    way = planned(stage)
    lend(stage, "E003", "E019")
    _declare(way, linked)
    assert refusal(lambda: way.do("plan.made", who="E019")) == {"interest"}


def _evaluated_for(stage: Stage) -> Way:
    """A case whose whole evaluation E019 made in the place of E003, and both are reviewers, too."""
    way = planned(stage)
    for number in ("E003", "E019"):
        _appoint(stage, number, "reviewer")
    lend(stage, "E003", "E019", posts=["project_engineer"], valid_until="2024-06-01")
    way.do("plan.made", who="E019")
    way.go("agreement.concluded", "fees.received")
    for act in (
        "test.ordered",
        "samples.received",
        "samples.authenticated",
        "report.submitted",
        "report.accepted",
    ):
        way.do(act, who="" if act in {"samples.received", "report.submitted"} else "E019")
    way.do("evaluation.completed", who="E019")
    return way


@pytest.mark.parametrize("number", ["E003", "E019"])
def test_it_lets_neither_review_what_was_evaluated_in_the_place_of_the_other(
    stage: Stage, number: str
) -> None:
    way = _evaluated_for(stage)
    assert refusal(lambda: way.do("review.concluded", who=number)) == {"separation"}
    assert way.do("review.concluded", who="E004")


def test_it_lets_nobody_do_for_another_what_either_may_not(stage: Stage) -> None:
    """Finance and evaluation are apart: the delegate of the finance officer had a hand in the evaluation, or
    the absent officer had."""
    way = Way(stage).reach("fees.received")
    lend(stage, "E011", "E003", posts=["finance_officer"])
    assert refusal(lambda: way.do("fees.received", who="E003")) == {"separation"}
    end(stage, "E011", MONDAY, on=MONDAY)
    lend(stage, "E011", "E015", at="08:45", posts=["finance_officer"])
    row = way.row
    row.hands["review"] = [way.person("E011")]
    type(row).objects.filter(pk=row.pk).update(hands=row.hands)
    assert refusal(lambda: way.do("fees.received", who="E015")) == {"separation"}
    del row.hands["review"]
    type(row).objects.filter(pk=row.pk).update(hands=row.hands)
    assert way.do("fees.received", who="E015")


# --- the ledger ------------------------------------------------------------------------------------------


def test_it_makes_the_tables_again_with_their_delegations(stage: Stage) -> None:
    way = _evaluated_for(stage)
    today = clock.legal_date(way.now)
    end(stage, "E003", today + timedelta(days=1), on=today, at="18:00")
    assert compare() == []
    said = [json.loads(one.body or b"{}")["who"]["value"] for one in ledger.entries_for_case(_id(way))]
    assert {one["for"]["name"] for one in said if "for" in one} == {"易航"}


def _id(way: Way) -> uuid.UUID:
    assert way.case is not None
    return way.case
