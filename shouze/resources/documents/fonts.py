"""Where the Chinese font is: named folders are looked through in order, the first that holds it is used.

In: an optional folder (else `SHOUZE_FONTS`, the assets that set-up made, the package of the font, the
system). Out: `FontChoice`. A missing font is refused at once: a certificate with empty boxes must never be
made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

from shouze.kernel.words import Words

FAMILIES = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")
_WEIGHTS = frozenset({400, 700})
_PROJECT = Path(__file__).resolve().parents[3]
_PLACES = (
    _PROJECT / "var/assets/fonts",
    _PROJECT / "node_modules/@expo-google-fonts/noto-sans-sc",
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/noto"),
)


class FontMissing(RuntimeError):
    """No Chinese font was found; `words` says where it was sought."""

    def __init__(self, sought: list[Path]) -> None:
        self.words = Words(
            "找不到中文字体（{families}，常规与粗体），已查找：{places}。"
            "请运行安装命令，或用 SHOUZE_FONTS 指明目录。",
            "No Chinese font ({families}, regular and bold) was found in: {places}. "
            "Run set-up, or name the folder in SHOUZE_FONTS.",
        ).fill(families=", ".join(FAMILIES), places=", ".join(map(str, sought)))
        super().__init__(self.words.en)


@dataclass(frozen=True, slots=True)
class FontChoice:
    """A family that has both weights, and the folder it lies in."""

    family: str
    folder: Path


def find_fonts(folder: Path | None = None) -> FontChoice:
    """The font to set documents in; raises `FontMissing`. A named folder is the only one looked at."""
    named = folder or _named_in_environment()
    places = [named] if named else list(_PLACES)
    for place in places:
        for family in _families_in(place):
            return FontChoice(family, place)
    raise FontMissing(places)


def _named_in_environment() -> Path | None:
    named = os.environ.get("SHOUZE_FONTS", "")
    return Path(named) if named else None


def _families_in(place: Path) -> Iterator[str]:
    return (family for family in FAMILIES if _WEIGHTS <= _weights_in(place, family))


@cache
def _weights_in(place: Path, family: str) -> frozenset[int]:
    if not place.is_dir():
        return frozenset()
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[place]).fonts()
    return frozenset(font.weight for font in found if font.family == family)
