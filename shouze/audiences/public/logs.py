"""The published logs as static files: a bare WSGI callable in front of Django (C2SP tlog-tiles).

In: ``GET /log/<name>/checkpoint``, ``keys``, ``rotations``, ``tile/<level>/<index>[.p/<width>]`` and
``tile/entries/…``. Out: the file as it lies in the folder. What does not look exactly like one of these is
not answered here, so no path leads out of the folder. Tiles and bundles never change and may be kept for
ever; the checkpoint changes within seconds. A partial tile that is gone because the full one came is cut
from that. No cookie, no session; any site may ask.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from wsgiref.types import StartResponse, WSGIEnvironment

from shouze.kernel.ledger import logs, tiles
from shouze.kernel.ledger.publishing import cut
from shouze.kernel.words import Words

PREFIX: Final = "/log/"
TEXT: Final = "text/plain; charset=utf-8"
BYTES: Final = "application/octet-stream"
CHANGES: Final = "no-cache"
NEVER_CHANGES: Final = "public, max-age=31536000, immutable"
GZIP_LEVEL: Final = 5
METHODS: Final = ("GET", "HEAD")

_FILE: Final = re.compile(
    r"/log/(?P<log>[a-z]+)/(?:(?P<text>checkpoint|keys|rotations)"
    r"|tile/(?P<level>entries|0|[1-9]|[1-5][0-9]|6[0-3])"
    r"/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?)"
)
NOT_THERE: Final = Words(
    "没有此文件：或尚未公布。请先取 checkpoint，再取其大小所需的瓦片。",
    "There is no such file, or not yet. Fetch the checkpoint first, then the tiles that its size needs.",
)
WRONG_METHOD: Final = Words("此地址只供读取。", "This address can only be read.")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status line, body, and what the headers say of it."""

    status: str
    body: bytes
    media: str = TEXT
    caching: str = "no-store"
    packs: bool = False


def serves(path: str) -> bool:
    """Say whether a path is a file of a published log; pages under the same prefix are Django's."""
    return path.startswith(PREFIX) and _FILE.fullmatch(path) is not None


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Send one file of a log (WSGI)."""
    answer = _answer(environ)
    headers = [
        ("Content-Type", answer.media),
        ("Cache-Control", answer.caching),
        ("Access-Control-Allow-Origin", "*"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    body, status = answer.body, answer.status
    if status == "200 OK":
        tag = f'W/"{sha256(body).hexdigest()[:32]}"'
        headers.append(("ETag", tag))
        if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return (b"",)
    if answer.packs:
        headers.append(("Vary", "Accept-Encoding"))
        if _takes_gzip(environ):
            body = gzip.compress(body, GZIP_LEVEL, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    if status.startswith("405"):
        headers.append(("Allow", ", ".join(METHODS)))
    start_response(status, headers)
    return (b"",) if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def _answer(environ: WSGIEnvironment) -> Answer:
    if environ["REQUEST_METHOD"] not in METHODS:
        return Answer("405 Method Not Allowed", _both(WRONG_METHOD))
    asked = _FILE.fullmatch(environ["PATH_INFO"])
    try:
        return _read(asked) if asked else _missing()
    except (FileNotFoundError, NotADirectoryError, logs.NoSuchLog):
        return _missing()


def _read(asked: re.Match[str]) -> Answer:
    """The file. Raises FileNotFoundError."""
    place = logs.folder(logs.named(asked["log"]))
    if asked["text"]:
        return Answer("200 OK", (place / asked["text"]).read_bytes(), TEXT, CHANGES)
    is_bundle = asked["level"] == tiles.ENTRIES
    content = _tile(place / "tile" / asked["level"] / asked["index"], asked["level"], asked["width"])
    return Answer("200 OK", content, BYTES, NEVER_CHANGES, packs=is_bundle)


def _tile(whole: Path, level: str, asked_width: str | None) -> bytes:
    if asked_width is None:
        return whole.read_bytes()
    width = int(asked_width)
    if width >= tiles.WIDTH:
        raise FileNotFoundError(width)
    try:
        return (whole.with_name(f"{whole.name}.p") / asked_width).read_bytes()
    except FileNotFoundError:
        return cut(whole.read_bytes(), level, width)


def _missing() -> Answer:
    return Answer("404 Not Found", _both(NOT_THERE))


def _both(words: Words) -> bytes:
    """Programs ask, whoever reads it."""
    return f"{words.zh} {words.en}\n".encode()


def _takes_gzip(environ: WSGIEnvironment) -> bool:
    """Whether the client says that it takes gzip, and not that it does not (``gzip;q=0``)."""
    for one in str(environ.get("HTTP_ACCEPT_ENCODING", "")).lower().split(","):
        coding, _, quality = one.partition(";")
        if coding.strip() == "gzip":
            return quality.replace(" ", "").rstrip("0.") != "q="
    return False
