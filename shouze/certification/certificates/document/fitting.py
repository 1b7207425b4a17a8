"""Which text size the first page of a certificate will most likely take, before it is set.

In: the facts, and whether models and standards go to the annex. Out: a row of the table of sizes in
`certificate.typ`, 0 = largest. Only a guess that saves the typesetter trials: it tries this size first and
walks to the largest that fits, so a wrong guess costs milliseconds and changes nothing on paper.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator

from shouze.certification.certificates.document.facts import CertificateFacts, Party, TwoNames

#: width of the column of values, in points
_COLUMN = 351.5
#: of each size: points, and how many lines of one em the page holds in it, as measured
_SIZES = (
    (10.2, 32.7), (9.8, 35.6), (9.4, 38.7), (9.0, 40.6), (8.6, 42.6),
    (8.2, 45.5), (7.8, 49.3), (7.4, 53.6), (7.0, 58.0), (6.6, 62.8),
)  # fmt: skip
_LINE = 1.28
_SECOND = 0.92
_SMALL = 0.88
_LABEL = 2.1
_NARROW = 0.54
_SENTENCE_AND_DATES = 4.0
_WIDE = frozenset("WFA")
Line = tuple[str, float]
_SEE_ANNEX: tuple[Line, ...] = (("", 1.0), ("", _SECOND))


def first_step(facts: CertificateFacts, *, models_away: bool, standards_away: bool) -> int:
    """The size to try first."""
    rows = list(_rows(facts, models_away=models_away, standards_away=standards_away))
    for step, (size, room) in enumerate(_SIZES):
        if sum(_height(row, size) for row in rows) + _below(facts, size) <= room:
            return step
    return len(_SIZES) - 1


def _height(row: list[Line], size: float) -> float:
    return max(_LABEL, sum(_lines(line, size) for line in row) - (_LINE - 1))


def _lines(line: Line, size: float) -> float:
    text, scale = line
    width = sum(1 if unicodedata.east_asian_width(it) in _WIDE else _NARROW for it in text)
    return max(1, math.ceil(width * scale * size / _COLUMN)) * scale * _LINE


def _below(facts: CertificateFacts, size: float) -> float:
    """The sentence of conformity, the dates and the notes."""
    changed = facts.first_issued_on != facts.issued_on or facts.change_note
    notes = [(facts.change_note, _SMALL), ("", _SECOND)] if changed else []
    return _SENTENCE_AND_DATES + sum(_lines(line, size) for line in (*notes, *_two(facts.status_sentence)))


def _rows(facts: CertificateFacts, *, models_away: bool, standards_away: bool) -> Iterator[list[Line]]:
    for party in (facts.applicant, facts.producer, facts.factory):
        yield [*_party(party)]
    product = facts.product
    yield [*_two(product.name)]
    models = "；".join(f"{one.name}（{one.specification}）" for one in product.models)
    series = [(product.series, 1.0)] if product.series else []
    yield [*series, *(_SEE_ANNEX if models_away else [(models, 1.0)])]
    titles = [(f"{one.number}-{one.version} {one.title.main}", 1.0) for one in facts.standards]
    yield [*_SEE_ANNEX] if standards_away else titles
    yield [*_two(facts.scheme.title)]
    yield [*_two(facts.mode)]


def _party(party: Party) -> Iterator[Line]:
    yield from _two(party.name)
    yield from _two(party.address)
    if party.uscc:
        yield party.uscc, _SMALL


def _two(names: TwoNames) -> Iterator[Line]:
    yield names.main, 1.0
    if names.second:
        yield names.second, _SECOND
