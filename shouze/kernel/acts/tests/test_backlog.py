"""No act is taken while the ledger's tree is too far behind; the same act is, as soon as it has followed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, new_uid, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import sequence

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Way:
    """A case that waits for its acceptance, in a house whose tree has begun and has followed."""
    found = Way(stage).reach("application.accepted")
    _follow()
    return found


def _follow() -> None:
    sequence.catch_up(connection.connection, at=clock.now())


def _run(sql: str, *parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _wait(seconds: int) -> None:
    """One entry waits for so long."""
    _run(
        "INSERT INTO ledger_pending (entry_id, since)"
        " SELECT max(id), statement_timestamp() - make_interval(secs => %s) FROM ledger_entry",
        seconds,
    )


def _refused(way: Way) -> Refused:
    with pytest.raises(Refused) as found:
        way.do("application.accepted")
    return found.value


def test_it_refuses_an_act_while_an_entry_waits_too_long_and_does_it_afterwards(way: Way) -> None:
    _wait(301)
    refused = _refused(way)
    assert refused.status == 503 and [one.code for one in refused.objections] == ["log_behind"]
    assert "301" in str(refused) and "shouze sequencer" in str(refused)
    _run("DELETE FROM ledger_pending")
    assert way.do("application.accepted").subject == way.case


def test_it_takes_an_act_while_an_entry_waits_not_too_long(way: Way) -> None:
    _wait(290)
    assert way.do("application.accepted").subject == way.case


def test_it_refuses_an_act_while_too_many_entries_wait(way: Way) -> None:
    _run("INSERT INTO ledger_pending (entry_id) SELECT generate_series(1000001, 1200001)")
    assert "200001" in str(_refused(way))
    _run("DELETE FROM ledger_pending WHERE entry_id = 1000001")
    assert way.do("application.accepted").subject == way.case


def test_it_counts_entries_and_not_the_gaps_between_their_ids(way: Way) -> None:
    _run("INSERT INTO ledger_pending (entry_id) VALUES (1000001), (1900001)")
    assert way.do("application.accepted").subject == way.case


def test_it_gives_the_first_receipt_even_then(way: Way) -> None:
    def accept() -> Done:
        with clock.moved(way.now):
            return perform(
                "application.accepted",
                by=way.stage.people["E002"],
                subject=way.case,
                given=way.given("application.accepted"),
                uid=uid,
            )

    uid = new_uid()
    done = accept()
    _follow()
    _wait(301)
    again = accept()
    assert again.repeated and again.uid == done.uid


def test_it_waits_for_nobody_before_the_tree_has_begun(stage: Stage) -> None:
    way = Way(stage).reach("application.accepted")
    _run("UPDATE ledger_pending SET since = since - interval '1 day'")
    assert way.do("application.accepted").subject == way.case


def test_it_does_everything_again_although_nobody_sequences_a_replay(way: Way) -> None:
    way.do("application.accepted")
    assert compare() == []


def test_it_says_so_to_whoever_looks_after_the_house(way: Way, client: Client) -> None:
    _wait(301)
    assert client.get("/healthz").json()["ledger"] is False
    _run("DELETE FROM ledger_pending")
    assert client.get("/healthz").json()["ledger"] is True
