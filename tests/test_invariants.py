"""No sequence of acts breaks an invariant, whoever does what: random walks through the gate, by seed."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.kernel import clock
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger.checkpoints import CheckpointFile
from shouze.kernel.ledger.sequence import catch_up
from shouze_verify.verifying import verify

from .walking import Walk

WALKS, STEPS = 6, 160


def test_no_walk_breaks_an_invariant(db: None, stage_set: tuple[str, Stage], tmp_path: Path) -> None:
    told: Counter[str] = Counter()

    @settings(
        max_examples=WALKS,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
    )
    @given(seed=st.integers(0, 2**32 - 1))
    def walk(seed: int) -> None:
        template, stage = stage_set
        with houses.database(f"walk_{os.getpid()}", template) as name, houses.inside(name):
            told.update(Walk(houses.fresh(stage), seed).go(STEPS))
            assert compare() == []
            file = CheckpointFile(tmp_path / f"{seed}.log")
            with psycopg.connect(houses.dsn(name), autocommit=True) as conn:
                catch_up(conn, at=clock.now(), file=file)
                report = verify(conn, checkpoints=file.path)
            assert report.agreed, report.text()
            assert report.pending == 0

    walk()
    # The walks went far enough to mean something, and off the road often enough.
    missing = {
        one: told[one]
        for one in ("certificate.approved", "refusal.approved", "inspection.concluded")
        if told[one] < 2
    }
    assert not missing, told
    refused = {
        "no_post",
        "wrong_state",
        "separation",
        "wrong_input",
        "not_related",
        "no_subject",
        "interest",
    }
    assert not refused - set(told), told


@pytest.mark.django_db
def test_a_broken_case_would_be_seen(stage: Stage) -> None:
    """The questions can fail: each of these changes beside the gate is answered with a sentence."""
    from django.db import connection

    from shouze.demo.tests.way import Way

    from .invariants import broken, codes_broken

    way = Way(stage, "1119").reach("certificate.approved").go("certificate.approved")
    assert broken(way.row) == []
    assert codes_broken() == []
    for number, change in BREAKS:
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before")
            cursor.execute(change)
            assert cursor.rowcount, change
        said = [*broken(way.row), *codes_broken()]
        assert [one for one in said if one.startswith(f"{number}:")], change
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT before")
    assert broken(way.row) == []


BREAKS = (
    (1, "UPDATE evaluation_element SET state = 'nonconforming' WHERE code = 'GC'"),
    (1, "UPDATE cases_case SET accepted_on = '2018-07-31', due_on = '2018-10-29'"),
    (1, "UPDATE decisions_decision SET approved_by = NULL"),
    (1, "UPDATE cases_case SET state = 'decided'"),
    (2, "DELETE FROM evaluation_element WHERE code = 'GC'"),
    (3, "UPDATE evidence_test_report SET judgement = 'rejected'"),
    (3, "UPDATE laboratories_laboratory SET designated_to = '2024-01-01'"),
    (3, "UPDATE evidence_sample SET authentic = NULL"),
    (4, "UPDATE people_registration SET valid_to = '2024-01-01'"),
    (4, "UPDATE evidence_inspection SET person_days = 1.5"),
    (5, "UPDATE cases_case SET due_on = due_on + 1"),
    (6, "UPDATE certificates_certificate SET valid_until = valid_until + 1"),
    (7, "UPDATE certificates_certificate SET state = 'withdrawn'"),
    (
        12,
        "UPDATE organisations_organisation SET uscc = '91330206MA2AB0019D' WHERE uscc = '91330206MA2AB0018D'",
    ),
    (13, "UPDATE cases_case SET scheme = 'CNCA-C11-16:2018'"),
    (14, 'UPDATE certificates_public SET record = replace(record, \'"code":"01"\', \'"code":"02"\')'),
)
