"""The processes that serve, each as its own role of the database: web, worker, sequencer."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from threading import Event
from typing import Final

from shouze.commands import database, layout
from shouze.kernel import clock
from shouze.kernel.ledger import cosigning, sequence
from shouze.site import postgres

HOST: Final = "127.0.0.1"
PORT: Final = 8000
#: jobs at a time; seconds between two looks for jobs whose time has come (new ones are told of at once)
WORKER_OPTIONS: Final = ("--concurrency", "2", "--fetch-job-polling-interval", "1")


def web(arguments: Sequence[str]) -> int:
    """Becomes the server; does not come back."""
    given = web_options().parse_args(list(arguments))
    os.environ["SHOUZE_ROLE"] = "app"
    command = web_command(given.host, given.port, given.workers)
    os.execv(command[0], command)


def web_options() -> argparse.ArgumentParser:
    """Where to listen and with how many processes."""
    options = argparse.ArgumentParser(prog="shouze web")
    options.add_argument("--host", default=os.environ.get("HOST", HOST))
    options.add_argument("--port", type=int, default=int(os.environ.get("PORT", PORT)))
    options.add_argument("--workers", type=int, default=1)
    return options


def web_command(host: str, port: int, workers: int) -> list[str]:
    """The server's command line: few blocking threads, as more of them only wait for each other in one
    interpreter.
    """
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "2", "--respawn-failed-workers",
        "--log-level", "warning", "shouze.site.wsgi:application",
    ]  # fmt: skip


def worker(arguments: Sequence[str]) -> int:
    """Do the deferred work until SIGTERM or Ctrl-C, beginning with what a killed worker may have left."""
    os.environ["SHOUZE_ROLE"] = "app"
    import django

    django.setup()
    from django.core.management import execute_from_command_line
    from django.db import connection

    from shouze.kernel import jobs

    jobs.begin()
    connection.close()
    execute_from_command_line(["shouze worker", "procrastinate", "worker", *WORKER_OPTIONS, *arguments])
    return 0


def worker_command() -> list[str]:
    """The worker's command line."""
    return [sys.executable, "-m", "shouze.commands", "worker"]


def sequencer(arguments: Sequence[str]) -> int:
    """Number the ledger's entries and publish their tree until SIGTERM or Ctrl-C.

    Raises LedgerBroken where the ledger does not continue what it was: this must be heard, not restarted.
    """
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    dsn = (
        os.environ.get("DATABASE_SEQUENCER_URL")
        or os.environ.get("DATABASE_URL")
        or postgres.dsn(database.folder(), postgres.SEQUENCER)
    )
    policy, wrong = cosigning.policy_or_why()
    if wrong:
        print(wrong, file=sys.stderr, flush=True)
    cosigners = cosigning.Cosigners(policy, clock.now)
    cosigners.start()
    try:
        sequence.run_forever(
            dsn, folder=layout.var() / "ledger", clock=clock.now, stop=stop, published=cosigners.published
        )
    finally:
        cosigners.stop()
    return 0


def sequencer_command() -> list[str]:
    """The sequencer's command line."""
    return [sys.executable, "-m", "shouze.commands", "sequencer"]


def as_app(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` for a process that serves."""
    return {**environment, "SHOUZE_ROLE": "app"}
