"""The published logs over HTTP: the files as they lie there, and nothing else."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import pytest

from shouze.audiences.public import logs as door
from shouze.kernel.ledger import logs, tiles
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.tree import Frontier, leaf_hash
from shouze.site.wsgi import application

LEAVES = [b"leaf %d" % number for number in range(300)]


@pytest.fixture(autouse=True)
def published() -> None:
    """A log of 300 leaves whose outgrown partial tiles are gone."""
    place = logs.folder(LEDGER)
    grown = tiles.Edge().grow(LEAVES, Frontier().append(map(leaf_hash, LEAVES)))
    for path, content in {**grown.files, "checkpoint": b"a note", "keys": b"a key\n"}.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(content)
    (place.parent / "origin").write_text("shouze.example\n")


def ask(path: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Ask the door itself."""
    said: dict[str, Any] = {}

    def start(status: str, given: Iterable[tuple[str, str]], *_: Any) -> Any:
        said.update(status=status, headers=dict(given))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(), **headers}
    body = b"".join(door.application(environ, start))
    return said["status"], said["headers"], body


def test_it_sends_each_kind_of_file_as_the_specification_says() -> None:
    status, headers, body = ask("/log/ledger/checkpoint")
    assert (status, body, headers["Content-Type"]) == ("200 OK", b"a note", "text/plain; charset=utf-8")
    assert headers["Cache-Control"] == "no-cache" and headers["Access-Control-Allow-Origin"] == "*"
    status, headers, body = ask("/log/ledger/tile/0/000")
    assert status == "200 OK" and body == b"".join(map(leaf_hash, LEAVES[:256]))
    assert headers["Content-Type"] == "application/octet-stream" and "immutable" in headers["Cache-Control"]
    assert ask("/log/ledger/keys")[2] == b"a key\n"


def test_it_cuts_a_partial_tile_that_is_gone_from_the_full_one() -> None:
    for width in (1, 17, 255):
        whole = b"".join(map(leaf_hash, LEAVES[:width]))
        assert ask(f"/log/ledger/tile/0/000.p/{width}")[2] == whole
        framed = b"".join(map(tiles.framed, LEAVES[:width]))
        assert ask(f"/log/ledger/tile/entries/000.p/{width}")[2] == framed
    assert ask("/log/ledger/tile/0/001.p/44")[0] == "200 OK"
    assert ask("/log/ledger/tile/0/001.p/45")[0] == "404 Not Found"


def test_it_packs_bundles_for_those_who_take_it() -> None:
    plain = ask("/log/ledger/tile/entries/000")
    packed = ask("/log/ledger/tile/entries/000", HTTP_ACCEPT_ENCODING="br, gzip;q=0.8")
    assert packed[1]["Content-Encoding"] == "gzip" and gzip.decompress(packed[2]) == plain[2]
    assert "Content-Encoding" not in plain[1] and plain[1]["Vary"] == "Accept-Encoding"
    refused = ask("/log/ledger/tile/entries/000", HTTP_ACCEPT_ENCODING="gzip;q=0, identity")
    assert refused[2] == plain[2]


def test_it_says_that_nothing_changed_to_those_who_have_it() -> None:
    tag = ask("/log/ledger/checkpoint")[1]["ETag"]
    assert tag == f'W/"{sha256(b"a note").hexdigest()[:32]}"'
    assert ask("/log/ledger/checkpoint", HTTP_IF_NONE_MATCH=tag)[0] == "304 Not Modified"
    (logs.folder(LEDGER) / "checkpoint").write_bytes(b"a later note")
    assert ask("/log/ledger/checkpoint", HTTP_IF_NONE_MATCH=tag)[2] == b"a later note"


def test_it_answers_no_length_and_no_body_too_much_to_a_question_for_the_head() -> None:
    status, headers, body = ask("/log/ledger/tile/0/000", method="HEAD")
    assert (status, headers["Content-Length"], body) == ("200 OK", "8192", b"")
    status, headers, _ = ask("/log/ledger/checkpoint", method="POST")
    assert status.startswith("405") and headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/log/../secret", "/log/ledger/../origin", "/log/ledger/tile/0/../../checkpoint", "/log/ledger/lock",
        "/log/ledger/tile/00/000", "/log/ledger/tile/64/000", "/log/ledger/tile/0/0",
        "/log/ledger/tile/0/x000", "/log/ledger/tile/0/000.p/0", "/log/ledger/tile/0/000.p/01",
        "/log/ledger/tile/0/000.new",
        "/log/ledger/checkpoint\n", "/log/ledger/checkpoint.new", "/log/LEDGER/checkpoint", "/log/",
    ],
)  # fmt: skip
def test_it_does_not_take_another_path_for_a_file(path: str) -> None:
    assert not door.serves(path)


@pytest.mark.parametrize(
    "path",
    ["/log/other/checkpoint", "/log/register/checkpoint", "/log/ledger/tile/0/005",
     "/log/ledger/tile/0/000.p/256", "/log/ledger/tile/0/000.p/999", "/log/ledger/tile/2/x001/000"],
)  # fmt: skip
def test_it_says_that_a_file_is_not_there(path: str) -> None:
    assert door.serves(path)
    assert ask(path)[0] == "404 Not Found"


def test_it_stands_in_front_of_the_pages() -> None:
    said: list[str] = []

    def start(status: str, *_: Any) -> Any:
        said.append(status)

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/log/ledger/keys", "wsgi.input": io.BytesIO()}
    assert (b"".join(application(environ, start)), said) == (b"a key\n", ["200 OK"])
