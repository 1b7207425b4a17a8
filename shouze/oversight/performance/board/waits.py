"""Where the open cases stand now, how long they have waited there, who is awaited, and which are too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.states import OPEN

from .periods import Asked
from .rows import rows

MOST_NAMED: Final = 15
#: the first day of each age band but the first, in calendar days since the application
AGES: Final = (16, 31, 61, 91)

_BY_STAGE: Final = """
SELECT stage, count(*) AS cases, count(*) FILTER (WHERE paused) AS paused,
 count(*) FILTER (WHERE NOT paused AND stage_due_on < %(until)s) AS overdue,
 percentile_disc(0.5) WITHIN GROUP (ORDER BY %(until)s - stage_since) AS middle,
 max(%(until)s - stage_since) AS longest
FROM cases_case
WHERE (state = ANY(%(open)s) OR state = 'certified' AND stage <> '') AND stage <> ''
 AND (%(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[]))
GROUP BY stage
"""
_LATE: Final = """
SELECT c.id, c.number, c.applicant_name, c.product_name, c.stage, c.due_on, p.name AS engineer,
 greatest(%(until)s - c.stage_due_on, %(until)s - c.due_on, 0) AS days, c.due_on < %(until)s AS past_term,
 count(*) OVER () AS of, count(*) FILTER (WHERE c.due_on < %(until)s) OVER () AS of_past_term
FROM cases_case c LEFT JOIN people_person p ON p.id = c.engineer_id
WHERE c.state = ANY(%(open)s) AND NOT c.paused AND (c.stage_due_on < %(until)s OR c.due_on < %(until)s)
 AND (%(products)s::text[] IS NULL OR c.product_code = ANY(%(products)s::text[]))
ORDER BY c.due_on < %(until)s DESC NULLS LAST, days DESC, c.number LIMIT %(most)s
"""
_AGES: Final = """
SELECT width_bucket(%(until)s - submitted_on, %(ages)s::int[]) AS band, count(*) AS cases,
 count(*) FILTER (WHERE paused) AS paused
FROM cases_case WHERE state = ANY(%(open)s)
 AND (%(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[]))
GROUP BY band
"""


@dataclass(frozen=True, slots=True)
class Wait:
    """A stage in which cases stand: how many, how many of them paused or over the stage's term; the middle
    and the longest wait in calendar days; and the post that is awaited.
    """

    stage: str
    words: Words
    number: int
    post: str
    cases: int
    paused: int
    overdue: int
    middle: int
    longest: int


@dataclass(frozen=True, slots=True)
class Late:
    """The cases that are over a term, worst first (at most ``MOST_NAMED``); how many there are in all, and
    how many of them are over the ninety days of the certificate.
    """

    cases: tuple[Any, ...]
    all_of_them: int
    past_term: int


def waits(asked: Asked) -> list[Wait]:
    """Return the stages in which cases stand today, in the order of the way."""
    on = asked.period.until
    stages = {one.code: (place, one) for place, one in enumerate(rulebook.codes("stages", on=on))}
    found = rows(_BY_STAGE, {**asked.given, "open": list(OPEN)})
    known = sorted((one for one in found if one.stage in stages), key=lambda one: stages[one.stage][0])
    return [_wait(one, stages[one.stage][1]) for one in known]


def late(asked: Asked) -> Late:
    """Return the cases over a term of theirs today whose clock runs."""
    found = rows(_LATE, {**asked.given, "open": list(OPEN), "most": MOST_NAMED})
    return Late(tuple(found), found[0].of if found else 0, found[0].of_past_term if found else 0)


def ages(asked: Asked) -> list[tuple[int, int | None, int, int]]:
    """Return the open cases by age: first day of the band, last day (None: no end), cases, paused ones."""
    given = {**asked.given, "open": list(OPEN), "ages": list(AGES)}
    found = {one.band: (one.cases, one.paused) for one in rows(_AGES, given)}
    ends = [*(first - 1 for first in AGES), None]
    return [
        (first, last, *found.get(band, (0, 0)))
        for band, (first, last) in enumerate(zip((0, *AGES), ends, strict=True))
    ]


def stage_words(stage: str, on: date) -> Words:
    """What a stage is called; its code where the table does not know it."""
    try:
        return rulebook.code("stages", stage, on=on).words
    except rulebook.RuleError:
        return Words.same(stage)


def _wait(found: Any, stage: rulebook.Code) -> Wait:
    return Wait(
        found.stage,
        stage.words,
        int(stage.text("number") or 0),
        stage.text("post"),
        found.cases,
        found.paused,
        found.overdue,
        found.middle or 0,
        found.longest or 0,
    )
