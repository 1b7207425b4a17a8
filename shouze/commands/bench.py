"""`shouze bench [--json FILE]`: the measurements of `bench/` (see MEASUREMENTS), each against a peer.

Prints one line for each ratio and writes everything to a JSON file (default `var/bench.json`). Takes some
ten minutes. The measurements lie in the checkout's folder `bench/`, the peers come with `make bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from shouze.commands import layout
from shouze.commands.progress import Progress
from shouze.site import postgres

MEASUREMENTS: Final = {
    "gate": "办理 acts",
    "lookup": "公众查询 look-ups",
    "pdf": "证书 certificates",
    "verify": "日志核验 verification of a log",
    "log": "日志入树与公布 sequencing and publishing",
    "tracing": "追溯与影响面 trace and impact",
    "plan": "年度计划 the yearly plan",
    "classes": "企业分类 classes of factories",
    "due": "监督到期 surveillance falling due",
    "national": "全国数据 the national data set",
}
PEERS: Final = ("rest_framework", "weasyprint")
PACKAGES: Final = ("django", "psycopg", "djangorestframework", "weasyprint", "typst", "granian", "pyhanko")


def bench(arguments: Sequence[str]) -> int:
    """Measure everything; returns 1 where the peers are not installed."""
    parser = argparse.ArgumentParser(prog="shouze bench")
    parser.add_argument("--json", type=Path, default=layout.var() / "bench.json", metavar="FILE")
    place: Path = parser.parse_args(arguments).json
    missing = [peer for peer in PEERS if find_spec(peer) is None]
    if missing:
        print(f"Not installed: {', '.join(missing)}. `make bench` installs and measures.", file=sys.stderr)
        return 1
    found = measure_all()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    for line in lines(found):
        print(line)
    print(place)
    return 0


def measure_all() -> dict[str, Any]:
    """Each measurement of `bench/`, one after another, with the machine and its load."""
    sys.path.insert(0, str(layout.ROOT))
    progress = Progress()
    found: dict[str, Any] = {"machine": machine(), "load_before": os.getloadavg()}
    for name, words in MEASUREMENTS.items():
        with progress.step(words):
            found[name] = import_module(f"bench.{name}").measure()
    return {**found, "load_after": os.getloadavg()}


def machine() -> dict[str, Any]:
    """What was measured on: processor, memory, system, versions."""
    postgres_program = str(postgres.wheel_bin_dir() / "postgres")
    told = subprocess.run([postgres_program, "--version"], capture_output=True, text=True, check=True)
    processor = _first("/proc/cpuinfo", "model name") or platform.processor()
    return {
        "processor": processor,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": _first("/proc/meminfo", "MemTotal"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": told.stdout.strip(),
        "packages": {name: version(name) for name in PACKAGES if find_spec(_MODULES.get(name, name))},
    }


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures as a table: what, how many per second, and the ratio of the house to it."""
    host = found["machine"]
    yield f"{host['processor']}, {host['cores']} cores, {host['postgresql']}, Python {host['python']}"
    yield f"load {found['load_before'][0]:.1f} before, {found['load_after'][0]:.1f} after"
    yield f"{'':<44}{'per second':>12}{'house = ×':>12}"
    for count, of in found["gate"].items():
        yield from _table(f"acts, {count} clients", "gate", of, of)
    yield from _table("look-ups among 5 million", "house", found["lookup"]["targets"], found["lookup"])
    yield from _table("certificates", "house", found["pdf"], found["pdf"])
    if "verify" in found:
        yield from _table("leaves verified", "two_processes", found["verify"], found["verify"])
    if "log" in found:
        log = found["log"]
        rates = {name: log[name] for name in ("batches", "one_at_a_time")}
        yield from _table("entries sequenced and published", "batches", rates, log)
        yield from _table("inclusion proofs", "held", log["proofs"], {})
        late = log["latency"]
        yield f"act to checkpoint: p50 {late['p50_ms']} ms, p99 {late['p99_ms']} ms"
    yield from _due(found.get("due", {}))
    yield from _traced(found.get("tracing", {}))
    yield from _planned(found.get("plan", {}))
    yield from _classified(found.get("classes", {}))
    yield from _nation(found.get("national", {}))


def _due(found: Mapping[str, Any]) -> Iterator[str]:
    """The lines of what falls due; none where it was not measured."""
    for name in ("rescan", "to_warn", "recompute") if found else ():
        one = found[name]
        seconds, ratio = one["seconds"] * 1000, one["ratio_to_walk"]
        yield f"{found['lines']:,} open lines, {name}: {seconds:.1f} ms, ×{ratio:.0f} of a walk"


def _traced(found: Mapping[str, Any]) -> Iterator[str]:
    """The lines of trace and impact; none where they were not measured."""
    if "trace" in found:
        trace, first = found["trace"], found["impact_first_page"]
        yield f"trace of a certificate: median {trace['median_ms']} ms, p95 {trace['p95_ms']} ms"
        yield f"impact of a laboratory of {found['reports']:,} reports: median {first['median_ms']} ms"
        yield f"  ×{found['ratio_to_naive_walk']:.0f} of a naive walk ({found['naive_walk_seconds']} s)"


def _planned(found: Mapping[str, Any]) -> Iterator[str]:
    """What the yearly plan cost, and how near it is to the cheapest one; none where it was not measured."""
    if found:
        yield (
            f"yearly plan of {found['visits']:,} visits, {found['inspectors']} inspectors:"
            f" {found['seconds']:.0f} s, {found['left_out']} left out"
        )
        yield (
            f"  objective {found['objective']:,}, proven bound {found['bound']:,},"
            f" gap at most {100 * found['gap']:.1f} %, greedy {found['greedy_objective']:,}"
            f" (×{found['ratio_to_greedy']:.2f})"
        )


def _classified(found: Mapping[str, Any]) -> Iterator[str]:
    """The line of the reclassification of all factories; none where it was not measured."""
    if found:
        many, ratio = found["factories"], found["ratio_to_one_by_one"]
        yield f"{many:,} factories reclassified in {found['seconds']} s, ×{ratio} of one by one"


def _nation(found: Mapping[str, Any]) -> Iterator[str]:
    """What holds at a nation's size; nothing where it was not measured."""
    if not found:
        return
    yield f"a nation of {found['certificates']:,} certificates, {found['entries']:,} entries:"
    if "generated_per_second" in found:
        ratio = found["ratio_to_played"]
        yield f"{'  entries generated':<44}{found['generated_per_second']:>12,}{ratio:>12}"
    for line in _traced(found):
        yield f"  {line}"
    page, slow = max(found["pages"].items(), key=lambda one: float(one[1]["processor_ms"]))
    yield f"  slowest page: {page}, {slow['processor_ms']} ms of the processor"


def _table(what: str, house: str, of: Mapping[str, Any], ratios: Mapping[str, Any]) -> Iterator[str]:
    for name, one in of.items():
        if isinstance(one, Mapping):
            ratio = "" if name == house else f"{ratios.get(f'ratio_to_{name}', ''):>12}"
            yield f"{f'{what}: {name}':<44}{one['per_second']:>12,.1f}{ratio}"


def _first(place: str, word: str) -> str:
    """The value of the first line of a file under /proc that begins with a word; empty elsewhere."""
    if not Path(place).exists():
        return ""
    found = (line for line in Path(place).read_text().splitlines() if line.startswith(word))
    return next(found, ":").partition(":")[2].strip()


_MODULES: Final = {"djangorestframework": "rest_framework"}
