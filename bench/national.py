"""The nation: generating it, sequencing it, one certificate's trace, a laboratory's impact, the pages'
server time.

By default a nation of twenty thousand certificates on a scratch server, gone afterwards. Where
`SHOUZE_NATIONAL` names a database that `shouze national` filled, that one is asked and nothing is
generated. The naive way to a past is to play it through the gate: how many entries a second the patterns
were played with is what the generation is compared with.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from shouze.site import postgres

CERTIFICATES: Final = 20_000
VARIABLE: Final = "SHOUZE_NATIONAL"
SCRATCH: Final = {"shared_buffers": "1GB", "max_wal_size": "8GB", "maintenance_work_mem": "512MB"}
ROOT: Final = Path(__file__).resolve().parents[1]


def measure(certificates: int = CERTIFICATES) -> dict[str, Any]:
    """Measure on the nation that the environment names, or on one of ``certificates`` made for it."""
    known = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        if known:
            return _run(known, folder, 0)
        server = postgres.start(Path(folder) / "postgres", settings=SCRATCH)
        try:
            return _run(server.dsn(), folder, certificates)
        finally:
            server.stop()


def _run(dsn: str, folder: str, certificates: int) -> dict[str, Any]:
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "SHOUZE_ROLE": "owner",
        "SHOUZE_VAR": str(Path(folder) / "var"),
        "DJANGO_SETTINGS_MODULE": "shouze.site.settings",
        "SHOUZE_DEMO_PASSWORD": "for-this-measurement-alone",
    }
    if certificates:
        _python(["-m", "shouze.commands", "migrate"], environment)
    told = _python(["-m", "bench.national_run", str(certificates)], environment)
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def _python(arguments: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, *arguments]
    # Our own modules, with arguments that are written above.
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout
