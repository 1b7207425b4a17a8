"""Evaluation on real codes: how many of a file are refused.

`python -m shouze.resources.organisations.check_codes FILE`, with one unified social credit code a line.
Prints each refusal and the totals; exit code 1 when any is refused.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from shouze.resources.organisations.identifiers import InvalidIdentifier, organisation_code, uscc

READERS: dict[str, Callable[[str], object]] = {
    "GB 32100-2015": uscc,
    "GB 11714": lambda code: organisation_code(code[8:17]),
}


def refusals(codes: Iterable[str], read: Callable[[str], object]) -> list[str]:
    """The sentences of the codes that `read` refuses."""
    found: list[str] = []
    for code in codes:
        try:
            read(code)
        except InvalidIdentifier as refusal:
            found.append(str(refusal.words))
    return found


def main(path: Path) -> int:
    codes = path.read_text(encoding="utf-8").split()
    any_refused = False
    for standard, read in READERS.items():
        refused = refusals(codes, read)
        any_refused |= bool(refused)
        print(*refused, f"{standard}: {len(codes) - len(refused)} of {len(codes)}", sep="\n")
    return int(any_refused)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
