"""`shouze demo`: the demo house, built into an empty database by hand; `shouze run` does so by itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from shouze.commands.prepare import as_owner
from shouze.commands.progress import Progress


def demo(arguments: Sequence[str]) -> int:
    """Build it, then introduce its people; returns 1 where somebody lives in the database already."""
    as_owner()
    from shouze.demo import house

    parser = argparse.ArgumentParser(prog="shouze demo")
    parser.add_argument("--cases", type=int, default=house.CASES, help="how many (default: %(default)s)")
    given = parser.parse_args(list(arguments))
    try:
        with Progress().step("示范机构 demo house"):
            house.build(given.cases)
    except house.NotEmpty as told:
        print(told, file=sys.stderr)
        return 1
    for line in house.accounts():
        print(line)
    return 0
