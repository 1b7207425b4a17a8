"""A published log (C2SP tlog-tiles), read from a folder or over http(s): its checkpoint, tiles, entries.

Nothing that is read is believed here; `following.py` and the proofs do the checking.
"""

from __future__ import annotations

import gzip
import http.client
import os
import zlib
from io import BytesIO
from pathlib import Path
from threading import local
from typing import Final
from urllib.parse import SplitResult, urlsplit

from .checkpoints import HASH_BYTES
from .wrong import NotPublished

WIDTH: Final = 256
ENTRIES: Final = "entries"
LARGEST_BUNDLE: Final = WIDTH * (2 + 65_535)
LARGEST_CHECKPOINT: Final = 1_000_000
TIMEOUT: Final = 20.0
OK: Final = 200
MISSING: Final = frozenset({404, 410})


class Published:
    """The log at ``place``: a folder, or an address that begins with http:// or https://.

    Several threads may read at once. A file that is not there raises NotPublished; one that cannot be
    fetched, OSError.
    """

    def __init__(self, place: str | Path, *, timeout: float = TIMEOUT) -> None:
        address = urlsplit(str(place))
        self.remote = address.scheme in ("http", "https")
        self.place = str(place).rstrip("/")
        self._source: _Folder | _Address = (
            _Address(address, timeout) if self.remote else _Folder(Path(place).absolute())
        )

    def checkpoint(self) -> bytes:
        """The signed checkpoint, as it is published now."""
        return self._source.read("checkpoint", LARGEST_CHECKPOINT)

    def keys(self) -> list[str]:
        """The verifier keys that the log says it has had, newest last. Believe only those told elsewhere."""
        return self._source.read("keys", LARGEST_CHECKPOINT).decode().split()

    def rotations(self) -> str:
        """The notes by which one key of the log handed over to the next, oldest first."""
        return self._source.read("rotations", LARGEST_CHECKPOINT).decode()

    def tile(self, level: int, index: int, width: int = WIDTH) -> bytes:
        """The first ``width`` hashes of a tile, one after another; from the full tile where the partial one
        is gone.
        """
        found = self._tile(str(level), index, width, WIDTH * HASH_BYTES)
        if len(found) % HASH_BYTES or len(found) < width * HASH_BYTES:
            raise _torn(tile_path(level, index, width))
        return found[: width * HASH_BYTES]

    def partials(self, level: int | str, index: int) -> list[int]:
        """The widths of a tile's partial files that lie in a folder, smallest first; over http(s) none can
        be listed.
        """
        return [] if self.remote else _widths(Path(self.place) / f"{tile_path(level, index)}.p")

    def bundle(self, index: int, width: int = WIDTH) -> bytes:
        """The bytes of a bundle of at least ``width`` entries, each behind its length."""
        return self._tile(ENTRIES, index, width, LARGEST_BUNDLE)

    def entries(self, index: int, width: int = WIDTH) -> list[bytes]:
        """The first ``width`` entries of a bundle. Raises NotPublished where it does not hold so many."""
        return split_bundle(self.bundle(index, width), width, tile_path(ENTRIES, index, width))

    def leaf(self, index: int, size: int) -> bytes:
        """One entry of a log of ``size`` entries."""
        tile, at = divmod(index, WIDTH)
        return self.entries(tile, min(WIDTH, size - tile * WIDTH))[at]

    def _tile(self, level: str, index: int, width: int, limit: int) -> bytes:
        try:
            return self._source.read(tile_path(level, index, width), limit)
        except NotPublished:
            if width == WIDTH:
                raise
        return self._source.read(tile_path(level, index), limit)


def _widths(folder: Path) -> list[int]:
    names = os.listdir(folder) if folder.is_dir() else []
    return sorted(int(name) for name in names if name.isascii() and name.isdigit())


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """The path of a tile, or of a bundle where ``level`` is `ENTRIES`: ``tile/0/x001/234.p/17``."""
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(parts)}" + (f".p/{width}" if width < WIDTH else "")


def split_bundle(bundle: bytes, width: int, path: str = ENTRIES) -> list[bytes]:
    """The first ``width`` entries of a bundle; it may hold more, but nothing else. Raises NotPublished."""
    found, at, end = [], 0, len(bundle)
    while at < end:
        length = int.from_bytes(bundle[at : at + 2], "big")
        at += 2 + length
        found.append(bundle[at - length : at])
    if at != end or not width <= len(found) <= WIDTH:
        raise _torn(path)
    return found[:width]


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str, limit: int) -> bytes:
        try:
            with open(self._folder / path, "rb") as file:
                return _at_most(file.read(limit + 1), path, limit)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise _missing(path) from None


class _Address:
    """One connection per thread, kept open."""

    def __init__(self, address: SplitResult, timeout: float) -> None:
        self._address, self._timeout, self._own = address, timeout, local()
        self._prefix = address.path.rstrip("/")

    def read(self, path: str, limit: int) -> bytes:
        try:
            status, body, encoding = self._get(path, limit)
        except (http.client.HTTPException, ConnectionError):
            # The server may have closed a connection that was kept; a new one is tried once.
            self._close()
            try:
                status, body, encoding = self._get(path, limit)
            except http.client.HTTPException as failed:
                raise OSError(f"{self._address.geturl()}: {failed!r}") from failed
        if status in MISSING:
            raise _missing(path)
        if status != OK:
            raise OSError(f"{self._address.geturl()}/{path}: HTTP {status}")
        return _at_most(_unzip(body, limit) if encoding == "gzip" else body, path, limit)

    def _get(self, path: str, limit: int) -> tuple[int, bytes, str]:
        connection = getattr(self._own, "connection", None) or self._connect()
        connection.request("GET", f"{self._prefix}/{path}", headers={"Accept-Encoding": "gzip, identity"})
        answer = connection.getresponse()
        body = answer.read(limit + 1)
        if len(body) > limit:
            self._close()
        return answer.status, body, answer.getheader("Content-Encoding", "")

    def _connect(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        self._own.connection = kind(self._address.hostname or "", self._address.port, timeout=self._timeout)
        return self._own.connection  # type: ignore[no-any-return]

    def _close(self) -> None:
        connection = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
        self._own.connection = None


def _unzip(body: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as file:
            return file.read(limit + 1)
    except (zlib.error, gzip.BadGzipFile, EOFError) as failed:
        raise OSError(f"a compressed answer that cannot be read: {failed}") from failed


def _at_most(found: bytes, path: str, limit: int) -> bytes:
    if len(found) > limit:
        raise NotPublished(f"{path} 过大。", f"{path} is larger than {limit} bytes.")
    return found


def _missing(path: str) -> NotPublished:
    return NotPublished(f"未公布 {path}。", f"{path} is not published.")


def _torn(path: str) -> NotPublished:
    return NotPublished(f"{path} 残缺。", f"{path} does not hold what its name promises.")
