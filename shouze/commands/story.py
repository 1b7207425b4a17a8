"""`shouze story`: one certification from application to public certificate, on an empty database that is
gone afterwards.

Prints the trail (when, who, in which post, did what, moving the case to which state) and ends with the
verifier's word.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from shouze.site import postgres

#: nothing of a story outlives it, so nothing needs to reach the disk
FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def story(arguments: Sequence[str]) -> int:
    """Play the story; returns 0 when every act was done and the ledger verifies."""
    options = argparse.ArgumentParser(prog="shouze story")
    options.add_argument("--bin-dir", type=Path, help="binaries of another PostgreSQL, version 15 to 18")
    given = options.parse_args(list(arguments))
    with tempfile.TemporaryDirectory(prefix="shouze-story-") as folder:
        server = postgres.start(Path(folder) / "postgres", bin_dir=given.bin_dir, settings=FLEETING)
        try:
            environment = {**os.environ, "DATABASE_URL": server.dsn(), "SHOUZE_VAR": folder}
            migrated = subprocess.run(
                [sys.executable, "-m", "shouze.commands", "migrate"], env=environment, check=False
            )
            if migrated.returncode != 0:
                return migrated.returncode
            os.environ.update(environment, SHOUZE_ROLE="app")
            return _play(server.dsn(), Path(folder))
        finally:
            server.stop()


def _play(dsn: str, folder: Path) -> int:
    import django

    django.setup()
    from shouze.demo import telling

    for line in telling.play_and_tell():
        print(line)
    _integrate(dsn, folder)
    from shouze_verify.__main__ import main as verify

    return verify(["--dsn", dsn, "--checkpoints", str(folder / "ledger" / "checkpoints.log")])


def _integrate(dsn: str, folder: Path) -> None:
    import psycopg

    from shouze.kernel import clock
    from shouze.kernel.ledger import sequence
    from shouze.kernel.ledger.checkpoints import CheckpointFile

    (folder / "ledger").mkdir(exist_ok=True)
    with psycopg.connect(dsn, autocommit=True) as connection:
        sequence.catch_up(
            connection, at=clock.now(), file=CheckpointFile(folder / "ledger" / sequence.CHECKPOINTS)
        )
