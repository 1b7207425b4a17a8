"""The measurements run and tell what they should; how fast is not asked here."""

from __future__ import annotations

from pathlib import Path

from bench import gate, log, pdf, verify
from shouze.commands import bench


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
