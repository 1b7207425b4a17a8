"""Cosignatures: what is published is shown to the witnesses, and what they sign is put under it.

In: a published checkpoint and the list of witnesses (``SHOUZE_WITNESSES``, or ``witnesses`` beside the logs;
see `shouze_verify.policy`). Out: cosignatures in the served checkpoint, and ``witnesses.json``: what each
witness answered last, for the page and the alarms. One thread per witness, beside the sequencer: a silent
witness delays nobody, an answering one is waited for `GRACE` at most before the next checkpoint is
published. A log that a witness remembers as larger, or otherwise, is never argued about: it is told.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from shouze.kernel.clock import SHANGHAI
from shouze_verify.notes import Signature, parse_lines, read_number
from shouze_verify.policy import Policy, WitnessAt, load_policy
from shouze_verify.wrong import NoteWrong

from . import durable, proving, publishing
from .checkpoints import CheckpointsDisagree
from .logs import LOGS, Log
from .publishing import Published

FILE: Final = "SHOUZE_WITNESSES"
TOLD: Final = "witnesses.json"
TIMEOUT: Final = 5.0
GRACE: Final = 0.8
"""Seconds that publishing waits for a witness that is being asked."""
REFRESH: Final = timedelta(minutes=10)
"""A log that does not grow is cosigned anew, so that a cosignature also says: this is still all of it."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
AGREED, SILENT, REFUSED, AHEAD, CONTRADICTED = "agreed", "silent", "refused", "ahead", "contradicted"

NEVER: Final = datetime.fromtimestamp(0, UTC)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What a witness said of a log last: ``answer`` is one of agreed, silent, refused, ahead (it remembers
    more than there is), contradicted (it does not see that the log grew out of what it remembers).

    ``cosigned_at`` is the moment of its last cosignature, ``size`` what it remembers; ISO 8601.
    """

    answer: str
    at: str
    size: int
    cosigned_at: str | None = None
    words: str = ""


def policy() -> Policy:
    """The witnesses of this house. Raises NoteWrong where the list cannot be read."""
    return load_policy(Path(os.environ.get(FILE) or Path(settings.LOG_ROOT).parent / "witnesses"))


def policy_or_why() -> tuple[Policy, str]:
    """The witnesses of this house; none, and why, where the list cannot be read."""
    try:
        return policy(), ""
    except (NoteWrong, OSError, UnicodeDecodeError) as wrong:
        return Policy(), str(wrong)


def told() -> dict[str, dict[str, Told]]:
    """What each witness said last: by log, by name."""
    try:
        said = json.loads(_place().read_text())
    except FileNotFoundError:
        return {}
    return {log: {name: Told(**one) for name, one in each.items()} for log, each in said.items()}


class Cosigners:
    """All witnesses of the house, each in a thread of its own between `start` and `stop`."""

    def __init__(self, kept: Policy, clock: Callable[[], datetime]) -> None:
        self._lock = Lock()
        self._told = told()
        self._each = [_Cosigner(witness, clock, self._tell) for witness in kept.witnesses if witness.address]

    def start(self) -> None:
        """Begin to ask."""
        for one in self._each:
            one.start()

    def published(self) -> None:
        """Something was published: ask at once, and wait a little for those that answer."""
        for one in self._each:
            one.wake()
        until = time.monotonic() + GRACE
        for one in self._each:
            one.idle.wait(max(0.0, until - time.monotonic()))

    def stop(self) -> None:
        """End; a question that is out is let go."""
        for one in self._each:
            one.end()

    def _tell(self, log: Log, name: str, said: Told) -> None:
        with self._lock:
            self._told.setdefault(log.name, {})[name] = said
            content = {
                key: {who: asdict(one) for who, one in each.items()} for key, each in self._told.items()
            }
            durable.write(_place(), json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


@dataclass(slots=True)
class _Known:
    """What we know of a witness and a log: how much it remembers, what it cosigned last and when."""

    size: int = 0
    text: bytes = b""
    at: datetime = NEVER


class _Cosigner:
    """One witness."""

    def __init__(
        self,
        witness: WitnessAt,
        clock: Callable[[], datetime],
        tell: Callable[[Log, str, Told], None],
    ) -> None:
        self._witness, self._clock, self._tell = witness, clock, tell
        self._known = {log.name: _Known() for log in LOGS}
        self._wake, self._over = Event(), Event()
        self._pause = 0.0
        self.idle = Event()
        self.idle.set()
        self._thread = Thread(target=self._run, name=f"cosigner {witness.key.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Unless it has just not answered, it is asked at once; nobody waits for a thread that has ended."""
        if not self._pause and self._thread.is_alive():
            self.idle.clear()
            self._wake.set()

    def end(self) -> None:
        self._over.set()
        self._wake.set()
        self._thread.join(TIMEOUT)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                well = all([self._round(log) for log in LOGS])
                self._pause = 0.0 if well else min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
            finally:
                self.idle.set()
            if self._pause:
                self._over.wait(self._pause)
            else:
                self._wake.wait(LONGEST_PAUSE)
            self._wake.clear()

    def _round(self, log: Log) -> bool:
        """Ask about one log if there is something to ask; False where the witness should be let alone."""
        known = self._known[log.name]
        try:
            published = publishing.read_published(log)
            if published is None or (published.text == known.text and self._clock() - known.at < REFRESH):
                return True
            return self._ask(log, published, known)
        except FileNotFoundError:
            # A partial tile that was outgrown between the checkpoint and the proof: asked anew.
            return False
        except (OSError, http.client.HTTPException) as silent:
            self._say(log, SILENT, known.size, str(silent)[:200])
        except CheckpointsDisagree as broken:
            # Our own files, and not the witness: the publisher and the verification say so, too.
            _log.error("%s", broken)
        except (proving.NotPublished, ValueError) as wrong:
            # An answer that cannot be read (no number, no text, a moment beyond all calendars) is none.
            self._say(log, REFUSED, known.size, str(wrong)[:200])
        return False

    def _ask(self, log: Log, published: Published, known: _Known) -> bool:
        status, body = self._post(_submission(log, known.size, published))
        if status == CONFLICT:
            size = read_number(body.decode().removesuffix("\n"))
            if size > published.size:
                # Not kept: asked the next time from what we know, it must say so again.
                self._say(log, AHEAD, size, f"{size} > {published.size}")
                return False
            known.size = size
            status, body = self._post(_submission(log, known.size, published))
        if status != OK:
            answer = CONTRADICTED if status == UNPROCESSABLE else REFUSED
            self._say(log, answer, known.size, f"{status} {body.decode(errors='replace')[:200].strip()}")
            return False
        lines = self._checked(published.text, body)
        moment = _moment(lines)
        known.size, known.text, known.at = published.size, published.text, self._clock()
        publishing.cosign(log, published.text, [f"{line}\n".encode() for line in lines])
        self._say(log, AGREED, known.size, "", moment)
        return True

    def _checked(self, text: bytes, body: bytes) -> list[Signature]:
        """The cosignatures of this witness among the answer. Raises NoteWrong where there is none, and
        UnicodeDecodeError.
        """
        key, found = self._witness.key, []
        for line in parse_lines(body.decode()):
            if (line.name, line.id) == (key.name, key.id):
                found.append(Signature(key, line.signature, key.check(text, line.signature)))
        if not found:
            raise NoteWrong(
                "见证方未以约定的密钥签名。", "The witness did not sign with the key that was agreed."
            )
        return found

    def _say(self, log: Log, answer: str, size: int, words: str, cosigned: datetime | None = None) -> None:
        name, before = self._witness.key.name, told().get(log.name, {}).get(self._witness.key.name)
        if answer != AGREED and (before is None or before.answer != answer):
            _log.warning("witness %s on %s: %s %s", name, log.name, answer, words)
        last = cosigned.isoformat() if cosigned else (before.cosigned_at if before else None)
        self._tell(log, name, Told(answer, _stamp(self._clock()), size, last, words))

    def _post(self, body: bytes) -> tuple[int, bytes]:
        address = urlsplit(self._witness.address)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        connection = kind(address.hostname or "", address.port, timeout=TIMEOUT)
        try:
            connection.request("POST", f"{address.path.rstrip('/')}/add-checkpoint", body)
            answer = connection.getresponse()
            return answer.status, answer.read(1 << 16)
        finally:
            connection.close()


def _submission(log: Log, old: int, published: Published) -> bytes:
    """The request of C2SP tlog-witness."""
    hashes = proving.consistency(log, old, published.size) if old <= published.size else []
    lines = [f"old {old}", *(b64encode(hashed).decode() for hashed in hashes)]
    return "\n".join(lines).encode() + b"\n\n" + published.note


def _moment(lines: list[Signature]) -> datetime:
    """When the newest of the cosignatures was made. Raises NoteWrong for a moment beyond all calendars."""
    try:
        return datetime.fromtimestamp(max(line.at or 0 for line in lines), SHANGHAI)
    except (ValueError, OverflowError, OSError) as beyond:
        raise NoteWrong(
            "见证方签名的时刻不可能。", "The witness cosigned at a moment that cannot be."
        ) from beyond


def _place() -> Path:
    return Path(settings.LOG_ROOT) / TOLD


def _stamp(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")


def as_told(said: dict[str, dict[str, Told]]) -> dict[str, Any]:
    """Plain values, for a page or a program."""
    return {log: {name: asdict(one) for name, one in each.items()} for log, each in said.items()}
