"""The folder of a witness: its key, the logs that it watches, and what it cosigned last of each.

``key`` (mode 600) is the private key in one line; ``logs`` has a line ``ORIGIN VKEY`` per key of a log;
``cosigned/<hash of the origin>/checkpoint`` is the latest checkpoint with the log's signature and ours. The
last is moved into place whole and made durable before anybody hears of it. Never restore it from a copy: a
witness that forgets may sign two histories.
"""

from __future__ import annotations

import fcntl
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..checkpoints import Checkpoint, parse_checkpoint
from ..notes import (
    COSIGNATURE,
    Key,
    cosigned_text,
    name_allowed,
    open_note,
    parse_key,
    read_base64,
    signature_line,
)
from ..wrong import NoteWrong

OWNER_ALONE: Final = 0o600
SEED_BYTES: Final = 32
HEAD: Final = "PRIVATE+KEY+"
MOST_EVIDENCE: Final = 1000


class Broken(Exception):
    """What the witness remembers cannot be read, or is not what it signed: it must not go on."""


class WitnessKey:
    """The key pair with which the witness signs."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = Key(name, COSIGNATURE, private.public_key().public_bytes_raw())

    def cosign(self, text: bytes, moment: int) -> str:
        """A cosignature over the text of a checkpoint at a moment (POSIX seconds): its line and newline."""
        signed = moment.to_bytes(8, "big") + self._private.sign(cosigned_text(text, moment))
        return signature_line(self.public.name, self.public.id, signed) + "\n"


class Folder:
    """The folder at ``path``, made with `make`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self, name: str) -> Key:
        """Make the folder and its key. Raises FileExistsError where it has one, NoteWrong for a bad name."""
        if not name_allowed(name):
            raise NoteWrong(f"见证方名称不可用：{name}。", f"{name!r} cannot be the name of a witness.")
        self.path.mkdir(parents=True, exist_ok=True)
        private = Ed25519PrivateKey.generate()
        key = WitnessKey(name, private)
        line = f"{HEAD}{name}+{b64encode(bytes([COSIGNATURE]) + private.private_bytes_raw()).decode()}\n"
        descriptor = os.open(self.path / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
        with os.fdopen(descriptor, "w") as file:
            file.write(line)
            file.flush()
            os.fsync(descriptor)
        (self.path / "logs").touch()
        _settle(self.path)
        return key.public

    def key(self) -> WitnessKey:
        """The key. Raises FileNotFoundError where there is none, Broken where it cannot be read or others
        may read it.
        """
        place = self.path / "key"
        if place.stat().st_mode & 0o077:
            raise Broken(f"{place}: others may read the private key; chmod 600 it, or make a new one")
        name, plus, encoded = place.read_text().strip().removeprefix(HEAD).partition("+")
        try:
            seed = read_base64(encoded)
        except NoteWrong as wrong:
            raise Broken(f"{place}: {wrong.en}") from wrong
        if not plus or len(seed) != 1 + SEED_BYTES or seed[0] != COSIGNATURE or not name_allowed(name):
            raise Broken(f"{place} holds no key of a witness")
        return WitnessKey(name, Ed25519PrivateKey.from_private_bytes(seed[1:]))

    def add(self, key: Key, origin: str | None = None) -> None:
        """Watch a log, or know one more key of it. Without an origin the key's name is the origin."""
        if origin is not None and ("\n" in origin or not origin):
            raise NoteWrong("日志名称不可用。", f"{origin!r} cannot be the origin of a log.")
        with (self.path / "logs").open("a") as file:
            file.write(f"{origin or key.name} {key.vkey()}\n")

    def logs(self) -> dict[str, tuple[Key, ...]]:
        """The keys of each log that is watched, by its origin. Raises Broken for a line that is none."""
        found: dict[str, tuple[Key, ...]] = {}
        for line in (self.path / "logs").read_text().splitlines():
            origin, _, vkey = line.strip().rpartition(" ")
            if not line.strip() or line.startswith("#"):
                continue
            try:
                found[origin] = (*found.get(origin, ()), parse_key(vkey))
            except NoteWrong as wrong:
                raise Broken(f"{self.path / 'logs'}: {wrong.en}") from wrong
        return found

    @contextmanager
    def alone(self, origin: str) -> Iterator[None]:
        """Keep everybody else, in this process and in others, from this log."""
        place = self._of(origin)
        place.mkdir(parents=True, exist_ok=True)
        with (place / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def latest(self, origin: str) -> Checkpoint | None:
        """What was cosigned last, checked against our own signature; None before the first time.

        Raises Broken where it was changed.
        """
        try:
            note = (self._of(origin) / "checkpoint").read_bytes()
            opened = open_note(note, [self.key().public])
            read = parse_checkpoint(opened.text)
        except FileNotFoundError:
            return None
        except NoteWrong as wrong:
            raise Broken(f"what was cosigned last of {origin} was changed: {wrong.en}") from wrong
        if read.origin != origin:
            raise Broken(f"what was cosigned last of {origin} is of {read.origin}")
        return Checkpoint(origin, read.size, read.root, read.extensions, opened)

    def remember(self, origin: str, note: bytes) -> None:
        """Put a cosigned checkpoint in the place of the one before, durably, or not at all."""
        place = self._of(origin)
        beside = place / "checkpoint.new"
        with beside.open("wb") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place / "checkpoint")
        _settle(place)
        _settle(place.parent)

    def cosigned(self, hashed: str) -> bytes | None:
        """The latest cosigned checkpoint of the log whose origin has this hash (hex), or None."""
        try:
            return (self.path / "cosigned" / hashed / "checkpoint").read_bytes()
        except FileNotFoundError:
            return None

    def keep_evidence(self, origin: str, submission: bytes) -> None:
        """Keep what a log signed although it signed another root of the same size before."""
        place = self._of(origin) / "contradictions"
        place.mkdir(exist_ok=True)
        if len(os.listdir(place)) < MOST_EVIDENCE:
            (place / sha256(submission).hexdigest()).write_bytes(submission)

    def contradictions(self, origin: str) -> int:
        """How many such submissions are kept."""
        place = self._of(origin) / "contradictions"
        return len(os.listdir(place)) if place.exists() else 0

    def _of(self, origin: str) -> Path:
        return self.path / "cosigned" / sha256(origin.encode()).hexdigest()


def _settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
