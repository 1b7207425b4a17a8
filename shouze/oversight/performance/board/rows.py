"""One statement, read as rows with names."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.db import connection


def rows(statement: str, given: Mapping[str, Any]) -> list[Any]:
    """Return the rows of a statement with its columns as attributes."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        names = [column.name for column in cursor.description]
        return [SimpleNamespace(**dict(zip(names, found, strict=True))) for found in cursor.fetchall()]
