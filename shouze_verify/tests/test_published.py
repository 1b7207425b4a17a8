"""A published log is read alike from a folder and from an address."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from shouze_verify.published import Published, split_bundle, tile_path
from shouze_verify.wrong import NotPublished

from .small_log import SmallLog


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        return

    def do_GET(self) -> None:
        """Send what ends in .gz compressed, as a log may."""
        zipped = Path(self.translate_path(self.path) + ".gz")
        if not zipped.exists():
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(zipped.stat().st_size))
        self.end_headers()
        self.wfile.write(zipped.read_bytes())
        return None


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> SmallLog:
    made = SmallLog(tmp_path_factory.mktemp("log"), leaves=[b"leaf %d" % n for n in range(600)])
    made.publish()
    place = made.folder / "tile/entries/001"
    Path(f"{place}.gz").write_bytes(gzip.compress(place.read_bytes()))
    return made


@pytest.fixture(scope="module")
def address(log: SmallLog) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(log.folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(params=["folder", "address"])
def published(request: pytest.FixtureRequest, log: SmallLog, address: str) -> Published:
    return Published(log.folder if request.param == "folder" else address)


def test_it_reads_checkpoint_tiles_and_entries(published: Published, log: SmallLog) -> None:
    assert published.checkpoint() == log.checkpoint()
    assert published.keys() == [log.signer.key.vkey()]
    assert published.entries(0) + published.entries(1) + published.entries(2, 88) == log.leaves
    assert len(published.tile(0, 2, 88)) == 88 * 32
    assert len(published.tile(1, 0, 2)) == 64
    assert [published.leaf(index, 600) for index in (0, 300, 599)] == [log.leaves[n] for n in (0, 300, 599)]


def test_it_takes_the_full_tile_where_the_partial_one_is_gone(published: Published, log: SmallLog) -> None:
    assert published.entries(1, 17) == log.leaves[256:273]
    assert published.tile(0, 1, 17) == published.tile(0, 1)[: 17 * 32]


def test_it_says_which_file_is_missing(published: Published) -> None:
    assert published.tile(0, 2, 88)
    with pytest.raises(NotPublished, match="tile/0/003"):
        published.tile(0, 3)
    with pytest.raises(NotPublished, match="tile/entries/002"):
        published.bundle(2)


def test_it_names_tiles_as_the_text_does() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path("entries", 0, 17) == "tile/entries/000.p/17"
    assert tile_path(1, 1000) == "tile/1/x001/000"


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x05abc", b"\x00\x01a\x00", b"\x00\x01a\x00\x01"])
def test_it_refuses_a_bundle_that_is_torn(bundle: bytes) -> None:
    assert split_bundle(b"\x00\x01a\x00\x00", 2) == [b"a", b""]
    with pytest.raises(NotPublished):
        split_bundle(bundle, 2)


def test_it_says_that_it_could_not_ask(address: str) -> None:
    with pytest.raises(OSError, match="refused"):
        Published("http://127.0.0.1:9/").checkpoint()
