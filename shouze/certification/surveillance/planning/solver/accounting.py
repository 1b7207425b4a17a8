"""What any lines cost, whoever made them: journeys as they follow from the lines, lateness, load, visits
left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .frame import Frame
from .instance import Instance, Line
from .judging import known_of, trips


@dataclass(frozen=True, slots=True)
class Account:
    """Points together, and what they are made of: person-days of travel, days late, person-days over the
    share.
    """

    cost: int
    travel: int
    late: int
    over: int


def account(instance: Instance, lines: Sequence[Line]) -> Account:
    """Count what lines cost that break no constraint (see `judging.judge`)."""
    frame, known, settings = Frame(instance), known_of(instance), instance.settings
    people = {one.key: n for n, one in enumerate(instance.inspectors)}
    visits = {one.key: n for n, one in enumerate(instance.visits)}
    load: Counter[int] = Counter()
    travel = 0
    for trip in trips(known, lines):
        region = frame.region[visits[trip[0].visit]]
        site = sum(instance.visits[visits[one.visit]].length for one in trip)
        for member in (people[key] for key in trip[0].team):
            way = sum(frame.travel[member][region])
            travel += way
            load[member] += way + site
    late = sum(frame.late(visits[one.visit], one.last) for one in lines)
    over = sum(max(0, days - frame.fair[member]) for member, days in load.items())
    left = len(instance.visits) - len(lines)
    cost = settings.travel * travel + settings.late * late + settings.unfair * over + settings.left_out * left
    return Account(cost, travel, late, over)
