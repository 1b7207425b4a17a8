"""`shouze postgres …`: the embedded PostgreSQL by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from shouze.commands import layout
from shouze.site import postgres as launcher


def postgres(arguments: Sequence[str]) -> int:
    """`start`, `stop`, `status` or `psql …`; returns 1 where nothing runs that should."""
    word = arguments[0] if arguments else "status"
    if word not in _DOINGS:
        print(f"usage: shouze postgres {' | '.join(_DOINGS)}", file=sys.stderr)
        return 2
    try:
        return _DOINGS[word](folder(), arguments[1:])
    except launcher.PostgresFailed as failed:
        print(failed, file=sys.stderr)
        return 1


def folder() -> Path:
    """The folder of the data."""
    return layout.var() / "postgres"


def _start(data_dir: Path, _: Sequence[str]) -> int:
    server = launcher.start(data_dir)
    print(f"running (process {server.pid}): {server.dsn()}")
    return 0


def _stop(data_dir: Path, _: Sequence[str]) -> int:
    server = launcher.running(data_dir)
    if server is not None:
        server.stop()
    print("stopped")
    return 0


def _status(data_dir: Path, _: Sequence[str]) -> int:
    server = launcher.running(data_dir)
    print(f"running (process {server.pid}): {server.dsn()}" if server else f"not running ({data_dir})")
    return 0 if server else 1


def _psql(data_dir: Path, arguments: Sequence[str]) -> int:
    server = launcher.running(data_dir) or launcher.start(data_dir)
    program = str(server.bin_dir / "psql")
    os.execv(program, [program, server.dsn(), *arguments])


_DOINGS: Final[Mapping[str, Callable[[Path, Sequence[str]], int]]] = {
    "start": _start,
    "stop": _stop,
    "status": _status,
    "psql": _psql,
}
