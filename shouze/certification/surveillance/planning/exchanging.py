"""A plan as rows for people: out as a table, and in again after it was edited, bad rows put aside one by
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouze.kernel.acts import Input, ask
from shouze.kernel.words import Words
from shouze.resources.people.models import Person

from . import freezing
from .checks import sentence
from .models import Plan, PlanLine
from .solver.accounting import account
from .solver.instance import Instance, Line
from .solver.judging import judge

ON_ASSUMED = Words("假定日历，节假日安排未公布", "assumed calendar, none is published")
ON_PUBLISHED = Words("已公布的日历", "published calendar")
#: between the members in a cell
MARK = "；"
ASIDE = "aside"
#: how often a table is judged with one row less before all that is broken is put aside at once
TURNS = 40


class Row(Input):
    """A line of a plan in a table: the visit by its id, days, and people by employee number."""

    visit: str = ask("任务编号", "Visit", min_length=1, max_length=60)
    name: str = ask("工厂", "Factory", "", max_length=400)
    product: str = ask("产品代码", "Product code", "", max_length=8)
    due: str = ask("到期日", "Due", "", max_length=20)
    first: date = ask("开始", "First day")
    last: date = ask("结束", "Last day")
    leader: str = ask("组长工号", "Leader (employee number)", min_length=1, max_length=20)
    members: str = ask("组员工号", "Members (employee numbers)", "", max_length=300)
    calendar: str = ask("工作日历", "Calendar", "", max_length=200)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that was put aside: which one (as the sender counts, the heading included), and why."""

    row: int
    visit: str
    words: Words


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an edited table: the solution, and what was put aside."""

    found: freezing.Found
    aside: tuple[Aside, ...]


def rows(lines: Iterable[PlanLine], assumed: Sequence[int] = ()) -> Iterator[dict[str, Any]]:
    """The lines of a plan as rows; each says where its days rest on the calendar of an ``assumed`` year."""
    listed = list(lines)
    numbers = _numbers({one for line in listed for one in line.team})
    for line in listed:
        leader, *members = line.team
        yield {
            "visit": str(line.task_id),
            "name": line.name,
            "product": line.product_code,
            "due": line.due_on,
            "first": line.first,
            "last": line.last,
            "leader": numbers.get(leader, leader),
            "members": MARK.join(numbers.get(one, one) for one in members),
            "calendar": str(ON_ASSUMED if line.first.year in assumed else ON_PUBLISHED),
        }


def take(plan: Plan, told: Sequence[Mapping[str, str]]) -> Taken:
    """Make a solution of edited rows. A row that cannot be read, or that breaks a constraint with those
    before it, is put aside with its reason; what is not in the table, or put aside, has no place in the
    plan then.
    """
    instance = freezing.read_instance(plan.instance)
    keys = {number: key for key, number in _numbers({one.key for one in instance.inspectors}).items()}
    lines: list[Line] = []
    rows_of: dict[str, int] = {}
    aside: list[Aside] = []
    for number, row in enumerate(told, start=2):
        line = _line(row, keys)
        if isinstance(line, Words):
            aside.append(Aside(number, row.get("visit", ""), line))
        else:
            lines.append(line)
            rows_of.setdefault(line.visit, number)
    lines, broken = _keep(instance, lines)
    aside += [Aside(rows_of.get(visit, 0), visit, words) for visit, words in broken.items()]
    return Taken(_found(plan, instance, lines, aside), tuple(sorted(aside, key=lambda one: one.row)))


def _keep(instance: Instance, lines: list[Line]) -> tuple[list[Line], dict[str, Words]]:
    """Put aside what is broken, until nothing is: one look tells all lines that are wrong in themselves."""
    aside: dict[str, Words] = {}
    turn = 0
    while found := judge(instance, lines):
        # One at a time, as putting one aside may free others; a table wrong throughout is not asked so.
        turn += 1
        alone = turn <= TURNS and found[0].rule in {"occupied", "rotation", "month", "twice"}
        worst = found[0] if alone else None
        for one in [worst] if worst else found:
            aside.setdefault(one.visit, sentence(one))
        lines = [one for one in lines if one.visit not in aside]
    return lines, aside


def _found(plan: Plan, instance: Instance, lines: list[Line], aside: Sequence[Aside]) -> freezing.Found:
    planned, why = {one.visit for one in lines}, {one.visit: one.words for one in aside}
    default = Words("导入的表中没有该任务", "the table that was imported does not have it")
    left = tuple(
        freezing.Left(one.key, one.name, ASIDE, words.zh, words.en)
        for one in instance.visits
        if one.key not in planned
        for words in (why.get(one.key, default),)
    )
    cost = account(instance, lines)
    bound, greedy = plan.bound or 0, plan.greedy or 0
    # A bound on all plans of the inputs holds for this one too.
    return freezing.Found(
        tuple(lines), left, cost.cost, min(bound, cost.cost), greedy, cost.travel, cost.late, cost.over
    )


def _line(row: Mapping[str, str], keys: Mapping[str, str]) -> Line | Words:
    people = [
        one.strip() for one in (row.get("leader", ""), *row.get("members", "").replace(";", MARK).split(MARK))
    ]
    unknown = [one for one in people if one and one not in keys]
    if unknown:
        return Words(f"没有工号{unknown[0]}的检查员", f"no inspector has the number {unknown[0]}")
    try:
        first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    except (KeyError, ValueError):
        return Words("开始或结束不是日期", "the first or last day is no date")
    team = tuple(keys[one] for one in people if one)
    return Line(row["visit"], first, last, team[0], team) if team else Words("没有组长", "there is no leader")


def _numbers(people: Iterable[str]) -> dict[str, str]:
    found = Person.objects.filter(pk__in=list(people)).values_list("pk", "employee_number")
    return {str(key): number for key, number in found}
