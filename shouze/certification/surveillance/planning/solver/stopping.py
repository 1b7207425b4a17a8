"""Why a visit has no place: the first constraint that stops it, with all others of the plan put aside one
by one.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Final

from shouze.kernel.words import Words

from .frame import Frame, covers_speciality
from .greedy import crews
from .schedule import Schedule

#: reasons that hold whatever else is planned
ALONE: Final = frozenset(
    {"window", "speciality", "team", "registration", "rotation", "independence", "length"}
)

WORDS: Final = {
    "window": Words(
        "检查窗口{first}至{last}内没有已公布的工作日",
        "no working day of a published calendar lies in its window from {first} to {last}",
    ),
    "length": Words(
        "须连续现场{length}个工作日，加上路途超出任何一周",
        "its {length} working days on site and the travel are longer than any week of its window",
    ),
    "speciality": Words("没有检查员具备专业{speciality}", "no inspector holds the speciality {speciality}"),
    "registration": Words(
        "具备专业{speciality}的检查员在窗口内没有注册、任职和在岗都有效的日子",
        "no inspector of the speciality {speciality} is registered, appointed and present in its window",
    ),
    "rotation": Words(
        "能任组长的检查员都已连续带队{in_a_row}次",
        "everybody who could lead has led the last {in_a_row} visits there",
    ),
    "independence": Words(
        "能任组长的检查员都与当事方有利益关系", "everybody who could lead has an interest in a party"
    ),
    "team": Words("窗口内凑不齐{team}名检查员", "there are not {team} inspectors for it in its window"),
    "full": Words("能承担的检查员在窗口内都已排满", "everybody who could do it is taken in its window"),
}


def impossible(frame: Frame) -> frozenset[int]:
    """The visits that would have no place in an empty plan."""
    empty = Schedule(frame)
    return frozenset(
        n for n in range(len(frame.visits)) if not _goes(empty, n) and stopped_by(empty, n) in ALONE
    )


def _goes(empty: Schedule, visit: int) -> bool:
    """Whether some crew that is looked at first could do it: most visits need no closer look."""
    region = empty.frame.region[visit]
    return any(
        empty.fit(week, region, crew, (visit,))
        for week, _ in empty.frame.window(visit)
        for _, crew in islice(crews(empty, visit, week), 3)
    )


def why(schedule: Schedule, visit: int) -> tuple[str, Words]:
    """The constraint that stops a visit, by name and as a sentence."""
    one, frame = schedule.frame.visits[visit], schedule.frame
    name = stopped_by(schedule, visit)
    said = {
        "first": one.earliest,
        "last": date.fromordinal(one.due.toordinal() + frame.settings.grace),
        "length": one.length,
        "speciality": one.speciality,
        "in_a_row": frame.settings.in_a_row,
        "team": one.team,
    }
    words = WORDS[name]
    return name, Words(words.zh.format(**said), words.en.format(**said))


def stopped_by(schedule: Schedule, visit: int) -> str:
    """The first constraint in the order of `WORDS` that leaves nobody who could lead or go along."""
    frame, one = schedule.frame, schedule.frame.visits[visit]
    window = frame.window(visit)
    if not window:
        return "window"
    if max(mask.bit_count() for _, mask in window) < one.length:
        return "length"
    holding = [
        n
        for n, person in enumerate(frame.inspectors)
        if any(covers_speciality(held, one.speciality) for held in person.registrations)
    ]
    if not holding:
        return "speciality"
    days = {
        n: [week for week, mask in window if _there(frame, visit, n, week, mask, leads=True)] for n in holding
    }
    if not any(days.values()):
        return "registration"
    return _by_person(schedule, visit, [n for n in holding if days[n]])


def _by_person(schedule: Schedule, visit: int, able: list[int]) -> str:
    frame, one = schedule.frame, schedule.frame.visits[visit]
    rotating = [n for n in able if frame.led_last(visit, n) < frame.settings.in_a_row]
    if not rotating:
        return "rotation"
    leading = [n for n in rotating if _independent(frame, visit, n)]
    if not leading:
        return "independence"
    together = [_ways(frame, visit, week, mask, leading) for week, mask in frame.window(visit)]
    if not any(together):
        there = max(len(_members(frame, visit, week, mask)) for week, mask in frame.window(visit))
        return "team" if there < one.team else "length"
    return "full"


def _there(frame: Frame, visit: int, person: int, week: int, mask: int, *, leads: bool) -> bool:
    held = frame.masks(visit, person, week)[leads] & mask
    return _runs(held, frame.visits[visit].length)


def _runs(mask: int, length: int) -> bool:
    """Whether a mask has so many bits in a row."""
    for _ in range(length - 1):
        mask &= mask >> 1
    return bool(mask)


def _independent(frame: Frame, visit: int, person: int) -> bool:
    return any(
        frame.independent(visit, person, frame.weeks[week].days[-1]) for week, _ in frame.window(visit)
    )


def _members(frame: Frame, visit: int, week: int, mask: int) -> list[int]:
    people = range(len(frame.inspectors))
    return [
        n
        for n in people
        if _there(frame, visit, n, week, mask, leads=False) and _independent(frame, visit, n)
    ]


def _ways(frame: Frame, visit: int, week: int, mask: int, leading: list[int]) -> bool:
    """Whether some leader and enough others have a stretch in common, travel within the week."""
    one, region = frame.visits[visit], frame.region[visit]
    size = len(frame.weeks[week].days)
    for start in range(size - one.length + 1):
        site = ((1 << one.length) - 1) << start
        if site & ~mask:
            continue
        reach = [
            n
            for n in _members(frame, visit, week, mask)
            if _reaches(frame, n, region, week, (start, one.length), visit)
        ]
        if len(reach) >= one.team and any(
            n in leading and not site & ~frame.masks(visit, n, week)[1] for n in reach
        ):
            return True
    return False


def _reaches(frame: Frame, person: int, region: int, week: int, stretch: tuple[int, int], visit: int) -> bool:
    start, length = stretch
    out, back = frame.travel[person][region]
    if start < out or start + length + back > len(frame.weeks[week].days):
        return False
    bits = ((1 << length + out + back) - 1) << start - out
    site = ((1 << length) - 1) << start
    day = frame.weeks[week].days[start]
    return (
        not bits & ~frame.present[person][week]
        and not site & ~frame.masks(visit, person, week)[0]
        and frame.independent(visit, person, day)
    )
