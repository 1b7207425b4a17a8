"""One transfer from the question to the end, by persons at both bodies and by the processes; and what must
hold of it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from shouze.certification.transfers.tests.faulty import REFUSAL
from shouze.certification.transfers.tests.houses import Road as Prepared

from . import persons, setting
from .installation import PATIENCE, Installation
from .observer import Observer, wait_for
from .setting import Pair

STATE: Final = "SELECT state = %s FROM transfers_transfer WHERE reference = %s"
ANSWERED: Final = "SELECT %s AND answer != '{}' FROM transfers_transfer WHERE reference = %s"
SETTLED: Final = """SELECT %s AND NOT EXISTS (SELECT 1 FROM transfers_message m
    JOIN transfers_transfer t ON t.id = m.transfer_id LEFT JOIN transfers_delivery d ON d.message_id = m.id
    WHERE t.reference = %s AND m.outgoing AND d.delivered_at IS NULL)"""
MESSAGES: Final = """SELECT m.seq, m.kind, m.digest FROM transfers_message m
    JOIN transfers_transfer t ON t.id = m.transfer_id WHERE t.reference = %s AND m.outgoing = %s
    ORDER BY m.seq"""
ENTRIES: Final = """SELECT e.act, count(*) FROM ledger_entry e WHERE e.subject_id = ANY(%s) GROUP BY e.act"""
SUCCESSORS: Final = "SELECT state FROM certificates_certificate WHERE facts->>'change_note' LIKE %s"
CANCELLED: Final = """SELECT count(*) FROM certificates_event e JOIN certificates_certificate c
    ON c.id = e.certificate_id WHERE c.number = %s AND e.kind = 'cancelled'"""


@dataclass
class Play:
    """One transfer on its way. ``repeated``: act -> whether the person was told that it had been done."""

    pair: Pair
    road: Prepared
    repeated: dict[str, bool] = field(default_factory=dict)

    def ask(self) -> None:
        """The new body asks."""
        self._do(self.pair.new, "transfer.asked", "E015", lambda: self.road.transfer)
        self._until(self.pair.old, STATE, "received")

    def answer(self) -> None:
        """The old body answers."""
        self._do(self.pair.old, "answer.given", "E015", self._old)
        self._until(self.pair.new, ANSWERED, True)

    def assess(self) -> None:
        """The new body compares the rules and evaluates the risk."""
        setting.assess(self.road)

    def decide(self) -> None:
        """The new body evaluates, reviews and decides."""
        setting.decide(self.road)

    def request(self) -> None:
        """The new body asks for the handover."""
        self._do(self.pair.new, "handover.requested", "E015", lambda: self.road.transfer)
        self._until(self.pair.old, STATE, "requested")

    def grant(self) -> None:
        """The old body hands over."""
        self._do(self.pair.old, "handover.granted", "E005", self._old, words="同意移交。")
        self._until(self.pair.new, STATE, "held")

    def look_up(self) -> None:
        """The new body looks the old certificate up on the day of the issue."""
        setting.look_up(self.road)

    def issue(self) -> None:
        """The one deciding event."""
        self._do(self.pair.new, "transfer.approved", "E006", lambda: self.road.walk.case, words="")

    def refuse(self) -> None:
        """The old body does not hand over."""
        self._do(self.pair.old, "handover.refused", "E005", self._old, **REFUSAL)

    def suspend(self) -> None:
        """The old body takes a measure for safety."""
        setting.suspend(self.road)

    def recall(self) -> None:
        """The old body wants it back."""
        self._do(self.pair.old, "handover.recalled", "E005", self._old, words="持证人改变主意。")

    def give_up(self) -> None:
        """The new body gives up."""
        given = {"words": "委托人撤回。"}
        self._do(self.pair.new, "handover.released", "E015", lambda: self.road.transfer, **given)

    def ends(self, new: str, old: str) -> None:
        """Wait until it has ended so on both sides, and nothing is on its way."""
        self._until(self.pair.new, STATE, new)
        self._until(self.pair.old, STATE, old)
        for one in (self.pair.old, self.pair.new):
            self._until(one, SETTLED, True)

    def observer(self) -> Observer:
        """An outsider who looks at it."""
        return Observer(self.pair.old, self.pair.new, self.road.number, self.road.transfer)

    def messages(self) -> dict[str, list[tuple[Any, ...]]]:
        """Of the messages what each side has sent, and what the other one has of it: number, kind, digest."""
        found = {}
        for name, one in (("old", self.pair.old), ("new", self.pair.new)):
            with one.connect() as conn:
                for way, outgoing in (("sent", True), ("has", False)):
                    asked = [self.road.transfer, outgoing]
                    found[f"{name} {way}"] = conn.execute(MESSAGES, asked).fetchall()
        return found

    def entries(self) -> dict[str, int]:
        """How often each act was done on the transfer, on either side, and on its case."""
        found: dict[str, int] = {}
        new = [self.road.transfer, self.road.walk.case]
        for one, subjects in ((self.pair.old, [self._old()]), (self.pair.new, new)):
            with one.connect() as conn:
                found.update(conn.execute(ENTRIES, [subjects]).fetchall())
        return found

    def certificates(self) -> tuple[list[str], int]:
        """The states of the successors, and how often the old certificate was cancelled."""
        with self.pair.new.connect() as new, self.pair.old.connect() as old:
            successors = new.execute(SUCCESSORS, [f"%{self.road.number}%"]).fetchall()
            cancelled = old.execute(CANCELLED, [self.road.number]).fetchone()
        return [state for (state,) in successors], (cancelled or (0,))[0]

    def history(self) -> list[tuple[str, tuple[bool, bool]]]:
        """Which certificates were valid after each commit of either side."""
        return self.observer().history([self._old(), self.road.walk.case])

    def _old(self) -> Any:
        return setting.here(self.pair.old, self.road)

    def _do(self, at: Installation, act: str, who: str, subject: Callable[[], Any], **given: Any) -> None:
        self.repeated[act] = persons.act(at, act, who, subject(), **given)

    def _until(self, where: Installation, question: str, what: Any) -> None:
        with where.connect() as conn:
            wait_for(conn, question, [what, self.road.transfer], PATIENCE)
