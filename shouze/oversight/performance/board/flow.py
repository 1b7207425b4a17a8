"""What came in, went on and ended, day by day; and how many cases were open at the end of each bar."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from shouze.resources.cases.states import OPEN

from .periods import Asked, Period
from .rows import rows

#: what is counted, in the order of a case
KINDS: Final = ("arrived", "accepted", "certified", "refused", "ended")
#: those that take a case from the open ones
LEAVE: Final = ("certified", "refused", "ended")

_BY_DAY: Final = """
SELECT day, kind, count(*) AS cases FROM (
 SELECT submitted_on AS day, 'arrived' AS kind, product_code FROM cases_case
  WHERE submitted_on BETWEEN %(before)s AND %(until)s
 UNION ALL
 SELECT accepted_on, 'accepted', product_code FROM cases_case
  WHERE accepted_on BETWEEN %(before)s AND %(until)s
 UNION ALL
 SELECT closed_on, CASE state WHEN 'certified' THEN 'certified' WHEN 'refused' THEN 'refused'
   WHEN 'not_accepted' THEN 'refused' ELSE 'ended' END, product_code FROM cases_case
  WHERE closed_on BETWEEN %(before)s AND %(until)s
) happened
WHERE %(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[])
GROUP BY day, kind
"""
_OPEN_NOW: Final = """
SELECT count(*) AS cases FROM cases_case WHERE state = ANY(%(open)s)
 AND (%(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[]))
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its days, how many cases of each kind, and how many were open at its end."""

    first: date
    last: date
    counts: Counter[str]
    open: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The bars of the period, the sums of the period and of the one before, and the open cases at three
    moments: now, before the period, and before the one before.
    """

    bars: tuple[Bar, ...]
    sums: Counter[str]
    before: Counter[str]
    open_now: int
    open_then: int
    open_before: int


def flow(asked: Asked) -> Flow:
    """Count what came and went. The period must end today: the open cases are counted back from now."""
    happened = {(one.day, one.kind): one.cases for one in rows(_BY_DAY, asked.given)}
    open_now = rows(_OPEN_NOW, {**asked.given, "open": list(OPEN)})[0].cases
    bars, left = [], open_now
    for first, last in reversed(asked.period.bars()):
        counts = _within(happened, Period(last, (last - first).days + 1, asked.period.step))
        bars.append(Bar(first, last, counts, left))
        left -= _gain(counts)
    before = _within(happened, asked.period.before)
    return Flow(
        tuple(reversed(bars)), _within(happened, asked.period), before, open_now, left, left - _gain(before)
    )


def _within(happened: dict[tuple[date, str], int], period: Period) -> Counter[str]:
    found: Counter[str] = Counter()
    for (day, kind), cases in happened.items():
        if period.holds(day):
            found[kind] += cases
    return found


def _gain(counts: Counter[str]) -> int:
    return counts["arrived"] - sum(counts[kind] for kind in LEAVE)
