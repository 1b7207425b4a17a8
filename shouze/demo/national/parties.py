"""The parties of the nation as the templates need them: every value ready as text and as cell."""

import hashlib
import struct
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from . import cells, naming
from .cells import DAY

Values = Mapping[str, bytes]
#: the middle 12 bits of the ids of a firm's rows
ORGANISATION, FACTORY, CLIENT = 1, 2, 3
#: factory codes are a letter and six digits; those of generated factories begin with it
FACTORY_LETTER: Final = "X"
FIRST_FACTORY: Final = 200
KEPT: Final = 100_000
_VERSION: Final = 0x7000
_VARIANT: Final = 0b10 << 62
_LOW: Final = (1 << 62) - 1
_pair: Final = struct.Struct(">QQ").pack


def drawn(*words: object) -> int:
    """Return 64 even bits for some words; the same words give the same bits."""
    return int.from_bytes(hashlib.blake2b(repr(words).encode(), digest_size=8).digest())


def id_of(seconds: int, counter: int, low: int) -> bytes:
    """Return an id (UUID version 7) of a moment in seconds of Shanghai's wall clock."""
    milliseconds = (seconds - cells.SHANGHAI_SECONDS) * 1000
    return _pair(milliseconds << 16 | _VERSION | counter & 0xFFF, _VARIANT | low & _LOW)


def id_text(key: bytes) -> bytes:
    """Return an id as text."""
    one = key.hex()
    return f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}".encode()


def with_id(values: dict[str, bytes], name: str, key: bytes) -> None:
    """Put an id among the values, as text and as bytes."""
    values[f"{name}:bin"], values[f"{name}:text"] = key, id_text(key)
    values[f"{name}:made"] = b"\x00\x00" + key[:6]


class Parties:
    """Firms, laboratories and staff of a nation by their numbers; made when asked for, and kept for a
    while.
    """

    def __init__(self, seed: int, first_day: int, trade_of: Mapping[int, str] | None = None) -> None:
        self._seed, self._first_day = seed, first_day
        self.firm = lru_cache(maxsize=KEPT)(self._firm)
        self.laboratory = lru_cache(maxsize=None)(self._laboratory)
        self.member = lru_cache(maxsize=None)(self._member)

    def _firm(self, number: int, trade: str) -> Values:
        bits = drawn(self._seed, "firm", number)
        town = naming.town_of(bits & 0xFFFFFFFF)
        name, name_en, industry = naming.firm_name(number, town, trade, bits >> 32)
        uscc = naming.credit_code(number, town.division)
        street = number % 997 + 1
        longitude = f"{town.longitude + (bits % 997 - 498) / 5000:.7f}"
        latitude = f"{town.latitude + (bits % 991 - 495) / 5000:.7f}"
        headcount = str(20 + int(30 * 1.6 ** (bits % 11)) + bits % 17)
        texts = {
            "name": name, "name_en": name_en, "uscc": uscc, "org_code": uscc[8:17],
            "address": f"{town.province}{town.name}示例工业区虚构路{street}号",
            "address_en": f"{street} Fictional Road, {town.name_en}, {town.province_en}",
            "postcode": f"00{number % 10_000:04d}", "division": town.division, "industry": industry,
            "contact": naming.person_name(bits >> 20), "phone": f"000-{number:08d}",
            "factory_code": f"{FACTORY_LETTER}{FIRST_FACTORY + number:06d}",
            "number": f"C{number + 1:06d}", "person_phone": f"001-{number:08d}",
            "email": f"c{number + 1:06d}@shouze.example",
            "headcount": headcount, "longitude": longitude, "latitude": latitude,
        }  # fmt: skip
        values = {key: one.encode() for key, one in texts.items()}
        values["headcount:int4"] = cells.cell(struct.pack(">i", int(headcount)))
        values["longitude:numeric"] = cells.cell(cells.numeric(longitude))
        values["latitude:numeric"] = cells.cell(cells.numeric(latitude))
        for counter, role in ((ORGANISATION, "id"), (FACTORY, "factory"), (CLIENT, "person")):
            with_id(values, role, id_of(self._first_day * DAY + number, counter, bits ^ counter << 40))
        return values

    def paper(self, firm: int, title: str) -> bytes:
        """Return the digest (hex) of a firm's paper of that title."""
        return hashlib.sha256(f"{self._seed} {firm} {title}".encode()).hexdigest().encode()

    def _laboratory(self, number: int, code: str) -> Values:
        bits = drawn(self._seed, "laboratory", number)
        town = naming.town_of(bits & 0xFFFFFFFF)
        invented, invented_en = naming.INVENTED[number % 3]
        place = (town.name or town.province).removesuffix("市")
        texts = {
            "code": f"{code}{number:03d}",
            "name": f"{place}{invented}产品检测中心{number:03d}",
            "name_en": f"{town.name_en} {invented_en} Test Centre {number:03d}",
            "uscc": naming.credit_code(number, town.division, "MLAB"),
            "address": f"{town.province}{town.name}示例区检测路{number + 1}号",
            "contact": naming.person_name(bits >> 20), "phone": f"002-{number:08d}",
            "cma_number": f"CMA-{number:05d}", "cnas_number": f"L{20_000 + number}",
            "number": f"L{number + 1:05d}", "person_phone": f"003-{number:08d}",
            "email": f"l{number + 1:05d}@shouze.example",
        }  # fmt: skip
        values = {key: one.encode() for key, one in texts.items()}
        for counter, role in ((4, "id"), (5, "person")):
            with_id(values, role, id_of(self._first_day * DAY + number, counter, bits ^ counter << 40))
        return values

    def _member(self, number: str, copy: int, name: str) -> Values:
        """The ``copy``-th of those who hold the posts of a person of the demo house; the first is himself."""
        bits = drawn(self._seed, "member", number, copy)
        own = number if copy == 0 else f"{number}-{copy:02d}"
        texts = {
            "name": name if copy == 0 else naming.person_name(bits >> 8),
            "number": own, "phone": f"004-{number[1:]}{copy:05d}", "email": f"{own.lower()}@shouze.example",
            "registration": f"CCAA{number[1:]}{copy:03d}",
        }  # fmt: skip
        values = {key: one.encode() for key, one in texts.items()}
        with_id(values, "id", id_of(self._first_day * DAY, 6, bits))
        return values


def id_of_text(text: bytes) -> bytes:
    """Return an id that is written as text."""
    return uuid.UUID(text.decode()).bytes
