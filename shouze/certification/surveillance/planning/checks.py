"""May a plan be asked for, drafted, adopted, changed? Pure: what breaks a constraint was found by
`solver.judging`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

from .calendar import is_published, working_days

RULE: Final = "00c006.6"
HOLIDAYS: Final = "holidays.2"
SHOWN: Final = 5

#: what a line breaks, as a sentence; ``{what}`` says in whom or what
BROKEN: Final = {
    "unknown_visit": Words("计划中没有该任务", "there is no such visit"),
    "unknown_inspector": Words("没有该检查员：{what}", "there is no such inspector: {what}"),
    "team": Words(
        "检查组人数不符（{what}人）或组长不在组内", "the team has {what} persons, or its leader is not in it"
    ),
    "days": Words(
        "须为同一周内连续的规定工作日数（现为{what}日）",
        "it must take the working days asked, in one week (it takes {what})",
    ),
    "window": Words("不在检查窗口{what}内", "it lies outside the window {what}"),
    "registration": Words("{what}在检查的某日没有有效注册", "{what} is not registered on every day"),
    "appointment": Words(
        "{what}在检查的某日没有任检查员职或不含该产品", "{what} is not appointed for the product on every day"
    ),
    "away": Words("{what}在检查的某日不在岗", "{what} is away on one of the days"),
    "independence": Words("{what}与当事方有利益关系", "{what} has an interest in a party"),
    "speciality": Words("组长{what}不具备该专业", "the leader {what} does not hold the speciality"),
    "twice": Words("同一任务排了两次", "the visit is planned twice"),
    "rotation": Words("{what}连续带队次数超过规定", "{what} would lead there too often in a row"),
    "travel": Words("{what}在该周没有足够的路途日", "{what} has no days for the journey in that week"),
    "occupied": Words("{what}当日已有安排", "{what} is elsewhere on that day"),
    "month": Words(
        "{what}当月工作日超过上限", "{what} would be out on more days of the month than the rule allows"
    ),
}


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What was found: the solution or instance as read (None: the file is none), what its lines break, and
    what is shown when it is adopted.
    """

    read: Any
    broken: Sequence[Any] = ()
    dropped: Sequence[Any] = ()
    moved: Sequence[Any] = ()
    known: bool = True


def sentence(broken: Any) -> Words:
    """What a line breaks, as a sentence."""
    words = BROKEN[broken.rule]
    return Words(words.zh.format(what=broken.what), words.en.format(what=broken.what))


def inputs_are_frozen(look: Look) -> Iterator[Objection]:
    """The file is an instance of the days that are asked for, with something to plan."""
    read = look.facts.read
    if read is None or (read.first, read.last) != (look.given.first, look.given.last):
        yield Objection(
            "not_frozen",
            Words("所附文件不是该期间的计划输入", "the file is no instance of those days"),
            Words("重新固定输入", "the inputs frozen anew"),
            RULE,
            field="instance",
        )
    elif not read.visits:
        yield Objection(
            "nothing_to_plan",
            Words("该期间没有待排的监督任务", "no visit is to be planned in those days"),
            Words("核对期间", "other days"),
            RULE,
            field="first",
        )


def assumed_calendar_is_said(look: Look) -> Iterator[Objection]:
    """The inputs name every year that they plan without a published calendar."""
    read = look.facts.read
    if read is None:
        return
    planned = {day.year for day in read.working}
    unsaid = sorted(year for year in planned - set(read.assumed) if not is_published(year))
    if unsaid:
        years = "、".join(str(year) for year in unsaid)
        yield Objection(
            "calendar_not_published",
            Words(
                f"{years}年的节假日安排尚未公布，所附输入没有写明按假定日历",
                f"the calendar of {years} is not published, and the inputs do not say that theirs is assumed",
            ),
            Words("由系统重新固定输入", "inputs that the house froze anew"),
            HOLIDAYS,
            field="instance",
        )


def calendar_alone_is_other(look: Look) -> Iterator[Objection]:
    """The inputs are those of the plan; a year that was assumed has its published calendar, and nothing else
    is other.
    """
    if look.facts.read is not None and _as_published(*look.facts.read):
        return
    yield Objection(
        "other_inputs",
        Words(
            "所附输入不是该计划的输入换上已公布日历",
            "these are not the plan's inputs with a calendar that is published",
        ),
        Words("节假日安排公布后由系统重新计算", "a calculation by the house, once a calendar is published"),
        HOLIDAYS,
        field="instance",
    )


def _as_published(then: Any, new: Any) -> bool:
    settled = set(then.assumed) - set(new.assumed)
    if not settled or not set(new.assumed) < set(then.assumed):
        return False
    if not all(is_published(year) for year in settled):
        return False
    published = [day for day in working_days(then.first, then.last)[0] if day.year in settled]
    kept = [day for day in then.working if day.year not in settled]
    return bool(replace(then, working=tuple(sorted(kept + published)), assumed=new.assumed) == new)


def keeps_every_constraint(look: Look) -> Iterator[Objection]:
    """The file is a plan of this instance, and none of its lines breaks a constraint."""
    facts: PlanFacts = look.facts
    if facts.read is None:
        yield Objection(
            "no_plan",
            Words("所附文件不是计划", "the file is no plan"),
            Words("由系统编制或按模板导入", "one that was worked out, or imported by the template"),
            RULE,
            field="solution",
        )
    for broken in facts.broken[:SHOWN]:
        yield Objection(
            "broken",
            sentence(broken),
            Words("改排该任务", "other days or another team"),
            RULE,
            field="solution",
        )


def line_is_of_the_plan(look: Look) -> Iterator[Objection]:
    """The line stands in the plan and was not opened as a case since."""
    if not look.facts.known:
        yield Objection(
            "no_line",
            Words("计划中没有该行，或任务已立案", "the plan has no such line, or its case is opened"),
            Words("选择尚未立案的计划行", "a line of which no case was opened"),
            RULE,
            field="line",
        )


def change_keeps_every_constraint(look: Look) -> Iterator[Objection]:
    """The changed line breaks no constraint, and no other line breaks one by it."""
    for broken in look.facts.broken[:SHOWN]:
        yield Objection(
            "broken",
            sentence(broken),
            Words("改选日期或人员", "other days or another team"),
            RULE,
            field="first",
        )
