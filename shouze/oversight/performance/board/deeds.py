"""Who did how much, and how often work came back: the acts of the period, counted in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from shouze.kernel.words import Words
from shouze.resources.cases.states import OPEN

from .periods import Asked
from .rows import rows

_DONE: Final = """
SELECT e.act, e.person_id AS person, e.at >= %(since)s::date AT TIME ZONE 'Asia/Shanghai' AS now,
 count(*) AS done, count(DISTINCT e.case_id) AS cases
FROM ledger_entry e JOIN cases_case c ON c.id = e.case_id
WHERE e.at >= %(before)s::date AT TIME ZONE 'Asia/Shanghai'
 AND e.at < (%(until)s::date + 1) AT TIME ZONE 'Asia/Shanghai'
 AND (%(products)s::text[] IS NULL OR c.product_code = ANY(%(products)s::text[]))
GROUP BY e.act, e.person_id, now
"""
_STAFF: Final = """
SELECT p.id, p.name, p.employee_number,
 (SELECT coalesce(array_agg(DISTINCT a.post), '{}') FROM people_appointment a WHERE a.person_id = p.id
   AND a.valid_from <= %(until)s AND (a.valid_to IS NULL OR a.valid_to >= %(until)s)) AS posts,
 coalesce(o.cases, 0) AS open, coalesce(o.overdue, 0) AS overdue
FROM people_person p LEFT JOIN (
 SELECT engineer_id, count(*) AS cases,
  count(*) FILTER (WHERE NOT paused AND (stage_due_on < %(until)s OR due_on < %(until)s)) AS overdue
 FROM cases_case WHERE state = ANY(%(open)s) AND engineer_id IS NOT NULL
  AND (%(products)s::text[] IS NULL OR product_code = ANY(%(products)s::text[]))
 GROUP BY engineer_id) o ON o.engineer_id = p.id
WHERE p.kind = 'staff' ORDER BY p.employee_number
"""
_FOUND: Final = """
SELECT n.grade, i.to_on >= %(since)s AS now, count(*) AS found
FROM evidence_nonconformity n JOIN evidence_inspection i ON i.id = n.inspection_id
JOIN cases_case c ON c.id = i.case_id
WHERE i.to_on BETWEEN %(before)s AND %(until)s
 AND (%(products)s::text[] IS NULL OR c.product_code = ANY(%(products)s::text[]))
GROUP BY n.grade, now
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """How often something came back: the act that counts, and the act it is counted against."""

    key: str
    words: Words
    act: str
    against: str
    against_words: Words


MEASURES: Final = (
    Measure("supplement", Words("补正通知", "supplements asked for"), "supplement.requested",
            "application.submitted", Words("申请", "applications")),
    Measure("samples", Words("样品退回", "samples rejected"), "samples.rejected",
            "samples.received", Words("样品接收", "samples received")),
    Measure("failure", Words("检测不合格", "test failures"), "test.failed",
            "report.submitted", Words("检测报告", "test reports")),
    Measure("report", Words("检测报告退回", "test reports rejected"), "report.rejected",
            "report.submitted", Words("检测报告", "test reports")),
    Measure("returned", Words("复核、决定退回", "cases returned by review or decision"), "case.returned",
            "evaluation.completed", Words("评价报告", "evaluation reports")),
)  # fmt: skip
FINDINGS: Final = (
    ("general", Words("一般不符合项", "nonconformities, general")),
    ("serious", Words("严重不符合项", "nonconformities, serious")),
)
INSPECTED: Final = "inspection.conducted"
INSPECTED_WORDS: Final = Words("工厂检查", "inspections")


@dataclass(frozen=True, slots=True)
class Quality:
    """One measure: how often now and before, against how many."""

    key: str
    words: Words
    against: Words
    now: int
    now_of: int
    before: int
    before_of: int

    @property
    def rate(self) -> float | None:
        """Per hundred of what it is counted against; None where there was none."""
        return 100 * self.now / self.now_of if self.now_of else None

    @property
    def rate_before(self) -> float | None:
        """The same in the period before."""
        return 100 * self.before / self.before_of if self.before_of else None


@dataclass(frozen=True, slots=True)
class Deeds:
    """The acts counted: by (act, now), and by (person, act) in the period itself."""

    by_act: Mapping[tuple[str, bool], int]
    by_person: Mapping[UUID, Counter[str]]


def deeds(asked: Asked) -> Deeds:
    """Count the acts on cases in the period and in the one before."""
    by_act: Counter[tuple[str, bool]] = Counter()
    by_person: dict[UUID, Counter[str]] = {}
    for one in rows(_DONE, asked.given):
        by_act[one.act, one.now] += one.done
        if one.now:
            by_person.setdefault(one.person, Counter())[one.act] += one.done
    return Deeds(by_act, by_person)


def staff(asked: Asked) -> Sequence[Any]:
    """Return the body's people with their posts of today, and the open and overdue cases that they answer for
    as project engineers.
    """
    return rows(_STAFF, {**asked.given, "open": list(OPEN)})


def quality(asked: Asked, done: Deeds) -> list[Quality]:
    """Return how often work came back, in the order of a case; nonconformities last."""
    found = {(one.grade, one.now): one.found for one in rows(_FOUND, asked.given)}
    counts = done.by_act
    measures = [
        Quality(
            one.key, one.words, one.against_words,
            counts.get((one.act, True), 0), counts.get((one.against, True), 0),
            counts.get((one.act, False), 0), counts.get((one.against, False), 0),
        )
        for one in MEASURES
    ]  # fmt: skip
    inspected = counts.get((INSPECTED, True), 0), counts.get((INSPECTED, False), 0)
    return measures + [
        Quality(
            grade, words, INSPECTED_WORDS,
            found.get((grade, True), 0), inspected[0], found.get((grade, False), 0), inspected[1],
        )
        for grade, words in FINDINGS
    ]  # fmt: skip
