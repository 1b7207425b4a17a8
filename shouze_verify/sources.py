"""Where published files are read from: the house itself over http(s), or a folder that mirrors it.

In: an address or a folder. Out: files by their path on the house's site (``log/register/keys``,
``status/revocation/0``, ``.well-known/did.json`` …), never more bytes than asked for, and none of another
host.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from .wrong import NotPublished

LARGEST: Final = 8 << 20
TIMEOUT: Final = 10.0
MISSING: Final = frozenset({404, 410})


class Source(Protocol):
    """A place with published files. ``name`` says which, for the reader."""

    name: str

    def read(self, path: str) -> bytes:
        """The file at ``path``. Raises NotPublished where there is none, OSError where it cannot be asked."""


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only within the host that was asked: a site cannot send its reader elsewhere."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        asked, told = urlsplit(req.full_url), urlsplit(newurl)
        same = (asked.scheme, asked.hostname, asked.port) == (told.scheme, told.hostname, told.port)
        safer = (asked.scheme, told.scheme, asked.hostname) == ("http", "https", told.hostname)
        if not same and not (safer and asked.port is told.port is None):
            raise OSError(f"{req.full_url} redirects to another host, which is not followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER: Final = urllib.request.build_opener(_SameHost)


class Site:
    """The house's site. Only http(s), no credentials, a bounded size and time, no other host."""

    def __init__(self, address: str) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"{address} is no http(s) address")
        self.name = address.rstrip("/")

    def read(self, path: str) -> bytes:
        request = urllib.request.Request(f"{self.name}/{path}")  # noqa: S310  (http(s) alone, see above)
        try:
            with _OPENER.open(request, timeout=TIMEOUT) as answer:
                found: bytes = answer.read(LARGEST + 1)
        except urllib.error.HTTPError as refused:
            if refused.code in MISSING:
                raise _missing(path) from None
            raise
        except http.client.HTTPException as broken:
            raise OSError(f"{self.name}/{path}: {broken!r}") from broken
        return _bounded(found, path)


class Folder:
    """A folder with the same files under the same paths."""

    def __init__(self, folder: Path) -> None:
        self.name, self._folder = str(folder), folder.absolute()

    def read(self, path: str) -> bytes:
        place = (self._folder / path).resolve()
        if not place.is_relative_to(self._folder.resolve()) or not place.is_file():
            raise _missing(path)
        with place.open("rb") as file:
            return _bounded(file.read(LARGEST + 1), path)


class Bundle:
    """Files that a document brings along. Whatever is read from them is checked like any other."""

    name = "bundle"

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def read(self, path: str) -> bytes:
        found = self._files.get(path)
        if not isinstance(found, str):
            raise _missing(path)
        return found.encode()


def source_at(place: str) -> Source:
    """A site for an http(s) address, else a folder."""
    return Site(place) if is_site(place) else Folder(Path(place))


def is_site(place: str) -> bool:
    """Whether a place is an address, for which a connection is needed."""
    return urlsplit(place).scheme in ("http", "https")


def _bounded(found: bytes, path: str) -> bytes:
    if len(found) > LARGEST:
        raise NotPublished(f"{path} 过大。", f"{path} is larger than {LARGEST} bytes.")
    return found


def _missing(path: str) -> NotPublished:
    return NotPublished(f"未公布 {path}。", f"{path} is not published.")
