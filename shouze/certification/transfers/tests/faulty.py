"""A road on which one thing goes wrong, at a chosen step, and an outsider who looks at both bodies after
every step.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from shouze.certification.certificates.models import PublicRecord
from shouze.certification.transfers import answers
from shouze.certification.transfers.receiving import receive
from shouze.certification.transfers.states import ENDED
from shouze.kernel import clock

from . import setting
from .houses import NEW_ADDRESS, OLD_ADDRESS, Died, House, Road

#: what may go wrong with one message on its way, and with one act
WORST: Final = "answer lost, and again at every later step"
ON_THE_WAY: Final = ("lost", "died before the commit", "answer lost", "twice", WORST)
#: a refusal whose reason stands in its words
REFUSAL: Final = {"reasons": ["request_differs"], "words": "来函型号与证书不一致。"}
IN_AN_ACT: Final = ("died before the commit",)


@dataclass
class Faulty:
    """Plays a script on a road. ``at`` is the step at which ``fault`` happens; steps are counted as they
    come.
    """

    road: Road
    at: int = -1
    fault: str = ""
    step: int = 0
    kinds: list[str] = field(default_factory=list)
    measured: bool = False
    stray: list[tuple[House, bytes]] = field(default_factory=list)
    seen: set[tuple[bool, bool]] = field(default_factory=set)

    def look(self) -> None:
        """The outsider asks both bodies in public: exactly one certificate is valid, or none after a
        measure.
        """
        with self.road.old.inside():
            old = json.loads(
                PublicRecord.objects.values_list("record", flat=True).get(number=self.road.number)
            )
        with self.road.new.inside():
            told = answers.standing(self.road.transfer, self.road.now)
        valid = answers.valid_of(old, told["standing"] if told else None)
        self.seen.add(valid)
        assert sum(valid) == 1 or (self.measured and not any(valid)), (valid, self.fault, self.at)

    def act(self, house: House, name: str, who: str, subject: Any, **given: Any) -> None:
        """A person does an act; where his machine dies before the commit, he does it again."""
        if self._is("act"):
            with house.inside():
                _undone(lambda: house.do(name, who, self.road.tick(), subject, **given))
        house.do(name, who, self.road.tick(), subject, **given)
        self.look()
        self._stray()

    def work(self, *houses: House) -> int:
        """The workers of the houses do what waits."""
        return sum(self.road.work(house, self.post) for house in houses or (self.road.new, self.road.old))

    def settle(self) -> None:
        """Work until nothing moves; the clock goes on."""
        idle = 0
        while idle < 2:
            self.road.tick(hours=2)
            idle = 0 if self.work() else idle + 1

    def post(self, address: str, body: bytes) -> tuple[int, str]:
        """The road, with its one fault."""
        receiver = {OLD_ADDRESS: self.road.old, NEW_ADDRESS: self.road.new}[address]
        wrong = self._is("message")
        if wrong and self.fault == "lost":
            raise OSError("lost")
        if wrong and self.fault == "died before the commit":
            with receiver.inside():
                _undone(lambda: receive(body, via="message"))
            raise OSError("the receiver went down")
        answer = self._receive(receiver, body)
        if wrong and self.fault == "twice":
            answer = self._receive(receiver, body)
        if wrong and self.fault == WORST:
            self.stray.append((receiver, body))
        if wrong and self.fault.startswith("answer lost"):
            raise OSError("the answer was lost, or the receiver went down after its commit")
        return answer

    def _receive(self, receiver: House, body: bytes) -> tuple[int, str]:
        with receiver.inside():
            answer = receive(body, via="message")
        self.look()
        return answer.status, json.dumps(answer.as_json())

    def _stray(self) -> None:
        for receiver, body in self.stray:
            self._receive(receiver, body)

    def _is(self, kind: str) -> bool:
        self.kinds.append(kind)
        self.step += 1
        return self.step - 1 == self.at


def _undone(do: Callable[[], object]) -> None:
    """Do it up to the commit, and die."""
    try:
        with transaction.atomic():
            do()
            raise Died
    except Died:
        return


class Script:
    """What persons do; each step sees the road as it is."""

    def __init__(self, play: Faulty) -> None:
        self.play, self.road = play, play.road

    def request(self) -> None:
        """The new body asks for the handover."""
        self.play.act(self.road.new, "handover.requested", "E015", self.road.transfer)

    def grant(self) -> None:
        """The old body hands over, once it is asked to."""
        if self._waits(self.road.old, "requested"):
            self.play.act(self.road.old, "handover.granted", "E005", self._old(), words="同意移交。")

    def refuse(self) -> None:
        """The old body refuses, once it is asked."""
        if self._waits(self.road.old, "requested"):
            self.play.act(self.road.old, "handover.refused", "E005", self._old(), **REFUSAL)

    def recall(self) -> None:
        """The old body wants it back, while it can."""
        if self._state(self.road.old) == "handed":
            self.play.act(self.road.old, "handover.recalled", "E005", self._old(), words="持证人改变主意。")

    def give_up(self) -> None:
        """The new body gives up, while it can."""
        if self._state(self.road.new) in ("wanted", "held"):
            self.play.act(
                self.road.new, "handover.released", "E015", self.road.transfer, words="委托人撤回。"
            )

    def check(self) -> None:
        """The state is looked up again, once the handover is held."""
        if self._waits(self.road.new, "held"):
            setting.check(self.road)

    def issue(self) -> None:
        """The one deciding event."""
        if self._waits(self.road.new, "held"):
            setting.check(self.road)
            self.play.act(self.road.new, "transfer.approved", "E006", self.road.walk.case)

    def suspend(self) -> None:
        """A measure for safety, by the old body alone."""
        with self.road.old.inside():
            found = self.road.row(self.road.old).certificate
            until = clock.add_calendar_days(clock.legal_date(self.road.now), 60).isoformat()
        self.play.measured = True
        given = {"reasons": ["0201"], "until": until, "models": [], "words": "抽查不合格。"}
        self.play.act(self.road.old, "certificate.suspended", "E005", found.pk, **given)

    def work(self) -> None:
        """Both workers do what waits."""
        self.play.work()

    def _waits(self, house: House, state: str) -> bool:
        """Whether the transfer comes into the state there, the workers working meanwhile."""
        for _ in range(4):
            if self._state(house) == state or self._state(house) in ENDED:
                break
            self.road.tick(hours=2)
            self.play.work()
        return self._state(house) == state

    def _state(self, house: House) -> str:
        return str(self.road.row(house).state)

    def _old(self) -> Any:
        return self.road.row(self.road.old).pk


@contextmanager
def playing(road: Road, at: int = -1, fault: str = "") -> Iterator[tuple[Faulty, Script]]:
    """A play and its script."""
    play = Faulty(road, at, fault)
    yield play, Script(play)
