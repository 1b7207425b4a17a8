"""How a text is cut into parts by which it is found: pairs of Chinese characters, threes of letters and
digits, pairs of initials, threes of pinyin. Pure; the same cutting for what is kept and for what is asked.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

#: marks before a part, so that initials, pinyin and letters are not taken for each other
INITIALS: Final = "~"
PINYIN: Final = "="
KIND: Final = "@"
#: pairs that nearly every firm has: they single out nothing
STOP: Final = frozenset({"有限", "限公", "公司", "股份", "份有", "集团", "责任", "任公", "团有", "限责"})
#: the same of their initials, and threes of pinyin that many syllables share
STOP_INITIALS: Final = frozenset({"yx", "xg", "gs"})
STOP_PINYIN: Final = frozenset(
    "ing ang eng ong ian iao uan gon ngs gsi you oux uxi xia ngg ngd iax ixi ish shi zhi dia".split()
)
#: of a long number the end tells it from others
TAIL: Final = 7
_RUNS: Final = re.compile(r"[㐀-鿿]+|[0-9a-z]+")
_CHINESE: Final = re.compile(r"[㐀-鿿]")
_CHINESE_RUN: Final = re.compile(r"[㐀-鿿]+")
_WITHIN: Final = re.compile(r"(?<=[0-9a-z])[-./_](?=[0-9a-z])")
LONGEST_TEXT: Final = 1000
#: of how many short texts (the names of products, asked for with every search) the sounds are kept
KEPT: Final = 1024
PAIR: Final = 2
THREE: Final = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a word may be found: the parts that the line must have, and where the word must then
    really stand ("text" or "sounds").
    """

    parts: tuple[str, ...]
    column: str
    word: str


def plain(text: str) -> str:
    """Return a text as it is kept and compared: small letters, narrow forms, its runs of characters parted by
    spaces; marks within a number fall away (DC-20A is dc20a).
    """
    known = unicodedata.normalize("NFKC", text).lower().replace("\x00", "")
    return " ".join(_RUNS.findall(_WITHIN.sub("", known)))


@lru_cache(maxsize=KEPT)
def sounds(text: str) -> str:
    """Return the initials and the pinyin of each Chinese run of a text, one after the other: 宁波示例 gives
    "nbsl ningboshili".
    """
    said: list[str] = []
    for run in _runs(text):
        if _CHINESE.match(run):
            syllables = _syllables(run)
            said += [_initials(syllables), "".join(syllables)]
    return " ".join(said)


def parts(text: str) -> list[str]:
    """Return every part of a text by which it can be found, each once, in a fixed order."""
    found: dict[str, None] = {}
    for run in _runs(text):
        if not _CHINESE.match(run):
            found |= dict.fromkeys(_pieces(run, THREE))
            continue
        syllables = _syllables(run)
        found |= dict.fromkeys(_pieces(run, PAIR))
        found |= dict.fromkeys(f"{INITIALS}{one}" for one in _pieces(_initials(syllables), PAIR))
        found |= dict.fromkeys(f"{PINYIN}{one}" for one in _pieces("".join(syllables), THREE))
    return list(found)


def ways(word: str) -> tuple[Way, ...]:
    """Return the ways in which a word that somebody typed may be found; none when it is too short (two
    Chinese characters, two initials or three letters or digits are needed).
    """
    runs = _runs(word)
    chinese = any(_CHINESE.match(run) for run in runs)
    asked = [piece for run in runs for piece in _asked(run)]
    found = [Way(tuple(dict.fromkeys(asked)), "text", " ".join(runs))] if asked else []
    if not chinese and len(runs) == 1 and runs[0].isalpha():
        letters = runs[0]
        if len(letters) >= PAIR:
            found.append(Way(_marked(INITIALS, letters, PAIR, STOP_INITIALS), "sounds", letters))
        if len(letters) >= THREE:
            found.append(Way(_marked(PINYIN, letters, THREE, STOP_PINYIN), "sounds", letters))
    return tuple(found)


def sounds_like(text: str, asked: str) -> bool:
    """Say whether a short text has every word of ``asked``: as it stands, by its initials or its pinyin."""
    known, said = plain(text), sounds(text)
    return all(plain(word) in known or plain(word) in said for word in asked.split() if plain(word))


def sounding(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Return the first place (from, to) of a text whose Chinese sounds like ``word``: by initials, or by
    whole syllables of pinyin, the last one perhaps begun.
    """
    letters = plain(word)
    if not letters.isascii() or not letters.isalpha():
        return
    for run in _CHINESE_RUN.finditer(text):
        syllables = _syllables(run[0])
        if len(syllables) != len(run[0]):
            continue
        place = _initials(syllables).find(letters)
        if place >= 0:
            yield run.start() + place, run.start() + place + len(letters)
            return
        for start in range(len(syllables)):
            many = _spoken(syllables[start:], letters)
            if many:
                yield run.start() + start, run.start() + start + many
                return


def _spoken(syllables: list[str], letters: str) -> int:
    """How many syllables from the first on spell ``letters``; 0 when they do not."""
    said = ""
    for many, one in enumerate(syllables, start=1):
        said += one
        if said.startswith(letters):
            return many
        if not letters.startswith(said):
            return 0
    return 0


def _asked(run: str) -> list[str]:
    size = PAIR if _CHINESE.match(run) else THREE
    if len(run) < size:
        return []
    if run[-TAIL:].isdigit():
        run = run[-TAIL:]
    return _without(STOP, _pieces(run, size))


def _marked(mark: str, letters: str, size: int, stop: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{mark}{one}" for one in dict.fromkeys(_without(stop, _pieces(letters, size))))


def _without(stop: frozenset[str], pieces: Iterator[str]) -> list[str]:
    """The pieces without those that single out nothing, unless there are no others."""
    every = list(pieces)
    return [one for one in every if one not in stop] or every


def _runs(text: str) -> list[str]:
    return plain(text[:LONGEST_TEXT]).split()


def _pieces(run: str, size: int) -> Iterator[str]:
    """Every ``size`` neighbouring characters; the run itself when it has no more."""
    for place in range(max(1, len(run) - size + 1)):
        yield run[place : place + size]


def _syllables(run: str) -> list[str]:
    """The pinyin of a run without tones; a character that has none stands for itself."""
    said: list[str] = _reader()(run)
    return [one for one in said if one]


def _initials(syllables: list[str]) -> str:
    return "".join(one[0] for one in syllables)


@cache
def _reader() -> Any:
    # The tables of pinyin are large: they are read when the first name is.
    from pypinyin import lazy_pinyin

    return lazy_pinyin
