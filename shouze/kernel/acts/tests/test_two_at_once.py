"""Two persons at once: real threads with their own connections, held at a row until both wait for it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Done, Refused, new_uid, perform
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.numbering.models import Counter
from shouze.resources.organisations.models import Factory

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
Outcome = Done | Refused | BaseException


@pytest.fixture
def way(own_stage: Stage) -> Way:
    """A case that waits for its acceptance, committed."""
    return Way(own_stage).reach("application.accepted")


@contextmanager
def _held(statement: str, *values: object) -> Iterator[None]:
    """Hold the rows that ``statement`` locks until two others wait for them or for each other."""
    with psycopg.connect(houses.dsn(str(connection.settings_dict["NAME"]))) as holder:
        holder.execute(statement, values)
        yield
        with psycopg.connect(holder.info.dsn, autocommit=True) as watcher:
            until = time.monotonic() + 20
            while watcher.execute(WAITING).fetchone() != (2,):
                assert time.monotonic() < until, "two threads never met"
                time.sleep(0.01)


def _at_once(hold: str, value: object, *doings: Callable[[], Done]) -> list[Outcome]:
    """Start both while the row is held; let them go when both wait. Returns their outcomes in order."""
    outcomes: list[Outcome] = [RuntimeError("never ran")] * len(doings)

    def run(place: int, doing: Callable[[], Done]) -> None:
        try:
            outcomes[place] = doing()
        except BaseException as raised:
            outcomes[place] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    with _held(hold, value):
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def _act(way: Way, name: str, who: str, **further: Any) -> Callable[[], Done]:
    given, subject = way.given(name), way.subject(name)
    return lambda: perform(name, by=way.stage.people[who], subject=subject, given=given, **further)


def _sorted(outcomes: list[Outcome]) -> tuple[list[Done], list[Refused]]:
    done = [one for one in outcomes if isinstance(one, Done)]
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert len(done) + len(refused) == len(outcomes), outcomes
    return done, refused


LOCK_CASE = "SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE"
LOCK_NUMBERS = "SELECT 1 FROM numbering_counter WHERE series = %s FOR UPDATE"
LOCK_FACTORY = "SELECT 1 FROM organisations_factory WHERE id = %s FOR UPDATE"


def test_it_lets_exactly_one_of_two_persons_accept(way: Way) -> None:
    entries = len(ledger.entries())
    with clock.moved(way.now + timedelta(hours=1)):
        outcomes = _at_once(
            LOCK_CASE,
            way.case,
            _act(way, "application.accepted", "E002"),
            _act(way, "application.accepted", "E018"),
        )
    done, refused = _sorted(outcomes)
    assert (len(done), len(refused)) == (1, 1)
    assert [one.code for one in refused[0].objections] == ["wrong_state"]
    assert "已受理" in refused[0].sentences()[0].zh
    assert len(ledger.entries()) == entries + 1
    assert way.row.state == "accepted"


def test_it_lets_exactly_one_act_upon_what_both_saw(way: Way) -> None:
    way.go("application.accepted")
    seen = way.row.version
    with clock.moved(way.now + timedelta(hours=1)):
        receive = _act(way, "fees.received", "E011", seen=seen)
        done, refused = _sorted(_at_once(LOCK_CASE, way.case, receive, receive))
    assert (len(done), len(refused)) == (1, 1)
    assert [one.code for one in refused[0].objections] == ["changed_meanwhile"]


def test_it_takes_nobody_who_waited_for_back_dating(way: Way) -> None:
    """Both ask the running clock; he who waited is later than he who went first."""
    way.go("application.accepted")
    with clock.moved(way.now + timedelta(hours=1)):
        given = way.given("fees.received")
    receive = partial(perform, "fees.received", by=way.stage.people["E011"], subject=way.case, given=given)
    done, refused = _sorted(_at_once(LOCK_CASE, way.case, receive, receive))
    assert (len(done), refused) == (2, [])


@pytest.mark.parametrize("same", [True, False], ids=["the same person", "another person"])
def test_it_does_a_double_click_once(way: Way, same: bool) -> None:
    uid, entries = new_uid(), len(ledger.entries())
    with clock.moved(way.now + timedelta(hours=1)):
        first = _act(way, "application.accepted", "E002", uid=uid)
        second = first if same else _act(way, "application.accepted", "E018", uid=uid)
        done, refused = _sorted(_at_once(LOCK_CASE, way.case, first, second))
    assert len(ledger.entries()) == entries + 1
    if same:
        assert sorted(one.repeated for one in done) == [False, True]
        assert len({(one.uid, one.subject, one.at, one.made) for one in done}) == 1
    else:
        assert len(done) == 1
        assert [one.code for one in refused[0].objections] == ["uid_taken"]


def test_it_creates_once_on_a_double_click(way: Way) -> None:
    uid, entries = new_uid(), len(ledger.entries())
    with clock.moved(way.now + timedelta(hours=1)):
        submit = _act(way, "application.submitted", "C001", uid=uid)
        done, refused = _sorted(_at_once(LOCK_NUMBERS, "case-2024", submit, submit))
    assert refused == []
    assert len({(one.subject, one.made) for one in done}) == 1
    assert len(ledger.entries()) == entries + 1
    assert Counter.objects.get(series="case-2024").last == 2


def test_it_gives_one_factory_one_code_when_two_cases_are_accepted(way: Way) -> None:
    """The second acceptance finds the code of the first, and takes no number that nobody bears."""
    other = Way(way.stage, now=way.now).reach("application.accepted")
    with clock.moved(other.now + timedelta(hours=1)):
        accept = [_act(one, "application.accepted", who) for one, who in ((way, "E002"), (other, "E018"))]
        done, refused = _sorted(_at_once(LOCK_FACTORY, way.stage.scene.factory, *accept))
    assert (len(done), refused) == (2, [])
    assert Factory.objects.get(pk=way.stage.scene.factory).code == "X000118"
    assert Counter.objects.get(series="factory").last == 118
    assert compare() == []


def test_it_numbers_without_gaps_whoever_comes_first(way: Way) -> None:
    given, people = way.given("application.submitted"), way.stage.people
    wrong = {**given, "factory": str(uuid.uuid4())}
    outcomes: list[Outcome] = []

    def submit(place: int) -> None:
        for turn in range(4):
            asked = wrong if (place + turn) % 3 == 0 else given
            try:
                outcomes.append(perform("application.submitted", by=people["C001"], given=asked))
            except Refused as refused:
                outcomes.append(refused)
        connections.close_all()

    threads = [threading.Thread(target=submit, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    done, refused = _sorted(outcomes)
    assert (len(done), len(refused)) == (16, 8)
    year = clock.today().year
    assert Counter.objects.get(series=f"case-{year}").last == 16
    assert compare() == []
