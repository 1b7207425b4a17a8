"""``python -m shouze_verify witness make|serve|add|show FOLDER``: a witness on the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from ..notes import parse_key
from ..wrong import Wrong
from .folder import Broken, Folder

DONE, FAILED = 0, 1
HOST: Final = "127.0.0.1"
PORT: Final = 8440


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the first word says; returns 0, or 1 with a sentence on standard error."""
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        return run(given)
    except (Wrong, Broken, OSError) as failed:
        sys.stderr.write(f"{failed}\n")
        return FAILED


def _make(given: argparse.Namespace) -> int:
    folder = Folder(given.folder)
    keys = [parse_key(vkey) for vkey in given.log]
    key = folder.make(given.name)
    for log in keys:
        folder.add(log)
    sys.stdout.write(f"{key.vkey()}\n")
    return DONE


def _add(given: argparse.Namespace) -> int:
    Folder(given.folder).add(parse_key(given.vkey), given.origin)
    return DONE


def _show(given: argparse.Namespace) -> int:
    folder = Folder(given.folder)
    sys.stdout.write(f"{folder.key().public.vkey()}\n")
    for origin in folder.logs():
        last = folder.latest(origin)
        said = f"size {last.size}, {last.cosignatures[-1].at}" if last else "—"
        contradictions = folder.contradictions(origin)
        sys.stdout.write(
            f"{origin}: {said}" + (f", {contradictions} contradictions\n" if contradictions else "\n")
        )
    return DONE


def _serve(given: argparse.Namespace) -> int:
    """Become the server; does not come back."""
    Folder(given.folder).key()
    os.environ["SHOUZE_WITNESS"] = str(given.folder.absolute())
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", given.host,
        "--port", str(given.port), "--workers", "1", "--blocking-threads", "2", "--log-level", "warning",
        "shouze_verify.witness.wsgi:application",
    ]  # fmt: skip
    os.execv(command[0], command)  # noqa: S606  (our own interpreter)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="witness", description="日志的见证方 / a witness of logs")
    words = parser.add_subparsers(required=True, metavar="make|serve|add|show")
    for word, run, said in (
        ("make", _make, "生成密钥与文件夹 / make the key and the folder, print the key to give away"),
        ("serve", _serve, "提供服务 / serve until ended"),
        ("add", _add, "增加日志或其新密钥 / watch one more log, or know a new key of one"),
        ("show", _show, "显示现状 / show the key and how far each log was"),
    ):
        one = words.add_parser(word, help=said)
        one.add_argument("folder", type=Path, metavar="FOLDER")
        one.set_defaults(run=run)
        if word == "make":
            one.add_argument("--name", required=True, help="authority.example/witness")
            one.add_argument("--log", action="append", default=[], metavar="VKEY")
        if word == "add":
            one.add_argument("vkey", metavar="VKEY")
            one.add_argument("--origin", help="若与密钥名不同 / where it is not the name of the key")
        if word == "serve":
            one.add_argument("--host", default=HOST)
            one.add_argument("--port", type=int, default=PORT)
    return parser
