"""What somebody typed for a certificate number, and which numbers it may mean. Pure.

Full-width digits, spaces, hyphens and look-alikes (O/0, I/1 …) are undone by the identifiers of parties; here
two neighbouring digits changed about are tried as well. Nothing else is guessed: serials follow each other
closely, so that one wrong digit is often another true certificate.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from shouze.resources.organisations.identifiers import nearest_numbers

_NUMBER = re.compile(r"20[0-9]{14}")
_DIGIT = re.compile(r"[0-9]")
#: a text with fewer digits is a name
LEAST_DIGITS = 8


def is_number(text: str) -> bool:
    """Say whether a text is a certificate number as it is printed: sixteen digits, beginning with 20."""
    return _NUMBER.fullmatch(text) is not None


def meant(text: str) -> str:
    """Return the number that a text is, once spaces and full-width digits are undone; empty when none."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    return plain if is_number(plain) else ""


_ADDRESS = re.compile(r"(?:https?://)?([a-z0-9.\-]+(?::\d+)?)(/[^\s]*)", re.IGNORECASE)
_CERTIFICATE_PATH = re.compile(r"/c/(20[0-9]{14})/?(?:[?#].*)?")
_TRACE_PATH = re.compile(r"/t/([0-9a-zA-Z\-]{12,20})/?(?:[?#].*)?")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanned or pasted address holds: its host, a certificate's number or a traceability code."""

    host: str
    number: str = ""
    code: str = ""


def address_in(text: str) -> Scanned | None:
    """Read an address with a path; None for any other text. Nothing is fetched."""
    found = _ADDRESS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or not {".", ":"} & set(found[1]):
        return None
    number, code = _CERTIFICATE_PATH.fullmatch(found[2]), _TRACE_PATH.fullmatch(found[2])
    elsewhere = re.search(r"20[0-9]{14}", found[2])
    return Scanned(
        host=found[1].lower(),
        number=number[1] if number else elsewhere[0] if elsewhere else "",
        code=code[1] if code else "",
    )


def number_and_model(text: str) -> tuple[str, str]:
    """Part a text into a certificate number and the model typed behind it; twice "" when there is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.match(r"(20(?:[\s\-]?[0-9]){14})(?:[\s,;:]+(.+))?$", plain)
    return (re.sub(r"[\s\-]", "", found[1]), (found[2] or "").strip()) if found else ("", "")


def looks_like_number(text: str) -> bool:
    """Say whether a text was meant as a number: eight digits or more and no Chinese character."""
    plain = unicodedata.normalize("NFKC", text)
    return len(_DIGIT.findall(plain)) >= LEAST_DIGITS and not re.search(r"[\u4e00-\u9fff]", plain)


def digits_in(text: str) -> int:
    """Count the digits of a text, full-width ones too."""
    return len(_DIGIT.findall(unicodedata.normalize("NFKC", text)))


def near(text: str) -> tuple[str, ...]:
    """Return the numbers that a typed text may mean (whether they exist or not), the likeliest first."""
    likely = [str(number) for number in nearest_numbers(text)]
    found = dict.fromkeys([*likely, *(swapped for number in likely for swapped in _swapped(number))])
    found.pop(text, None)
    return tuple(found)


def _swapped(number: str) -> Iterator[str]:
    for place in range(2, len(number) - 1):
        if number[place] != number[place + 1]:
            yield number[:place] + number[place + 1] + number[place] + number[place + 2 :]
