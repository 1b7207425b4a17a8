"""The sequencer: gap-free, one at a time, all or nothing, and its file follows."""

from __future__ import annotations

import fcntl
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest

from shouze.kernel.ledger import roles
from shouze.kernel.ledger.checkpoints import CheckpointFile, CheckpointsDisagree
from shouze.kernel.ledger.sequence import LedgerBroken, catch_up, integrate, last_beat, run_forever
from shouze.kernel.ledger.tree import leaf_hash, root_of

from .conftest import Ledger
from .forging import START, write


def _leaves(conn: psycopg.Connection[Any]) -> list[tuple[int, int]]:
    return conn.execute("SELECT seq, entry_id FROM ledger_leaf ORDER BY seq").fetchall()


def _sizes(conn: psycopg.Connection[Any]) -> list[int]:
    return [row[0] for row in conn.execute("SELECT size FROM ledger_checkpoint ORDER BY size")]


def _file_sizes(path: Path) -> list[int]:
    return [json.loads(line)["size"] for line in path.read_text().splitlines()]


def test_it_integrates_in_batches_with_a_checkpoint_each(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        ids = write(conn, range(25))
        assert [integrate(conn, at=START, limit=10) for _ in range(4)] == [10, 10, 5, 0]
        assert _leaves(conn) == list(enumerate(ids))
        assert _sizes(conn) == [10, 20, 25]
        rows = conn.execute("SELECT leaf FROM ledger_entry ORDER BY id", binary=True)
        hashes = [leaf_hash(leaf) for (leaf,) in rows]
        last = conn.execute("SELECT root FROM ledger_checkpoint WHERE size = 25", binary=True).fetchone()
        assert last == (root_of(hashes),)


def test_it_leaves_no_gap_where_acts_were_rolled_back(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        kept = write(conn, range(3))
        with conn.transaction(force_rollback=True):
            write(conn, range(3, 6))
        kept += write(conn, range(6, 9))
        assert kept[3] - kept[2] > 1
        catch_up(conn, at=START)
        assert _leaves(conn) == list(enumerate(kept))


def test_it_takes_an_act_that_commits_late_after_those_before_it(ledger: Ledger) -> None:
    with ledger.connect() as slow, ledger.connect() as conn:
        with slow.transaction():
            late = write(slow, [1], case="A")
            quick = write(conn, [2], case="B")
            assert catch_up(conn, at=START) == 1
        assert catch_up(conn, at=START) == 1
        assert _leaves(conn) == list(enumerate(quick + late))


def test_it_works_two_at_once_while_entries_arrive(ledger: Ledger) -> None:
    done = Event()

    def sequence() -> int:
        with ledger.connect() as conn:
            total = 0
            while not done.is_set():
                total += catch_up(conn, at=START, file=CheckpointFile(ledger.file), limit=7)
            return total + catch_up(conn, at=START, file=CheckpointFile(ledger.file))

    with ledger.connect() as conn, ThreadPoolExecutor(2) as pool:
        both = [pool.submit(sequence) for _ in range(2)]
        ids = write(conn, range(300))
        done.set()
        assert sum(one.result() for one in both) == 300
        assert [seq for seq, _ in _leaves(conn)] == list(range(300))
        assert sorted(entry for _, entry in _leaves(conn)) == ids
        assert _file_sizes(ledger.file) == _sizes(conn)


def test_it_undoes_the_whole_batch_where_it_fails_before_the_end(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        write(conn, range(5))
        conn.execute("ALTER TABLE ledger_checkpoint ADD CONSTRAINT broken CHECK (size < 0)")
        with pytest.raises(psycopg.errors.CheckViolation):
            integrate(conn, at=START)
        assert _leaves(conn) == []
        conn.execute("ALTER TABLE ledger_checkpoint DROP CONSTRAINT broken")
        assert integrate(conn, at=START) == 5
        assert [seq for seq, _ in _leaves(conn)] == list(range(5))


def test_it_mends_the_file_after_a_crash_between_commit_and_file(ledger: Ledger) -> None:
    file = CheckpointFile(ledger.file)
    with ledger.connect() as conn:
        write(conn, range(5))
        catch_up(conn, at=START, file=file)
        write(conn, range(5, 9))
        integrate(conn, at=START)
        assert (_file_sizes(ledger.file), _sizes(conn)) == ([5], [5, 9])
        catch_up(conn, at=START, file=file)
        assert _file_sizes(ledger.file) == [5, 9]
        assert file.follow(conn) == 0


@pytest.mark.parametrize("left", [1, 40, 10_000])
def test_it_ends_a_line_that_a_crash_cut_off_and_writes_it_whole(ledger: Ledger, left: int) -> None:
    with ledger.connect() as conn:
        for first in (0, 5):
            write(conn, range(first, first + 5))
            catch_up(conn, at=START, file=CheckpointFile(ledger.file))
        whole = ledger.file.read_bytes()
        first_line, second_line = whole.splitlines()
        ledger.file.write_bytes(first_line + b"\n" + second_line[:left])
        catch_up(conn, at=START, file=CheckpointFile(ledger.file))
        assert (
            ledger.file.read_bytes() == first_line + b"\n" + second_line[:left] + b"\n" + second_line + b"\n"
        )


def test_it_refuses_to_go_on_where_the_file_knows_a_longer_tree(kept: Ledger) -> None:
    with kept.connect() as conn:
        assert CheckpointFile(kept.file).follow(conn) == 0
        conn.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER")
        conn.execute("DELETE FROM ledger_checkpoint WHERE size = 40")
        before = kept.file.read_bytes()
        with pytest.raises(CheckpointsDisagree, match="40"):
            catch_up(conn, at=START, file=CheckpointFile(kept.file))
        assert kept.file.read_bytes() == before


def test_it_refuses_to_go_on_from_a_tree_that_lost_its_end(kept: Ledger) -> None:
    with kept.connect() as conn:
        conn.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER USER")
        with conn.transaction(force_rollback=True):
            conn.execute("DELETE FROM ledger_leaf WHERE seq >= 39")
            with pytest.raises(LedgerBroken, match="39"):
                integrate(conn, at=START)
        assert integrate(conn, at=START) == 3


def test_it_refuses_a_pending_entry_that_does_not_exist(kept: Ledger) -> None:
    with kept.connect() as conn:
        conn.execute("INSERT INTO ledger_pending VALUES (9999)")
        with pytest.raises(LedgerBroken, match="9999"):
            integrate(conn, at=START)
        conn.execute("DELETE FROM ledger_pending WHERE entry_id = 9999")
        assert integrate(conn, at=START) == 3


def test_it_refuses_the_file_while_a_transaction_is_open(kept: Ledger) -> None:
    with kept.connect() as conn, conn.transaction(), pytest.raises(ValueError, match="committed"):
        catch_up(conn, at=START, file=CheckpointFile(kept.file))
    with kept.connect() as conn:
        assert catch_up(conn, at=START, file=CheckpointFile(kept.file)) == 3


def test_it_works_as_the_sequencer_and_returns_to_who_it_was(kept: Ledger) -> None:
    with kept.connect() as conn:
        conn.execute(
            "CREATE FUNCTION whoami() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'it was %', current_user; END $$;"
            " CREATE TRIGGER whoami BEFORE INSERT ON ledger_checkpoint EXECUTE FUNCTION whoami()"
        )
        with pytest.raises(psycopg.errors.RaiseException, match="it was shouze_sequencer"):
            integrate(conn, at=START)
        conn.execute("DROP TRIGGER whoami ON ledger_checkpoint")
        conn.execute("SET ROLE shouze_app")
        with conn.transaction():
            assert integrate(conn, at=START) == 3
            assert conn.execute("SELECT current_user").fetchone() == (roles.APP,)


def test_it_runs_until_it_is_stopped_and_shows_that_it_lives(kept: Ledger, tmp_path: Path) -> None:
    stop, folder = Event(), tmp_path / "ledger"
    assert last_beat(folder) is None
    with ThreadPoolExecutor(1) as pool, kept.connect() as conn:
        running = pool.submit(
            run_forever, kept.dsn, folder=folder, clock=lambda: START, stop=stop, interval=0.01
        )
        while last_beat(folder) is None and not running.done():
            stop.wait(0.01)
        write(conn, [900])
        while _sizes(conn)[-1] < 44 and not running.done():
            stop.wait(0.01)
        stop.set()
        running.result(timeout=10)
    assert last_beat(folder) == START
    assert _file_sizes(folder / "checkpoints.log")[-1] == 44


def test_it_waits_for_its_turn_at_the_file(kept: Ledger) -> None:
    with kept.connect() as conn, kept.file.open("ab") as held, ThreadPoolExecutor(1) as pool:
        integrate(conn, at=START)
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = pool.submit(CheckpointFile(kept.file).follow, conn)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.2)
        assert _file_sizes(kept.file)[-1] == 40
        fcntl.flock(held, fcntl.LOCK_UN)
        assert waiting.result(timeout=10) == 1
        assert _file_sizes(kept.file)[-1] == 43
