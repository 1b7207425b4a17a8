"""`shouze run`: from a fresh checkout to a served house in one command; Ctrl-C ends all of it.

The first start builds the front end, makes the database and fills the demo house; later starts skip what is
done. `shouze test-server` is the same on a throw-away database and a free port.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import FrameType

from shouze.commands import assets, database, layout, serve
from shouze.commands.progress import Progress
from shouze.site import postgres

ANSWER_SECONDS = 60.0
END_SECONDS = 15.0


class CannotRun(Exception):
    """A step failed; its own words stand above."""


def run(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C. Returns 0 after Ctrl-C, 1 where a step or a process failed."""
    given = serve.web_options().parse_args(list(arguments))
    # Said anew: a shell that starts us in the background has told us to ignore Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _as_ctrl_c)
    progress = Progress()
    with ExitStack() as running:
        try:
            _raise_house(progress, running, given.host, given.port, given.workers)
        except KeyboardInterrupt:
            progress.say("停止 stopping")
        except (CannotRun, assets.BuildFailed, postgres.PostgresFailed) as failed:
            print(failed, file=sys.stderr)
            return 1
    return 0


def test_server(arguments: Sequence[str]) -> int:
    """As `run`, on a database that is gone afterwards; without `--port` on a free one."""
    with tempfile.TemporaryDirectory(prefix="shouze-server-") as folder, socket.socket() as free:
        free.bind((serve.HOST, 0))
        port = free.getsockname()[1]
        free.close()
        os.environ["SHOUZE_VAR"] = folder
        return run(arguments if "--port" in arguments else [*arguments, "--port", str(port)])


def _raise_house(progress: Progress, running: ExitStack, host: str, port: int, workers: int) -> None:
    assets.build(progress)
    if "DATABASE_URL" not in os.environ:
        with progress.step("数据库 PostgreSQL"):
            server = postgres.start(database.folder())
        running.callback(server.stop)
    if subprocess.run([sys.executable, "-m", "shouze.commands", "prepare"], check=False).returncode != 0:
        raise CannotRun("The database could not be prepared; the reason stands above.")
    environment = serve.as_app(os.environ)
    processes = {
        "web": _child(serve.web_command(host, port, workers), environment, running),
        "worker": _child(serve.worker_command(), environment, running),
        "sequencer": _child(serve.sequencer_command(), environment, running),
    }
    address = f"http://{'localhost' if host == serve.HOST else host}:{port}/"
    with progress.step("网页、作业与台账 web, worker and sequencer"):
        _wait_for_answer(address, processes["web"])
    progress.say(f"请打开 open {address}  （Ctrl-C 结束 ends)")
    _introduce()
    _watch(processes)


def _child(
    command: Sequence[str], environment: Mapping[str, str], running: ExitStack
) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl-C reaches us alone and we end the processes in order."""
    process = subprocess.Popen(command, env=dict(environment), cwd=layout.ROOT, start_new_session=True)
    running.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_answer(address: str, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise CannotRun(
                f"The web process ended at once ({web.returncode}); is the port of {address} taken?"
            )
        try:
            with urllib.request.urlopen(address + "healthz", timeout=5):  # noqa: S310  (our own http address)
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise CannotRun(f"The web process did not answer at {address} within {ANSWER_SECONDS:.0f} seconds.")


def _introduce() -> None:
    """The people of the demo house, with whom one may log in."""
    told = subprocess.run(
        [sys.executable, "-m", "shouze.commands", "people"], check=False, capture_output=True, text=True
    )
    if told.returncode == 0:
        print(told.stdout, end="", flush=True)


def _watch(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Until Ctrl-C; a process that ends by itself ends everything, loudly."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise CannotRun(f"The {name} process ended by itself ({process.returncode}).")
        time.sleep(0.5)


def _as_ctrl_c(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
