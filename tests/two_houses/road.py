"""The road: whatever goes to a house, from a person or from the other house, passes its door here, and at
every step of its way a process may be killed.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from shouze.certification.transfers.delivering import PATH
from shouze.commands import serve

from .installation import PATIENCE, Installation

ACTS: Final = "/api/acts/"
PASSED_ON: Final = ("Authorization", "Content-Type", "Idempotency-Key", "Accept")


class Lost(Exception):
    """The road ends here: whoever sent gets no answer."""


@dataclass(frozen=True)
class Answer:
    """What the web server said."""

    status: int
    content: bytes


@dataclass
class Kill:
    """One kill: at which step, when, of whose process. ``until`` is the step that shows that the houses are
    over it, ``seconds`` how long that took.
    """

    step: str
    when: str
    process: str
    until: str
    at: float
    seconds: float = 0.0


@dataclass
class Passing:
    """One request on its way through a door. ``step`` is the kind of a message or the name of an act."""

    road: Road
    receiver: Installation
    method: str
    path: str
    headers: dict[str, str]
    content: bytes
    reply: Callable[[Answer], None]
    when: str = ""

    @property
    def step(self) -> str:
        """What it is about."""
        if self.path == PATH:
            return str(json.loads(self.content)["message"]["kind"])
        return self.path.removeprefix(ACTS) if self.path.startswith(ACTS) else ""

    @property
    def sender(self) -> Installation:
        """The other house."""
        return self.road.new if self.receiver is self.road.old else self.road.old

    def forward(self) -> Answer:
        """Bring it to the web server, waiting until there is one. Raises Lost where it dies over it."""
        until = time.monotonic() + PATIENCE
        while True:
            connection = HTTPConnection(serve.HOST, self.receiver.port, timeout=PATIENCE)
            try:
                connection.connect()
            except OSError:
                if time.monotonic() > until:
                    raise Lost from None
                time.sleep(0.01)
                continue
            try:
                connection.request(
                    self.method, self.path, self.content, {**self.headers, "Connection": "close"}
                )
                answer = connection.getresponse()
                return self.road.heard(self, Answer(answer.status, answer.read()))
            except (OSError, HTTPException) as wrong:
                raise Lost from wrong
            finally:
                connection.close()

    def kill(self, house: Installation, process: str, until: str = "") -> None:
        """Kill a process of a house, here and now."""
        self.road.kill(house, process, self.step, self.when, until or self.step)

    def answered(self, answer: Answer) -> None:
        """Bring the answer back to whoever asked."""
        self.reply(answer)
        self.road.over(self.step)


Fault = Callable[[Passing], None]


def _before(passing: Passing) -> None:
    passing.kill(passing.receiver, "web")


def _in_the_middle(passing: Passing) -> None:
    with passing.receiver.held("ledger_entry") as held:
        sending = threading.Thread(target=_try_to_forward, args=(passing,))
        sending.start()
        held.until_waited_for("web")
        passing.kill(passing.receiver, "web")
    sending.join(PATIENCE)


def _after_without_worker(passing: Passing) -> None:
    passing.kill(passing.receiver, "worker", STORED.get(passing.step, ""))
    try:
        # A house whose tree is behind says so, and does nothing: who asked would ask again.
        while (answer := passing.forward()).status == HTTPStatus.SERVICE_UNAVAILABLE:
            time.sleep(0.05)
    except Lost as lost:
        raise RuntimeError("the answer never came") from lost
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise RuntimeError(f"{answer.status} {answer.content.decode()}")
    passing.kill(passing.receiver, "web")


def _on_the_way(passing: Passing) -> None:
    passing.kill(passing.sender, "worker")
    passing.forward()


def _before_the_note(passing: Passing) -> None:
    with passing.sender.held("transfers_delivery") as held:
        passing.answered(passing.forward())
        held.until_waited_for("worker")
        passing.kill(passing.sender, "worker")


def _in_the_proof(passing: Passing) -> None:
    with passing.receiver.held("transfers_message") as held:
        passing.answered(passing.forward())
        held.until_waited_for("worker")
        passing.kill(passing.receiver, "worker", STORED.get(passing.step, ""))


def _not_sequenced(passing: Passing) -> None:
    passing.kill(passing.receiver, "sequencer", STORED.get(passing.step, ""))
    passing.answered(passing.forward())
    time.sleep(0.2)


def _try_to_forward(passing: Passing) -> None:
    try:
        passing.forward()
    except Lost:
        return


#: when a process is killed -> what happens; the first three are of whoever receives a message or a person's
#: act
BEFORE, MIDDLE, AFTER = "before it is read", "before the commit", "after the commit, before the answer"
SENDING, NOTING = "on the way, the sender", "acknowledged, not noted, the sender"
PROVING, SEQUENCING = "while the issue is proved", "before the issue is published"
FAULTS: Final[dict[str, Fault]] = {
    BEFORE: _before,
    MIDDLE: _in_the_middle,
    AFTER: _after_without_worker,
    SENDING: _on_the_way,
    NOTING: _before_the_note,
    PROVING: _in_the_proof,
    SEQUENCING: _not_sequenced,
}
#: an act or a message -> the message that is stored with it
STORED: Final = {
    "transfer.asked": "ask",
    "answer.given": "answer",
    "handover.requested": "request",
    "handover.granted": "handover",
    "handover.refused": "refusal",
    "handover.recalled": "recall",
    "handover.released": "release",
    "certificate.suspended": "measure",
    "transfer.approved": "issued",
    "issued": "cancelled",
    "recall": "release",
    "measure": "release",
}


@dataclass
class Road:
    """Both houses and their doors. ``armed``: step -> what happens each time that it comes, until nothing is
    left. ``unruly``: the first copy of each message is held up, overtaken, and brought after later ones, with
    all that came before it.
    """

    old: Installation
    new: Installation
    armed: dict[str, list[str]] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    unruly: bool = False
    held_up: dict[bytes, Passing] = field(default_factory=dict)
    failed: list[BaseException] = field(default_factory=list)
    _doors: list[ThreadingHTTPServer] = field(default_factory=list)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        """Open the doors."""
        for house in (self.old, self.new):
            door = ThreadingHTTPServer((serve.HOST, house.door), _handler(self, house))
            door.daemon_threads = True
            threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
            self._doors.append(door)

    def close(self) -> None:
        """Close them."""
        for door in self._doors:
            door.shutdown()
            door.server_close()

    def kill(self, house: Installation, process: str, step: str, when: str, until: str) -> None:
        """Kill a process of a house and write it down."""
        house.kill(process)
        side = "old" if house is self.old else "new"
        self.kills.append(Kill(step, when, f"{process} of the {side} body", until, time.monotonic()))

    def over(self, step: str) -> None:
        """A step was answered: what was killed at it is got over."""
        for kill in self.kills:
            if kill.until == step and not kill.seconds:
                kill.seconds = time.monotonic() - kill.at

    def heard(self, passing: Passing, answer: Answer) -> Answer:
        """Write an answer down."""
        if passing.step:
            self.answers.append((passing.step, answer))
        return answer

    def take(self, passing: Passing) -> None:
        """Let a request pass, or what is to happen at it happen."""
        with self._one_at_a_time:
            waiting = self.armed.get(passing.step)
            if waiting:
                passing.when = waiting.pop(0)
                try:
                    FAULTS[passing.when](passing)
                finally:
                    for house in (self.old, self.new):
                        house.start_what_is_gone()
                return
        if self.unruly and passing.path == PATH:
            self._hold_up(passing)
        else:
            passing.answered(passing.forward())

    def _hold_up(self, passing: Passing) -> None:
        if passing.content not in self.held_up:
            self.held_up[passing.content] = passing
            return
        passing.answered(passing.forward())
        for earlier in reversed(list(self.held_up.values())):
            earlier.forward()


def _handler(road: Road, house: Installation) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name in PASSED_ON if (value := self.headers.get(name))}
            passing = Passing(road, house, self.command, self.path, headers, content, self._reply)
            self.close_connection = True
            try:
                road.take(passing)
            except (Lost, OSError):
                return
            except BaseException as failed:
                road.failed.append(failed)

        def _reply(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Door
