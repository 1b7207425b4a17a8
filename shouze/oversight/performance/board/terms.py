"""How long the ended cases took: within the term or not, net days by product category, days of each step.

Net days are calendar days from acceptance less the recorded pauses (Order 117 Art. 16); P50 and P90 are the
days within which half and nine tenths of the cases ended (a value that occurred, never one between two).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from .periods import Asked
from .rows import rows

#: steps of the way by the acts that begin and end them: (stage whose name it bears, begins, ends)
STEPS: Final = (
    ("acceptance", ("application.submitted",), ("application.accepted", "application.refused")),
    ("plan", ("application.accepted",), ("plan.made",)),
    ("contract", ("plan.made",), ("fees.received",)),
    ("sample", ("test.ordered",), ("samples.authenticated",)),
    ("type_test", ("samples.authenticated",), ("report.accepted",)),
    ("inspection", ("inspection.planned",), ("inspection.concluded",)),
    ("evaluation", ("report.accepted", "inspection.concluded", "case.returned"), ("evaluation.completed",)),
    ("review", ("evaluation.completed",), ("review.concluded", "case.returned")),
    ("decision", ("review.concluded",), ("decision.made", "case.returned")),
    ("approval", ("decision.made",), ("certificate.approved", "refusal.approved", "case.returned")),
)

_ENDED: Final = """
WITH ended AS (
 SELECT c.product_code, c.closed_on >= %(since)s AS now, c.closed_on <= c.due_on AS within,
  (c.closed_on - c.accepted_on) - coalesce((
   SELECT sum(greatest(0, least((p->>'to')::date, c.closed_on) - (p->>'from')::date))
   FROM jsonb_array_elements(c.pauses) p), 0) AS net
 FROM cases_case c
 WHERE c.closed_on BETWEEN %(before)s AND %(until)s AND c.state IN ('certified', 'refused')
  AND (%(products)s::text[] IS NULL OR c.product_code = ANY(%(products)s::text[]))
)
SELECT now, f.category, count(*) AS cases, count(*) FILTER (WHERE within) AS within,
 percentile_disc(0.5) WITHIN GROUP (ORDER BY net) AS p50,
 percentile_disc(0.9) WITHIN GROUP (ORDER BY net) AS p90
FROM ended LEFT JOIN unnest(%(codes)s::text[], %(categories)s::text[]) AS f(code, category)
 ON f.code = ended.product_code
GROUP BY GROUPING SETS ((now), (now, f.category))
ORDER BY now, grouping(f.category) DESC, f.category
"""
# A step that begins again before it ended goes on; what was begun again after a return is another round.
_STEPS: Final = """
WITH ended AS (
 SELECT id, pauses, closed_on >= %(since)s AS now FROM cases_case
 WHERE closed_on BETWEEN %(before)s AND %(until)s AND state IN ('certified', 'refused')
  AND (%(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[]))
), marks AS (
 SELECT e.case_id, m.step, m.begins, e.id, (e.at AT TIME ZONE 'Asia/Shanghai')::date AS day,
  lag(m.begins) OVER (PARTITION BY e.case_id, m.step ORDER BY e.id) AS earlier
 FROM ended JOIN ledger_entry e ON e.case_id = ended.id
 JOIN unnest(%(acts)s::text[], %(steps)s::text[], %(begins)s::bool[]) AS m(act, step, begins) ON m.act = e.act
), turns AS (
 SELECT case_id, step, begins, day AS since, lead(day) OVER (PARTITION BY case_id, step ORDER BY id) AS until
 FROM marks WHERE begins IS DISTINCT FROM earlier
), rounds AS (
 SELECT ended.now, turns.step, (turns.until - turns.since) - coalesce((
   SELECT sum(greatest(0, least((p->>'to')::date, turns.until) - greatest((p->>'from')::date, turns.since)))
   FROM jsonb_array_elements(ended.pauses) p), 0) AS net
 FROM turns JOIN ended ON ended.id = turns.case_id WHERE turns.begins AND turns.until IS NOT NULL
)
SELECT now, step, count(*) AS rounds, percentile_disc(0.5) WITHIN GROUP (ORDER BY net) AS p50,
 percentile_disc(0.9) WITHIN GROUP (ORDER BY net) AS p90 FROM rounds GROUP BY now, step
"""


@dataclass(frozen=True, slots=True)
class Took:
    """Cases (or rounds of a step) that ended: how many, how many within the term, P50 and P90 of net days."""

    cases: int = 0
    within: int = 0
    p50: int | None = None
    p90: int | None = None

    @property
    def share(self) -> float | None:
        """Per cent that ended within the term; None where none ended."""
        return 100 * self.within / self.cases if self.cases else None


NONE: Final = Took()


@dataclass(frozen=True, slots=True)
class Terms:
    """All ended cases and those of each category, now and in the period before."""

    now: Took
    before: Took
    by_category: dict[str, tuple[Took, Took]]


def terms(asked: Asked) -> Terms:
    """Return how long the cases took that were decided in the period and in the one before."""
    given = {"codes": list(asked.categories), "categories": list(asked.categories.values())}
    found = rows(_ENDED, {**asked.given, **given})
    by: dict[tuple[bool, str | None], Took] = {
        (one.now, one.category): Took(one.cases, one.within, one.p50, one.p90) for one in reversed(found)
    }
    # The sums come without a category; a product of no category would too, and is overwritten by them.
    categories = sorted({category for _, category in by if category}, key=_as_number)
    pairs = {one: (by.get((True, one), NONE), by.get((False, one), NONE)) for one in categories}
    return Terms(by.get((True, None), NONE), by.get((False, None), NONE), pairs)


def steps(asked: Asked) -> dict[str, tuple[Took, Took]]:
    """Return the net days of each step of those cases, now and before; in the order of the way."""
    marks = [(act, step, True) for step, begins, _ in STEPS for act in begins]
    marks += [(act, step, False) for step, _, ends in STEPS for act in ends]
    acts, names, begins = (list(column) for column in zip(*marks, strict=True))
    found: dict[tuple[bool, str], Any] = {
        (one.now, one.step): Took(one.rounds, 0, one.p50, one.p90)
        for one in rows(_STEPS, {**asked.given, "acts": acts, "steps": names, "begins": begins})
    }
    every = [step for step, _, _ in STEPS if (True, step) in found or (False, step) in found]
    return {step: (found.get((True, step), NONE), found.get((False, step), NONE)) for step in every}


def _as_number(category: str) -> tuple[int, str]:
    return (int(category) if category.isdigit() else 0, category)
