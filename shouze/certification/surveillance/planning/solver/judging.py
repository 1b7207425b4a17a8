"""A second pair of eyes: does a plan keep every hard constraint? Written from the rules, not from the
solver.

It knows lines, days and distances only: no weeks as bits, no masks, no trips but those that follow from the
lines. A trip is what one team does on consecutive working days of an ISO week in one region; who is away
from home needs the working days before it for the way out and those after it for the way back, in the same
week.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .frame import covers_product, covers_speciality
from .instance import Inspector, Instance, Line, Visit
from .places import Place, kilometres, regions, travel


@dataclass(frozen=True, slots=True)
class Broken:
    """A constraint that a line breaks: which, and in what."""

    visit: str
    rule: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An instance by its keys: regions of places, and the working days in order."""

    instance: Instance
    visits: dict[str, Visit]
    people: dict[str, Inspector]
    centres: list[Place]
    region: dict[Place, int]
    order: dict[date, int]


def judge(instance: Instance, lines: Sequence[Line]) -> list[Broken]:
    """Every hard constraint that the lines break, by line; empty for a plan that may be adopted."""
    return judge_in(known_of(instance), lines)


def judge_in(known: Known, lines: Sequence[Line]) -> list[Broken]:
    """The same, where the instance was looked at before."""
    found = [broken for line in lines for broken in _line(known, line)]
    found += [Broken(key, "twice") for key, count in Counter(one.visit for one in lines).items() if count > 1]
    whole = [line for line in lines if line.visit in known.visits and set(line.team) <= set(known.people)]
    whole = [line for line in whole if {line.first, line.last} <= set(known.order)]
    return found + list(_rotation(known, whole)) + list(_occupation(known, whole))


def known_of(instance: Instance) -> Known:
    """An instance by its keys."""
    centres, region = regions((one.place for one in instance.visits), instance.settings.radius)
    return Known(
        instance,
        {one.key: one for one in instance.visits},
        {one.key: one for one in instance.inspectors},
        centres,
        region,
        {day: n for n, day in enumerate(sorted(instance.working))},
    )


def _line(known: Known, line: Line) -> Iterator[Broken]:
    visit = known.visits.get(line.visit)
    if visit is None:
        yield Broken(line.visit, "unknown_visit", line.visit)
        return
    unknown = [one for one in line.team if one not in known.people]
    if unknown:
        yield Broken(line.visit, "unknown_inspector", ", ".join(unknown))
        return
    if line.leader not in line.team or len(set(line.team)) != visit.team:
        yield Broken(line.visit, "team", str(len(set(line.team))))
    days = [day for day in known.order if line.first <= day <= line.last]
    if (
        len(days) != visit.length
        or {line.first, line.last} - set(days)
        or _week(line.first) != _week(line.last)
    ):
        yield Broken(line.visit, "days", str(len(days)))
    latest = visit.due + timedelta(days=known.instance.settings.grace)
    if line.first < visit.earliest or line.last > latest:
        yield Broken(line.visit, "window", f"{visit.earliest}–{latest}")
    for key in line.team:
        yield from _member(line, visit, known.people[key])


def _member(line: Line, visit: Visit, one: Inspector) -> Iterator[Broken]:
    """Registered and appointed on every day, present, independent; the leader with the speciality."""
    every = [line.first + timedelta(days=n) for n in range((line.last - line.first).days + 1)]
    appointed = [period for period in one.appointments if covers_product(period, visit.product)]
    if not all(any(period.holds(day, day) for period in one.registrations) for day in every):
        yield Broken(line.visit, "registration", one.name)
    if not all(any(period.holds(day, day) for period in appointed) for day in every):
        yield Broken(line.visit, "appointment", one.name)
    if any(first <= day <= last for first, last in one.away for day in every):
        yield Broken(line.visit, "away", one.name)
    if any(party in visit.parties and line.first <= until for party, until in one.barred):
        yield Broken(line.visit, "independence", one.name)
    expert = [period for period in one.registrations if covers_speciality(period, visit.speciality)]
    if one.key == line.leader and not all(any(held.holds(day, day) for held in expert) for day in every):
        yield Broken(line.visit, "speciality", one.name)


def _rotation(known: Known, lines: Sequence[Line]) -> Iterator[Broken]:
    """Nobody leads a factory's visits more often in a row than the rule allows, the last ones counted."""
    of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of[known.visits[line.visit].factory].append(line)
    most = known.instance.settings.in_a_row
    for together in of.values():
        led = list(known.visits[together[0].visit].led_by)
        for line in sorted(together, key=lambda one: one.first):
            led.append(line.leader)
            if len(led) > most and len(set(led[-most - 1 :])) == 1:
                yield Broken(line.visit, "rotation", known.people[line.leader].name)


def trips(known: Known, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The trips that follow from the lines."""
    of: dict[tuple[tuple[int, int], int, frozenset[str]], list[Line]] = defaultdict(list)
    for line in lines:
        region = known.region[known.visits[line.visit].place]
        of[_week(line.first), region, frozenset(line.team)].append(line)
    for together in of.values():
        trip: list[Line] = []
        for line in sorted(together, key=lambda one: one.first):
            if trip and known.order[line.first] != known.order[trip[-1].last] + 1:
                yield trip
                trip = []
            trip.append(line)
        yield trip


def _occupation(known: Known, lines: Sequence[Line]) -> Iterator[Broken]:
    """Nobody is in two places on a day, everybody has his days of travel, and the month's limit holds."""
    taken: dict[tuple[str, date], str] = {}
    month: Counter[tuple[str, tuple[int, int]]] = Counter()
    days = sorted(known.order)
    for trip in trips(known, lines):
        for key in trip[0].team:
            out, back = _way(known, key, trip[0])
            first, last = known.order[trip[0].first] - out, known.order[trip[-1].last] + back
            there = days[max(0, first) : last + 1]
            if first < 0 or len(there) != last - first + 1 or len({_week(day) for day in there}) > 1:
                yield Broken(trip[0].visit, "travel", known.people[key].name)
            for day in there:
                if (key, day) in taken or _away(known.people[key], day):
                    yield Broken(trip[0].visit, "occupied", f"{known.people[key].name} {day}")
                taken[key, day] = trip[0].visit
            month[key, _month(trip[0].first)] += len(there)
            if month[key, _month(trip[0].first)] > known.instance.settings.days_a_month:
                yield Broken(trip[0].visit, "month", known.people[key].name)


def _away(one: Inspector, day: date) -> bool:
    return any(first <= day <= last for first, last in one.away)


def _way(known: Known, key: str, line: Line) -> tuple[int, int]:
    centre = known.centres[known.region[known.visits[line.visit].place]]
    return travel(kilometres(known.people[key].place, centre), known.instance.settings.steps)


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, int]:
    """The month to which the day's week belongs: that of its Thursday."""
    thursday = date.fromisocalendar(*_week(day), 4)
    return thursday.year, thursday.month
