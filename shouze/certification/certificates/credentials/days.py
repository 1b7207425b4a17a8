"""The status lists of a past day as files, and what proves them: written once, never again.

In: a date of law. Out: `days/<day>/manifest.txt` and the lists, each under its digest; later leaf and proof.
The format is told where it is checked: `shouze_verify.days`. A list that did not change is the same file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Subquery

from shouze.certification.certificates.models import Credential, Event, StatusDay
from shouze_verify.days import root_of
from shouze_verify.status_lists import PURPOSES, pack

from .lists import MARKED, bitstring, how_many, put

LISTS: Final = "lists"
MANIFEST: Final = "manifest.txt"


@dataclass(frozen=True, slots=True)
class Written:
    """The lists of a day: the root over the manifest's lines (hexadecimal), and how many they are."""

    root: str
    lists: int


def folder() -> Path:
    """Where closed days lie."""
    return Path(settings.VAR) / "days"


def open_days(today: date) -> Iterator[date]:
    """The past days not yet closed, from the day after the last one on; yesterday alone in a new house."""
    last = StatusDay.objects.order_by("-on").values_list("on", flat=True).first()
    day = last + timedelta(days=1) if last else today - timedelta(days=1)
    while day < today:
        yield day
        day += timedelta(days=1)


def first_day() -> date | None:
    """The first day that was closed."""
    return StatusDay.objects.order_by("on").values_list("on", flat=True).first()


def write(on: date) -> Written:
    """Write the lists of a day and their manifest."""
    lines = []
    for purpose in PURPOSES:
        marked = _marked(MARKED[purpose], on)
        for number in range(how_many()):
            content = pack(bitstring(marked.get(number, ()))).encode()
            digest = hashlib.sha256(content).hexdigest()
            if not (folder() / LISTS / digest).exists():
                put(folder() / LISTS / digest, content)
            lines.append(f"{purpose}/{number} sha256:{digest}\n")
    manifest = "".join(sorted(lines)).encode()
    put(folder() / on.isoformat() / MANIFEST, manifest)
    return Written(root_of(manifest).hex(), len(lines))


def prove(on: date, leaf: bytes, proof: str) -> None:
    """Put leaf and proof beside the manifest of a day."""
    put(folder() / on.isoformat() / "leaf.json", leaf)
    put(folder() / on.isoformat() / "register.tlog-proof", proof.encode())


def _marked(kinds: Sequence[str], on: date) -> dict[int, list[int]]:
    """By list, the places of the certificates whose last event up to the end of the day is of these kinds."""
    last: Any = (
        Event.objects.filter(on__lte=on)
        .order_by("certificate_id", "-on", "-id")
        .distinct("certificate_id")
        .values("id")
    )
    ended = Event.objects.filter(id__in=Subquery(last), kind__in=kinds).values("certificate_id")
    found: dict[int, list[int]] = {}
    places = Credential.objects.filter(certificate__in=ended).values_list("status_list", "status_index")
    for number, index in places.iterator():
        found.setdefault(number, []).append(index)
    return found
