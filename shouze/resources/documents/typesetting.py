"""Typesetting: a typst template and plain texts become a PDF, byte for byte the same for the same input.

In: the template's path, texts (the template reads them as `sys.inputs`), and the moment that the document
bears. Out: PDF/A-3a and PDF/UA-1 bytes. The network is never used: templates use no packages, fonts are
local files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from shouze.resources.documents.fonts import FontChoice, find_fonts

_BEIJING = dt.timezone(dt.timedelta(hours=8))  # a fixed offset, which the compiler asks for


class Press:
    """One template with its fonts loaded, kept warm; a lock lets one thread at a time use its compiler."""

    def __init__(self, template: Path, fonts: FontChoice) -> None:
        self._family = fonts.family
        self._lock = Lock()
        chosen = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts.folder]
        )
        self._compiler = typst.Compiler(template, root=template.parent, font_paths=chosen)

    def document(self, texts: Mapping[str, str], *, at: dt.datetime) -> bytes:
        """A PDF for archives (A-3a) and for all readers (UA-1), made at `at` (aware)."""
        with self._lock:
            pdf = self._compiler.compile(
                format="pdf",
                sys_inputs={**texts, "family": self._family},
                pdf_standards=["a-3a", "ua-1"],
                timestamp=_second(at),
            )
        return _one_pdf(pdf)

    def drawing(self, texts: Mapping[str, str], *, at: dt.datetime) -> bytes:
        """A PDF without structure, to be placed into another one (a seal)."""
        with self._lock:
            pdf = self._compiler.compile(
                format="pdf",
                sys_inputs={**texts, "family": self._family},
                pdf_standards=["a-3b"],
                pdf_tags=False,
                timestamp=_second(at),
            )
        return _one_pdf(pdf)

    def pages(self, texts: Mapping[str, str], *, resolution: float = 96.0) -> list[bytes]:
        """Each page as a PNG picture of so many dots per inch: what a document will look like, not the
        document.
        """
        with self._lock:
            made = self._compiler.compile(
                format="png", sys_inputs={**texts, "family": self._family}, ppi=resolution
            )
        return [one for one in (made if isinstance(made, list) else [made]) if isinstance(one, bytes)]

    def picture(self) -> str:
        """One page without texts as SVG, to be placed into another one."""
        with self._lock:
            svg = self._compiler.compile(format="svg")
        if not isinstance(svg, bytes):
            raise TypeError(f"typst gave {type(svg).__name__}, not one picture")
        return svg.decode()


def _second(at: dt.datetime) -> dt.datetime:
    """The moment in Beijing to the second: the compiler refuses a finer one."""
    return at.astimezone(_BEIJING).replace(microsecond=0)


def typeset(template: Path, texts: Mapping[str, str], *, at: dt.datetime, fonts: Path | None = None) -> bytes:
    """Set `template` with `texts`; `fonts` replaces the usual places. Raises `FontMissing`."""
    return press(template, find_fonts(fonts)).document(texts, at=at)


@cache
def press(template: Path, fonts: FontChoice) -> Press:
    """The warm press of a template; made once per process."""
    return Press(template, fonts)


def _one_pdf(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__}, not one PDF")
    return made
