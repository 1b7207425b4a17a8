"""The measurements run and tell what they should; how fast is not asked here."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection

from bench import gate, log, pdf, tracing, verify
from shouze.commands import bench
from shouze.demo import cast
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.ledger import sequence
from shouze.kernel.references.filling import catch_up

#: what every measurement tells besides its own
_BARE: Final[dict[str, Any]] = {
    "machine": {"processor": "P", "cores": 2, "postgresql": "PostgreSQL", "python": "3.11"},
    "load_before": (0.5, 0.4, 0.3),
    "load_after": (2.0, 1.0, 0.5),
    "gate": {},
    "lookup": {"targets": {}},
    "pdf": {},
}


def test_it_measures_the_gate_against_its_peers() -> None:
    found = gate.measure(seconds=0.2, rounds=1, clients=(1, 2), cases_each=3)
    assert set(found) == {"1", "2"}
    for of in found.values():
        assert all(of[who]["per_second"] > 0 for who in gate.CONTESTANTS)
        assert of["ratio_to_orm"] > 0 and of["ratio_to_statement"] > 0
        assert of["gate"]["client_cpu_us"] > 0


def test_it_measures_certificates_with_and_without_signature(tmp_path: Path) -> None:
    found = pdf.compare(pdf.house(tmp_path), seconds=0.1, turns=2)
    assert found["house"]["per_second"] > 0 and found["house_signed"]["per_second"] > 0
    assert found["ratio_to_house_signed"] > 0


def test_it_measures_the_verification_of_a_log_against_the_plain_loop() -> None:
    found = verify.measure(leaves=1 << 9)
    assert all(found[name]["per_second"] > 0 for name in ("two_processes", "one_process", "plain_loop"))
    assert found["ratio_to_plain_loop"] > 0


def test_it_measures_the_log_in_batches_and_one_by_one() -> None:
    found = log.measure(entries=600, turns=1, seconds=0.1, proofs=300, acts=3)
    assert found["batches"]["per_second"] > 0 and found["ratio_to_one_at_a_time"] > 0
    assert found["proofs"]["cold"]["per_second"] > 0 and found["proofs"]["held"]["per_second"] > 0
    assert 0 < found["latency"]["p50_ms"] <= found["latency"]["longest_ms"]


@pytest.fixture
def traced(stage: Stage) -> dict[str, Any]:
    """What is measured of trace and impact in a house of one certificate."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    person = cast.register("E916", "方审", "staff", by=stage.people["E001"], at=clock.now())
    given = {"post": "auditor", "scope": ["*"], "valid_from": date(2020, 1, 1)}
    perform("person.appointed", by=stage.people["E001"], subject=person, given=given)
    sequence.integrate(connection.connection, at=clock.now())
    catch_up()
    return {**tracing.sizes(), **tracing.tracing(), **tracing.impact()}


@pytest.mark.django_db
def test_it_measures_trace_and_impact_and_tells_them_of_a_house_and_of_a_nation(
    traced: dict[str, Any],
) -> None:
    assert (traced["certificates"], traced["reports"]) == (1, 1)
    assert all(0 < traced[name]["median_ms"] for name in ("trace", "impact_first_page", "impact_figures"))
    median = f"median {traced['trace']['median_ms']} ms"
    page = {"ms": 20.0, "processor_ms": 12.5, "queries": 7}
    nation = {
        **traced,
        "entries": 4_081_861,
        "pages": {"board": page, "register": {**page, "processor_ms": 3.5}},
    }
    made = {"generated_per_second": 9000, "ratio_to_played": 61.5}
    (*house, ratio) = bench.lines({**_BARE, "tracing": traced})
    assert median in "\n".join(house) and "impact of a laboratory of 1 reports" in "\n".join(house)
    assert "of a naive walk" in ratio
    told = "\n".join(bench.lines({**_BARE, "national": {**nation, **made}}))
    assert all(
        word in told for word in ("4,081,861 entries", median, "61.5", "of a naive walk", "board, 12.5 ms")
    )
    assert "generated" not in "\n".join(bench.lines({**_BARE, "national": nation}))


def test_it_says_nothing_of_trace_and_impact_where_no_house_was_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(tracing.NATIONAL, raising=False)
    found = tracing.measure()
    assert tracing.NATIONAL in found["not_measured"]
    assert list(bench.lines({**_BARE, "tracing": found})) == list(bench.lines(_BARE))


def test_it_tells_every_figure_with_its_ratio() -> None:
    rate = {"per_second": 1234.5}
    found = {
        "machine": bench.machine(),
        "load_before": (0.5, 0.4, 0.3),
        "load_after": (2.0, 1.0, 0.5),
        "gate": {
            "8": {
                "gate": rate,
                "orm": rate,
                "statement": rate,
                "ratio_to_orm": 2.5,
                "ratio_to_statement": 0.2,
            }
        },
        "lookup": {"targets": {"house": rate, "drf": rate}, "ratio_to_drf": 9.9},
        "pdf": {"house": rate, "weasyprint": rate, "ratio_to_weasyprint": 12.5},
        "verify": {"two_processes": rate, "plain_loop": rate, "ratio_to_plain_loop": 1.75},
        "log": {
            "batches": rate,
            "one_at_a_time": rate,
            "ratio_to_one_at_a_time": 333.3,
            "proofs": {"cold": rate, "held": rate},
            "latency": {"p50_ms": 123.4, "p99_ms": 234.5},
        },
    }
    told = "\n".join(bench.lines(found))
    assert all(
        word in told
        for word in (
            "8 clients: orm",
            "1,234.5",
            "2.5",
            "9.9",
            "12.5",
            "1.75",
            "333.3",
            "234.5",
            "PostgreSQL",
        )
    )
