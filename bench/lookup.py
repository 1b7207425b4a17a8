"""Public look-ups per second among 5 million certificates: the house, Django REST framework, a static file.

All three are served by the same granian with the same threads, and asked the same way for the same numbers.
The house is asked through its true WSGI callable, the one in front of Django. Takes under four minutes.
"""

from __future__ import annotations

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import load, register_rows
from shouze.site import postgres

ROWS = 5_000_000
ASKED = 20_000
SECONDS = 6.0
WARM_UP_SECONDS = 2.0
TURNS = 2
SCRATCH = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "maintenance_work_mem": "512MB",
}
ROOT = Path(__file__).resolve().parents[1]
PREFIX = "/public/v1/certificates/"


def measure(rows: int = ROWS) -> dict[str, Any]:
    """Fill a scratch register with ``rows`` records and measure; returns figures and ratios to the peers."""
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        server = postgres.start(Path(folder) / "postgres", settings=SCRATCH)
        try:
            began = time.monotonic()
            register_rows.fill(server.dsn(), rows)
            filled = time.monotonic() - began
            found = _measure_all(server, Path(folder), rows)
        finally:
            server.stop()
    rates = {name: one["per_second"] for name, one in found.items()}
    return {
        "rows": rows,
        "filled_in_seconds": round(filled, 1),
        "load": load.generator(),
        "targets": found,
        "ratio_to_drf": round(rates["house"] / rates["drf"], 2),
        "ratio_to_static": round(rates["house"] / rates["static"], 2),
    }


def _measure_all(server: postgres.Server, folder: Path, rows: int) -> dict[str, dict[str, float]]:
    draw = random.Random(1)  # noqa: S311  (which certificates are asked for, not a secret)
    numbers = [register_rows.number_at(draw.randrange(rows)) for _ in range(ASKED)]
    paths = [PREFIX + number for number in numbers]
    static = folder / "static" / "record.json"
    static.parent.mkdir()
    house = {
        "DATABASE_URL": server.dsn(),
        "SHOUZE_ROLE": "owner",
        "SHOUZE_LOOKUPS_PER_MINUTE": "0",
        "SHOUZE_VAR": str(folder / "var"),
    }
    peer = {
        "BENCH_DATABASE": postgres.DATABASE,
        "BENCH_USER": postgres.OWNER,
        "BENCH_HOST": str(postgres.socket_dir(server.data_dir)),
    }
    mount = ("--static-path-route", "/static", "--static-path-mount", str(static.parent))
    with (
        _served("shouze.site.wsgi:application", house, mount) as house_port,
        _served("bench.peer_drf:application", peer, ()) as peer_port,
    ):
        static.write_bytes(_body(house_port, paths[0]))
        targets = {
            "house": (house_port, paths),
            "drf": (peer_port, paths),
            "static": (house_port, ["/static/record.json"]),
        }
        return _in_turns(targets)


def _in_turns(targets: Mapping[str, tuple[int, Sequence[str]]]) -> dict[str, dict[str, float]]:
    """Each target several times in turn, so that what else runs on the machine meets all alike."""
    for port, paths in targets.values():
        load.load(port, paths, WARM_UP_SECONDS)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in targets}
    for _ in range(TURNS):
        for name, (port, paths) in targets.items():
            runs[name].append(load.load(port, paths, SECONDS))
    return {
        name: {key: round(statistics.median(run[key] for run in found), 2) for key in found[0]}
        for name, found in runs.items()
    }


@contextmanager
def _served(target: str, environment: Mapping[str, str], more: Sequence[str]) -> Iterator[int]:
    with socket.socket() as free:
        free.bind((load.HOST, 0))
        port = int(free.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", load.HOST, "--port", str(port),
        "--workers", "1", "--blocking-threads", "2", "--log-level", "error", *more, target,
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment}, cwd=ROOT)  # noqa: S603
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection((load.HOST, port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no server on port {port}")


def _body(port: int, path: str) -> bytes:
    with socket.create_connection((load.HOST, port), 10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {load.HOST}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    if b" 200 " not in head.splitlines()[0]:
        raise RuntimeError(answer.decode(errors="replace"))
    return body


if __name__ == "__main__":
    print(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
