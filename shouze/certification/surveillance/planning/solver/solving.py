"""The way to a plan: a bound, a plan made by hand, and then steps of improvement, with a word after each.

A round goes over all regions (`packing`) and all weeks (`manning`). What is found so far can be written
down as lines after any step and taken up again (`resume`): nothing but the lines is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .bound import bound
from .frame import Frame
from .greedy import fill
from .instance import Instance, Line
from .manning import man
from .packing import pack
from .schedule import Schedule
from .stopping import impossible


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: steps done of how many, and what the plan costs now; ``greedy`` and ``bound`` are
    fixed.
    """

    step: int
    steps: int
    cost: int
    greedy: int
    bound: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with its proof: no plan of the model costs less than ``bound``."""

    lines: tuple[Line, ...]
    cost: int
    bound: int
    greedy: int
    left: tuple[str, ...]
    travel: int
    late: int
    over: int

    @property
    def gap(self) -> float:
        """How much the plan may cost more than the cheapest one, as a part of its cost."""
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


@dataclass(frozen=True, slots=True)
class Saved:
    """Where an interrupted search goes on: the lines found, the step that comes next, and what is known."""

    lines: tuple[Line, ...]
    step: int
    greedy: int
    bound: int


Telling = Callable[[Progress, Schedule], bool]


def never_stop(progress: Progress, schedule: Schedule) -> bool:
    """Go on after every step."""
    return True


def solve(
    instance: Instance, *, rounds: int, seed: int = 1, saved: Saved | None = None, tell: Telling = never_stop
) -> Solution:
    """Seek a plan in so many rounds. ``tell`` hears of every step; where it returns False, the best plan so
    far is returned at once. The same instance, rounds and seed give the same plan, interrupted or not
    between steps.
    """
    frame = Frame(instance)
    schedule = Schedule(frame)
    if saved:
        resume(schedule, saved.lines)
        greedy, below = saved.greedy, saved.bound
    else:
        hopeless = impossible(frame)
        fill(schedule)
        greedy, below = schedule.cost(), bound(frame, hopeless)
    steps = list(_steps(frame, rounds))
    begun = saved.step if saved else 0
    going = tell(Progress(begun, len(steps), schedule.cost(), greedy, below), schedule)
    for n in range(begun, len(steps)):
        if not going or schedule.cost() <= below:
            break
        _do(schedule, steps[n], seed + n)
        schedule.keep()
        going = tell(Progress(n + 1, len(steps), schedule.cost(), greedy, below), schedule)
    return _solution(schedule, greedy, below)


def resume(schedule: Schedule, lines: Sequence[Line]) -> None:
    """Put lines into an empty schedule; those that do not fit together any more are left."""
    frame = schedule.frame
    visits = {one.key: n for n, one in enumerate(frame.visits)}
    people = {one.key: n for n, one in enumerate(frame.inspectors)}
    weeks = {day: n for n, week in enumerate(frame.weeks) for day in week.days}
    known = [
        one for one in lines if one.visit in visits and one.first in weeks and set(one.team) <= set(people)
    ]
    for together in _trips(frame, known, visits, weeks):
        first = together[0]
        crew = tuple(people[one] for one in first.team)
        members = [visits[one.visit] for one in together]
        trip = schedule.fit(weeks[first.first], frame.region[members[0]], crew, members)
        if trip:
            schedule.put(trip)
    schedule.keep()


def _trips(
    frame: Frame, lines: list[Line], visits: dict[str, int], weeks: dict[date, int]
) -> Iterator[list[Line]]:
    def key(one: Line) -> tuple[int, int, tuple[str, ...]]:
        return weeks[one.first], frame.region[visits[one.visit]], one.team

    for _, together in groupby(sorted(lines, key=lambda one: (*key(one), one.first)), key):
        yield list(together)


def _steps(frame: Frame, rounds: int) -> Iterator[tuple[str, int, int]]:
    """What is done in which region or week, and in which round."""
    for turn in range(rounds):
        yield from (("pack", region, turn) for region in range(len(frame.centres)))
        yield from (("man", week, turn) for week in range(len(frame.weeks)))


def _do(schedule: Schedule, step: tuple[str, int, int], seed: int) -> None:
    kind, which, turn = step
    if kind == "man":
        man(schedule, which, seed)
    else:
        pack(schedule, which, turn, seed)


def _solution(schedule: Schedule, greedy: int, below: int) -> Solution:
    frame = schedule.frame
    trips = list(schedule.all_trips())
    return Solution(
        tuple(schedule.lines()),
        schedule.cost(),
        below,
        greedy,
        tuple(sorted(frame.visits[one].key for one in schedule.left)),
        sum(sum(frame.travel[one][trip.region]) for trip in trips for one in trip.crew),
        sum(schedule.lateness(trip) for trip in trips),
        sum(schedule.over(one) for one in range(len(frame.inspectors))),
    )
