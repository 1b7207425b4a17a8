"""A yearly plan of 5,000 visits by 300 inspectors: what it costs, how far it can be from the cheapest one,
and how much cheaper it is than one that a planner makes visit by visit.

The instance is drawn by a seed. The bound is proven (`solver.bound`): no plan of the model costs less.
Every plan is held against the independent checker before its figures are told.
"""

from __future__ import annotations

import os
import random
import time
from datetime import date, timedelta
from typing import Any, Final

from shouze.certification.surveillance.planning.solver import judging
from shouze.certification.surveillance.planning.solver.instance import (
    Inspector,
    Instance,
    Period,
    Settings,
    Visit,
)
from shouze.certification.surveillance.planning.solver.solving import Progress, Solution, solve
from shouze.kernel import clock

SEED: Final = 20260101
#: parts of the inspectors whose registration ends early, and who have an interest; of factories seen twice
GAPS, LINKED, TWICE = 0.1, 0.3, 0.08
VISITS: Final = 5_000
INSPECTORS: Final = 300
ROUNDS: Final = 2
YEAR: Final = 2026
#: (longitude, latitude, weight of its factories) of towns where much is made
TOWNS: Final = (
    (120.2, 30.3, 8), (121.5, 29.9, 8), (120.7, 28.0, 7), (121.4, 28.7, 5), (119.6, 29.1, 4),
    (120.6, 31.3, 7), (120.3, 31.5, 5), (118.8, 32.1, 3), (119.9, 31.8, 4), (121.5, 31.2, 5),
    (113.1, 23.0, 9), (114.1, 22.5, 9), (113.7, 23.0, 8), (113.4, 22.5, 7), (114.4, 23.1, 4),
    (113.3, 23.1, 4), (116.7, 23.4, 3), (118.1, 24.5, 3), (119.3, 26.1, 2), (118.6, 24.9, 3),
    (120.4, 36.1, 4), (117.0, 36.7, 2), (121.4, 37.5, 2), (117.2, 39.1, 4), (116.4, 39.9, 2),
    (114.5, 38.0, 2), (123.4, 41.8, 2), (121.6, 38.9, 2), (125.3, 43.9, 1), (117.3, 31.9, 3),
    (118.4, 31.3, 2), (114.3, 30.6, 3), (113.0, 28.2, 2), (115.9, 28.7, 2), (104.1, 30.7, 2),
    (106.5, 29.6, 3), (108.9, 34.3, 1), (113.6, 34.8, 2), (102.7, 25.0, 1), (108.3, 22.8, 1),
    (106.7, 26.6, 1), (126.6, 45.8, 1), (87.6, 43.8, 1), (103.8, 36.1, 1), (110.3, 20.0, 1),
)  # fmt: skip
#: speciality, weight
SPECIALITIES: Final = (
    ("07", 6),
    ("01", 4),
    ("02", 4),
    ("10", 3),
    ("09", 3),
    ("1119", 2),
    ("24", 1),
    ("22", 1),
)


def measure() -> dict[str, Any]:
    """Plan the year and tell cost, bound, gap, the plan by hand, and the time; with the load of the
    machine.
    """
    instance = drawn(VISITS, INSPECTORS, SEED)
    began, cost, made = time.perf_counter(), time.process_time(), [0.0]

    def tell(progress: Progress, schedule: object) -> bool:
        made[0] = made[0] or time.perf_counter() - began
        return True

    plan = solve(instance, rounds=ROUNDS, seed=SEED, tell=tell)
    seconds, processor = time.perf_counter() - began, time.process_time() - cost
    broken = judging.judge(instance, plan.lines)
    if broken:
        raise AssertionError(f"{len(broken)} constraints are broken, the first: {broken[0]}")
    return {
        "seed": SEED,
        "load": os.getloadavg(),
        **told(instance, plan),
        "by_hand_and_bound_seconds": made[0],
        "seconds": seconds,
        "processor_seconds": processor,
    }


def told(instance: Instance, plan: Solution) -> dict[str, Any]:
    """The figures of a plan."""
    return {
        "visits": len(instance.visits),
        "inspectors": len(instance.inspectors),
        "planned": len(plan.lines),
        "left_out": len(plan.left),
        "objective": plan.cost,
        "bound": plan.bound,
        "gap": plan.gap,
        "greedy_objective": plan.greedy,
        "ratio_to_greedy": plan.cost / plan.greedy if plan.greedy else 1.0,
        "travel_person_days": plan.travel,
        "late_days": plan.late,
        "over_fair_share_days": plan.over,
    }


def drawn(visits: int, inspectors: int, seed: int) -> Instance:
    """A year drawn by a seed: factories around towns, inspectors in them, some with gaps in their
    registration.
    """
    chance = random.Random(seed)  # noqa: S311  a measurement, no secret
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    people = tuple(_inspector(chance, n, first, last) for n in range(inspectors))
    owed: list[Visit] = []
    while len(owed) < visits:
        owed += _visits(chance, len(owed), people, first)
    working = tuple(day for day in days if clock.is_working_day(day))
    return Instance(first, last, working, tuple(owed[:visits]), people, Settings())


def _town(chance: random.Random, spread: float) -> tuple[float, float]:
    east, north, _ = chance.choices(TOWNS, [town[2] for town in TOWNS])[0]
    return round(chance.gauss(east, spread), 4), round(chance.gauss(north, spread), 4)


def _speciality(chance: random.Random) -> str:
    return chance.choices([one for one, _ in SPECIALITIES], [weight for _, weight in SPECIALITIES])[0]


def _inspector(chance: random.Random, n: int, first: date, last: date) -> Inspector:
    held = tuple(sorted({_speciality(chance) for _ in range(chance.choice((1, 2, 2, 3)))}))
    until = last if chance.random() > GAPS else first + timedelta(days=chance.randrange(60, 330))
    leave = first + timedelta(days=chance.randrange(350))
    away = ((leave, leave + timedelta(days=chance.choice((4, 9, 13)))),)
    linked = ((f"o{chance.randrange(3000)}", last),) if chance.random() < LINKED else ()
    registered, appointed = (Period(first, until, held),), (Period(first, last, ("*",)),)
    return Inspector(f"i{n}", f"检查员{n}", _town(chance, 0.1), registered, appointed, away, linked)


def _visits(chance: random.Random, n: int, people: tuple[Inspector, ...], first: date) -> list[Visit]:
    """A factory's visits of the year: one, or two half a year apart."""
    place, speciality = _town(chance, 0.25), _speciality(chance)
    twice = chance.random() < TWICE
    due = first + timedelta(days=chance.randrange(20, 180 if twice else 350))
    last = chance.choice(people).key
    return [
        Visit(
            key=f"v{n + m}",
            name=f"工厂{n}",
            factory=f"f{n}",
            place=place,
            product=speciality.ljust(4, "0"),
            speciality=speciality,
            earliest=max(first, due + timedelta(days=182 * m - 90)),
            due=due + timedelta(days=182 * m),
            days=chance.choice((1, 2, 2, 2, 3, 4)),
            team=2,
            parties=(f"o{n % 3000}",),
            led_by=(last, last) if n % 9 == 0 else (last,),
            unannounced=twice,
        )
        for m in range(1 + twice)
    ]
