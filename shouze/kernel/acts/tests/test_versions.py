"""A ledger that version 0.3 wrote is done again by this one, to the same tables, and verifies.

``written_by_0_3.sql.xz`` is the database of a house that version 0.3 itself made, by its own gate and
sequencer: the worked example; a certificate suspended for one model without a ground for the range, restored
without an application, suspended at the holder's wish (0208) without one and withdrawn (0201) before its end;
one cancelled at the holder's wish (0204) without one; one suspended. It stays as it is for ever.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.register import find_record
from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.demo.tests.refusing import refusal
from shouze.demo.tests.way import Way
from shouze.kernel.acts import get_act
from shouze.kernel.acts.declaration import act_of_version
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger import roles
from shouze_verify.verifying import verify

WRITTEN = Path(__file__).parent / "written_by_0_3.sql.xz"
#: what entries of it say that no entry may say any more
FORMER = ("certificate.suspended", "certificate.restored", "certificate.withdrawn", "certificate.cancelled")


@pytest.fixture
def earlier_house(db: None) -> Iterator[str]:
    """The house of version 0.3, brought up to date by nothing but the migrations."""
    with houses.database("written_by_0_3", "template0") as name:
        with psycopg.connect(houses.dsn(name), autocommit=True) as own:
            own.execute(lzma.decompress(WRITTEN.read_bytes()))
        with houses.inside(name):
            call_command("migrate", verbosity=0, interactive=False)
            roles.grant(connection)
            yield name


def test_a_ledger_of_version_0_3_is_done_again_to_the_same_tables_and_verifies(earlier_house: str) -> None:
    states = dict(Certificate.objects.values_list("number", "state"))
    assert sorted(states.values()) == ["cancelled", "suspended", "valid", "withdrawn"]
    assert {entry.act for entry in ledger.entries()} >= {*FORMER}
    assert compare() == []
    with psycopg.connect(houses.dsn(earlier_house), autocommit=True) as own:
        report = verify(own)
    assert report.agreed and report.pending == 0, report.text()
    for number in states:
        record = find_record(number)
        assert record and (record["revision"], record["changed_on"]) == (1, None)


def test_it_refuses_today_what_was_done_then(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    assert refusal(partial(way.do, "certificate.suspended", models=["M-1"], range_basis="")) == {
        "range_without_basis"
    }
    assert "not_asked" in refusal(partial(way.do, "certificate.suspended", reasons=["0208"]))
    assert refusal(partial(way.do, "certificate.cancelled")) == {"not_asked"}
    way.go("certificate.suspended")
    assert refusal(partial(way.do, "certificate.restored")) == {"not_applied"}
    assert refusal(partial(way.do, "certificate.withdrawn", reasons=["0201"])) == {"suspension_runs"}


def test_an_act_of_a_version_has_the_checks_of_its_time() -> None:
    for name in FORMER:
        now, then = get_act(name), act_of_version(name, 2)
        assert act_of_version(name, now.version) is now
        assert (then.version, then.do, then.input) == (2, now.do, now.input)
        assert then.checks != now.checks
        assert act_of_version(name, 1).checks == then.checks
