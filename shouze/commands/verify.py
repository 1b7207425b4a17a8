"""`shouze verify`: the stand-alone verifier on this house's database, published logs and witnesses."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from shouze.commands import database, layout
from shouze.kernel.ledger.sequence import CHECKPOINTS
from shouze.site import postgres
from shouze_verify.__main__ import main

LOGS = ("ledger", "register")


def verify(arguments: Sequence[str]) -> int:
    """Check everything; `arguments` go before what this house knows. Returns the verifier's exit code."""
    dsn = os.environ.get("DATABASE_URL") or postgres.dsn(database.folder(), postgres.APP)
    return main(["--dsn", dsn, *_known(layout.var()), *arguments])


def _known(var: Path) -> Iterator[str]:
    """The files of this house that are there."""
    for option, file in (
        ("--checkpoints", var / "ledger" / CHECKPOINTS),
        ("--register-checkpoints", var / "ledger" / "register-checkpoints.log"),
        ("--witnesses", Path(os.environ.get("SHOUZE_WITNESSES") or var / "witnesses")),
    ):
        if file.exists():
            yield from (option, str(file))
    for name in LOGS:
        if (var / "log" / name).exists():
            yield from ("--log", f"{name}={var / 'log' / name}")
