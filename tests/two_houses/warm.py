"""A house that is loaded once, so that a killed process of it is back in a moment: ``python -m
tests.two_houses.warm``.

Each line of standard input names a process (web, worker, sequencer), the file for its words and, for the
web, its port. A child is forked that becomes this process by the product's own command line; its pid is told
on standard output. The children are gone with the last line.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import traceback
from contextlib import suppress

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouze.site.settings")
import django

django.setup()

import granian.cli  # noqa: E402, F401
import procrastinate.cli  # noqa: E402, F401
from django.db import connections  # noqa: E402
from django.urls import get_resolver  # noqa: E402

import shouze.site.wsgi  # noqa: E402, F401
from shouze.certification.transfers import keys  # noqa: E402
from shouze.commands import serve  # noqa: E402
from shouze.kernel import clock  # noqa: E402


def main() -> None:
    """Fork a child for each line."""
    assert get_resolver().url_patterns
    keys.own_code(clock.today())
    connections.close_all()
    assert threading.active_count() == 1
    # Nobody waits for a child here: it is reaped by itself.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    born = []
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(*line.split())
        born.append(child)
        print(child, flush=True)
    for one in born:
        with suppress(ProcessLookupError):
            os.killpg(one, signal.SIGKILL)


def _become(kind: str, words: str, *port: str) -> None:
    """Be the process; never comes back."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log, nothing = os.open(words, os.O_WRONLY | os.O_APPEND | os.O_CREAT), os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, log, log)):
        os.dup2(file, number)
    # By this name the database knows whose connection waits.
    os.environ["PGAPPNAME"] = kind
    try:
        if kind == "web":
            sys.argv = serve.web_command(serve.HOST, int(port[0]), 1)[2:]
            runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        else:
            {"worker": serve.worker, "sequencer": serve.sequencer}[kind]([])
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
