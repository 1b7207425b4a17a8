"""Everything at once: the database, the published logs, the witnesses; or the published logs alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from .audit import Audit, audit
from .findings import Report
from .heads import Head, Place, judge, look
from .reading import Connection
from .verifying import verify

Progress = Callable[[str, int, int], object]
"""Told the log's name, how many of its entries are checked, and how many there are."""


def check_logs(
    places: Sequence[Place], *, workers: int = 2, patience: int = 0, progress: Progress | None = None
) -> Report:
    """Check published logs by what is public. ``patience``: how many seconds a log may take to collect the
    cosignatures that it owes.

    Raises OSError where a log cannot be fetched.
    """
    report = Report()
    for head in looked_at(places, patience):
        check_log(head, report, workers, progress)
    return report


def check_house(
    conn: Connection,
    places: Sequence[Place],
    *,
    files: Mapping[str, Path],
    now: datetime | None,
    bodies: bool = True,
    workers: int = 2,
    patience: int = 0,
    progress: Progress | None = None,
) -> Report:
    """Check the database, the published logs, and both against each other. ``files`` are the files of
    checkpoints by the log's name, ``now`` the present moment.

    Raises the driver's error, OSError.
    """
    heads = looked_at(places, patience)
    report = verify(
        conn,
        checkpoints=files.get("ledger"),
        register_checkpoints=files.get("register"),
        bodies=bodies,
        heads=heads,
        now=now,
    )
    for head in heads:
        check_log(head, report, workers, progress)
    return report


def looked_at(places: Sequence[Place], patience: int = 0) -> list[Head]:
    """The heads of the logs; one that lacks cosignatures is looked at again for ``patience`` seconds."""
    heads = [look(place) for place in places]
    for _ in range(patience):
        if not any(finding.check == "log-cosignatures" for head in heads for finding in head.findings):
            break
        time.sleep(1)
        heads = [look(place) for place in places]
    return heads


def check_log(head: Head, report: Report, workers: int = 2, progress: Progress | None = None) -> None:
    """Check every published entry below a head, and every claim about it."""
    name, size = head.place.name, head.size
    told = None if progress is None else lambda done: progress(name, done, size)
    found = (
        audit(head.place.published, size, name, workers=workers, progress=told)
        if head.checkpoint
        else Audit(0)
    )
    judge(head, found, report)
