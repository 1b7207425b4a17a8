"""The machine's own full verification: what it reads, and what it keeps of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from shouze.demo.stage import set_stage
from shouze.kernel import clock
from shouze.kernel.ledger import logs
from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.publishing import Publisher
from shouze.kernel.ledger.sequence import catch_up
from shouze.oversight.integrity.models import Verification
from shouze.oversight.integrity.verifying import verify_everything
from shouze.oversight.integrity.watching import watch


@pytest.mark.django_db(transaction=True)
def test_it_verifies_the_house_as_it_stands_and_finds_what_was_done_to_a_file() -> None:
    set_stage()
    place = logs.folder(logs.LEDGER)
    connection.ensure_connection()
    for log in logs.LOGS:
        file = CheckpointFile(place.parents[1] / "ledger" / log.history, log)
        catch_up(connection.connection, at=clock.now(), log=log, file=file, publisher=Publisher(log))
    connection.close()
    good = verify_everything(clock.now)
    assert (good.agreed, good.error, good.counts, good.done) == (True, "", {}, good.size)
    assert good.entries > 0
    bundle = next(path for path in (place / "tile/entries").rglob("*") if path.is_file())
    content = bytearray(bundle.read_bytes())
    content[40] ^= 1
    bundle.write_bytes(bytes(content))
    bad = verify_everything(clock.now)
    assert (bad.agreed, bad.counts) == (False, {"log-entry": 1})
    assert "seq 0" in bad.findings[0]
    (place / "checkpoint").unlink()
    assert verify_everything(clock.now).agreed is False
    now: datetime = clock.now()
    assert watch(now + timedelta(minutes=1)) == 1
    assert Verification.objects.count() == 3
