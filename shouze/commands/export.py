"""`shouze export ocel|xes FILE`: the process record, for programs that mine processes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from shouze.kernel.ledger.streaming import Narrowed

DONE, FAILED = 0, 1


def export(arguments: Sequence[str]) -> int:
    """Write the events of the ledger to a file: OCEL 2.0 (JSON) or XES. The file appears when it is whole."""
    given = _parser().parse_args(arguments)
    import django

    django.setup()
    from shouze.analytics.eventlog import ocel, xes
    from shouze.kernel.ledger.streaming import how_many

    from .progress import Progress

    documents: dict[str, Callable[..., Iterator[str]]] = {"ocel": ocel.document, "xes": xes.document}
    asked, progress = _narrowed(given), Progress()
    everything = how_many(asked)
    progress.say(f"事件 events: {everything}")
    told = _told(progress, everything)
    unfinished = given.file.with_name(f"{given.file.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as out:
            for piece in documents[given.kind](asked, names=given.names, told=told):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        os.replace(unfinished, given.file)
    except OSError as failed:
        unfinished.unlink(missing_ok=True)
        print(f"无法写入 could not be written: {failed}", file=sys.stderr)
        return FAILED
    progress.say(f"{given.file}  {given.file.stat().st_size} B")
    return DONE


def _told(progress: object, everything: int) -> Callable[[int], None]:
    """Say the share each time another tenth is written."""
    said = [0]

    def told(many: int) -> None:
        tenths = 10 * many // everything if everything else 10
        if tenths > said[0]:
            said[0] = tenths
            progress.say(f"{many} ({tenths * 10} %)")  # type: ignore[attr-defined]

    return told


def _narrowed(given: argparse.Namespace) -> Narrowed:
    from shouze.kernel.clock import SHANGHAI
    from shouze.kernel.ledger.streaming import Narrowed

    def start(day: date | None, days: int = 0) -> datetime | None:
        return datetime.combine(day + timedelta(days=days), time(), SHANGHAI) if day else None

    return Narrowed(start(given.since), start(given.until, 1), given.case)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="shouze export", description="导出过程记录 / the process record")
    parser.add_argument("kind", choices=("ocel", "xes"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--from", dest="since", type=date.fromisoformat, help="第一日 / first day (Shanghai)")
    parser.add_argument("--to", dest="until", type=date.fromisoformat, help="最后一日 / last day (Shanghai)")
    parser.add_argument("--case", type=UUID, help="单个案件 / one case, by its id")
    parser.add_argument("--names", action="store_true", help="含人名和企业名 / with names")
    return parser
