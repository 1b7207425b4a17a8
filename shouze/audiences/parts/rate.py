"""How often one address may ask: a bucket of tokens for each, refilled evenly. In process; nothing is stored.

Each process of a server counts for itself, so the true limit is at most that times the number of processes.
Time is that of a monotonic clock, in seconds: it measures a span, not a date of law.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock

from django.conf import settings

SECONDS_PER_MINUTE = 60.0
#: so many addresses are remembered; the one not seen for longest is forgotten first
REMEMBERED = 50_000


class Buckets:
    """A bucket per key that holds ``per_minute`` tokens; 0 means that nothing is limited."""

    def __init__(self, per_minute: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._monotonic = monotonic
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, key: str, tokens: float = 1.0) -> float:
        """Take tokens for ``key``; returns 0.0 when they were there, else the seconds until they will be."""
        if not self._size:
            return 0.0
        moment = self._monotonic()
        with self._lock:
            level, since = self._levels.pop(key, (self._size, moment))
            level = min(self._size, level + (moment - since) * self._size / SECONDS_PER_MINUTE)
            enough = level >= tokens
            self._levels[key] = (level - tokens if enough else level, moment)
            if len(self._levels) > REMEMBERED:
                self._levels.popitem(last=False)
        return 0.0 if enough else (tokens - level) * SECONDS_PER_MINUTE / self._size

    def empty(self, key: str) -> bool:
        """Say whether ``key`` has no token left, without taking one."""
        if not self._size:
            return False
        moment = self._monotonic()
        with self._lock:
            level, since = self._levels.get(key, (self._size, moment))
        return level + (moment - since) * self._size / SECONDS_PER_MINUTE < 1.0


def address_of(environ: Mapping[str, object]) -> str:
    """Return who asks: the peer, or, behind the proxy that ends TLS, whom that proxy names last.

    Only the last name of the header is the proxy's own word; those before it the asker may have written.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(environ.get("REMOTE_ADDR", ""))
