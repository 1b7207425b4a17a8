"""The page on which all pictures are looked through: a row for each page, a column for each way to see it."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Final

WAYS: Final = tuple(
    f"{language}-{width}-{light}"
    for width in (1280, 390)
    for language in ("zh", "en")
    for light in ("light", "dark")
)
STYLE: Final = """
body { font: 14px/1.5 system-ui, sans-serif; margin: 1rem; background: #fff; color: #111; }
section { margin-bottom: 1.5rem; border-top: 1px solid #999; }
div { display: flex; gap: .5rem; overflow-x: auto; align-items: flex-start; }
figure { margin: 0; } figcaption { font-size: 12px; color: #555; }
img { height: 20rem; width: auto; max-width: 30rem; border: 1px solid #bbb; }
img { object-fit: cover; object-position: top; }
"""


def write_sheet(folder: Path) -> Path:
    """Write `index.html` beside the pictures of a folder; each of them leads to itself in full."""
    pages: dict[str, set[str]] = defaultdict(set)
    for picture in folder.glob("*.png"):
        for way in WAYS:
            if picture.stem.endswith(f"-{way}"):
                pages[picture.stem.removesuffix(f"-{way}")].add(way)
    links = " · ".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in sorted(pages))
    rows = "".join(_row(name, pages[name]) for name in sorted(pages))
    sheet = folder / "index.html"
    sheet.write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Pictures</title><style>{STYLE}</style>'
        f"<h1>{len(pages)} pages</h1><p>{links}</p>{rows}</html>\n",
        encoding="utf-8",
    )
    return sheet


def _row(name: str, taken: set[str]) -> str:
    figures = "".join(
        f'<figure><a href="{escape(name)}-{way}.png"><img loading="lazy" src="{escape(name)}-{way}.png"'
        f' alt="{escape(name)} {way}"></a><figcaption>{way}</figcaption></figure>'
        for way in WAYS
        if way in taken
    )
    return f'<section id="{escape(name)}"><h2>{escape(name)}</h2><div>{figures}</div></section>'
