"""The places of a pattern: what differs from copy to copy, how it is found in what was recorded.

A place is a tuple that begins with its kind:

- ``("ts", entry, seconds, form)`` the moment of an entry, shifted; form "iso" or "bin"
- ``("day", group, days, form)`` the day of a group of entries, shifted; form "iso", "bin" or "compact"
- ``("years", group, days, form)`` five years after that day, shifted
- ``("uuid", entry, counter, form)`` an id made in an entry; form "text" or "bin"
- ``("name", whose, what)`` something of a firm, a person or a laboratory
- ``("hex", number)`` a digest of this case alone; ``("doc", whose, title)`` one of a firm's papers
- ``("facts",)`` the digest of what the certificate says; ``("number", which)`` a number of this case
"""

import hashlib
import re
import uuid
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from shouze.certification.certificates.validity import valid_until

from .cells import DAY, seconds_of

Place = tuple[Any, ...]
#: marks around the number of a place in a text that is being made into a template
OPEN, CLOSE = "\ue000", "\ue001"
LONG_AGO: Final = -200
FIVE_YEARS: Final = 5
ALMOST_FIVE_YEARS: Final = 1500
OTHER_IDS: Final = 1 << 13
_UUID: Final = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MOMENT: Final = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+\d\d:\d\d|Z)"
_DATE: Final = r"(?<![@\d])20\d\d-\d\d-\d\d(?!\d)"
_HEX: Final = r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"


class Finder:
    """Finds the places in the cells and entries of one cluster.

    ``moments`` are those of its entries in seconds, ``uids`` their uids; ``ids`` says which id belongs to
    whom, ``whole`` which text, taken as a whole, is whose; ``parts`` which text is so wherever it stands.
    ``moving`` false: days after the entries (ends of contracts, of registrations) stay as they are.
    """

    def __init__(
        self,
        moments: list[int],
        uids: list[str],
        *,
        ids: Mapping[str, Place],
        whole: Mapping[str, Place],
        parts: Mapping[str, Place],
        digests: Mapping[str, Place],
        moving: bool,
    ) -> None:
        self.places: list[Place] = []
        self._number: dict[Place, int] = {}
        self._moments, self._moving = moments, moving
        self.days = sorted({one // DAY for one in moments})
        self._ids, self._whole, self._parts, self._digests = dict(ids), whole, parts, dict(digests)
        self._ids |= {uid: ("uuid", entry, OTHER_IDS) for entry, uid in enumerate(uids)}
        self._drawn = {_drawn(uid): entry for entry, uid in enumerate(uids)}
        compact = "|".join(_day(one).strftime("%Y%m%d") for one in self.days)
        literal = "|".join(re.escape(one) for one in sorted(parts, key=len, reverse=True))
        found = [f"(?P<part>{literal})"] if literal else []
        found += [f"(?P<uuid>{_UUID})", f"(?P<ts>{_MOMENT})", f"(?P<day>{_DATE})", f"(?P<hex>{_HEX})"]
        #: the entry that is being looked at: what happened in its second is its own, if another's as well
        self.entry: int | None = None
        self._any = re.compile("|".join([*found, f"(?P<compact>{compact})"]))
        self._by: Mapping[str, Callable[[str], Place | None]] = {
            "part": lambda text: self._parts[text],
            "uuid": lambda text: self.of_id(text, "text"),
            "ts": lambda text: self.of_moment(text, "iso"),
            "day": lambda text: self.of_day(text, "iso"),
            "hex": self._of_digest,
            "compact": lambda text: self.of_day(f"{text[:4]}-{text[4:6]}-{text[6:]}", "compact"),
        }

    def number(self, place: Place) -> int:
        """Return the number of a place; the same place has one."""
        if place not in self._number:
            self._number[place] = len(self.places)
            self.places.append(place)
        return self._number[place]

    def marked(self, value: Any) -> Any:
        """Return a JSON value with marks for its places."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.marked(one) for one in value]
        if isinstance(value, dict):
            return {key: self.marked(one) for key, one in value.items()}
        return value

    def text(self, value: str) -> str:
        """Return a text with marks for its places."""
        if value in self._whole:
            return self._mark(self._whole[value])
        return self._any.sub(self._one, value)

    def of_id(self, text: str, form: str) -> Place | None:
        """Return the place of an id, None for one that is everywhere the same (the machine's)."""
        known = self._ids.get(text)
        if known is None and text.startswith("00000000-"):
            return None
        if known is None:
            known = self._ids[text] = self._new_id(text)
        return ("name", known[1], f"{known[2]}:{form}") if known[0] == "name" else (*known, form)

    def of_moment(self, text: str, form: str) -> Place | None:
        """Return the place of a moment: the last entry that is not later, and by how many seconds."""
        seconds = seconds_of(text)
        entry = max(0, bisect_right(self._moments, seconds) - 1)
        if self.entry is not None and self._moments[self.entry] == seconds:
            entry = self.entry
        shift = seconds - self._moments[entry]
        return ("ts", entry, shift, form) if self._moving or shift <= 0 else None

    def of_day(self, text: str, form: str) -> Place | None:
        """Return the place of a day: the last day of an entry that is not later, and by how many days."""
        asked = (date.fromisoformat(text) - date(1970, 1, 1)).days
        group = max(0, bisect_right(self.days, asked) - 1)
        shift = asked - self.days[group]
        if (shift < LONG_AGO and self._moving) or (shift > 0 and not self._moving):
            return None
        if shift > ALMOST_FIVE_YEARS:
            return (
                "years",
                group,
                (_day(asked) - valid_until(_day(self.days[group]), FIVE_YEARS)).days,
                form,
            )
        return ("day", group, shift, form)

    def _new_id(self, text: str) -> Place:
        """An id made in an entry ends with what was drawn from the entry's uid; others are counted."""
        one = uuid.UUID(text)
        entry = self._drawn.get(one.int & (1 << 62) - 1)
        if entry is not None:
            return ("uuid", entry, (one.int >> 64) & 0xFFF)
        return ("uuid", 0, OTHER_IDS + 1 + len(self._ids))

    def _of_digest(self, text: str) -> Place:
        if text not in self._digests:
            self._digests[text] = ("hex", len(self._digests))
        return self._digests[text]

    def _one(self, found: re.Match[str]) -> str:
        place = self._by[str(found.lastgroup)](found[0])
        return found[0] if place is None else self._mark(place)

    def _mark(self, place: Place) -> str:
        return f"{OPEN}{self.number(place)}{CLOSE}"


def _day(count: int) -> date:
    return date(1970, 1, 1) + timedelta(days=count)


def _drawn(uid: str) -> int:
    """The last 62 bits of the ids of the rows that the entry with that uid made (`Doing.new_id`)."""
    return int.from_bytes(hashlib.sha256(uuid.UUID(uid).bytes + bytes(4)).digest()[:8]) >> 2
