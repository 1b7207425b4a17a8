"""kill -9 at random moments of sequencing and publishing: no gap, no fork, no lost acknowledged act."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pytest_django import Settings

from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.logs import LEDGER, LOGS
from shouze.kernel.ledger.publishing import Publisher, read_published
from shouze.kernel.ledger.tree import Frontier
from shouze_verify.verifying import verify

from .conftest import Ledger
from .forging import START
from .rereading import Rereading

KILLS, SEED = 200, 20261123


def test_it_survives_two_hundred_kills(ledger: Ledger, tmp_path: Path, settings: Settings) -> None:
    told = subprocess.run(
        [sys.executable, "-m", f"{__package__}.killing", ledger.dsn, str(tmp_path), str(KILLS), str(SEED)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    # The moments were of all kinds: before a batch was committed, and between its commit and publication.
    assert found["waiting"] > 10 and found["unpublished"] > 5, (found["waiting"], found["unpublished"])
    settings.LOG_ROOT, settings.LOG_KEYS = tmp_path / "log", tmp_path / "keys"
    with ledger.connect() as conn:
        for log in LOGS:
            file = CheckpointFile(tmp_path / log.history, log)
            sequence.catch_up(conn, at=START, file=file, log=log, publisher=Publisher(log))
            rows = conn.execute(
                f"SELECT l.seq, l.entry_id, l.leaf_hash, e.leaf FROM {log.leaf} l"  # noqa: S608
                f" JOIN {log.source} e ON e.id = l.entry_id ORDER BY l.seq",
                binary=True,
            ).fetchall()
            assert [row[0] for row in rows] == list(range(len(rows)))
            if log is LEDGER:
                assert sorted(row[1] for row in rows) == found["acknowledged"]
            published = read_published(log)
            assert published and published.size == len(rows)
            again = Rereading(logs.folder(log), published.size)
            assert again.root() == published.root
            assert again.entries() == [row[3] for row in rows]
            _one_history(found["seen"], log.name, [row[2] for row in rows])
        report = verify(conn, checkpoints=tmp_path / LEDGER.history)
    # The announcements of this test say nothing; nothing else is found.
    assert set(report.counts) == {"announcement-form"}, report.text()


def _one_history(seen: list[tuple[str, int, str]], name: str, hashes: list[bytes]) -> None:
    """Every published checkpoint is of a beginning of the final tree: each continues the one before."""
    frontier, size = Frontier(), 0
    of_this = [(published, root) for log, published, root in seen if log == name]
    assert len({published for published, _ in of_this}) > KILLS // 8
    for published, root in of_this:
        assert published >= size
        frontier.append(hashes[size:published])
        size = published
        assert frontier.root().hex() == root
