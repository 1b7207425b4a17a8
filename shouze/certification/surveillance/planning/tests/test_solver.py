"""Every plan keeps every hard constraint, costs no less than the bound, and says of a visit left out why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouze.certification.surveillance.planning.solver.bound import Prices, bound, priced
from shouze.certification.surveillance.planning.solver.columns import POINT
from shouze.certification.surveillance.planning.solver.frame import Frame
from shouze.certification.surveillance.planning.solver.greedy import fill
from shouze.certification.surveillance.planning.solver.instance import (
    Inspector,
    Instance,
    Line,
    Period,
    Visit,
    as_json,
    from_json,
)
from shouze.certification.surveillance.planning.solver.judging import judge
from shouze.certification.surveillance.planning.solver.places import kilometres
from shouze.certification.surveillance.planning.solver.schedule import Schedule
from shouze.certification.surveillance.planning.solver.solving import Progress, Saved, solve
from shouze.certification.surveillance.planning.solver.stopping import ALONE, impossible, why

from .cheapest import cheapest, few
from .small import FIRST, LAST, WORKING, instances

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
HANGZHOU = (120.2, 30.3)


def _always(*covers: str) -> tuple[Period, ...]:
    return (Period(FIRST, LAST, covers),)


def _people(count: int = 3) -> tuple[Inspector, ...]:
    return tuple(
        Inspector(f"i{n}", f"检查员{n}", HANGZHOU, _always("07"), _always("*")) for n in range(count)
    )


def _visit(key: str = "v0", **changed: object) -> Visit:
    one = Visit(key, "示例工厂", f"f-{key}", HANGZHOU, "0711", "07", FIRST, LAST, 4, 2)
    return replace(one, **changed)  # type: ignore[arg-type]


def _instance(*visits: Visit, people: tuple[Inspector, ...] | None = None) -> Instance:
    return Instance(FIRST, LAST, WORKING, visits, _people() if people is None else people)


@SLOW
@given(instances())
def test_it_keeps_every_hard_constraint_and_never_costs_less_than_the_bound(instance: Instance) -> None:
    found = solve(instance, rounds=1)
    assert judge(instance, found.lines) == []
    assert found.bound <= found.cost <= found.greedy
    assert sorted([*(one.visit for one in found.lines), *found.left]) == sorted(
        one.key for one in instance.visits
    )


@SLOW
@given(instances())
def test_it_never_proves_more_than_the_best_of_many_orders_costs(instance: Instance) -> None:
    """A bound that was too high would be beaten by some order of putting visits in."""
    small = replace(instance, visits=instance.visits[:4])
    frame = Frame(small)
    best = None
    for order in permutations(range(len(small.visits))):
        schedule = Schedule(frame)
        for visit in order:
            fill(schedule, [visit])
        best = schedule.cost() if best is None else min(best, schedule.cost())
    hopeless = impossible(frame)
    assert best is not None and bound(frame, hopeless, priced(frame, hopeless)) <= best


@settings(SLOW, max_examples=25)
@given(instances(), st.integers(0, 30))
def test_it_proves_at_no_prices_more_than_the_cheapest_plan_costs(instance: Instance, price: int) -> None:
    """The cheapest plan of a small instance, found by a model of its own, costs no less than the bound,
    whatever the prices are.
    """
    frame = Frame(small := few(instance))
    hopeless = impossible(frame)
    prices = priced(frame, hopeless)
    best = cheapest(small)
    assert bound(frame, hopeless, prices) <= best
    other = np.array([price * POINT * (n % 2) for n in range(len(small.inspectors))], dtype=np.int64)
    assert bound(frame, hopeless, Prices(other, 0)) <= best
    assert solve(small, rounds=1).cost >= best


@SLOW
@given(instances())
def test_it_says_of_every_visit_left_out_what_stops_it(instance: Instance) -> None:
    frame = Frame(instance)
    schedule = Schedule(frame)
    fill(schedule)
    for visit in schedule.left:
        rule, words = why(schedule, visit)
        assert (rule in ALONE or rule == "full") and "{" not in words.zh + words.en
        alone = Schedule(frame)
        fill(alone, [visit])
        if rule in ALONE:
            assert visit in alone.left


@SLOW
@given(instances())
def test_it_reads_back_what_it_wrote_down(instance: Instance) -> None:
    assert from_json(json.loads(json.dumps(as_json(instance)))) == instance


def test_it_goes_on_after_an_interruption_as_if_there_had_been_none() -> None:
    instance = _instance(*(_visit(f"v{n}", place=(87.6, 43.8 + n / 100)) for n in range(6)))
    whole = solve(instance, rounds=1)
    saved: list[Saved] = []

    def stop(progress: Progress, schedule: Schedule) -> bool:
        saved[:] = [Saved(schedule.as_lines(), progress.step, progress.greedy, progress.bound)]
        return progress.step < 2

    solve(instance, rounds=1, tell=stop)
    resumed = solve(instance, rounds=1, saved=saved[0])
    assert (resumed.lines, resumed.bound, resumed.greedy) == (whole.lines, whole.bound, whole.greedy)
    assert judge(instance, resumed.lines) == []


def test_it_takes_visits_near_each_other_on_one_journey() -> None:
    far = [_visit(f"v{n}", place=(87.6, 43.8), days=2) for n in range(3)]
    found = solve(_instance(*far), rounds=1)
    assert found.travel == 2 * 2
    assert len({one.first.isocalendar()[:2] for one in found.lines}) == 1


@pytest.mark.parametrize(
    ("visit", "people", "rule"),
    [
        (_visit(speciality="24"), _people(), "speciality"),
        (_visit(), _people(1), "team"),
        (_visit(days=12), _people(), "length"),
        (_visit(earliest=date(2026, 8, 1), due=date(2026, 8, 20)), _people(), "window"),
        (
            _visit(led_by=("i0", "i0")),
            (_people()[0], replace(_people()[1], registrations=_always("01"))),
            "rotation",
        ),
        (
            _visit(parties=("o1",)),
            tuple(replace(one, barred=(("o1", LAST),)) for one in _people()),
            "independence",
        ),
        (
            _visit(),
            tuple(replace(one, registrations=(Period(FIRST, FIRST, ("07",)),)) for one in _people()),
            "registration",
        ),
    ],
)
def test_it_names_the_constraint_that_stops_a_visit(
    visit: Visit, people: tuple[Inspector, ...], rule: str
) -> None:
    instance = _instance(visit, people=people)
    found = solve(instance, rounds=1)
    assert found.left == (visit.key,)
    schedule = Schedule(Frame(instance))
    assert why(schedule, 0)[0] == rule
    # The same visit has a place where nothing stops it.
    assert solve(_instance(_visit()), rounds=1).left == ()


MONDAY = date(2026, 3, 9)
GOOD = Line("v0", MONDAY, MONDAY + timedelta(days=1), "i0", ("i0", "i1"))
FAR_AWAY = replace(_people()[0], place=(87.6, 43.8))


@pytest.mark.parametrize(
    ("rule", "line", "people"),
    [
        ("unknown_visit", replace(GOOD, visit="v9"), _people()),
        ("unknown_inspector", replace(GOOD, team=("i0", "i9")), _people()),
        ("team", replace(GOOD, team=("i0",)), _people()),
        ("team", replace(GOOD, leader="i2"), _people()),
        ("days", replace(GOOD, last=MONDAY), _people()),
        ("window", replace(GOOD, first=date(2026, 7, 6), last=date(2026, 7, 7)), _people()),
        (
            "registration",
            GOOD,
            (_people()[0], replace(_people()[1], registrations=(Period(FIRST, MONDAY, ("07",)),))),
        ),
        ("appointment", GOOD, (_people()[0], replace(_people()[1], appointments=_always("01")))),
        ("away", GOOD, (_people()[0], replace(_people()[1], away=((MONDAY, MONDAY),)))),
        ("independence", GOOD, (_people()[0], replace(_people()[1], barred=(("o1", LAST),)))),
        ("speciality", GOOD, (replace(_people()[0], registrations=_always("01")), _people()[1])),
        ("travel", GOOD, (FAR_AWAY, _people()[1])),
    ],
)
def test_it_finds_every_kind_of_broken_constraint(
    rule: str, line: Line, people: tuple[Inspector, ...]
) -> None:
    visit = _visit(parties=("o1",))
    assert judge(_instance(visit), [GOOD]) == []
    assert rule in {one.rule for one in judge(_instance(visit, people=people), [line])}


def test_it_finds_who_is_in_two_places_and_who_leads_too_often() -> None:
    two = _instance(_visit(), _visit("v1"))
    assert {one.rule for one in judge(two, [GOOD, replace(GOOD, visit="v1", team=("i0", "i2"))])} == {
        "occupied"
    }
    led = _instance(_visit(led_by=("i0", "i0")))
    assert {one.rule for one in judge(led, [GOOD])} == {"rotation"}
    assert {one.rule for one in judge(_instance(_visit()), [GOOD, GOOD])} >= {"twice"}


def test_it_measures_by_great_circle() -> None:
    assert kilometres((121.5, 31.2), (113.3, 23.1)) == pytest.approx(1210, rel=0.02)
    for one, other in combinations([(120.2, 30.3), (87.6, 43.8), (113.3, 23.1)], 2):
        assert kilometres(one, other) == pytest.approx(kilometres(other, one))
