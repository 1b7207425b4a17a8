"""The witness behind a server (WSGI): POST /add-checkpoint, GET /<hash of the origin>/checkpoint.

``SHOUZE_WITNESS`` names its folder. Several processes may serve one folder.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from .folder import Broken, Folder
from .protocol import BAD_REQUEST, LARGEST, NOT_FOUND, OK, Answer, add_checkpoint, latest

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

NOT_ALLOWED, BROKEN = 405, 500
_monitored = re.compile("/([0-9a-f]{64})/checkpoint").fullmatch
_log: Final = logging.getLogger("shouze_verify.witness")


class Witness:
    """The application for one folder; ``clock`` gives the present in POSIX seconds."""

    def __init__(self, folder: Folder, clock: Callable[[], float]) -> None:
        self._folder, self._clock = folder, clock
        folder.key()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            answer = self._answer(environ)
        except (Broken, OSError) as broken:
            _log.error("the witness cannot go on: %s", broken)
            answer = Answer(BROKEN, b"the witness cannot read or write what it remembers\n")
        start_response(
            f"{answer.status} {HTTPStatus(answer.status).phrase}",
            [("Content-Type", answer.content_type), ("Content-Length", str(len(answer.body)))],
        )
        return [answer.body]

    def _answer(self, environ: Environ) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        if path == "/add-checkpoint":
            return self._add(environ) if method == "POST" else Answer(NOT_ALLOWED, b"POST\n")
        if path == "/vkey":
            return Answer(OK, f"{self._folder.key().public.vkey()}\n".encode())
        found = _monitored(path)
        if found is None:
            return Answer(NOT_FOUND, b"not found\n")
        return latest(self._folder, found[1]) if method in ("GET", "HEAD") else Answer(NOT_ALLOWED, b"GET\n")

    def _add(self, environ: Environ) -> Answer:
        length = environ.get("CONTENT_LENGTH") or ""
        told = int(length) if length.isascii() and length.isdigit() else LARGEST + 1
        body = environ["wsgi.input"].read(min(told, LARGEST + 1))
        if len(body) > LARGEST:
            return Answer(BAD_REQUEST, b"a submission has at most %d bytes\n" % LARGEST)
        return add_checkpoint(self._folder, body, at=int(self._clock()))


def application() -> Witness:
    """The application for the folder that ``SHOUZE_WITNESS`` names."""
    return Witness(Folder(Path(os.environ["SHOUZE_WITNESS"])), time.time)
