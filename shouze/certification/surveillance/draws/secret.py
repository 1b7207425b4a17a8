"""The secret that a draw is committed to: drawn, kept and opened by the database, so that no role of the
application can read it before the published log has the size that was named (migration 0003).
"""

from __future__ import annotations

from typing import Any

from django.db import connection


def new(size: int) -> str:
    """Let the database draw and keep a secret for a size of the log that is not reached; its commitment, 64
    hexadecimal digits. Raises the driver's error for a size that the log has.
    """
    return str(_asked("SELECT encode(draw_secret_made(%s), 'hex')", size))


def size_of(commitment: str) -> int | None:
    """The size of the log for which the secret of a commitment was drawn; None where this house holds none.
    """
    found = _asked("SELECT draw_secret_size(decode(%s, 'hex'))", commitment)
    return None if found is None else int(found)


def opened(commitment: str) -> bytes | None:
    """The secret of a commitment; None before the log has its size, or where this house holds none."""
    found = _asked("SELECT draw_secret_opened(decode(%s, 'hex'))", commitment)
    return bytes(found) if found else None


def _asked(query: str, given: int | str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, [given])
        return cursor.fetchone()[0]
