"""`shouze witness make|serve|add|show FOLDER`: a witness of logs, for another house than one's own."""

from __future__ import annotations

from collections.abc import Sequence

from shouze_verify.witness.command import main


def witness(arguments: Sequence[str]) -> int:
    """Runs the stand-alone witness; `serve` does not come back. Returns its exit code."""
    return main(arguments)
