"""Acts per second through the gate, against a plain Django transition and against one bare statement.

All three are durable (fsync on) on the same embedded PostgreSQL, done by the same processes in turn, as the
role of the web server. An act through the gate is whole: authority, scope, separation of duties, state,
checks, what follows, and the ledger entry.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from shouze.site import postgres

CLIENTS = (1, 2, 8)
CONTESTANTS = ("gate", "orm", "statement")
CASES_EACH = 200
SECONDS = 3.0
ROUNDS = 5
WARM_UP_SECONDS = 1.0
ROOT = Path(__file__).resolve().parents[1]
MICROSECONDS = 1_000_000
SPENT = ("client_cpu", "server_cpu", "seconds")


class Client:
    """A process that does acts when it is told to."""

    def __init__(self, environment: Mapping[str, str], person: str, cases: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.gate_client"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=environment, cwd=ROOT,
        )  # fmt: skip
        self.tell({"person": person, "cases": list(cases)})

    def tell(self, what: Mapping[str, object]) -> None:
        """Send one line."""
        print(json.dumps(what), file=self._process.stdin, flush=True)

    def answer(self) -> dict[str, Any]:
        """Wait for one line. Raises RuntimeError when the process ended instead."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("a client of the measurement ended; what it said stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """Let it go."""
        self._process.communicate(timeout=30)


def measure(
    seconds: float = SECONDS,
    rounds: int = ROUNDS,
    clients: Sequence[int] = CLIENTS,
    cases_each: int = CASES_EACH,
) -> dict[str, Any]:
    """Measure with 1, 2 and 8 clients, ``rounds`` times ``seconds`` each; returns medians and ratios."""
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        server = postgres.start(Path(folder) / "postgres")
        try:
            environment = {
                **os.environ,
                "DATABASE_URL": server.dsn(),
                "SHOUZE_VAR": folder,
                "DJANGO_SETTINGS_MODULE": "shouze.site.settings",
            }
            staged = _set_stage(environment, cases_each * max(clients))
            with _started(environment, staged, max(clients)) as started:
                _one_run(started, "gate", min(WARM_UP_SECONDS, seconds))
                return {str(count): _in_turns(started[:count], seconds, rounds) for count in clients}
        finally:
            server.stop()


def _set_stage(environment: Mapping[str, str], cases: int) -> dict[str, Any]:
    owner = {**environment, "SHOUZE_ROLE": "owner"}
    _python(("shouze.commands", "migrate"), owner)
    staged: dict[str, Any] = json.loads(_python(("bench.gate_stage", str(cases)), owner).splitlines()[-1])
    return staged


def _python(module: Sequence[str], environment: Mapping[str, str]) -> bytes:
    command = [sys.executable, "-m", *module]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603


@contextmanager
def _started(environment: Mapping[str, str], staged: Mapping[str, Any], count: int) -> Iterator[list[Client]]:
    with ExitStack() as stack:
        clients = []
        for number in range(count):
            client = Client(environment, staged["person"], staged["cases"][number::count])
            stack.callback(client.end)
            clients.append(client)
        for client in clients:
            client.answer()
        yield clients


def _in_turns(clients: Sequence[Client], seconds: float, rounds: int) -> dict[str, Any]:
    """The contestants several times in turn, so that what else runs on the machine meets all alike."""
    for who in CONTESTANTS:
        _one_run(clients, who, min(WARM_UP_SECONDS, seconds))
    runs: dict[str, list[dict[str, float]]] = {who: [] for who in CONTESTANTS}
    for _ in range(rounds):
        for who in CONTESTANTS:
            runs[who].append(_one_run(clients, who, seconds))
    found: dict[str, Any] = {
        who: {key: round(statistics.median(run[key] for run in of), 1) for key in of[0]}
        for who, of in runs.items()
    }
    for peer in CONTESTANTS[1:]:
        pairs = zip(runs["gate"], runs[peer], strict=True)
        ratio = statistics.median(mine["per_second"] / its["per_second"] for mine, its in pairs)
        found[f"ratio_to_{peer}"] = round(ratio, 2)
    return found


def _one_run(clients: Sequence[Client], who: str, seconds: float) -> dict[str, float]:
    for client in clients:
        client.tell({"who": who, "seconds": seconds})
    answers = [client.answer() for client in clients]
    done = sum(one["done"] for one in answers)
    spent = {key: sum(one[key] for one in answers) / done * MICROSECONDS for key in SPENT}
    return {
        "per_second": sum(one["done"] / one["seconds"] for one in answers),
        "p50_ms": statistics.median(one["p50"] for one in answers) * 1000,
        "client_cpu_us": spent["client_cpu"],
        "server_cpu_us": spent["server_cpu"],
        "waiting_us": spent["seconds"] - spent["client_cpu"] - spent["server_cpu"],
    }


if __name__ == "__main__":
    print(json.dumps(measure(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS), indent=1))
