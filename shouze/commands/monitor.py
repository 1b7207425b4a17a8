"""`shouze monitor ADDRESS …`: watches a register for certificates in somebody's name."""

from __future__ import annotations

from collections.abc import Sequence

from shouze_verify.watching import main


def monitor(arguments: Sequence[str]) -> int:
    """Runs the stand-alone monitor; returns its exit code."""
    return main(arguments)
