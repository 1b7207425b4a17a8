"""What browsers load is sent compressed, kept as long as it is the same, and nothing beside it is sent."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static as address_of
from django.test import RequestFactory

from shouze.site import compression, static

PLAIN = b"body { color: black; } " * 100


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> Iterator[Path]:
    (tmp_path / "secret").write_text("not below the folder")
    root = tmp_path / "static"
    root.mkdir()
    (root / "app.css").write_bytes(PLAIN)
    (root / "app.css.gz").write_bytes(gzip.compress(PLAIN))
    (root / "app.css.br").write_bytes(b"brotli")
    (root / "seal.png").write_bytes(b"picture")
    settings.STATIC_ROOT = root
    _forget()
    yield root
    _forget()


def _forget() -> None:
    for remembered in (static._files, static._twins, static._mark):
        remembered.cache_clear()


def asked(address: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
    path, _, query = address.partition("?")
    heard: dict[str, Any] = {}

    def start(status: str, said: list[tuple[str, str]], exc_info: object = None) -> Any:
        heard.update(status=status, headers=dict(said))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, **headers}
    body = b"".join(static.application(environ, start))
    return heard["status"], heard["headers"], body


@pytest.mark.parametrize(
    ("taken", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("", ""), ("zstd", "")],
)
def test_it_sends_the_twin_that_the_browser_takes(files: Path, taken: str, encoding: str) -> None:
    status, headers, body = asked("/static/app.css", HTTP_ACCEPT_ENCODING=taken)
    assert status == "200 OK"
    assert headers.get("Content-Encoding", "") == encoding
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Content-Type"] == "text/css; charset=utf-8"
    assert headers["Content-Length"] == str(len(body))
    assert {"br": b"brotli", "gzip": gzip.compress(PLAIN)[10:], "": PLAIN}[encoding] in body


def test_it_sends_no_twin_that_is_older_than_its_file(files: Path) -> None:
    os.utime(files / "app.css.br", (1, 1))
    assert asked("/static/app.css", HTTP_ACCEPT_ENCODING="br, gzip")[1]["Content-Encoding"] == "gzip"


def test_it_lets_a_file_be_kept_for_a_year_under_the_mark_of_its_content_alone(files: Path) -> None:
    marked = address_of("app.css")
    assert marked.startswith("/static/app.css?v=")
    assert "immutable" in asked(marked)[1]["Cache-Control"]
    assert asked("/static/app.css")[1]["Cache-Control"] == static.A_WHILE
    assert asked("/static/app.css?v=000000000000")[1]["Cache-Control"] == static.A_WHILE
    assert address_of("not-there.css") == "/static/not-there.css"


def test_it_sends_nothing_again_that_the_browser_has(files: Path) -> None:
    mark = asked("/static/app.css", HTTP_ACCEPT_ENCODING="br")[1]["ETag"]
    status, _, body = asked("/static/app.css", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=mark)
    assert (status, body) == ("304 Not Modified", b"")
    assert asked("/static/app.css", HTTP_IF_NONE_MATCH=mark)[0] == "200 OK"


def test_it_refuses_what_is_not_below_its_folder_and_what_does_not_read(files: Path) -> None:
    for address in ("/static/../secret", "/static//etc/passwd", "/static/", "/static/nothing.css"):
        assert asked(address)[0] == "404 Not Found", address
    assert asked("/static/app.css", method="POST")[0] == "405 Method Not Allowed"
    status, headers, body = asked("/static/seal.png", method="HEAD")
    assert (status, headers["Content-Type"], body) == ("200 OK", "image/png", b"")


def test_it_packs_pages_and_leaves_files_as_they_are() -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    page = "认证" * 500

    def packed(response: HttpResponseBase) -> bool:
        return "Content-Encoding" in compression.packed_pages(lambda _: response)(request).headers

    assert packed(HttpResponse(page))
    assert packed(HttpResponse(page, content_type="text/csv; charset=utf-8"))
    assert not packed(HttpResponse(page, content_type="application/pdf"))
    assert not packed(StreamingHttpResponse([page]))
    assert not packed(HttpResponse("short"))
