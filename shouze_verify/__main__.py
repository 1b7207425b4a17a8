"""``python -m shouze_verify``: check a ledger from the command line; further words in `WORDS`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

import psycopg

from .verifying import verify

AGREED, FINDINGS, COULD_NOT_LOOK = 0, 1, 2
WORDS: Final = {
    "witness": "witness.command",
}
"""A first word, and the module whose `main` takes the rest; it is loaded only then."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print the summary, return 0 (agreed), 1 (findings) or 2 (database or file could not be read)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and words[0] in WORDS:
        return int(import_module(f"shouze_verify.{WORDS[words[0]]}").main(words[1:]))
    given = _parser().parse_args(words)
    try:
        with psycopg.connect(given.dsn or os.environ.get("DATABASE_URL", ""), autocommit=True) as conn:
            report = verify(conn, checkpoints=given.checkpoints, bodies=not given.skip_bodies)
    except (psycopg.Error, OSError) as failed:
        sys.stderr.write(f"无法核验 / the ledger could not be checked: {failed}\n")
        return COULD_NOT_LOOK
    summary = json.dumps(report.as_json(), ensure_ascii=False) if given.json else report.text()
    sys.stdout.write(summary + "\n")
    return AGREED if report.agreed else FINDINGS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shouze_verify", description="核验首责台账 / verify a Shouze ledger"
    )
    parser.add_argument("--dsn", help="数据库地址 / the database (default: DATABASE_URL)")
    parser.add_argument("--checkpoints", type=Path, help="检查点文件 / file of checkpoints")
    parser.add_argument("--skip-bodies", action="store_true", help="不查内容 / leave the contents alone")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
