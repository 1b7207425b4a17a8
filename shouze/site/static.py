"""What browsers load beside the page: served compressed as the build left it, and kept until it changes.

In: a GET below ``STATIC_URL``. Out: the file, in Brotli or gzip where the build wrote such a twin and the
browser takes it. An address carries a mark of the content (``app.css?v=…``): under the right mark a file may
be kept for a year, without one for five minutes. Only what lay there when the process began is served.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

MARK_LENGTH: Final = 12
MARK: Final = "v"
A_YEAR: Final = "public, max-age=31536000, immutable"
A_WHILE: Final = "public, max-age=300"
#: name of the encoding -> ending of the twin, the best one first
TWINS: Final[Mapping[str, str]] = {"br": ".br", "gzip": ".gz"}
KINDS: Final[Mapping[str, str]] = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
}


class Marked(StaticFilesStorage):
    """Storage whose addresses say which content is meant."""

    def url(self, name: str | None) -> str:
        """The address of a file, with the mark of its content where the file is there."""
        address = str(super().url(name))
        mark = _mark(_place(str(name or "")))
        return f"{address}?{MARK}={mark}" if mark else address


class Sent(NamedTuple):
    """A file as it is sent: its bytes' place, how they are packed, and what the content is."""

    place: Path
    encoding: str
    kind: str


def serves(path: str) -> bool:
    """Say whether an address is one of a static file."""
    return path.startswith(settings.STATIC_URL)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Send a static file: 200, 304 where the browser has it, 404, 405."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        start_response("405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0")])
        return []
    plain = _files().get(environ["PATH_INFO"].removeprefix(settings.STATIC_URL))
    if plain is None:
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return []
    sent = _as_taken(plain, environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers = _headers(plain, sent, environ.get("QUERY_STRING", ""))
    if environ.get("HTTP_IF_NONE_MATCH", "") == dict(headers)["ETag"]:
        start_response("304 Not Modified", headers)
        return []
    body = sent.place.read_bytes()
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _headers(plain: Path, sent: Sent, query: str) -> list[tuple[str, str]]:
    mark = _mark(plain)
    kept = A_YEAR if parse_qs(query).get(MARK) == [mark] else A_WHILE
    return [
        ("Content-Type", sent.kind),
        ("Cache-Control", kept),
        ("ETag", f'"{mark}{sent.place.suffix if sent.encoding else ""}"'),
        ("Vary", "Accept-Encoding"),
        ("X-Content-Type-Options", "nosniff"),
        *([("Content-Encoding", sent.encoding)] if sent.encoding else []),
    ]


def _as_taken(plain: Path, taken: str) -> Sent:
    offered = {
        one.split(";")[0].strip() for one in taken.split(",") if not one.replace(" ", "").endswith(";q=0")
    }
    kind = KINDS.get(plain.suffix) or mimetypes.guess_type(plain.name)[0] or "application/octet-stream"
    kind += "; charset=utf-8" if kind.startswith("text/") else ""
    for encoding, ending in TWINS.items():
        twin = plain.with_name(plain.name + ending)
        if encoding in offered and twin in _twins():
            return Sent(twin, encoding, kind)
    return Sent(plain, "", kind)


@cache
def _files() -> Mapping[str, Path]:
    root = Path(settings.STATIC_ROOT)
    found = (path for path in root.rglob("*") if path.is_file() and path.suffix not in TWINS.values())
    return {path.relative_to(root).as_posix(): path for path in found}


@cache
def _twins() -> frozenset[Path]:
    """Packed files that are no older than what they hold: a build that was cut off leaves old ones behind."""
    packed = (
        plain.with_name(plain.name + ending) for plain in _files().values() for ending in TWINS.values()
    )
    return frozenset(
        one for one in packed if one.is_file() and one.stat().st_mtime >= one.with_suffix("").stat().st_mtime
    )


def _place(name: str) -> Path | None:
    """Where a file lies: collected, else among the sources (tests collect nothing)."""
    # A name from a template is marked as safe, which no path takes; its parts are plain.
    collected = Path(settings.STATIC_ROOT).joinpath(*name.split("/"))
    if collected.is_file():
        return collected
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None


@cache
def _mark(place: Path | None) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()[:MARK_LENGTH] if place else ""
