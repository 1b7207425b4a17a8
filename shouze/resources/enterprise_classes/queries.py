"""Readers of the register of classes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from shouze.kernel import rulebook

from .models import ClassRecord

DEFAULT_CLASS: Final = "classification/default_class"
#: best first; a class that stands later is worse
LETTERS: Final = "ABCD"
Pair = tuple[UUID, str]

_CURRENTS = """
SELECT p.factory, p.product, r.letter, r.since, r.ref
FROM unnest(%s::uuid[], %s::text[]) AS p(factory, product)
JOIN LATERAL (
    SELECT letter, since, ref FROM enterprise_classes_record
    WHERE factory_id = p.factory AND product_code = p.product AND since <= %s
    ORDER BY since DESC, step DESC LIMIT 1
) r ON true
"""


@dataclass(frozen=True, slots=True)
class ClassStanding:
    """The class of a factory for a product on a day: its letter, since when (None: always, by default), what
    it rests on, and whether it is the default because nothing is on record.
    """

    letter: str
    since: date | None
    ref: str
    default: bool


def current(factory: UUID, product_code: str, on: date) -> ClassStanding:
    """Return the class of a factory for a product on a day of law; one query. Raises NoRuleInForce before the
    rules of classes begin.
    """
    return currents([(factory, product_code)], on)[factory, product_code]


def currents(pairs: Iterable[Pair], on: date) -> Mapping[Pair, ClassStanding]:
    """Return the classes of factories for products on a day of law, by pair; one query for all of them."""
    asked = list(dict.fromkeys(pairs))
    found = dict.fromkeys(asked, default_class(on))
    if asked:
        with connection.cursor() as cursor:
            factories, products = zip(*asked, strict=True)
            cursor.execute(_CURRENTS, [list(factories), list(products), on])
            for factory, product, letter, since, ref in cursor.fetchall():
                found[factory, product] = ClassStanding(letter, since, ref, default=False)
    return found


def default_class(on: date) -> ClassStanding:
    """Return the class of whoever nothing is on record of, on a day. Raises NoRuleInForce."""
    rule = rulebook.value(DEFAULT_CLASS, on=on)
    return ClassStanding(rule.text, None, rule.ref, default=True)


def last_record(factory: UUID, product_code: str) -> ClassRecord | None:
    """Return the latest record of a factory and product, or None."""
    found = ClassRecord.objects.filter(factory_id=factory, product_code=product_code)
    return found.order_by("-step").first()


def history(factory: UUID, product_code: str) -> Sequence[ClassRecord]:
    """List the records of a factory and product, the latest first."""
    found = ClassRecord.objects.filter(factory_id=factory, product_code=product_code)
    return list(found.order_by("-step"))


def worse(one: str, other: str) -> bool:
    """Say whether a class is worse than another."""
    return LETTERS.index(one) > LETTERS.index(other)


def steps(before: str, after: str) -> int:
    """How many steps up (positive) or down (negative) lie between two classes."""
    return LETTERS.index(before) - LETTERS.index(after)
