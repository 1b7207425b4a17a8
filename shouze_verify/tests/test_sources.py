"""Published files are read from the place that was named, and from no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from shouze_verify.sources import Folder, Site, is_site, source_at
from shouze_verify.trust import Trust, given_keys, site_named
from shouze_verify.wrong import NotPublished

from .small_log import Signer


class Server(ThreadingHTTPServer):
    """Answers with a file, or sends on to where it is told; keeps what it was asked for."""

    onward: str = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(302 if self.path == "/moved" else 200)
        if self.path == "/moved":
            self.send_header("Location", self.server.onward)
        self.end_headers()
        self.wfile.write(b"" if self.path == "/moved" else b"here")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def two() -> Iterator[tuple[Server, Server]]:
    with ExitStack() as stack:
        yield stack.enter_context(serving()), stack.enter_context(serving())


def test_it_follows_a_redirect_within_the_host_and_none_to_another(two: tuple[Server, Server]) -> None:
    named, other = two
    named.onward = "/there"
    assert Site(named.address).read("moved") == b"here"
    for onward in (f"{other.address}/inside", f"//127.0.0.1:{other.server_port}/x", "ftp://127.0.0.1/x"):
        named.onward = onward
        with pytest.raises(OSError, match=r"."):
            Site(named.address).read("moved")
    assert other.asked == [] and named.asked.count("/there") == 1


def test_it_tells_a_site_from_a_folder(tmp_path: Path) -> None:
    assert isinstance(source_at("https://a.example"), Site) and isinstance(source_at(str(tmp_path)), Folder)
    assert is_site("http://a.example") and not is_site("a.example")
    with pytest.raises(NotPublished):
        source_at(str(tmp_path)).read("x")


def test_it_knows_the_site_of_keys_by_their_names() -> None:
    register = Signer("body.example/log/register").key
    other = Signer("body.example/other").key
    public = {f"did:web:{host}#key-1": None for host in ("body.example%3A8443",)}
    assert given_keys([register.vkey()]).site == "https://body.example"
    assert Trust(register=(register,), credentials=public).site == "https://body.example:8443"  # type: ignore[arg-type]
    assert not Trust().known and Trust().site == "" and not given_keys([other.vkey()]).known


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://body.example/c/1", "https://body.example"),
        ("http://body.example:8443/c/1", "http://body.example:8443"),
        ("https://body.example@forger.example/c/1", "https://forger.example"),
        ("https://body.example\x1b[2J/c/1", ""),
        ("https://[::1/c", ""),
        ("https://a.example:x/c", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_it_shows_of_an_address_in_a_file_only_what_is_a_host(text: str, said: str) -> None:
    assert site_named(text) == said
