"""Two bodies on one machine: each with a database, folders, keys and rules of its own, and a road between
them.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, connections, transaction

from shouze.certification.transfers import keys
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Done, perform
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger.publishing import Publisher

OLD_CODE, NEW_CODE = "98", "99"
OLD_ADDRESS, NEW_ADDRESS = "http://127.0.0.1:9098", "http://127.0.0.1:9099"
NONE: Final = uuid.UUID(int=0)
PLACES: Final = ("VAR", "LOG_ROOT", "LOG_KEYS", "MEDIA_ROOT")


class Died(Exception):
    """A process is gone: what it had in memory is lost, what it committed is not."""


@dataclass
class House:
    """One body. ``connection`` is its own and is kept between visits."""

    code: str
    database: str
    folder: Path
    rules: Path
    stage: Stage
    connection: Any = None
    people: Mapping[str, uuid.UUID] = field(default_factory=dict)

    @contextmanager
    def inside(self) -> Iterator[House]:
        """Work in this house."""
        before = {name: getattr(settings, name) for name in PLACES}
        environment = os.environ.get(rulebook.ELSEWHERE)
        given = connections.settings["default"]
        name, waiting = given["NAME"], connections["default"]
        settings.VAR, settings.LOG_ROOT = self.folder, self.folder / "log"
        settings.LOG_KEYS, settings.MEDIA_ROOT = self.folder / "keys", self.folder / "files"
        os.environ[rulebook.ELSEWHERE] = str(self.rules)
        given["NAME"] = self.database
        self.connection = self.connection or connections.create_connection("default")
        connections["default"] = self.connection
        try:
            yield self
        finally:
            connections["default"] = waiting
            given["NAME"] = name
            for place, value in before.items():
                setattr(settings, place, value)
            os.environ.pop(rulebook.ELSEWHERE)
            if environment is not None:
                os.environ[rulebook.ELSEWHERE] = environment

    def do(self, act: str, who: str, at: datetime, subject: uuid.UUID | None = None, **given: Any) -> Done:
        """Do an act here, as the person with that number, at a moment."""
        person = self.stage.people[who]
        with self.inside(), clock.moved(at):
            shown = shown_to(act, person, subject, at)
            return perform(act, by=person, subject=subject, given=given, signing=shown)

    def publish(self, at: datetime) -> None:
        """What the sequencer does five times a second, in the connection of the house."""
        with self.inside():
            connection.ensure_connection()
            for log in logs.LOGS:
                # In steps: a play is rolled back as a whole, its folder of logs is thrown away.
                while sequence.integrate(connection.connection, at=at, log=log):
                    pass
                Publisher(log).follow(connection.connection, at=at)

    def card(self, at: datetime) -> dict[str, Any]:
        """What another body registers of this one."""
        with self.inside(), clock.moved(at):
            return keys.own_card(clock.legal_date(at))


def rules_of(folder: Path, code: str) -> Path:
    """Another body's rules: ours, with its own code."""
    place = folder / f"rules-{code}"
    shutil.copytree(rulebook.FOLDER, place)
    body = place / "body" / "body.yaml"
    text = body.read_text(encoding="utf-8").replace('value: "99", unit: code', f'value: "{code}", unit: code')
    body.write_text(text, encoding="utf-8")
    return place


def ruled_otherwise(house: House, file: str, given: str, otherwise: str) -> None:
    """Let a rule of a house say something else, before it is read."""
    place = house.rules / file
    text = place.read_text(encoding="utf-8")
    assert given in text
    place.write_text(text.replace(given, otherwise), encoding="utf-8")


@contextmanager
def undone(*houses: House) -> Iterator[None]:
    """What is done in the houses is rolled back at the end."""
    if not houses:
        yield
        return
    with houses[0].inside():
        outer = transaction.atomic()
        outer.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    try:
        with undone(*houses[1:]):
            yield
    finally:
        with houses[0].inside():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
        shutil.rmtree(houses[0].folder / "log", ignore_errors=True)


@dataclass
class Walk(Way):
    """A case on its way in a house."""

    house: House | None = None

    def at(self, act: str, who: str, subject: uuid.UUID | None = None, **given: Any) -> Done:
        """Do an act a minute later with exactly this input."""
        assert self.house
        self.now += timedelta(minutes=1)
        return self.house.do(act, who, self.now, subject, **given)


@dataclass
class Road:
    """Both houses, and the way of bytes between them. ``fault`` is asked before each step of a delivery."""

    old: House
    new: House
    walk: Walk
    number: str = ""
    transfer: uuid.UUID = NONE
    now: datetime = field(default_factory=lambda: clock.moment("2025-03-03", "09:00"))
    seen: list[bytes] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    after: Callable[[str], None] = lambda step: None

    def row(self, house: House) -> Any:
        """The transfer as that house has it."""
        from shouze.certification.transfers.queries import by_reference

        with house.inside():
            return by_reference(self.transfer)

    def tick(self, **more: int) -> datetime:
        """A later moment."""
        self.now += timedelta(**(more or {"minutes": 1}))
        self.walk.now = self.now
        return self.now

    def carry(self, address: str, body: bytes) -> tuple[int, str]:
        """Bring bytes to the house at an address and its answer back, as HTTP would."""
        import json

        from shouze.certification.transfers.receiving import receive

        receiver = {OLD_ADDRESS: self.old, NEW_ADDRESS: self.new}[address]
        self.seen.append(body)
        with receiver.inside():
            answer = receive(body, via="message")
        self.told.append(f"{receiver.code} {answer.status} {answer.words}")
        return answer.status, json.dumps(answer.as_json())

    def work(self, house: House, post: Any = None) -> int:
        """What the worker of a house does: prove, tell, deliver."""
        from shouze.certification.transfers import jobs, queries
        from shouze.certification.transfers.delivering import deliver

        at = self.tick()
        with house.inside():
            if queries.unproved():
                house.publish(at)
        with house.inside(), clock.moved(at):
            jobs.catch_up()
            return deliver(at, self.transfer, by=post or self.carry)

    def settle(self) -> None:
        """Let both workers work until nothing moves."""
        for _ in range(6):
            if not self.work(self.new) + self.work(self.old):
                return
