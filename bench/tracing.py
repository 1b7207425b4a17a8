"""The trace of one certificate and the impact of a laboratory, at the scale of a given house, against a walk.

The house is a database of the national data set, named by SHOUZE_NATIONAL (a URL); its read model of
references is filled first where it is behind, and that is measured too. `bench.national` asks the same of
the nation that it makes. The naive walk finds a laboratory's certificates as one would without the
questions' statements: a query per order, and one per case.
"""

from __future__ import annotations

import os
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import unquote, urlsplit

NATIONAL: Final = "SHOUZE_NATIONAL"
ROUNDS: Final = 30
#: orders of the laboratory that the naive walk goes through; its time is multiplied to all of them
WALKED: Final = 300
#: reports of the laboratory that is asked about, or of the one that comes next
REPORTS: Final = 10_000


def measure() -> dict[str, Any]:
    """Measure in the house that SHOUZE_NATIONAL names; without one, say that nothing was measured."""
    address = os.environ.get(NATIONAL)
    if not address:
        return {"not_measured": f"{NATIONAL} names no database"}
    import django

    django.setup()
    with inside(address):
        return _measured()


def _measured() -> dict[str, Any]:
    from shouze.kernel.references.filling import behind, catch_up

    found: dict[str, Any] = {"load": os.getloadavg()}
    waiting = behind()
    if waiting:
        began = time.perf_counter()
        catch_up()
        found["filled"] = {"entries": waiting, "per_second": waiting / (time.perf_counter() - began)}
    return {**found, **sizes(), **tracing(), **impact()}


def sizes() -> dict[str, Any]:
    """How many certificates there are, and how much the read model takes for each entry."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM certificates_certificate")
        certificates = cursor.fetchone()[0]
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 / greatest("
            "(SELECT seq FROM references_cursor), 1) FROM pg_class c"
            " WHERE relkind = 'r' AND relname LIKE 'references%'"
        )
        return {"certificates": certificates, "bytes_per_entry": cursor.fetchone()[0]}


def tracing() -> dict[str, Any]:
    """The trace of certificates drawn at random, each for the first time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM certificates_certificate ORDER BY random() LIMIT %s", [ROUNDS])
        numbers = [number for (number,) in cursor.fetchall()]
    return {"trace": _times([_traced(number) for number in numbers])}


def impact() -> dict[str, Any]:
    """The first page and figures of a laboratory of ten thousand reports, and a naive walk to the same."""
    from django.db import connection

    from shouze.oversight.impact import reading
    from shouze.oversight.impact.questions import Asked

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.code, o.laboratory_id, count(*) FROM evidence_test_report r JOIN evidence_test_order o"
            " ON o.id = r.order_id JOIN laboratories_laboratory l ON l.id = o.laboratory_id"
            " GROUP BY 1, 2 ORDER BY count(*) < %s, abs(count(*) - %s) LIMIT 1",
            [REPORTS, REPORTS],
        )
        code, laboratory, reports = cursor.fetchone()
    asked = Asked("laboratory", code)
    first = _times([lambda: reading.answer(asked)] * ROUNDS)
    naive = _seconds(lambda: _walk(laboratory))
    return {
        "reports": reports,
        "impact_first_page": first,
        "impact_figures": _times([lambda: reading.figures(asked)] * 5),
        "naive_walk_seconds": naive,
        "ratio_to_naive_walk": naive / (first["median_ms"] / 1000),
    }


def _traced(number: str) -> Callable[[], object]:
    """The trace of a certificate as an auditor reads it today, with its graph."""
    from shouze.kernel import clock
    from shouze.kernel.acts import standing_of
    from shouze.oversight.tracing.reading import trace
    from shouze.oversight.tracing.telling import as_values
    from shouze.oversight.tracing.things import get_thing
    from shouze.resources.people.queries import holders

    auditor = standing_of(holders("auditor", clock.today())[0].id)
    if auditor is None:
        raise LookupError("the house has no auditor")

    def ask() -> object:
        found = trace(get_thing("certificate", number), on=clock.today(), reader=auditor)
        if not found.acts:
            raise LookupError(f"the trace of {number} is empty")
        return as_values(found)

    return ask


def _walk(laboratory: uuid.UUID) -> float:
    """Go through the orders one by one; return nothing but the time that all of them would take."""
    from shouze.certification.certificates.models import Certificate
    from shouze.certification.evidence.models import TestOrder, TestReport

    orders = list(TestOrder.objects.filter(laboratory_id=laboratory))
    began = time.perf_counter()
    for order in orders[:WALKED]:
        if TestReport.objects.filter(order=order).exists():
            list(Certificate.objects.filter(case_id=order.case_id).select_related("case"))
    return (time.perf_counter() - began) * len(orders) / max(1, min(len(orders), WALKED))


def _seconds(walk: Callable[[], float]) -> float:
    return round(walk(), 3)


def _times(calls: list[Callable[[], object]]) -> dict[str, float]:
    taken = []
    for call in calls:
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    ordered = sorted(taken)
    return {
        "first_ms": round(taken[0], 1),
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
    }


@contextmanager
def inside(address: str) -> Iterator[None]:
    """Django works in the database of that address until the end of the block."""
    from django.db import connections

    parts = urlsplit(address)
    query = dict(one.split("=", 1) for one in parts.query.split("&") if one)
    given = connections.settings["default"]
    asked = {
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or given["USER"],
        "PASSWORD": parts.password or "",
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
    }
    before, waiting = {key: given[key] for key in asked}, connections["default"]
    given.update(asked)
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = waiting
        given.update(before)
