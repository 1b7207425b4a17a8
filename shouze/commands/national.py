"""`shouze national`: a past as large as a nation's, made for measuring, written into an empty database."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date

from shouze.commands.prepare import as_owner
from shouze.commands.progress import Progress

CERTIFICATES = 5_000_000


def national(arguments: Sequence[str]) -> int:
    """Fill it, go on with what was killed, or report what is in it; returns 1 where it may not be done."""
    given = _options().parse_args(list(arguments))
    if given.database:
        os.environ["DATABASE_URL"] = given.database
    as_owner()
    from shouze.demo.national import filling, reporting, walking
    from shouze.kernel import clock

    if given.report:
        for line in reporting.report():
            print(line)
        return 0
    if given.walk:
        print(walking.HEADING)
        for walked in walking.walk():
            print(walked.line())
        return 0
    progress = Progress()
    try:
        if not given.resume:
            with progress.step("样式 patterns"):
                asked = filling.Asked(
                    given.certificates, given.seed, given.until or clock.today(), given.every_act,
                    given.patterns, given.chunk,
                )  # fmt: skip
                filling.begin(asked, clock.now())
        with progress.step("全国数据 national data"):
            told = filling.go_on(clock.now(), workers=given.workers)
    except (filling.NotEmpty, filling.NothingToResume) as refused:
        print(refused, file=sys.stderr)
        return 1
    rate = told.entries / told.seconds if told.seconds else 0
    print(f"{told.all_entries:,} entries, {told.cases:,} cases;", end=" ")
    print(f"{told.entries:,} in {told.seconds:,.0f} s ({rate:,.0f}/s)")
    return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="shouze national")
    options.add_argument(
        "--certificates", type=int, default=CERTIFICATES, help="about how many (default: %(default)s)"
    )
    options.add_argument(
        "--seed", type=int, default=1, help="the same seed gives the same data (default: %(default)s)"
    )
    options.add_argument("--until", type=date.fromisoformat, help="the last day (default: today)")
    options.add_argument(
        "--database", help="connection URL of an empty, migrated database (default: DATABASE_URL)"
    )
    options.add_argument(
        "--every-act", action="store_true", help="all entries of a case, not only the essential ones"
    )
    options.add_argument(
        "--patterns",
        type=int,
        default=200,
        help="cases that are played as patterns; 1: the worked example alone",
    )
    options.add_argument(
        "--chunk", type=int, default=1000, help="cases to a transaction (default: %(default)s)"
    )
    options.add_argument("--workers", type=int, help="processes (default: one for each processor)")
    options.add_argument("--resume", action="store_true", help="go on with a generation that was killed")
    options.add_argument(
        "--report", action="store_true", help="print what is in the database beside the targets"
    )
    options.add_argument(
        "--walk", action="store_true", help="ask for the main pages and print their server time"
    )
    return options
