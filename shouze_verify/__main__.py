"""``python -m shouze_verify``: check a ledger from the command line; further words in `WORDS`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final

import psycopg

from . import command
from .checking import check_house
from .heads import Place
from .published import Published
from .wrong import NoteWrong

WORDS: Final = {
    "log": "command",
    "check": "paper_check",
    "dossier": "dossier",
    "witness": "witness.command",
    "monitor": "watching",
    "draw": "draws",
    "transferred": "transferred",
}
"""A first word, and the module whose `main` takes the rest; it is loaded only then."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print the summary, return 0 (agreed), 1 (findings) or 2 (database or file could not be read)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in WORDS:
        return int(import_module(f"shouze_verify.{WORDS[words[0]]}").main(words[1:]))
    given = _parser().parse_args(words)
    try:
        places = _places(given)
        with psycopg.connect(given.dsn or os.environ.get("DATABASE_URL", ""), autocommit=True) as conn:
            report = check_house(
                conn,
                places,
                files=_files(given),
                now=datetime.fromtimestamp(time.time(), UTC),
                bodies=not given.skip_bodies,
                workers=given.workers,
                patience=command.PATIENCE,
            )
    except (psycopg.Error, OSError, NoteWrong) as failed:
        return command.could_not_look(failed)
    return command.tell(report, as_json=given.json)


def _places(given: argparse.Namespace) -> list[Place]:
    """The published logs; of several, each is judged by the keys whose name ends like its own."""
    keys, policy = command.keys_of(given.key), command.policy_of(given)
    logs = dict(one.partition("=")[::2] for one in given.log)
    return [
        Place(
            name,
            Published(place),
            tuple(key for key in keys if len(logs) == 1 or key.name.rpartition("/")[2] == name),
            None,
            policy,
            tuple(given.shown) if len(logs) == 1 or name == "ledger" else (),
        )
        for name, place in logs.items()
    ]


def _files(given: argparse.Namespace) -> dict[str, Path]:
    files = {"ledger": given.checkpoints, "register": given.register_checkpoints}
    return {name: file for name, file in files.items() if file is not None}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shouze_verify",
        description="核验首责台账 / verify a Shouze ledger",
        epilog=f"其他 / other words: {', '.join(WORDS)}",
    )
    parser.add_argument("--dsn", help="数据库地址 / the database (default: DATABASE_URL)")
    parser.add_argument("--checkpoints", type=Path, help="检查点文件 / file of checkpoints")
    parser.add_argument(
        "--register-checkpoints",
        type=Path,
        help="证书登记日志的检查点文件 / the register's file of checkpoints",
    )
    parser.add_argument(
        "--log",
        action="append",
        default=[],
        metavar="NAME=PLACE",
        help="已公布的日志 ledger、register 及其网址或文件夹 / a published log, and its address or folder",
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="VKEY",
        help="从别处得知的日志密钥 / a log's key, told elsewhere",
    )
    parser.add_argument("--skip-bodies", action="store_true", help="不查内容 / leave the contents alone")
    command.add_options(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
