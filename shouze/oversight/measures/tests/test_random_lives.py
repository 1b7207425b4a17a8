"""Random lives of a certificate through the gate, beside a pure model: whatever is tried on whatever day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.db import transaction

from shouze.certification.certificates.models import Certificate, Event, HolderRequest
from shouze.certification.certificates.queries import suspended_models
from shouze.certification.certificates.register import find_record
from shouze.certification.certificates.states import CODES, FINAL, TRANSITIONS
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Refused
from shouze.kernel.acts.replay import compare
from shouze.kernel.ledger import queries as ledger
from shouze.oversight.measures import jobs
from shouze.oversight.measures.models import Reaction

from .lives import Life

ACTS = (
    "certificate.suspended", "suspension.prolonged", "restoration.applied", "restoration.verified",
    "certificate.restored", "certificate.withdrawn", "cancellation.applied", "certificate.cancelled",
    "certificate.expired", "request.refused",
)  # fmt: skip
#: now and then something else than what is plausible
VARIED = {
    "certificate.suspended": ({"reasons": ["0203"]}, {"reasons": ["0208"]}, {"models": ["M-1"]}),
    "suspension.prolonged": ({"models": ["M-1"]}, {"models": ["M-2"]}),
    "certificate.restored": ({"models": ["M-1"]}, {"models": ["M-2"]}),
    "certificate.withdrawn": ({"reasons": ["0201"]}, {"reasons": ["0207"]}, {"reasons": ["0205"]}),
    "restoration.verified": ({"conforming": False}, {"ways": ["inspection"]}),
    "certificate.cancelled": ({"reasons": ["0201"]}, {"reasons": ["0202"]}),
    "request.refused": ({"kind": "cancellation"}, {"kind": "seasonal_stop"}),
}
#: acts that end it are tried seldom, or no life would be long
WEIGHTS = (12, 6, 10, 10, 10, 1, 2, 1, 1, 3)
DAYS = (0, 0, 1, 5, 12, 30, 45, 95)


@contextmanager
def taken_back() -> Iterator[None]:
    """Do something and take it all back."""
    with suppress(InterruptedError), transaction.atomic():
        yield
        raise InterruptedError


def broken(certificate: Certificate) -> Iterator[str]:
    """Yield every invariant that does not hold."""
    events = list(Event.objects.filter(certificate=certificate).order_by("on", "id"))
    state = ""
    for event in events:
        ways = TRANSITIONS[state]
        if event.kind not in ways:
            yield f"{event.kind} in state {state}"
            return
        state = ways[event.kind]
    if state != certificate.state:
        yield f"the events lead to {state}, the table says {certificate.state}"
    if (certificate.state == "suspended") != (certificate.suspended_until is not None):
        yield f"{certificate.state} until {certificate.suspended_until}"
    record = find_record(certificate.number)
    assert record is not None
    until = certificate.suspended_until.isoformat() if certificate.suspended_until else None
    said = (record["status"]["code"], record["suspended_until"], len(record["history"]))
    if said != (CODES[certificate.state], until, len(events)):
        yield f"the public record says {said}"
    yield from _restored(certificate, events)
    moved = [one for one in ledger.entries_for_subject(certificate.pk)]
    states = [(ledger.body_of(one)["what"]["from"], ledger.body_of(one)["what"]["to"]) for one in moved]
    if any(before != after for (_, before), (after, _) in pairwise(states)):
        yield f"a gap in the entries: {states}"


def _restored(certificate: Certificate, events: list[Event]) -> Iterator[str]:
    until = None
    for event in events:
        until = event.until if event.kind in ("suspended", "prolonged") else until
        if event.kind == "restored":
            asked = HolderRequest.objects.filter(
                certificate=certificate, kind="restoration", state="granted", applied_on__lte=until
            )
            if not asked.filter(settled_on=event.on).exists():
                yield f"restored on {event.on} without an application until {until}"


def live(way: Way, random: Random, steps: int) -> int:
    """Live so many steps beside the model; returns how many acts were done. Fails where the gate allows what
    the model does not, refuses what it allows, or an invariant is broken.
    """
    done, life = 0, Life(Certificate.objects.get(case=way.case).valid_until)
    for _ in range(steps):
        way.now += timedelta(days=random.choice(DAYS))
        act = random.choices(ACTS, WEIGHTS)[0]
        changed = random.choice(({}, {}, *VARIED.get(act, ())))
        with clock.moved(way.now):
            given, on = {**way.given(act), **changed}, clock.today()
        may, was = life.may(act, given, on), life.state
        try:
            made = way.do(act, **changed)
        except Refused as refused:
            assert not may, (act, changed, life, refused.sentences())
            assert all(one.zh and one.en for one in refused.sentences())
        else:
            assert may, (act, changed, life)
            life.follow(act, given, on)
            done += 1
            with clock.moved(way.now + timedelta(seconds=1)):
                jobs.follow(str(made.uid))
                jobs.follow(str(made.uid))
        now = Certificate.objects.get(case=way.case)
        assert (now.state, now.suspended_until) == (life.state, life.until)
        assert suspended_models(now) == life.days
        assert list(broken(now)) == []
        if was in FINAL and random.random() < 0.3:
            break  # nothing leads out of it, as was tried a few times
    return done


@pytest.mark.django_db
def test_every_random_life_keeps_the_automaton(stage: Stage) -> None:
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    begun, done = way.now, 0
    for seed in range(10):
        way.now = begun
        with taken_back():
            done += live(way, Random(seed), 25)  # noqa: S311
    assert done > 30


@pytest.mark.django_db(transaction=True)
def test_a_life_is_made_again_from_the_ledger_with_its_reactions(own_stage: Stage) -> None:
    way = Way(own_stage).reach("certificate.approved").go("certificate.approved")
    done = live(way, Random(5), 30)  # noqa: S311
    assert done and Reaction.objects.exists()
    assert compare() == []
