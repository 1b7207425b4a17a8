"""A product found by what people call it: code, name, everyday word, customs heading, pinyin or its initials.

In: a text as somebody types it, a date of law. Out: products of that day's catalogue, the nearest first, each
with the word by which it was found where that is not its name. Everyday words and customs headings are data
(rules/catalogue/everyday.yaml); they find a product, they never decide whether one is listed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.words import Words

from .queries import SHORTEST_SEARCH, Product, list_products

EVERYDAY: Final = "everyday_words"
MOST: Final = 20
LONGEST: Final = 60
_PARTED: Final = re.compile(r"[、,，]\s*")
_CHINESE: Final = re.compile(r"[㐀-鿿]+")
_HEADING: Final = re.compile(r"\d{4}\.?\d{0,2}")
#: how near a find is, the nearest first; a product that comes in several ways comes in the nearest
CODE, NAME, WORD, HEADING, IN_NAME, IN_WORD, SOUND = range(7)


@dataclass(frozen=True, slots=True)
class Found:
    """A product, and the everyday word or customs heading by which it was found ("" for code and name)."""

    product: Product
    by: str
    near: int


@dataclass(frozen=True, slots=True)
class Called:
    """What a product is called besides its name on a day."""

    names: tuple[str, ...]
    headings: tuple[str, ...]


def find(text: str, on: date, limit: int = MOST) -> tuple[Found, ...]:
    """Find products; two characters are enough, one finds none. Each product once, third-party ones before
    others that are as near.
    """
    sought = " ".join(text.lower().split())[:LONGEST]
    if len(sought) < SHORTEST_SEARCH:
        return ()
    called = everyday(on)
    best = (
        min(_ways(sought, product, called.get(product.code)), key=lambda one: one.near, default=None)
        for product in list_products(on)
    )
    found = [one for one in best if one]
    order = sorted(found, key=lambda one: (one.near, not one.product.third_party, one.product.code))
    return tuple(order[:limit])


def everyday(on: date) -> dict[str, Called]:
    """Return what products are called besides their names, by code."""
    return {one.code: _called(one.words, one.get("customs")) for one in rulebook.codes(EVERYDAY, on=on)}


def initials(text: str) -> str:
    """Return the initials of the pinyin of a text's Chinese: 电磁灶 gives "dcz"."""
    return "".join(one[0] for one in _syllables(text))


def _ways(sought: str, product: Product, called: Called | None) -> Iterator[Found]:
    names = (product.name.zh.lower(), product.name.en.lower())
    words = called.names if called else ()
    if product.code.startswith(sought):
        yield Found(product, "", CODE)
    if sought in names:
        yield Found(product, "", NAME)
    elif any(_within(sought, name) for name in names):
        yield Found(product, "", IN_NAME)
    for word in words:
        if sought == word.lower():
            yield Found(product, word, WORD)
        elif _within(sought, word.lower()):
            yield Found(product, word, IN_WORD)
    for heading in called.headings if called and _HEADING.fullmatch(sought) else ():
        if heading.replace(".", "").startswith(sought.replace(".", "")):
            yield Found(product, heading, HEADING)
    yield from _by_sound(sought, product, words)


def _by_sound(sought: str, product: Product, words: tuple[str, ...]) -> Iterator[Found]:
    if not (sought.isascii() and sought.isalpha()):
        return
    for name in (product.name.zh, *words):
        if initials(name).startswith(sought) or "".join(_syllables(name)).startswith(sought):
            yield Found(product, "" if name == product.name.zh else name, SOUND)


def _within(sought: str, name: str) -> bool:
    """Whether a name has the text; an English one each of its words, at the beginning of a word."""
    if not sought.isascii():
        return sought in name
    return all(re.search(rf"\b{re.escape(one)}", name) for one in sought.split())


def _called(words: Words, headings: Any) -> Called:
    names = [*_PARTED.split(words.zh), *_PARTED.split(words.en)]
    return Called(tuple(one.strip() for one in names if one.strip()), tuple(map(str, headings or ())))


@cache
def _syllables(text: str) -> tuple[str, ...]:
    # The tables of pinyin are large: they are read when somebody first types letters.
    from pypinyin import lazy_pinyin

    return tuple(one for run in _CHINESE.findall(text) for one in lazy_pinyin(run) if one)
