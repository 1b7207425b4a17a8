"""The way to a plan: a bound, a plan made by hand, and then steps of improvement, with a word after each.

First all regions are packed (`packing`) with the prices of the bound for everybody's days, then each round
goes over all regions and all weeks (`manning`) with what they cost. What is found so far can be written down
after any step and taken up again (`resume`): nothing but the trips' lines is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .bound import Prices, bound, priced
from .frame import Frame
from .greedy import fill
from .instance import Instance, Line
from .manning import man
from .packing import pack
from .schedule import Schedule, Trip
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
    """Where an interrupted search goes on: the lines of each trip found, the step that comes next, and what
    is known.
    """

    trips: Sequence[Sequence[Line]]
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
    hopeless = impossible(frame)
    prices = priced(frame, hopeless)
    if saved:
        resume(schedule, saved.trips)
        greedy, below = saved.greedy, saved.bound
    else:
        fill(schedule)
        greedy, below = schedule.cost(), bound(frame, hopeless, prices)
    steps = list(_steps(frame, rounds))
    begun = saved.step if saved else 0
    going = tell(Progress(begun, len(steps), schedule.cost(), greedy, below), schedule)
    for n in range(begun, len(steps)):
        if not going or schedule.cost() <= below:
            break
        _do(schedule, steps[n], seed + n, prices)
        schedule.keep()
        going = tell(Progress(n + 1, len(steps), schedule.cost(), greedy, below), schedule)
    if schedule.cost() > greedy:
        schedule = Schedule(frame)
        fill(schedule)
    return _solution(schedule, greedy, below)


def resume(schedule: Schedule, trips: Sequence[Sequence[Line]]) -> None:
    """Put trips into an empty schedule as `Schedule.as_lines` wrote them down: the search goes on from the
    very same state.
    """
    frame = schedule.frame
    visits = {one.key: n for n, one in enumerate(frame.visits)}
    people = {one.key: n for n, one in enumerate(frame.inspectors)}
    days = {day: (n, bit) for n, week in enumerate(frame.weeks) for bit, day in enumerate(week.days)}
    for lines in trips:
        members = tuple(visits[one.visit] for one in lines)
        week, start = days[lines[0].first]
        schedule.put(
            Trip(
                week,
                frame.region[members[0]],
                tuple(people[one] for one in lines[0].team),
                members,
                tuple(people[one.leader] for one in lines),
                start,
                sum(frame.visits[one].length for one in members),
            )
        )
    schedule.keep()


def _steps(frame: Frame, rounds: int) -> Iterator[tuple[str, int]]:
    """What is done, and in which region or week."""
    yield from (("guide", region) for region in range(len(frame.centres)))
    for _ in range(rounds):
        yield from (("pack", region) for region in range(len(frame.centres)))
        yield from (("man", week) for week in range(len(frame.weeks)))


def _do(schedule: Schedule, step: tuple[str, int], seed: int, prices: Prices) -> None:
    kind, which = step
    if kind == "man":
        man(schedule, which, seed)
    else:
        pack(schedule, which, seed, prices.day if kind == "guide" else None)


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
