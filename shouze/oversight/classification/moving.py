"""What would move a class: every single and double change of the facts put to the same table, and the days on
which evidence leaves its window. Computed, never written by hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from shouze.kernel import clock
from shouze.kernel.rulebook import Decision
from shouze.resources.enterprise_classes.queries import worse

from .engine import Evaluation, Judge, judge_of, limits
from .evidence import Line, lines
from .facts import DOMAINS, Facts, gather_at, named
from .rising import EXCUSED
from .windows import Windows, windows

#: changes that nobody can make: whether anything is known at all
_GIVEN: Final = frozenset({"informed"})
#: what the next inspection brings with it when it passes: none of it can be had alone
_PASSED: Final[Mapping[str, str | bool]] = {
    "latest_inspection": "01", "latest_quality": False, "inspected": True,
}  # fmt: skip
#: so many days to come are looked at
MOST_DAYS: Final = 12
Value = str | bool


@dataclass(frozen=True, slots=True)
class Change:
    """One input of the table that would have another value."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Move:
    """Changes, none of which would do alone, that lead to another row: its id, its words, and its class."""

    changes: tuple[Change, ...]
    letter: str
    row: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day on which something changes by the passing of time alone, when nothing new becomes known: what
    leaves its window (empty: the time after a change is over), the row that fires then, the class that it
    gives, and the class that may be proposed. Where follow-ups are owed on that day, ``held`` are the rows
    that keep the class from rising, and ``then`` is the class that it may have once they were passed.
    """

    day: date
    leaving: tuple[Line, ...]
    letter: str
    row: str
    possible: str
    then: str
    held: tuple[Decision, ...]


def improving(seen: Evaluation) -> Sequence[Move]:
    """Return the least changes for the better that would give a better class than the table gives now: all
    single ones, and the double ones of which no part does alone.
    """
    judge = judge_of(seen.on)
    return list(_moves(judge, seen.facts, [_better(seen.facts, name) for name in DOMAINS]))


def worsening(seen: Evaluation) -> Sequence[Move]:
    """Return the single changes for the worse that would give a worse class than the table gives now."""
    judge = judge_of(seen.on)
    now = judge.letter(seen.facts)
    found = []
    for name in DOMAINS:
        for change in _worse(seen.facts, name):
            move = _moved(judge, seen.facts, (change,))
            if worse(move.letter, now):
                found.append(move)
    return found


def _moves(judge: Judge, facts: Facts, offered: Sequence[Sequence[Change]]) -> Iterator[Move]:
    now = judge.letter(facts)
    enough: set[str] = set()
    for change in (one for changes in offered for one in changes):
        move = _moved(judge, facts, (change,))
        if worse(now, move.letter):
            enough.add(change.name)
            yield move
    left = [changes for changes in offered if changes and changes[0].name not in enough]
    for one, other in combinations(left, 2):
        for pair in ((first, second) for first in one[:1] for second in other[:1]):
            move = _moved(judge, facts, pair)
            if worse(now, move.letter):
                yield move


def _better(facts: Facts, name: str) -> Sequence[Change]:
    """Changes of one input for the better, the best first."""
    place = list(DOMAINS).index(name)
    now, domain = facts[place], DOMAINS[name]
    if name in _PASSED:
        first = next((one for one, after in _PASSED.items() if named(facts)[one] != after), "")
        return [Change(name, now, _PASSED[name])] if name == first else ()
    if name in _GIVEN or now == "none":
        return ()
    return [Change(name, now, one) for one in domain[: domain.index(now)]]


def _worse(facts: Facts, name: str) -> Sequence[Change]:
    place = list(DOMAINS).index(name)
    now, domain = facts[place], DOMAINS[name]
    if name in _GIVEN:
        return ()
    return [Change(name, now, one) for one in domain[domain.index(now) + 1 :]]


def _moved(judge: Judge, facts: Facts, changes: tuple[Change, ...]) -> Move:
    changed: dict[str, Value] = {one.name: one.after for one in changes}
    if any(changed.get(name) == after for name, after in _PASSED.items()):
        changed.update(_PASSED)
    decision = judge.of(tuple(changed.get(name, now) for name, now in zip(DOMAINS, facts, strict=True)))
    return Move(changes, str(decision.get("class")), decision.row)


def ahead(seen: Evaluation) -> Sequence[Ahead]:
    """Return the days to come on which the table would give another class, or the class may move, if nothing
    new became known; the earliest first, at most a dozen looked at.
    """
    found: list[Ahead] = []
    bounds = limits(seen.on, windows(seen.on))
    last = seen.table_letter, bounds.within(seen.standing, seen.table_letter, seen.on, EXCUSED)
    for day, leaving in sorted(_days(seen).items())[:MOST_DAYS]:
        then = windows(day)
        facts = gather_at(seen.factory, seen.product_code, then, seen.on)
        decision = judge_of(day).of(facts)
        letter = str(decision.get("class"))
        bounds = limits(day, then)
        possible = bounds.within(seen.standing, letter, day, seen.supervised)
        excused = bounds.within(seen.standing, letter, day, EXCUSED)
        if (letter, excused) != last:
            held = bounds.rises.held(seen.standing, seen.supervised, day) if possible != excused else ()
            found.append(Ahead(day, tuple(leaving), letter, decision.row, possible, excused, held))
            last = letter, excused
    return found


def leaves(line: Line, name: str, now: Windows) -> date:
    """Return the first day on which a line of evidence counts no more: it leaves its window, or what it is
    about ends by itself.
    """
    day = now.leaves(name, line.day)
    return day if line.until is None else min(day, line.until + timedelta(days=1))


def _days(seen: Evaluation) -> dict[date, list[Line]]:
    """The days to come on which a line of evidence leaves a window, or a change is old enough for a rise."""
    now = windows(seen.on)
    days: dict[date, list[Line]] = {}
    if seen.standing.since is not None:
        days[clock.add_calendar_months(seen.standing.since, now.months["rise_after"])] = []
    for line in lines(seen.factory, seen.product_code, seen.on):
        names = ("ability",) if line.fact == "ability" else ("lasting", "look_back")
        for day in {leaves(line, name, now) for name in names}:
            days.setdefault(day, []).append(line)
    return {day: found for day, found in days.items() if day > seen.on}
