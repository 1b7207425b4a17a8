"""Markdown, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shouze.kernel.words import Words

WRITTEN_BY = "<!-- written by `make docs`; do not edit -->"


def document(*parts: str) -> str:
    """Return parts as one page, an empty line between them, the mark of generated pages on top."""
    return "\n\n".join((WRITTEN_BY, *(part.strip("\n") for part in parts if part))) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; a cell's line ends and bars are made harmless. Empty without rows."""
    lines = [_row(row) for row in rows]
    return "\n".join((_row(head), "|" + "---|" * len(head), *lines)) if lines else ""


def listed(items: Iterable[str]) -> str:
    """Return a list of items."""
    return "\n".join(f"- {item}" for item in items)


def both(words: Words) -> str:
    """Return words in both languages, or once where they read the same."""
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def link(text: str, page: str, anchor: str = "") -> str:
    """Return a link to a generated page, at an anchor of it."""
    return f"[{text}]({page}{'#' if anchor else ''}{anchor})"


def anchor(name: str) -> str:
    """Return the place that `link` can point to."""
    return f'<a id="{name}"></a>'


def one_line(text: str, longest: int = 0) -> str:
    """Return a text on one line, cut with … when it is longer than ``longest`` (0: whole)."""
    flat = " ".join(text.split())
    return flat if not longest or len(flat) <= longest else flat[: longest - 1] + "…"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(one_line(str(cell)).replace("|", "\\|") for cell in cells) + " |"
