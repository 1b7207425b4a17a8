"""Whom a reader trusts: the keys of the logs, of witnesses, of credentials, and of who signs papers.

In: verifier keys given by hand, a file of them (``check/keys.json`` of the house), or what a place says of
itself that was named by hand. The last is trust on first use, and is told as such. An address that stands in
what is checked is never such a place: a forger writes his own there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .jwts import keys_of
from .notes import COSIGNATURE, Key, parse_key
from .sources import Source
from .wrong import Wrong

KEYS_FILE: Final = "check/keys.json"
REGISTER: Final = "/log/register"
LEDGER: Final = "/log/ledger"
_WEB: Final = "did:web:"
_host = re.compile(r"[a-z0-9](?:[a-z0-9.\-]{0,251}[a-z0-9])?(?::\d{1,5})?", re.IGNORECASE).fullmatch


@dataclass(frozen=True, slots=True)
class Trust:
    """The keys that count. ``first_use``: they were told by ``place``, for no other reason than that it was
    named; where it is empty they were given by hand.
    """

    register: tuple[Key, ...] = ()
    ledger: tuple[Key, ...] = ()
    witnesses: tuple[Key, ...] = ()
    quorum: int = 0
    credentials: Mapping[str, Ed25519PublicKey] = field(default_factory=dict)
    signers: tuple[x509.Certificate, ...] = ()
    first_use: bool = False
    place: str = ""

    @property
    def known(self) -> bool:
        """Whether there is any key that could bear an answer."""
        return bool(self.register or self.ledger or self.credentials or self.signers)

    @property
    def site(self) -> str:
        """The site of whom these keys are, by their own names (did:web, or the log's origin), or nothing."""
        hosts = [one.partition("#")[0].split(":")[2:] for one in self.credentials if one.startswith(_WEB)]
        named = [unquote(one[0]) for one in hosts if one]
        named += [one.name.partition("/")[0] for one in (*self.register, *self.ledger)]
        return next((f"https://{host}" for host in named if _host(host)), "")


def given_keys(vkeys: Iterable[str], *, quorum: int = 0) -> Trust:
    """Trust in verifier keys given by hand: logs are told apart by their names, witnesses by their kind.

    Raises Wrong for what is no key.
    """
    keys = [parse_key(one.strip()) for one in vkeys]
    return Trust(
        register=tuple(one for one in keys if one.name.endswith(REGISTER)),
        ledger=tuple(one for one in keys if one.name.endswith(LEDGER)),
        witnesses=tuple(one for one in keys if one.type == COSIGNATURE),
        quorum=quorum,
    )


def read_trust(content: bytes, *, first_use: bool = False, quorum: int = 0) -> Trust:
    """Trust as a file of keys tells it (see `KEYS_FILE`). Raises Wrong."""
    try:
        told: Any = json.loads(content)
        logs, witnesses = told["logs"], told["witnesses"]
        return Trust(
            register=tuple(parse_key(one) for one in logs["register"]),
            ledger=tuple(parse_key(one) for one in logs["ledger"]),
            witnesses=tuple(parse_key(one) for one in witnesses),
            quorum=quorum,
            credentials=keys_of(told["did"]),
            signers=tuple(x509.load_pem_x509_certificate(one.encode()) for one in told["signers"]),
            first_use=first_use,
        )
    except Wrong:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise Wrong("密钥文件无法读取。", "The file of keys cannot be read.") from broken


def trust_of(source: Source, *, quorum: int = 0) -> Trust:
    """What a place that was named by hand says of its own keys. Raises Wrong, OSError."""
    return replace(read_trust(source.read(KEYS_FILE), first_use=True, quorum=quorum), place=source.name)


def joined(given: Trust, told: Trust) -> Trust:
    """What was given by hand counts; what was not given is taken from what is told."""
    return Trust(
        register=given.register or told.register,
        ledger=given.ledger or told.ledger,
        witnesses=given.witnesses or told.witnesses,
        quorum=given.quorum,
        credentials=given.credentials or told.credentials,
        signers=given.signers or told.signers,
        first_use=given.first_use or told.first_use,
        place=given.place or told.place,
    )


def site_named(text: str) -> str:
    """The scheme and host of an address that a file names, to be shown and never to be asked; or nothing."""
    try:
        parts = urlsplit(text)
        host = f"{parts.hostname or ''}:{parts.port}" if parts.port else str(parts.hostname or "")
    except ValueError:
        return ""
    return f"{parts.scheme}://{host}" if parts.scheme in ("http", "https") and _host(host) else ""
