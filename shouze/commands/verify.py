"""`shouze verify`: the stand-alone verifier, pointed at this house's database and file of checkpoints."""

from __future__ import annotations

import os
from collections.abc import Sequence

from shouze.commands import database, layout
from shouze.kernel.ledger.sequence import CHECKPOINTS
from shouze.site import postgres
from shouze_verify.__main__ import main


def verify(arguments: Sequence[str]) -> int:
    """Check the ledger; `arguments` go before what this house knows. Returns the verifier's exit code."""
    dsn = os.environ.get("DATABASE_URL") or postgres.dsn(database.folder(), postgres.APP)
    file = layout.var() / "ledger" / CHECKPOINTS
    known = ["--dsn", dsn, *(["--checkpoints", str(file)] if file.exists() else [])]
    return main([*known, *arguments])
