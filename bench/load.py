"""A load on a web server: by wrk where it is installed, else by a few processes of http.client."""

from __future__ import annotations

import http.client
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HOST = "127.0.0.1"
CLIENTS = 16
PROCESSES = 2
TIMEOUT_SECONDS = 10.0
WRK = shutil.which("wrk")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_P99 = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_IN_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def generator() -> str:
    """Say which generator is used."""
    return "wrk" if WRK else f"python, {PROCESSES} processes of http.client"


def load(port: int, paths: Sequence[str], seconds: float) -> dict[str, float]:
    """Ask for the paths in turn over 16 connections; returns requests per second, p99 in ms, failures."""
    return _by_wrk(port, paths, seconds) if WRK else _by_sockets(port, paths, seconds)


def _by_wrk(port: int, paths: Sequence[str], seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        asked, script = Path(folder) / "paths", Path(folder) / "paths.lua"
        asked.write_text("\n".join(paths))
        script.write_text(
            f'local paths = {{}}\nfor line in io.lines("{asked}") do paths[#paths + 1] = line end\n'
            'local n = 0\nrequest = function() n = n % #paths + 1; return wrk.format("GET", paths[n]) end\n'
        )
        command = [str(WRK), "-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s", "--latency", "-s", str(script)]
        done = subprocess.run(  # noqa: S603
            [*command, f"http://{HOST}:{port}/"], capture_output=True, text=True, check=True
        ).stdout
    rate, late = _RATE.search(done), _P99.search(done)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    return {
        "per_second": float(rate.group(1)) if rate else 0.0,
        "p99_ms": float(late.group(1)) * _IN_MILLISECONDS[late.group(2)] if late else 0.0,
        "failed": float(wrong.group(1)) if wrong else 0.0,
    }


def _by_sockets(port: int, paths: Sequence[str], seconds: float) -> dict[str, float]:
    with ProcessPoolExecutor(PROCESSES) as pool:
        asked = [(port, tuple(paths), seconds, CLIENTS // PROCESSES)] * PROCESSES
        found = list(pool.map(_ask, asked))
    waits = sorted(wait for waits, _ in found for wait in waits)
    return {
        "per_second": len(waits) / seconds,
        "p99_ms": waits[len(waits) * 99 // 100] * 1000 if waits else 0.0,
        "failed": float(sum(failed for _, failed in found)),
    }


def _ask(asked: tuple[int, Sequence[str], float, int]) -> tuple[list[float], int]:
    """One process: asks on all its connections, then reads the answers, and again."""
    port, paths, seconds, clients = asked
    connections = [http.client.HTTPConnection(HOST, port, timeout=TIMEOUT_SECONDS) for _ in range(clients)]
    drawn = random.sample(paths, len(paths))
    waits, failed, n, end = [], 0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        since = time.monotonic()
        for connection in connections:
            n += 1
            connection.request("GET", drawn[n % len(drawn)])
        for connection in connections:
            answer = connection.getresponse()
            answer.read()
            failed += answer.status != http.HTTPStatus.OK
            waits.append(time.monotonic() - since)
    for connection in connections:
        connection.close()
    return waits, failed
