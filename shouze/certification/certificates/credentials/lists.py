"""The status lists as static files: signed credentials, written anew when a certificate's state changes.

In: the number of a list. Out: `status/<purpose>/<number>` in `SHOUZE_VAR`. `suspension` marks who is
suspended, `revocation` whoever is withdrawn, cancelled or expired.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from shouze.certification.certificates.models import Credential
from shouze.kernel import clock
from shouze.kernel.clock import SHANGHAI
from shouze_verify.credentials import BASE
from shouze_verify.status_lists import LIFE, PLACES, PURPOSES, pack

from .issuing import token
from .keys import did, signing_key, web

#: purpose -> states that are marked
MARKED: Final[Mapping[str, tuple[str, ...]]] = {
    "revocation": ("withdrawn", "cancelled", "expired"),
    "suspension": ("suspended",),
}
#: for how long a reader may keep a list (milliseconds)
KEPT_MS: Final = 60_000
_ONE_AT_A_TIME: Final = 0x53544154


def folder() -> Path:
    """Where the lists lie."""
    return Path(settings.VAR) / "status"


def path_of(purpose: str, number: int) -> Path | None:
    """The file of a list; None where there is no such list."""
    place = folder() / purpose / str(number)
    return place if purpose in PURPOSES and place.is_file() else None


def how_many() -> int:
    """How many lists have been begun."""
    last = Credential.objects.aggregate(last=Max("status_list"))["last"]
    return 0 if last is None else last + 1


def write(number: int, *, at: datetime) -> None:
    """Write both lists of a number as the certificates stand now. Writers take turns, so that the last one
    has seen every state that any of them saw.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ONE_AT_A_TIME, number])
        places = Credential.objects.filter(status_list=number)
        for purpose, states in MARKED.items():
            marked = places.filter(certificate__state__in=states).values_list("status_index", flat=True)
            put(folder() / purpose / str(number), _signed(purpose, number, bitstring(marked), at))


def bitstring(places: Iterable[int]) -> bytes:
    """A list with these places marked."""
    bits = bytearray(PLACES // 8)
    for place in places:
        bits[place >> 3] |= 1 << (7 - (place & 7))
    return bytes(bits)


def claims_of(purpose: str, number: int, bits: bytes, at: datetime, address: str) -> dict[str, Any]:
    """What a status list credential says (Bitstring Status List 1.0)."""
    listed = f"{address}/status/{purpose}/{number}"
    return {
        "@context": [BASE],
        "id": listed,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(address),
        "validFrom": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "validUntil": (at.astimezone(SHANGHAI) + LIFE).isoformat(timespec="seconds"),
        "credentialSubject": {
            "id": f"{listed}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": pack(bits),
            "ttl": KEPT_MS,
        },
    }


def _signed(purpose: str, number: int, bits: bytes, at: datetime) -> bytes:
    address = web(clock.legal_date(at))
    return token(claims_of(purpose, number, bits, at, address), signing_key(address)).encode()


def put(place: Path, content: bytes) -> None:
    """Write whole or not at all: a reader never sees half a list."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    aside.write_bytes(content)
    os.replace(aside, place)
