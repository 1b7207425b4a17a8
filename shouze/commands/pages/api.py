"""The operations of the interface for machines, from its own schema."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from .markdown import document, one_line, table

if TYPE_CHECKING:
    from shouze.audiences.machines.description import Operation

HEAD = """# 接口 · The interface for machines

{count} operations. The running house serves the schema (OpenAPI) at `/api/openapi.json` and a page of it
at `/api/docs`. Acts take the input that [acts.md](acts.md) lists, under `given`."""


def page() -> str:
    """Return the page."""
    from shouze.audiences.machines.description import operations

    def tag(one: Operation) -> str:
        return one.tag

    found = operations()
    parts: list[str] = []
    for name, group in groupby(found, key=tag):
        parts += (f"## {name}", table(("operation", "what", "asks"), (_row(one) for one in group)))
    return document(HEAD.format(count=len(found)), *parts)


def _row(one: Operation) -> tuple[str, ...]:
    asks = ", ".join(f"`{field.name}`" + ("" if field.required else "?") for field in one.fields)
    return f"`{one.method} {one.path}`", one_line(one.summary or one.description, 160), asks or "—"
