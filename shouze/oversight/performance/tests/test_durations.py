"""Percentiles of past durations are those of a hand with a pencil; few cases tell nothing."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from shouze.oversight.performance import durations
from shouze.oversight.performance.durations import Spread
from shouze.resources.cases.models import Case

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def _closed(gross: int, paused: int = 0, *, product: str = "0711", closed: date = date(2026, 5, 20)) -> Case:
    accepted = closed - timedelta(days=gross)
    pause = {"from": accepted.isoformat(), "to": (accepted + timedelta(days=paused)).isoformat()}
    return Case.objects.create(
        id=uuid.uuid4(), number=f"T{uuid.uuid4().hex[:12]}", product_code=product, product_name="电磁灶",
        applicant_id=uuid.uuid4(), applicant_name="示例", producer_id=uuid.uuid4(), factory_id=uuid.uuid4(),
        factory_owner_id=uuid.uuid4(), submitted_on=accepted, accepted_on=accepted,
        due_on=accepted + timedelta(days=90), closed_on=closed, state="certified",
        pauses=[pause] if paused else [],
    )  # fmt: skip


def test_it_tells_the_half_and_nine_in_ten_as_computed_by_hand() -> None:
    # In order 40, 50, 60, 70, 80: the half is the third; nine in ten lie 0.9 * 4 = 3.6 steps on: 76.
    for gross, paused in ((60, 0), (40, 0), (80, 40), (50, 10), (70, 0)):
        _closed(gross, paused)
    found = durations.to_certificate(["0711"], ON)
    assert (found.cases, found.gross) == (5, Spread(60, 76))
    # Net 60, 40, 40, 40, 70: a half is 40; 60 + 0.6 * 10.
    assert found.net == Spread(40, 66)
    assert (found.since, found.until, found.months) == (date(2024, 6, 1), ON, 24)


def test_it_says_nothing_of_few_cases_and_counts_only_those_asked_for() -> None:
    for gross in (40, 50, 60, 70):
        _closed(gross)
    _closed(80, product="0712")
    _closed(90, closed=date(2024, 6, 1))
    _closed(95, closed=date(2026, 6, 2))
    few = durations.to_certificate(["0711"], ON)
    assert (few.cases, few.told, few.gross, few.net) == (4, False, None, None)
    assert durations.expected(ON, few) is None
    both = durations.to_certificate(["0711", "0712"], ON)
    assert (both.cases, both.gross) == (5, Spread(60, 76))
    assert durations.expected(date(2026, 6, 1), both) == (date(2026, 7, 31), date(2026, 8, 16))


def test_it_reads_the_cases_of_a_product_by_an_index() -> None:
    for number in range(200):
        _closed(50, product=f"07{number % 20:02}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")
        cursor.execute("SET LOCAL enable_seqscan = off")
        given: dict[str, Any] = {"products": ["0711"], "since": date(2024, 6, 1), "until": ON, "most": 1000}
        cursor.execute(f"EXPLAIN {durations.TO_CERTIFICATE}", given)
        assert "case_certified_product" in "".join(str(row[0]) for row in cursor.fetchall())
