"""What a newly published calendar does to a plan: which lines it breaks, and the nearest days on which each
holds again with the same team. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from shouze.kernel.words import Words

from .checks import sentence
from .solver.instance import Instance, Line
from .solver.judging import Broken, Known, judge, judge_in, known_of

NO_PLACE = Words("原检查组在检查窗口内没有可行的日期", "the same team has no days left in the window")
FIXED = Words("已开始或已立案，请在案件中核对", "it has begun or its case is opened: look at the case")


@dataclass(frozen=True, slots=True)
class Moved:
    """A line that the published calendar breaks: its old days, why it breaks, and its new days (None: it has
    no place any more). What is ``fixed`` stays as it is, and somebody must look at it.
    """

    visit: str
    before: tuple[date, date]
    why: Words
    first: date | None
    last: date | None
    fixed: bool = False

    def as_json(self, name: str) -> dict[str, Any]:
        """As the plan keeps it: the sentence in both languages, days as ISO strings."""
        then = FIXED if self.fixed else NO_PLACE
        if self.first and self.last:
            then = Words(f"改为{self.first}至{self.last}", f"now {self.first} to {self.last}")
        begin, end = self.before
        zh = f"原{begin}至{end}：{self.why.zh}；{then.zh}"
        en = f"was {begin} to {end}: {self.why.en}; {then.en}"
        return {"visit": self.visit, "name": name, "zh": zh, "en": en}


def settle(then: Instance, now: Instance, lines: Sequence[Line], fixed: Collection[str]) -> list[Moved]:
    """Every line that holds on the calendar of ``then`` and not on that of ``now``, with its new days; those
    of ``fixed`` do not move. The earliest is placed first.
    """
    known = known_of(now)
    already = {(one.visit, one.rule) for one in judge(then, lines)}
    why: dict[str, Broken] = {}
    for one in judge_in(known, lines):
        if (one.visit, one.rule) not in already:
            why.setdefault(one.visit, one)
    kept = [one for one in lines if one.visit not in why or one.visit in fixed]
    found = []
    for line in sorted((one for one in lines if one.visit in why), key=lambda one: (one.first, one.visit)):
        stays = line.visit in fixed
        placed = None if stays else _place(known, kept, line)
        kept += [placed] if placed else []
        first, last = (placed.first, placed.last) if placed else (None, None)
        before = line.first, line.last
        found.append(Moved(line.visit, before, sentence(why[line.visit]), first, last, stays))
    return found


def _place(known: Known, kept: Sequence[Line], line: Line) -> Line | None:
    """The line on the nearest days on which it breaks nothing."""
    factory, team = known.visits[line.visit].factory, set(line.team)
    beside = [
        one
        for one in kept
        if team & set(one.team) or (one.visit in known.visits and known.visits[one.visit].factory == factory)
    ]
    broken = set(judge_in(known, beside))
    moved = (replace(line, first=first, last=last) for first, last in _days(known, line))
    return next((one for one in moved if set(judge_in(known, [*beside, one])) <= broken), None)


def _days(known: Known, line: Line) -> Iterator[tuple[date, date]]:
    """The days that a line could take, the nearest to its own first."""
    visit, working = known.visits[line.visit], sorted(known.order)
    until = visit.due + timedelta(days=known.instance.settings.grace)
    spans = zip(working, working[visit.length - 1 :], strict=False)
    inside = [(first, last) for first, last in spans if visit.earliest <= first and last <= until]
    yield from sorted(inside, key=lambda one: (abs((one[0] - line.first).days), one[0]))
