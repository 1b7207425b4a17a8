"""The fast look-up: a bare WSGI callable in front of Django that sends PostgreSQL's bytes to the socket.

In: ``GET /public/v1/certificates/<number>``, or ``POST /public/v1/certificates`` with up to 100 numbers. Out:
exactly ``PublicRecord.record``, unparsed; 404 with numbers that may be meant. One prepared statement on one
connection per thread, read-only, as the application's role. No cookie, no session. Guidance (十四): the
public can check at any time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import local
from typing import Final
from wsgiref.types import StartResponse, WSGIEnvironment

import psycopg
from django.conf import settings
from django.db import connection as django_connection
from psycopg import pq
from psycopg.conninfo import make_conninfo
from psycopg.pq.abc import PGconn, PGresult

from shouze.audiences.parts.rate import Buckets, address_of
from shouze.kernel.words import Words

from . import typed

COLLECTION: Final = "/public/v1/certificates"
PREFIX: Final = COLLECTION + "/"
LONGEST_PATH: Final = 100
MOST_NUMBERS: Final = 100
LONGEST_BODY: Final = 8192
DIGITS: Final = 16

_ONE: Final = b"SELECT record FROM certificates_public WHERE number = $1"
_MANY: Final = b"SELECT number, record FROM certificates_public WHERE number = ANY($1::varchar[])"
_LIVE: Final = pq.ExecStatus.TUPLES_OK

# What the record says may change with the next act: nobody may keep it. Any site may ask (it is public).
_HEADERS: Final = [
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("Access-Control-Allow-Origin", "*"),
    ("X-Content-Type-Options", "nosniff"),
]
NOT_FOUND: Final = Words(
    "没有查到该证书编号。请核对 16 位数字（易混：O 与 0、I 与 1）；新颁发的证书最迟 48 小时后可查。",
    "No certificate has this number. Check its 16 digits (O and 0, I and 1 are easily confused);"
    " a new certificate can be found after 48 hours at the latest.",
)
TOO_OFTEN: Final = Words("查询过于频繁，请稍后再试。", "You ask too often; try again a little later.")
WRONG_METHOD: Final = Words("此地址不支持该方法。", "This address does not know that method.")
WRONG_BODY: Final = Words(
    f'请以 JSON 提交 {{"numbers": […]}}，每次 1 至 {MOST_NUMBERS} 个证书编号。',
    f'Send JSON {{"numbers": […]}} with 1 to {MOST_NUMBERS} certificate numbers.',
)
NOT_NOW: Final = Words("查询暂不可用，请稍后再试。", "The look-up is not available now; try again later.")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status line, body and headers beyond those that every answer carries."""

    status: str
    body: bytes
    extra: tuple[tuple[str, str], ...] = ()


class Held(local):
    """The connection of this thread, with both statements prepared on it."""

    pgconn: PGconn | None = None


_held = Held()


@cache
def _buckets() -> Buckets:
    return Buckets(settings.LOOKUPS_PER_MINUTE)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request for a certificate or for many (WSGI)."""
    try:
        answer = _answer(environ)
    except psycopg.Error:
        answer = _say("503 Service Unavailable", NOT_NOW, ("Retry-After", "5"))
    headers = [*_HEADERS, ("Content-Length", str(len(answer.body))), *answer.extra]
    start_response(answer.status, headers)
    return (b"",) if environ["REQUEST_METHOD"] == "HEAD" else (answer.body,)


def wait_for(address: str) -> float:
    """Take one look-up of an address; returns 0.0, or the seconds that it must wait."""
    return _buckets().take(address)


def serves(path: str) -> bool:
    """Say whether a path is the look-up's and not Django's."""
    return path.startswith(COLLECTION)


def fetch_one(number: str) -> bytes | None:
    """Return the public record of that number as its bytes, or None. Raises psycopg.OperationalError."""
    result = _run(b"one", [number.encode()])
    return result.get_value(0, 0) if result.ntuples else None


def fetch_many(numbers: Sequence[str]) -> dict[str, bytes]:
    """Return the records of those numbers that exist, in one query. Raises psycopg.OperationalError."""
    # Digits only, so the array's text needs no quoting.
    asked = [number for number in numbers if typed.is_number(number)]
    result = _run(b"many", [("{" + ",".join(asked) + "}").encode()])
    rows = range(result.ntuples)
    return {(result.get_value(row, 0) or b"").decode(): result.get_value(row, 1) or b"" for row in rows}


def _answer(environ: WSGIEnvironment) -> Answer:
    wait = wait_for(address_of(environ))
    if wait:
        return _say("429 Too Many Requests", TOO_OFTEN, ("Retry-After", str(int(wait) + 1)))
    path = environ["PATH_INFO"].encode("latin-1").decode(errors="replace")
    asked = path[len(PREFIX) :] if path.startswith(PREFIX) else ""
    methods = _DOORS_ONE if asked else _DOORS_MANY
    door = methods.get(environ["REQUEST_METHOD"])
    if door is None:
        return _say("405 Method Not Allowed", WRONG_METHOD, ("Allow", ", ".join(methods)))
    return door(environ, asked)


def _get(environ: WSGIEnvironment, asked: str) -> Answer:
    record = fetch_one(asked) if len(asked) == DIGITS and asked.isascii() else None
    return Answer("200 OK", record) if record is not None else _missing(asked[:LONGEST_PATH])


def _missing(asked: str) -> Answer:
    near = fetch_many(typed.near(asked))
    body = {"number": asked, "did_you_mean": sorted(near), "words": NOT_FOUND.as_json()}
    return Answer("404 Not Found", json.dumps(body, ensure_ascii=False).encode())


def _post(environ: WSGIEnvironment, asked: str) -> Answer:
    numbers = _numbers(environ)
    if numbers is None:
        return _say("422 Unprocessable Content", WRONG_BODY)
    found = fetch_many(numbers)
    records = b",".join(found[number] for number in dict.fromkeys(numbers) if number in found)
    missing = json.dumps([number for number in dict.fromkeys(numbers) if number not in found]).encode()
    return Answer("200 OK", b'{"records":[' + records + b'],"missing":' + missing + b"}")


def _numbers(environ: WSGIEnvironment) -> list[str] | None:
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        return None
    try:
        given = json.loads(environ["wsgi.input"].read(int(length)))
    except (ValueError, RecursionError):
        return None
    numbers = given.get("numbers") if isinstance(given, dict) else None
    if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST_NUMBERS:
        return None
    return numbers if all(isinstance(number, str) for number in numbers) else None


_DOORS_ONE: Final[dict[str, Callable[[WSGIEnvironment, str], Answer]]] = {"GET": _get, "HEAD": _get}
_DOORS_MANY: Final[dict[str, Callable[[WSGIEnvironment, str], Answer]]] = {"POST": _post}


def _say(status: str, words: Words, *extra: tuple[str, str]) -> Answer:
    return Answer(status, json.dumps({"words": words.as_json()}, ensure_ascii=False).encode(), extra)


def _run(statement: bytes, parameters: Sequence[bytes]) -> PGresult:
    """Run a prepared statement; where the connection is broken, once more on a new one."""
    held, _held.pgconn = _held.pgconn, None
    if held is not None:
        result = held.exec_prepared(statement, parameters)
        if result.status == _LIVE:
            _held.pgconn = held
            return result
        held.finish()
    fresh = _connect()
    result = fresh.exec_prepared(statement, parameters)
    if result.status != _LIVE:
        fresh.finish()
        raise psycopg.OperationalError(result.error_message.decode(errors="replace"))
    _held.pgconn = fresh
    return result


def _connect() -> PGconn:
    pgconn = pq.PGconn.connect(_conninfo().encode())
    if pgconn.status != pq.ConnStatus.OK:
        raise psycopg.OperationalError(pgconn.error_message.decode(errors="replace"))
    for name, statement in ((b"one", _ONE), (b"many", _MANY)):
        pgconn.prepare(name, statement)
    return pgconn


def _conninfo() -> str:
    """Django's own database and role, on a connection that cannot write."""
    asked = django_connection.get_connection_params()
    plain = {
        name: asked[name]
        for name in ("dbname", "user", "password", "host", "port", "options")
        if name in asked
    }
    options = f"{plain.pop('options', '')} -c default_transaction_read_only=on".strip()
    return make_conninfo(**plain, options=options, client_encoding="UTF8")
