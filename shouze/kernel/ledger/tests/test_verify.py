"""Each way to tamper is found by the stand-alone verifier; the same ledger untampered is not blamed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import psycopg
import pytest

from shouze.kernel.ledger import append
from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.sequence import catch_up
from shouze_verify import Report, verify
from shouze_verify.__main__ import main

from .conftest import Ledger
from .forging import INSERT, START, name, write
from .tampering import TAMPERINGS, unguarded


def _check(ledger: Ledger, *, bodies: bool = True) -> Report:
    with ledger.connect() as conn:
        return verify(conn, checkpoints=ledger.file, bodies=bodies)


def _found(report: Report) -> set[tuple[str, int | None, str | None]]:
    return {(finding.check, finding.seq, finding.field) for finding in report.findings}


def _checks(report: Report) -> set[str]:
    return set(report.counts)


@pytest.mark.parametrize("way", TAMPERINGS)
def test_it_finds_the_tampering_and_nothing_before_it(kept: Ledger, way: str) -> None:
    before = _check(kept)
    assert (before.agreed, before.entries, before.leaves, before.bodies, before.pending) == (
        True,
        43,
        40,
        43,
        3,
    )
    assert (before.checkpoints, before.lines, before.findings) == (4, 4, [])
    tamper, expected = TAMPERINGS[way]
    with unguarded(kept) as conn:
        tamper(conn)
    after = _check(kept)
    assert not after.agreed
    assert expected <= _found(after)
    assert _checks(after) - {"checkpoint-frontier"} <= {check for check, _, _ in expected}


def test_it_names_the_entry_where_it_finds_something(kept: Ledger) -> None:
    with unguarded(kept) as conn:
        conn.execute("UPDATE ledger_entry SET act = 'x.y' WHERE id = 3")
    (finding,) = _check(kept).findings
    assert finding.sentence() == (
        "[column] 记录的列与其叶子不符 / a column of the entry disagrees with its leaf:"
        f" seq 2, uid {name('entry 2')}, field act"
    )


def test_it_leaves_bodies_alone_when_told_so_but_checks_the_rest(kept: Ledger) -> None:
    with unguarded(kept) as conn:
        conn.execute("DELETE FROM ledger_body WHERE entry_id = 3")
        assert _checks(_check(kept)) == {"body-missing"}
        assert _check(kept, bodies=False).agreed
        conn.execute("UPDATE ledger_entry SET act = 'x.y' WHERE id = 3")
    assert _checks(_check(kept, bodies=False)) == {"column"}


@pytest.mark.parametrize(
    ("spoil", "check"),
    [
        (lambda lines: [lines[0].replace(b'"root":"', b'"root":"00'), *lines[1:]], "file-root"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "file-order"),
        (lambda lines: [*lines, b"nonsense\n"], "file-form"),
        (lambda lines: [*lines, lines[-1].replace(b'"size":40', b'"size":41')], "file-beyond"),
        (
            lambda lines: [lines[0], lines[1].replace(b'"size":20', b'"size":19'), *lines[2:]],
            "checkpoint-missing",
        ),
    ],
)
def test_it_finds_what_was_changed_in_the_file(
    kept: Ledger, spoil: Callable[[list[bytes]], list[bytes]], check: str
) -> None:
    lines = kept.file.read_bytes().splitlines(keepends=True)
    assert _check(kept).agreed
    kept.file.write_bytes(b"".join(spoil(lines)))
    assert check in _checks(_check(kept))


def test_it_passes_over_a_line_that_a_crash_cut_off(kept: Ledger) -> None:
    first, *rest = kept.file.read_bytes().splitlines(keepends=True)
    kept.file.write_bytes(b"".join([first, rest[0][:30], b"\n", *rest, b'{"at":"20']))
    report = _check(kept)
    assert (report.agreed, report.lines) == (True, 4)


def test_it_agrees_while_the_ledger_goes_on(kept: Ledger) -> None:
    with kept.connect() as conn, kept.connect() as other:
        for first in range(100, 200, 20):
            write(other, range(first, first + 20))
            catch_up(other, at=START, file=CheckpointFile(kept.file), limit=6)
            assert verify(conn, checkpoints=kept.file).agreed


def test_it_agrees_with_an_empty_ledger(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        report = verify(conn)
    assert report.agreed
    assert report.root == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_it_agrees_where_a_late_commit_of_another_case_came_out_of_order(ledger: Ledger) -> None:
    with ledger.connect() as slow, ledger.connect() as conn:
        with slow.transaction():
            write(slow, [1], case="A")
            write(conn, [2], case="B")
            catch_up(conn, at=START)
        catch_up(conn, at=START)
        assert verify(conn).agreed


def test_it_ends_with_one_when_there_are_findings(kept: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--dsn", kept.dsn, "--checkpoints", str(kept.file)]
    assert main(arguments) == 0
    assert "结论 / verdict: 一致 / agreed" in capsys.readouterr().out
    with unguarded(kept) as conn:
        conn.execute("UPDATE ledger_entry SET act = 'x.y' WHERE id = 3")
    assert main([*arguments, "--json"]) == 1
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (said["agreed"], said["counts"], said["findings"][0]["seq"]) == (False, {"column": 1}, 2)


def test_it_ends_with_two_when_it_cannot_look(kept: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dsn", kept.dsn, "--checkpoints", str(kept.file) + ".none"]) == 2
    assert main(["--dsn", psycopg.conninfo.make_conninfo(kept.dsn, dbname="nowhere")]) == 2
    assert capsys.readouterr().err.count("无法核验") == 2


def test_it_agrees_with_what_the_gate_writes(ledger: Ledger) -> None:
    page = append.Page(
        uid=name("entry 1"), act="application.accepted", act_version=2, at=START.astimezone(UTC),
        recorded=START + timedelta(microseconds=7), person=name("person 1"), subject_type="cases.case",
        subject=name("case A"), case=None, who={"person_id": str(name("person 1"))},
        what={"subject_type": "cases.case", "subject_id": str(name("case A")), "case_id": None},
        given={"opinion": "同意\n“受理”\u2028\x7f", "\U00020000": [1, {"ﬀ": None}]},
    )  # fmt: skip
    row = (
        page.uid,
        page.act,
        page.at,
        page.recorded,
        page.person,
        page.subject_type,
        page.subject,
        page.case,
    )
    with ledger.connect() as conn:
        conn.execute(INSERT, (*row, *append.encode(page)))
        assert catch_up(conn, at=START) == 1
        assert verify(conn).findings == []
        with unguarded(ledger) as other:
            other.execute("UPDATE ledger_entry SET recorded_at = recorded_at - interval '1 microsecond'")
        assert _checks(verify(conn)) == {"column"}
