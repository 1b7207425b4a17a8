"""``python -m shouze_verify log PLACE --key VKEY …``: check a published log by what is public alone."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from .checking import check_logs
from .findings import Report
from .heads import Place
from .notes import Key, parse_key
from .policy import Policy, WitnessAt, load_policy, read_policy
from .published import Published
from .wrong import NoteWrong

AGREED, FINDINGS, COULD_NOT_LOOK = 0, 1, 2
PATIENCE: Final = 5
"""Seconds in which a log that was just published may collect its cosignatures."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print the summary, return 0 (agreed), 1 (findings) or 2 (could not look)."""
    parser = argparse.ArgumentParser(
        prog="shouze_verify log", description="核验已公布的日志 / check a published log"
    )
    parser.add_argument("place", metavar="PLACE", help="网址或文件夹 / an address or a folder")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY", help="日志密钥 / the log's key")
    parser.add_argument("--origin", help="若与密钥名不同 / where it is not the name of the key")
    add_options(parser)
    given = parser.parse_args(arguments)
    try:
        name = given.place.rstrip("/").rpartition("/")[2]
        place = Place(
            name,
            Published(given.place),
            keys_of(given.key),
            given.origin,
            policy_of(given),
            tuple(given.shown),
        )
        report = check_logs([place], workers=given.workers, patience=PATIENCE)
    except (OSError, NoteWrong) as failed:
        return could_not_look(failed)
    return tell(report, as_json=given.json)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What every check of a published log may be told."""
    parser.add_argument(
        "--witness",
        action="append",
        nargs="+",
        default=[],
        metavar=("VKEY", "ADDRESS"),
        help="须有其签名的见证方及其网址或文件夹 / a witness that must have cosigned, and where it answers",
    )
    parser.add_argument("--witnesses", type=Path, metavar="FILE", help="见证方名单 / the list of witnesses")
    parser.add_argument(
        "--shown",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="他人所见的检查点 / a checkpoint that somebody was shown",
    )
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="进程数 / processes")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")


def keys_of(vkeys: Sequence[str]) -> tuple[Key, ...]:
    """The keys. Raises NoteWrong."""
    return tuple(parse_key(vkey) for vkey in vkeys)


def policy_of(given: argparse.Namespace) -> Policy:
    """The witnesses of the command line and of the file; those of the command line are required."""
    lines = [f"witness {' '.join(words)} required" for words in given.witness]
    told, kept = read_policy("\n".join(lines)), load_policy(given.witnesses)
    named = {one.key for one in told.witnesses}
    others: list[WitnessAt] = [one for one in kept.witnesses if one.key not in named]
    return Policy((*told.witnesses, *others), kept.quorum)


def tell(report: Report, *, as_json: bool) -> int:
    """Print the report; returns the exit code."""
    summary = json.dumps(report.as_json(), ensure_ascii=False) if as_json else report.text()
    sys.stdout.write(summary + "\n")
    return AGREED if report.agreed else FINDINGS


def could_not_look(failed: Exception) -> int:
    """Say why; returns the exit code."""
    sys.stderr.write(f"无法核验 / could not be checked: {failed}\n")
    return COULD_NOT_LOOK
