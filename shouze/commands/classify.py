"""`shouze classify --table FILE`: try a proposed table of the classes on all history; nothing is written."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouze.oversight.classification.trial import Trial


def classify(arguments: Sequence[str]) -> int:
    """Print who moves between the classes and what surveillance costs before and after; returns 0, 1 where
    the file is no table of the classes, 2 where a window is not understood.
    """
    parser = argparse.ArgumentParser(prog="shouze classify")
    parser.add_argument("--table", type=Path, required=True, metavar="FILE", help="a proposed classes.yaml")
    parser.add_argument("--on", type=date.fromisoformat, default=None, metavar="DAY", help="until this day")
    parser.add_argument("--months", action="append", default=[], metavar="WINDOW=N", help="another window")
    parser.add_argument("--csv", type=Path, default=None, metavar="FILE", help="every factory, as CSV")
    given = parser.parse_args(arguments)
    import django

    django.setup()
    from shouze.kernel import clock
    from shouze.oversight.classification import trial

    try:
        months = dict(_window(one) for one in given.months)
        text = given.table.read_text(encoding="utf-8")
        found = trial.try_table(trial.read_table(text), given.on or clock.today(), months)
    except trial.NoTable as wrong:
        for problem in wrong.problems:
            print(f"{problem.zh} {problem.en}", file=sys.stderr)
        return 1
    except (KeyError, ValueError, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if given.csv:
        _write(given.csv, found)
    for line in lines(found, months):
        print(line)
    return 0


def _window(text: str) -> tuple[str, int]:
    name, _, months = text.partition("=")
    return name, int(months)


def lines(found: Trial, months: Mapping[str, int]) -> Iterator[str]:
    """Render a trial: the matrix A to D × A to D, what a year of surveillance amounts to, who moves."""
    said = "".join(f", {name} {many} months" for name, many in months.items())
    yield f"分类试算 trial of classes, {found.on}{said}: {len(found.moving)} of {len(found.rows)} move"
    yield "现行＼拟定 in force \\ proposed " + "".join(f"{one:>8}" for one, _ in found.matrix)
    for letter, counts in found.matrix:
        yield f"{letter:>30} " + "".join(f"{many:>8,}" for many in counts)
    for words, one in (("现行 in force", found.before), ("拟定 proposed", found.after)):
        yield (
            f"{words}: {one.visits:,.1f} 次/年 visits a year, {one.person_days:,.1f} 人日 person-days,"
            f" ¥ {one.fees:,.2f}"
        )
    for row in found.moving:
        yield f"{row.in_force} → {row.proposed}  {row.code or '—':<8} {row.product_code}  {row.factory}"


def _write(place: Path, found: Trial) -> None:
    with place.open("w", newline="", encoding="utf-8-sig") as opened:
        writer = csv.writer(opened)
        writer.writerow(("factory", "code", "product_code", "on_record", "in_force", "proposed"))
        for one in found.rows:
            writer.writerow(
                (one.factory, one.code, one.product_code, one.on_record, one.in_force, one.proposed)
            )
