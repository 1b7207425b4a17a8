"""One run of `bench.national`, in a process of its own: its last line is JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from typing import Any, Final

import django

from bench import tracing

UNTIL: Final = date(2026, 11, 20)
PLAYED_CASES: Final = 60


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
    found |= {**tracing.tracing(), **tracing.impact()}
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


if __name__ == "__main__":
    main(int(sys.argv[1]))
