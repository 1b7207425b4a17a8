"""Files that nobody should send: too large, empty, mislabelled, broken off, with a name that leads away."""

from __future__ import annotations

import io
import resource
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from pytest_django import Settings

from shouze.demo.papers import paper
from shouze.kernel import clock
from shouze.kernel.files import store
from shouze.kernel.files.models import StoredFile
from shouze.kernel.files.store import Rejected, put

pytestmark = pytest.mark.django_db
MEBIBYTE = 1 << 20
PART = (
    b'--B\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n'
    b"Content-Type: application/pdf\r\n\r\n"
)
HUGE = 300 * MEBIBYTE
AT = clock.moment("2024-03-04")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 17


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """The files of this test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


class Sparse(io.RawIOBase):
    """So many bytes of nothing, made while they are read; ``most`` is the largest piece asked for."""

    def __init__(self, size: int, head: bytes = b"", tail: bytes = b"") -> None:
        self.parts: list[tuple[bytes, int]] = [(head, len(head)), (b"\x00", size), (tail, len(tail))]
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        assert size >= 0, "nobody reads it whole"
        while self.parts:
            what, left = self.parts[0]
            if left == 0:
                del self.parts[0]
                continue
            count = min(size, left)
            piece = what[len(what) - left :][:count] if len(what) > 1 else what * count
            self.parts[0] = (what, left - count)
            self.given += count
            return piece
        return b""


def _left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_it_refuses_300_megabytes_without_keeping_them(folder: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = Sparse(HUGE, head=b"%PDF-1.7\n")
    with pytest.raises(Rejected) as refused:
        put(content, "huge.pdf", at=AT)  # type: ignore[arg-type]
    assert "50 MB" in refused.value.words.zh
    assert "50 MB" in refused.value.words.en
    assert content.given <= 52 * MEBIBYTE
    assert _left(folder) == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert put(io.BytesIO(paper("small")), "small.pdf", at=AT).size < MEBIBYTE


def test_it_takes_a_file_of_exactly_the_limit_and_not_a_byte_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 52428800
    text = b"0123456789abcde\n" * (limit // 16)
    with pytest.raises(Rejected):
        put(io.BytesIO(text + b"x"), "a.txt", at=AT)
    assert put(io.BytesIO(text), "a.txt", at=AT).size == limit


def test_a_sender_who_hangs_up_leaves_nothing(folder: Path) -> None:
    class Broken(Sparse):
        def read(self, size: int = -1) -> bytes:
            if self.given > 3 * MEBIBYTE:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        put(Broken(HUGE), "a.pdf", at=AT)  # type: ignore[arg-type]
    assert _left(folder) == []


def _word() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.pdf"),
        (b"MZ\x90\x00\x03" + b"\x00" * 200, "report.pdf"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "report.pdf"),
        (b"<html><script>alert(1)</script></html>", "report.pdf"),
        (b"#!/bin/sh\nrm -rf /\n", "photo.png"),
        (PNG, "photo.jpg"),
        (PNG, "report.pdf"),
        (b"not a picture", "photo.png"),
        (b"text\x00with zero", "list.csv"),
        (b"\xff\xfe\xfa\x00\x01binary", "list.txt"),
        (b"MZ\x90\x00", "setup.exe"),
        (b"<svg onload='alert(1)'/>", "logo.svg"),
        (b"<html></html>", "page.html"),
        (paper("x"), "report"),
        (paper("x"), "report.pdf.exe"),
        (paper("x"), ".pdf"),
        (paper("x"), "list.xlsx"),
    ],
)
def test_it_refuses_what_is_not_what_its_name_says(folder: Path, content: bytes, name: str) -> None:
    with pytest.raises(Rejected) as refused:
        put(io.BytesIO(content), name, at=AT)
    assert refused.value.words.zh
    assert refused.value.words.en
    assert _left(folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (paper("x"), "report.PDF", "application/pdf"),
        (PNG, "photo.png", "image/png"),
        ("型号，规格\nDC-20A,220 V\n".encode(), "models.csv", "text/plain"),
        (b"a,b\n1,2\n", "models.csv", "text/plain"),
        (b'{"a": 1}', "facts.json", "text/plain"),
        ("说明".encode(), "note.txt", "text/plain"),
        (_word(), "letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_it_takes_what_is_what_its_name_says(content: bytes, name: str, media_type: str) -> None:
    kept = put(io.BytesIO(content), name, at=AT)
    assert kept.media_type == media_type
    with store.open_file(kept.digest) as opened:
        assert opened.read() == content


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("C:\\Windows\\system32\\x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("报告 (终稿).pdf", "报告 (终稿).pdf"),
        ("字" * 400 + ".pdf", "字" * 196 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere(folder: Path, name: str, kept: str) -> None:
    found = put(io.BytesIO(paper("x")), name, at=AT)
    assert found.name == kept
    assert [path.resolve().is_relative_to(folder.resolve()) for path in _left(folder)] == [True]
    assert _left(folder)[0].name == found.digest.removeprefix("sha256:")


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\x00", "a.pdf/"])
def test_a_name_of_nothing_is_refused_by_kind(folder: Path, name: str) -> None:
    if name == "a.pdf/":
        assert put(io.BytesIO(paper("x")), name, at=AT).name == "a.pdf"
        return
    with pytest.raises(Rejected):
        put(io.BytesIO(paper("x")), name, at=AT)
    assert _left(folder) == []


def test_the_same_content_is_stored_once(folder: Path) -> None:
    one, two = (put(io.BytesIO(paper("x")), name, at=AT) for name in ("a.pdf", "b.pdf"))
    assert one.digest == two.digest
    assert len(_left(folder)) == 1


# --- while it comes in over HTTP -------------------------------------------------------------------------


def _request(body: Any, size: int) -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/",
            "wsgi.input": body,
            "CONTENT_LENGTH": str(size),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "CONTENT_TYPE": "multipart/form-data; boundary=B",
        }
    )


def _sent(request: WSGIRequest) -> Iterator[Any]:
    for name in request.FILES:
        yield from request.FILES.getlist(name)


def test_a_request_of_300_megabytes_fills_neither_disk_nor_memory(
    settings: Settings, tmp_path: Path, folder: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    head = PART % b"huge.pdf"
    tail = b"\r\n--B--\r\n"
    body = Sparse(HUGE, head=head, tail=tail)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (sent,) = _sent(_request(body, HUGE + len(head) + len(tail)))
    assert Path(sent.temporary_file_path()).stat().st_size <= 51 * MEBIBYTE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    with pytest.raises(Rejected) as refused:
        put(sent.file, "huge.pdf", at=AT)
    assert "50 MB" in refused.value.words.zh
    sent.close()


def test_a_small_request_passes_whole() -> None:
    content = paper("x")
    head = PART % b"a.pdf"
    body = head + content + b"\r\n--B--\r\n"
    (sent,) = _sent(_request(io.BytesIO(body), len(body)))
    assert sent.read() == content
