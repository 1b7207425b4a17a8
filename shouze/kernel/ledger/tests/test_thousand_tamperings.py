"""A thousand tamperings of a superuser with database and files: the verifier with one witness misses none,
and says what was done, and where.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import rfc8785
from django.conf import settings

from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.logs import LOGS, REGISTER, folder, origin
from shouze.kernel.ledger.publishing import Publisher, cosign, read_published
from shouze.kernel.ledger.sequence import catch_up
from shouze.kernel.ledger.tree import leaf_hash
from shouze_verify.checking import check_house
from shouze_verify.findings import Finding, Report
from shouze_verify.heads import Place
from shouze_verify.notes import parse_key
from shouze_verify.policy import Policy, WitnessAt
from shouze_verify.published import Published
from shouze_verify.witness.folder import Folder
from shouze_verify.witness.protocol import add_checkpoint

from .conftest import Ledger
from .forgery import House, unguard
from .forging import INSERT, START, page, write
from .ways import Done, tamper

PARTS = 4
TAMPERINGS = 1000
WITNESS = "authority.example/w"
EVENTS = ("approved", "suspended", "restored", "withdrawn")
ANNOUNCE = (
    "WITH a AS (INSERT INTO announcement (uid, leaf) VALUES (%s, %s) RETURNING id)"
    " INSERT INTO announcement_pending (entry_id) SELECT id FROM a"
)


@dataclass
class Watched:
    """A house that has been at work for a while, both of its logs published, one witness watching them."""

    conn: psycopg.Connection[Any]
    folder: Path
    policy: Policy

    def check(self) -> Report:
        """What `shouze verify` and the one witness say. No key is told: the log's own file is believed."""
        places = [Place(log.name, Published(folder(log)), policy=self.policy) for log in LOGS]
        files = {log.name: self.folder / "ledger" / log.history for log in LOGS}
        return check_house(self.conn, places, files=files, now=START + timedelta(days=1), workers=1)


@pytest.fixture
def watched(ledger: Ledger, tmp_path: Path) -> Iterator[Watched]:
    assert Path(settings.LOG_ROOT) == tmp_path / "log"
    witness = Folder(tmp_path.with_name(tmp_path.name + "-witness"))
    key = witness.make(WITNESS)
    with ledger.connect() as conn:
        conn.execute("SET synchronous_commit = off")
        for first in range(0, 270, 45):
            _work(conn, first)
            _publish(conn, tmp_path)
        write(conn, range(270, 273))
        for log in LOGS:
            witness.add(parse_key((folder(log) / "keys").read_text().strip()), origin(log))
            published = read_published(log)
            assert published is not None
            answer = add_checkpoint(witness, b"old 0\n\n" + published.note, at=1)
            assert cosign(log, published.text, [answer.body])
        unguard(conn)
        policy = Policy((WitnessAt(key, str(witness.path), required=True),))
        yield Watched(conn, tmp_path, policy)


def _work(conn: psycopg.Connection[Any], first: int) -> None:
    """Entries of two cases, and four events of a certificate with their announcements."""
    write(conn, range(first, first + 20), case="A")
    write(conn, range(first + 20, first + 41), case="B")
    for number, event in enumerate(EVENTS, start=first + 41):
        entry = page(number, case="B", act=f"certificate.{event}")
        conn.execute(INSERT, entry)
        said = {
            "format": "shouze-register-1", "uid": str(entry[0]), "number": f"20260103{first:08}",
            "event": "issued" if event == "approved" else event, "at": entry[2].isoformat(),
            "entry": f"sha256:{leaf_hash(entry[-2]).hex()}",
        }  # fmt: skip
        conn.execute(ANNOUNCE, (entry[0], rfc8785.dumps(said)))


def _publish(conn: psycopg.Connection[Any], place: Path) -> None:
    for log in LOGS:
        file = CheckpointFile(place / "ledger" / log.history, log)
        catch_up(conn, at=START, log=log, file=file, publisher=Publisher(log))


def _matches(finding: Finding, expected: dict[str, Any]) -> bool:
    """Whether a finding is what was expected, where it was expected."""
    places = {key: value for key, value in expected.items() if key not in ("tile", "level")}
    if any(getattr(finding, key) != value for key, value in places.items()):
        return False
    return "tile" not in expected or _in_tile(finding, expected["tile"], expected["level"])


def _in_tile(finding: Finding, tile: int, level: str) -> bool:
    """Whether a finding is about this tile, or an entry under it."""
    if finding.check in ("log-root", "witness-root"):
        return level == "1"
    width = 1 if level in ("0", "entries") else 256
    return finding.seq is not None and finding.seq // 256 // width == tile


def _missed(report: Report, done: Done) -> list[object]:
    """What should have been said and was not; and what was said of a place before the first."""
    missing = [one for one in done.expected if not any(_matches(found, one) for found in report.findings)]
    blamed = [
        found.sentence()
        for found in report.findings
        if found.path is None and found.log != REGISTER.name and (found.seq or done.first) < done.first
    ]
    return [*missing, *blamed] if done.expected else ["nothing was expected"]


@pytest.mark.parametrize("part", range(PARTS))
def test_it_misses_no_tampering_and_says_what_and_where(watched: Watched, part: int) -> None:
    pristine = House.take_up(watched.conn, watched.folder)
    assert watched.check().findings == []
    missed, before = {}, pristine
    for number in range(part, TAMPERINGS, PARTS):
        changed = pristine.copy()
        name, done = tamper(changed, number)
        assert (changed.tables, changed.files) != (pristine.tables, pristine.files), name
        changed.put_back(watched.conn, watched.folder, before)
        before = changed
        wrong = _missed(watched.check(), done)
        if wrong:
            missed[f"{number} {name}"] = wrong
    pristine.put_back(watched.conn, watched.folder, before)
    assert missed == {}
    assert watched.check().findings == []


def test_it_speaks_of_a_witness_that_remembers_the_truth(watched: Watched) -> None:
    report = watched.check()
    assert {name: told["claims"] for name, told in report.logs.items()} == {
        "ledger": [{"source": WITNESS, "size": 270}], "register": [{"source": WITNESS, "size": 24}],
    }  # fmt: skip
    assert b64encode(bytes.fromhex(report.root)).decode() in (folder(LOGS[0]) / "checkpoint").read_text()
