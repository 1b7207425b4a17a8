"""Three things to look at: sentences computed from the figures. Pure.

What is past the term of law comes first, then what concerns most cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shouze.kernel.words import Words

from .deeds import Quality
from .flow import LEAVE, Flow
from .money import Money
from .terms import Terms
from .waits import Late, Wait

MOST: Final = 3
#: from which growth on something is told: per cent, and per cent points
GREW, POINTS = 10, 5


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the sentences are computed from. ``post`` gives the words of a post; without ``money`` (a
    reader who may not see it) nothing is said of it.
    """

    flow: Flow
    waits: Sequence[Wait]
    late: Late
    terms: Terms
    quality: Sequence[Quality]
    post: Callable[[str], Words]
    money: Money | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: what it is, why it is told, how many cases it concerns, and the table and the
    part of the screen where its figures stand.
    """

    title: Words
    why: Words
    cases: int
    table: str
    part: str
    by_law: bool = False

    @property
    def concerned(self) -> Words:
        """How many cases it concerns."""
        return cases_of(self.cases)


def cases_of(number: int) -> Words:
    """A number of cases, as each language counts."""
    return Words(f"{number}件", "1 case" if number == 1 else f"{number} cases")


def findings(figures: Figures) -> list[Finding]:
    """Return at most three things to look at; none where all is well."""
    told = [one for look in _LOOKS for one in look(figures) if one.cases > 0]
    return sorted(told, key=lambda one: (not one.by_law, -one.cases))[:MOST]


def _past_term(figures: Figures) -> Iterator[Finding]:
    late = figures.late
    if late.past_term:
        worst = late.cases[0]
        why = Words(
            "{n}已过出证期限仍未办结，最久的是{number}，超期{days}日。",
            "{n} past the last day for the certificate; the longest is {number}, {days} days over.",
        )
        filled = why.fill(n=cases_of(late.past_term), number=worst.number, days=worst.days)
        title = Words("超过出证期限", "Past the certificate's term")
        yield Finding(title, filled, late.past_term, "late", "clocks", by_law=True)


def _slow_stage(figures: Figures) -> Iterator[Finding]:
    worst = max(figures.waits, key=lambda one: (one.overdue, one.cases * one.middle), default=None)
    if worst is None or not worst.overdue:
        return
    why = Words(
        "“{stage}”有{cases}，其中{overdue}件超过本阶段期限，最久已等{longest}日；等待：{post}。",
        "{cases} in “{stage}”, {overdue} of them over its term, the longest for {longest} days;"
        " awaited: {post}.",
    )
    filled = why.fill(
        stage=worst.words, cases=cases_of(worst.cases), overdue=worst.overdue, longest=worst.longest,
        post=figures.post(worst.post),
    )  # fmt: skip
    yield Finding(Words("最大的瓶颈", "The narrowest place"), filled, worst.overdue, "waits", "waits")


def _growing_stock(figures: Figures) -> Iterator[Finding]:
    now, then = figures.flow.open_now, figures.flow.open_then
    if then and 100 * (now - then) > GREW * then:
        why = Words(
            "在办案件由{then}件增至{now}件（+{grew}%）：本期来{arrived}件，办结{gone}件。",
            "Open cases grew from {then} to {now} (+{grew}%): {arrived} came, {gone} ended.",
        )
        filled = why.fill(
            then=then, now=now, grew=round(100 * (now - then) / then), arrived=figures.flow.sums["arrived"],
            gone=sum(figures.flow.sums[kind] for kind in LEAVE),
        )  # fmt: skip
        yield Finding(Words("来得多，办结得少", "More comes than ends"), filled, now - then, "flow", "flow")


def _fewer_in_term(figures: Figures) -> Iterator[Finding]:
    now, before = figures.terms.now, figures.terms.before
    if now.share is None or before.share is None or before.share - now.share < POINTS:
        return
    why = Words(
        "期限内办结率由{before}%降至{now}%；本期超期办结{late}件，P90净用时{p90}日。",
        "The share ended in time fell from {before}% to {now}%; {late} ended late, P90 is {p90} net days.",
    )
    late = now.cases - now.within
    filled = why.fill(before=round(before.share), now=round(now.share), late=late, p90=now.p90)
    yield Finding(Words("按期率下降", "Fewer in time"), filled, late, "terms", "clocks")


def _slower(figures: Figures) -> Iterator[Finding]:
    now, before = figures.terms.now, figures.terms.before
    if now.p90 and before.p90 and 100 * (now.p90 - before.p90) > GREW * before.p90:
        why = Words(
            "P90净用时由{before}日升至{now}日（本期办结{cases}件）。",
            "P90 of the net days rose from {before} to {now} ({cases} ended).",
        )
        filled = why.fill(before=before.p90, now=now.p90, cases=now.cases)
        tenth = max(1, now.cases // 10)
        title = Words("最慢的一成更慢了", "The slowest tenth got slower")
        yield Finding(title, filled, tenth, "terms", "clocks")


def _comes_back(figures: Figures) -> Iterator[Finding]:
    """The measure that grew most over what the rate of the period before would have given."""

    def more(one: Quality) -> float:
        return one.now - (one.rate_before or 0) * one.now_of / 100 if one.before_of else 0

    worst = max(figures.quality, key=more, default=None)
    if worst is None or round(more(worst)) < 1 or worst.rate is None:
        return
    why = Words(
        "{what}{now}次，每百{against}{rate}次（上期{before}次），比按上期比例多{more}次。",
        "{now} {what}, or {rate} per hundred {against} ({before} before): {more} more than at that rate.",
    )
    filled = why.fill(
        what=worst.words, now=worst.now, against=worst.against, rate=round(worst.rate),
        before=round(worst.rate_before or 0), more=round(more(worst)),
    )  # fmt: skip
    title = Words("返工增多", "More comes back")
    yield Finding(title, filled, round(more(worst)), "quality", "quality")


def _owed(figures: Figures) -> Iterator[Finding]:
    money = figures.money
    if money and money.owing_long:
        why = Words(
            "{n}签约超过30日仍未缴清；全部未收{owed}元，涉及{cases}。",
            "{n} unpaid more than 30 days after the agreement; CNY {owed} outstanding in all, {cases}.",
        )
        owed = f"{money.owed:,.2f}"
        filled = why.fill(n=cases_of(money.owing_long), owed=owed, cases=cases_of(money.owing))
        yield Finding(Words("费用拖欠", "Fees outstanding"), filled, money.owing_long, "money", "money")


_LOOKS: Final = (_past_term, _slow_stage, _growing_stock, _fewer_in_term, _slower, _comes_back, _owed)
