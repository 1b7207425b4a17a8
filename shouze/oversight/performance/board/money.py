"""What was billed, what was paid, what is outstanding: yuan, by calendar month of Asia/Shanghai.

A bill counts on the day on which the applicant agreed to it; a payment on the day on which it was recorded.
Amounts of payments stand in the ledger's entries alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from shouze.resources.cases.states import RUNNING

from .periods import Asked
from .rows import rows

NOTHING: Final = Decimal("0.00")
_BY_MONTH: Final = """
SELECT date_trunc('month', day)::date AS month, kind,
 sum(amount) AS amount, coalesce(sum(amount) FILTER (WHERE day >= %(since)s), 0) AS now,
 coalesce(sum(amount) FILTER (WHERE day < %(since)s), 0) AS before
FROM (
 SELECT agreed_on AS day, 'billed' AS kind, fees_due AS amount, product_code FROM cases_case
  WHERE agreed_on BETWEEN %(before)s AND %(until)s
 UNION ALL
 SELECT (e.at AT TIME ZONE 'Asia/Shanghai')::date, 'paid',
  (convert_from(b.body, 'UTF8')::jsonb #>> '{data,value,amount}')::numeric, c.product_code
 FROM ledger_entry e JOIN ledger_body b ON b.entry_id = e.id JOIN cases_case c ON c.id = e.case_id
 WHERE e.act = 'fees.received' AND e.at >= %(before)s::date AT TIME ZONE 'Asia/Shanghai'
  AND e.at < (%(until)s::date + 1) AT TIME ZONE 'Asia/Shanghai'
) moved
WHERE %(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[])
GROUP BY month, kind ORDER BY month
"""
_OWED: Final = """
SELECT coalesce(sum(fees_due - fees_paid), 0) AS amount, count(*) AS cases,
 count(*) FILTER (WHERE %(until)s - agreed_on > 30) AS long_cases
FROM cases_case WHERE state = ANY(%(running)s) AND agreed_on IS NOT NULL AND fees_paid < fees_due
 AND (%(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[]))
"""


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts in yuan. ``months`` are (first day, billed, paid) of the months of the period; ``owed`` what
    agreed bills of running cases still lack, of ``owing`` cases, ``owing_long`` of them for over thirty days.
    """

    months: tuple[tuple[date, Decimal, Decimal], ...]
    billed: Decimal
    paid: Decimal
    billed_before: Decimal
    paid_before: Decimal
    owed: Decimal
    owing: int
    owing_long: int


def money(asked: Asked) -> Money:
    """Add up the bills and payments of the period and of the one before."""
    found = rows(_BY_MONTH, asked.given)
    owed = rows(_OWED, {**asked.given, "running": list(RUNNING)})[0]
    by = {(one.month, one.kind): one.now for one in found}
    first = asked.period.since.replace(day=1)
    months = sorted({one.month for one in found if one.month >= first})
    return Money(
        tuple((one, by.get((one, "billed"), NOTHING), by.get((one, "paid"), NOTHING)) for one in months),
        _sum(one.now for one in found if one.kind == "billed"),
        _sum(one.now for one in found if one.kind == "paid"),
        _sum(one.before for one in found if one.kind == "billed"),
        _sum(one.before for one in found if one.kind == "paid"),
        owed.amount,
        owed.cases,
        owed.long_cases,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum((one or NOTHING for one in amounts), NOTHING)
