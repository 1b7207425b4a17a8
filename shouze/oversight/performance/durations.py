"""How long certification took, from closed cases: the days within which a half and nine in ten were done.

In: product codes, a date of law (Asia/Shanghai). Out: percentiles of calendar days, gross (as they passed)
and net (less recorded pauses, Order 117 Art. 16), with the number of cases and the period they come from.
Few cases say nothing: below ``history/fewest_cases`` there are no percentiles, and the page says so.
Guidance (十三): a known, short cycle. One query each; percentiles by the database (continuous, interpolated).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from shouze.kernel import clock, rulebook

#: the latest certified cases of these products, each with the days that its pauses took
_CLOSED = """
WITH closed AS (
  SELECT id, accepted_on, closed_on, closed_on - accepted_on AS gross,
    (SELECT coalesce(sum(greatest(0,
       least(coalesce((p->>'to')::date, closed_on), closed_on) - (p->>'from')::date)), 0)
     FROM jsonb_array_elements(pauses) p) AS paused
  FROM cases_case
  WHERE product_code = ANY(%(products)s) AND state = 'certified'
    AND closed_on > %(since)s AND closed_on <= %(until)s
  ORDER BY closed_on DESC, id LIMIT %(most)s
)
"""
TO_CERTIFICATE = (
    _CLOSED
    + """
SELECT count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY gross),
  percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY gross - paused)
FROM closed
"""
)
#: from the day of an act to the certificate, of those cases that then needed longer than ``elapsed`` days
_FROM_ACT = (
    _CLOSED  # noqa: S608 nothing from outside is in the text
    + """
, way AS (
  SELECT closed_on - (SELECT min((at AT TIME ZONE 'Asia/Shanghai')::date) FROM ledger_entry
    WHERE case_id = closed.id AND act = %(act)s) AS days FROM closed
)
SELECT count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY days)
FROM way WHERE days > %(elapsed)s
"""
)


@dataclass(frozen=True, slots=True)
class Spread:
    """Days within which a half (``p50``) and nine in ten (``p90``) were done: calendar days, rounded up."""

    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class History:
    """What closed cases say: how many there are, from which period, and the spreads; None when too few."""

    cases: int
    since: date
    until: date
    months: int
    gross: Spread | None = None
    net: Spread | None = None

    @property
    def told(self) -> bool:
        """Whether there are enough cases to tell anything."""
        return self.gross is not None


def to_certificate(product_codes: Sequence[str], on: date) -> History:
    """Return how long certificates of these products took from acceptance, as closed up to ``on``."""
    given = _given(product_codes, on)
    cases, gross, net = _row(TO_CERTIFICATE, given)
    return _history(given, on, cases, gross, net)


def from_act(product_codes: Sequence[str], act: str, on: date, *, elapsed: int = 0) -> History:
    """Return how many calendar days passed from the first entry of ``act`` to the certificate, of the cases
    in which more than ``elapsed`` days passed: what a case that is already so old may expect. Gross alone.
    """
    given = {**_given(product_codes, on), "act": act, "elapsed": elapsed}
    cases, gross = _row(_FROM_ACT, given)
    return _history(given, on, cases, gross, None)


def expected(since: date, history: History) -> tuple[date, date] | None:
    """Return the days by which, counted from ``since``, a half and nine in ten were certified; None when
    there are too few cases.
    """
    spread = history.gross
    return (since + timedelta(days=spread.p50), since + timedelta(days=spread.p90)) if spread else None


def _given(product_codes: Sequence[str], on: date) -> dict[str, Any]:
    months = rulebook.value("history/months", on=on).whole
    most = rulebook.value("history/most_cases", on=on).whole
    since = clock.add_calendar_months(on, -months)
    return {"products": list(product_codes), "since": since, "until": on, "most": most}


def _row(query: str, given: dict[str, Any]) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return tuple(cursor.fetchone() or ())


def _history(given: dict[str, Any], on: date, cases: object, gross: object, net: object) -> History:
    since, many = given["since"], int(str(cases))
    months = rulebook.value("history/months", on=on).whole
    if many < rulebook.value("history/fewest_cases", on=on).whole:
        return History(many, since, on, months)
    return History(many, since, on, months, _spread(gross), _spread(net))


def _spread(found: object) -> Spread | None:
    if not isinstance(found, list | tuple):
        return None
    half, most = (-(-float(one) // 1) for one in found)
    return Spread(int(half), int(most))
