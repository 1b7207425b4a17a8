"""Filling the places of a pattern for one copy of it: a table of the kinds of places, and what fills each."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from shouze.certification.certificates.validity import valid_until
from shouze.procedure.finding import words

from . import cells
from .cells import DAY, EPOCH, NULL, cell, day_of
from .parties import KEPT, Values, id_of, id_text
from .patterns import Pattern
from .places import FIVE_YEARS, Place

_FIRST: Final = 0x9E3779B97F4A7C15
_SECOND: Final = 0xBF58476D1CE4E5B9
_THIRD: Final = 0x94D049BB133111EB
_ALL_BITS: Final = (1 << 64) - 1
_EPOCH_DAY: Final = (EPOCH - day_of(0)).days
_SECONDS: Final = [
    f"T{one // 3600:02d}:{one // 60 % 60:02d}:{one % 60:02d}+08:00".encode() for one in range(DAY)
]


@dataclass(slots=True)
class Copy:
    """One copy of a pattern on its way: the day of each group of entries, whose values its names are, its own
    bits, its numbers, how its firm's papers are called; then the moment and the id of each entry.
    """

    pattern: Pattern
    days: Sequence[int]
    whose: Mapping[str, Values]
    bits: int
    numbers: Mapping[str, bytes]
    paper: Callable[[str], bytes] = field(default=str.encode)
    moments: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)


def filled(one: Copy) -> list[bytes]:
    """Fill every place of the pattern, in their order."""
    values: list[bytes] = []
    add = values.append
    for place in one.pattern.places:
        add(_FILL[place[0]](one, place, values))
    return values


def own_digest(one: Copy, place: Place) -> bytes:
    """Return a digest (hex) that no other copy has."""
    return hashlib.sha256(b"%d %b" % (one.bits, str(place[1]).encode())).hexdigest().encode()


@lru_cache(maxsize=20_000)
def _day_text(day: int) -> bytes:
    return day_of(day).isoformat().encode()


def _moment(one: Copy, place: Place, values: list[bytes]) -> bytes:
    seconds = one.moments[place[1]] + place[2]
    if place[3] == "bin":
        return cells.moment(seconds)
    return b"".join((_day_text(seconds // DAY), _SECONDS[seconds % DAY]))


def _day(one: Copy, place: Place, values: list[bytes]) -> bytes:
    return _written(one.days[place[1]] + place[2], place[3])


def _written(day: int, form: str) -> bytes:
    if form == "bin":
        return (day - _EPOCH_DAY).to_bytes(4, "big", signed=True)
    return _day_text(day) if form == "iso" else _day_text(day).replace(b"-", b"")


def _years(one: Copy, place: Place, values: list[bytes]) -> bytes:
    last = valid_until(day_of(one.days[place[1]]), FIVE_YEARS)
    return _written((last - day_of(0)).days + place[2], place[3])


def _id(one: Copy, place: Place, values: list[bytes]) -> bytes:
    _, entry, counter, form = place
    low = one.bits * _FIRST + (entry + 1) * _SECOND + (counter >> 12) * _THIRD + (counter >> 12) * counter
    key = id_of(one.moments[entry], counter, (low ^ low >> 29) & _ALL_BITS)
    if form == "bin":
        return key
    return b"\x00\x00" + key[:6] if form == "made" else id_text(key)


def _name(one: Copy, place: Place, values: list[bytes]) -> bytes:
    return one.whose[place[1]][place[2]]


def _paper(one: Copy, place: Place, values: list[bytes]) -> bytes:
    return one.paper(place[2])


def _hex(one: Copy, place: Place, values: list[bytes]) -> bytes:
    return own_digest(one, place)


def _number(one: Copy, place: Place, values: list[bytes]) -> bytes:
    return one.numbers[place[1]]


def _facts(one: Copy, place: Place, values: list[bytes]) -> bytes:
    if one.pattern.facts is None:
        raise ValueError("a digest of facts where no certificate is")
    form, pick = one.pattern.facts
    return hashlib.sha256(form % pick(values)).hexdigest().encode()


def _cell(one: Copy, place: Place, values: list[bytes]) -> bytes:
    before, (form, pick) = one.pattern.cells[place[1]]
    return cell(before + form % pick(values))


def _find(one: Copy, place: Place, values: list[bytes]) -> bytes:
    (form, pick), kind = one.pattern.finds[place[1]]
    return found_by((form % pick(values)).decode(), kind)


def _none(one: Copy, place: Place, values: list[bytes]) -> bytes:
    return NULL


_FILL: Final[Mapping[str, Callable[[Copy, Place, list[bytes]], bytes]]] = {
    "ts": _moment, "day": _day, "years": _years, "uuid": _id, "name": _name, "doc": _paper, "hex": _hex,
    "number": _number, "facts": _facts, "cell": _cell, "find": _find, "section": _none,
}  # fmt: skip


def found_by(text: str, kind: str) -> bytes:
    """Return the cells text, sounds and parts of a line, as `shouze.procedure.finding.keeping` makes them."""
    plain = words.plain(text)
    blobs, many, said = [cell(f"{words.KIND}{kind}".encode())], 1, []
    for run in dict.fromkeys(plain.split()):
        blob, count, sound = _run(run)
        blobs.append(blob)
        many += count
        if sound:
            said.append(sound)
    return b"".join(
        (
            cell(plain.encode()),
            cell(" ".join(said).encode()),
            cell(cells.texts("_text", b"".join(blobs), many)),
        )
    )


@lru_cache(maxsize=KEPT * 3)
def _run(run: str) -> tuple[bytes, int, str]:
    """Parts of one run of characters as cells, how many they are, and how it sounds."""
    found = words.parts(run)
    return b"".join(cell(one.encode()) for one in found), len(found), words.sounds(run)
