"""The house's published files, read by their path on the site: what a checker elsewhere would be given.

In: a path. Out: the file. The public page checks papers by these and by nothing else, as anybody could.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from shouze.kernel import clock
from shouze_verify.wrong import NotPublished

from .carrying import published_keys
from .credentials import lists
from .queries import find_credential

_CREDENTIAL: Final = re.compile(r"c/(\d{16})/credential")
_LIST: Final = re.compile(r"status/([a-z]+)/(\d{1,9})")
_DAY: Final = re.compile(r"days/(\d{4}-\d\d-\d\d|lists)/([a-z0-9.\-]+)")
#: so many seconds the keys are kept in a process
_KEPT: Final = 10


class Files:
    """A `shouze_verify` source: this house, without the network."""

    name = "published"

    def read(self, path: str) -> bytes:
        """The file at ``path``. Raises NotPublished."""
        for shape, find in _FINDERS.items():
            if found := shape.fullmatch(path):
                content = find(*found.groups())
                if content is not None:
                    return content
        raise NotPublished(f"未公布 {path}。", f"{path} is not published.")


def days() -> Path:
    """Where the closed days lie."""
    return Path(settings.VAR) / "days"


def keys_now(on: date) -> dict[str, Any]:
    """The published keys, kept for some seconds."""
    return _keys(on, int(clock.now().timestamp()) // _KEPT, str(settings.VAR))


@lru_cache(maxsize=4)
def _keys(on: date, moment: int, place: str) -> dict[str, Any]:
    return published_keys(on)


def _credential(number: str) -> bytes | None:
    found = find_credential(number)
    return found.encode() if found else None


def _list(purpose: str, number: str) -> bytes | None:
    place = lists.path_of(purpose, int(number))
    return place.read_bytes() if place else None


def _day(day: str, name: str) -> bytes | None:
    place = days() / day / name
    return place.read_bytes() if place.is_file() else None


_FINDERS: Final[Mapping[re.Pattern[str], Callable[..., bytes | None]]] = {
    _CREDENTIAL: _credential,
    _LIST: _list,
    _DAY: _day,
}
