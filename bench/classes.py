"""Reclassification of 200,000 factories: facts of all by one query, each distinct vector judged once, against
the same asked factory by factory.

The facts are generated in a database of its own: for each factory a case with an inspection, for many a
nonconformity, a quality event, a class on record. Both ways must give the same class to every factory that is
asked one by one, else the measurement fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from shouze.site import postgres

FACTORIES: Final = 200_000
ONE_BY_ONE: Final = 300
ROUNDS: Final = 3
ON: Final = date(2026, 11, 2)
SCRATCH: Final = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
    "shared_buffers": "512MB", "max_wal_size": "4GB",
}  # fmt: skip
_DRAWN: Final = """
CREATE TEMP TABLE f AS SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS case_id,
    gen_random_uuid() AS inspection_id, random() AS r1, random() AS r2, random() AS r3, random() AS r4,
    DATE '2026-11-01' - (random() * 1200)::int AS day
FROM generate_series(1, %s) n
"""


def measure(factories: int = FACTORIES) -> dict[str, Any]:
    """Measure in a server and a process of their own."""
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        server = postgres.start(Path(folder) / "postgres", settings=SCRATCH)
        try:
            settings = {
                "DATABASE_URL": server.dsn(), "SHOUZE_ROLE": "owner", "SHOUZE_VAR": folder,
                "DJANGO_SETTINGS_MODULE": "shouze.site.settings",
            }  # fmt: skip
            environment = os.environ | settings
            migrate = [sys.executable, "-m", "shouze.commands", "migrate"]
            subprocess.run(migrate, env=environment, check=True, capture_output=True)  # noqa: S603
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "bench.classes", str(factories)], env=environment, check=True,
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        finally:
            server.stop()
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(factories: int) -> dict[str, Any]:
    began = time.perf_counter()
    pairs = _generate(factories)
    found: dict[str, Any] = {
        "factories": factories,
        "generated_in_seconds": round(time.perf_counter() - began, 1),
        "load": os.getloadavg(),
    }
    seconds, classes, distinct = min((_all(pairs) for _ in range(ROUNDS)), key=lambda one: one[0])
    slow = _some(pairs[:: max(1, factories // ONE_BY_ONE)][:ONE_BY_ONE], classes)
    changed = sum(before != after for before, after in classes.values())
    return {
        **found,
        "seconds": round(seconds, 2),
        "per_second": round(factories / seconds),
        "distinct_vectors": distinct,
        "changed": changed,
        "one_by_one_per_second": round(1 / slow, 1),
        "ratio_to_one_by_one": round(slow * factories / seconds),
    }


Pair = tuple[uuid.UUID, str]


def _all(pairs: list[Pair]) -> tuple[float, dict[Pair, tuple[str, str]], int]:
    """Reclassify everybody: seconds, the class before and after of each, how many vectors were judged."""
    from shouze.oversight.classification import engine
    from shouze.oversight.classification.windows import windows
    from shouze.resources.enterprise_classes.queries import currents

    began = time.perf_counter()
    seen = windows(ON)
    judge, bounds = engine.judge_of(ON), engine.limits(ON, seen)
    standings = currents(pairs, ON)
    found = {
        pair: (standings[pair].letter, after)
        for pair, _, after in engine.reclassify(engine.everybody(seen), standings, judge, bounds, ON)
    }
    return time.perf_counter() - began, found, judge.asked


def _some(pairs: list[Pair], classes: Mapping[Pair, tuple[str, str]]) -> float:
    """Evaluate factories one by one; seconds for each. Raises AssertionError where the answers differ."""
    from shouze.oversight.classification import engine

    began = time.perf_counter()
    for factory, product in pairs:
        found = engine.evaluate(factory, product, ON)
        if (found.standing.letter, found.allowed) != classes[factory, product]:
            raise AssertionError(f"{factory} {product}: {found.allowed} one by one")
    return (time.perf_counter() - began) / len(pairs)


def _generate(factories: int) -> list[Pair]:
    """Make the factories and what is on record of them, each row after a pattern that the models made."""
    from django.db import connection

    patterns = _patterns()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.4711)")
        cursor.execute(_DRAWN, [factories])
        for pattern, made, where in patterns:
            columns = [str(field.column) for field in pattern._meta.concrete_fields]
            values = ", ".join(made.get(one, f't."{one}"') for one in columns)
            names = ", ".join(f'"{one}"' for one in columns)
            table = pattern._meta.db_table
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, f'  # noqa: S608
                f" WHERE t.id = %s AND {where}",
                [pattern.pk],
            )
        cursor.execute("ANALYZE")
        cursor.execute("SELECT id FROM f ORDER BY n")
        return [(row[0], "0711") for row in cursor.fetchall()]


def _patterns() -> list[tuple[Any, dict[str, str], str]]:
    """One row of each kind, what differs from row to row, and which factories have it."""
    factory, case = _factory_and_case()
    visit, finding, event, record = _findings(factory, case)
    key = "gen_random_uuid()"
    concluded = (
        "CASE WHEN f.r1 < .6 THEN '01' WHEN f.r1 < .9 THEN '02' WHEN f.r1 < .98 THEN '03' ELSE '04' END"
    )
    found = {
        "number": "'BENCH-' || f.n", "id": key, "factory_id": "f.id", "happened_on": "f.day",
        "told_on": "f.day", "final_on": "f.day", "settled_on": "f.day",
        "finding": "CASE WHEN f.r2 < .1 THEN 'ccc_item' WHEN f.r2 < .3 THEN 'non_ccc_item'"
        " WHEN f.r2 < .6 THEN 'conforming' WHEN f.r2 < .9 THEN 'ability' ELSE 'refused' END",
        "fault": "CASE WHEN f.r4 < .9 THEN 'factory' ELSE 'not_factory' END",
    }  # fmt: skip
    return [
        (factory, {"id": "f.id", "name": "'工厂' || f.n"}, "true"),
        (case, {"id": "f.case_id", "number": "'BENCH-' || f.n", "factory_id": "f.id"}, "true"),
        (
            visit,
            {"id": "f.inspection_id", "case_id": "f.case_id", "plan_code": "'BENCH-' || f.n",
             "to_on": "f.day", "concluded_on": "f.day", "conclusion": concluded},
            "true",
        ),
        (
            finding,
            {"id": key, "inspection_id": "f.inspection_id",
             "grade": "CASE WHEN f.r2 < .1 THEN 'serious' ELSE 'general' END",
             "code": "CASE WHEN f.r2 < .2 THEN '00001' ELSE '00004' END"},
            "f.r1 >= .6",
        ),
        (event, found, "f.r3 < .25"),
        (
            record,
            {"id": key, "factory_id": "f.id", "since": "f.day - 200",
             "letter": "CASE WHEN f.r4 < .05 THEN 'D' WHEN f.r4 < .1 THEN 'C' ELSE 'A' END"},
            "f.r4 < .2",
        ),
    ]  # fmt: skip


def _factory_and_case() -> tuple[Any, Any]:
    """A factory, and a certified case of it."""
    from shouze.resources.cases.models import Case
    from shouze.resources.organisations.models import Factory, Organisation

    day = date(2020, 1, 2)
    owner = Organisation.objects.create(name="示例", address="示例路1号", contact="某", phone="0")
    factory = Factory.objects.create(
        organisation=owner, name="工厂", address="示例路1号", contact="某", phone="0"
    )
    case = Case.objects.create(
        number="BENCH", product_code="0711", product_name="电磁灶", applicant_id=owner.pk,
        applicant_name="示例", producer_id=owner.pk, factory_id=factory.pk, factory_owner_id=owner.pk,
        submitted_on=day, state="certified", accepted_on=day, due_on=day,
    )  # fmt: skip
    return factory, case


def _findings(factory: Any, case: Any) -> tuple[Any, Any, Any, Any]:
    """A visit with its nonconformity, a quality event, and a record of the class."""
    from shouze.certification.evidence.models import Inspection, Nonconformity
    from shouze.oversight.signals.models import QualityEvent
    from shouze.resources.enterprise_classes.models import ClassRecord

    day = date(2020, 1, 2)
    visit = Inspection.objects.create(
        id=uuid.uuid4(), case=case, plan_code="BENCH", activity="01", planned_from=day, planned_to=day,
        team=[], person_days_planned=1, state="concluded", from_on=day, to_on=day,
        conclusion="01", concluded_on=day,
    )  # fmt: skip
    finding = Nonconformity.objects.create(
        id=uuid.uuid4(), inspection=visit, number=1, grade="general", clause="3.3", code="00004",
        description="-", state="verified",
    )  # fmt: skip
    event = QualityEvent.objects.create(
        number="BENCH", source="provincial_sampling", kind="government", title="-", happened_on=day,
        told_on=day, finding="ccc_item", severity="serious", fault="factory", factory=factory,
        product_code="0711",
        state="final", final_on=day, settled_on=day,
    )  # fmt: skip
    record = ClassRecord.objects.create(
        factory=factory, product_code="0711", step=1, letter="D", since=day, previous="B", ref="-",
        source="classification", entry=uuid.uuid4(),
    )  # fmt: skip
    return visit, finding, event, record


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_measured(int(sys.argv[1]))))
