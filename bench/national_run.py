"""One run of `bench.national`, in a process of its own: its last line is JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

import django

ASKED: Final = 30
UNTIL: Final = date(2026, 11, 20)
PLAYED_CASES: Final = 60
REPORTS: Final = 10_000


def main(certificates: int) -> None:
    """Generate where ``certificates`` is not 0, then ask."""
    django.setup()
    from django.db import connection

    from shouze.demo.national import walking

    found: dict[str, Any] = _generate(certificates) if certificates else {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM certificates_certificate), (SELECT count(*) FROM ledger_entry),"
            " pg_database_size(current_database())"
        )
        many, entries, octets = cursor.fetchone()
    found |= {"certificates": many, "entries": entries, "bytes_per_certificate": round(octets / many)}
    found |= {"trace": _traces(), "impact": _impact()}
    found["pages"] = {
        one.page: {"ms": round(one.later, 1), "processor_ms": round(one.worked, 1), "queries": one.queries}
        for one in walking.walk()
    }
    print(json.dumps(found, ensure_ascii=False))


def _generate(certificates: int) -> dict[str, Any]:
    from shouze.demo.national import filling
    from shouze.kernel import clock
    from shouze.kernel.ledger import sequence
    from shouze.kernel.references.filling import catch_up

    began = time.monotonic()
    asked = filling.Asked(certificates, 1, UNTIL, patterns=PLAYED_CASES)
    filling.begin(asked, clock.now(), say=lambda line: None)
    played = time.monotonic() - began
    told = filling.go_on(clock.now(), say=lambda line: None)
    with filling.connect() as conn:
        acts = sum(len(one.entries) for one in filling.recording_of(conn).clusters)
        began = time.monotonic()
        taken = sequence.catch_up(conn, at=clock.now())
        sequenced = time.monotonic() - began
    began = time.monotonic()
    catch_up()
    rate, by_hand = told.entries / told.seconds, acts / played
    return {
        "generated_per_second": round(rate),
        "played_per_second": round(by_hand, 1),
        "ratio_to_played": round(rate / by_hand, 1),
        "sequenced_per_second": round(taken / sequenced),
        "referenced_per_second": round(told.all_entries / (time.monotonic() - began)),
    }


def _traces() -> dict[str, float]:
    """Milliseconds to trace one certificate, chosen evenly over the years; as the auditor."""
    from django.db import connection

    from shouze.kernel import clock
    from shouze.kernel.acts import standing_of
    from shouze.oversight.tracing.reading import trace
    from shouze.oversight.tracing.things import get_thing
    from shouze.resources.people.queries import person_of_number

    auditor = person_of_number("E016")
    if auditor is None:
        raise LookupError("the national house has no auditor")
    reader = standing_of(auditor.pk)
    if reader is None:
        raise LookupError("the auditor has no standing")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM (SELECT number, row_number() OVER (ORDER BY id) AS place,"
            " count(*) OVER () AS many FROM certificates_certificate) c"
            " WHERE place %% greatest(1, many / %s) = 0 LIMIT %s",
            [ASKED, ASKED],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    today = clock.today()

    def ask(number: str) -> None:
        traced = trace(get_thing("certificate", number), on=today, reader=reader)
        if not traced.acts or traced.graph is None:
            raise LookupError(f"the trace of {number} is empty")

    return _milliseconds([partial(ask, number) for number in numbers])


def _impact() -> dict[str, Any]:
    """Milliseconds until the first page of what rests on a laboratory of ten thousand reports, or of the one
    that comes next.
    """
    from django.db import connection

    from shouze.oversight.impact.questions import Asked
    from shouze.oversight.impact.reading import answer

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.code, count(*) AS many FROM evidence_test_report r"
            " JOIN evidence_test_order o ON o.id = r.order_id"
            " JOIN laboratories_laboratory l ON l.id = o.laboratory_id"
            " GROUP BY 1 ORDER BY count(*) < %s, abs(count(*) - %s) LIMIT 1",
            [REPORTS, REPORTS],
        )
        code, reports = cursor.fetchone()
    asked = Asked("laboratory", code)
    return {"reports": reports, **_milliseconds([lambda: answer(asked)] * 5)}


def _milliseconds(doings: list[Callable[[], object]]) -> dict[str, float]:
    taken = []
    for do in doings:
        began = time.perf_counter()
        do()
        taken.append((time.perf_counter() - began) * 1000)
    return {"ms_p50": round(statistics.median(taken), 1), "ms_max": round(max(taken), 1)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
