"""`shouze check FILE`: the stand-alone check of a certificate; it needs no database."""

from __future__ import annotations

from collections.abc import Sequence

from shouze_verify.paper_check import main


def check(arguments: Sequence[str]) -> int:
    """Check a PDF, a credential or a code. Returns 0 valid, 1 altered or no longer valid, 2 unknown."""
    return main(arguments)
