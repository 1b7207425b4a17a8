"""The facts of the decision table, computed from the evidence for one or all factories in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from .evidence import ALL, OF_ONE, Pair, parameters
from .windows import Windows

#: the inputs of the table, in the order in which facts are kept, with every value that each may have, the
#: best
#: first. ``latest_inspection`` "none" stands apart: nothing was inspected yet.
DOMAINS: Final[Mapping[str, tuple[str | bool, ...]]] = {
    "latest_inspection": ("none", "01", "02", "03", "04"),
    "latest_quality": (False, True),
    "serious_quality": (False, True),
    "sample_failed": ("none", "other", "safety"),
    "sample_bad": (False, True),
    "government": ("none", "other", "local", "ccc"),
    "government_bad": (False, True),
    "refused": (False, True),
    "exposed": ("none", "ordinary", "serious"),
    "measure": (False, True),
    "risk": ("none", "C", "D"),
    "other_bad": (False, True),
    "inspected": (True, False),
    "ability": (True, False),
    "informed": (True, False),
}
Facts = tuple[str | bool, ...]
#: of whom nothing is known
UNKNOWN: Final[Facts] = tuple(False if name == "informed" else "none" if "none" in domain else False
                              for name, domain in DOMAINS.items())  # fmt: skip

_FACTS: Final = """
SELECT factory_id, product_code,
    coalesce(right(max({latest}) FILTER (WHERE fact = 'inspection'), 2), 'none'),
    coalesce(left(right(max({latest}) FILTER (WHERE fact = 'inspection'), 3), 1) = '1', false),
    bool_or(fact = 'serious' AND day > %(look_back)s),
    CASE WHEN bool_or(fact = 'sample' AND value = 'safety' AND day > %(lasting)s) THEN 'safety'
         WHEN bool_or(fact = 'sample' AND value = 'other' AND day > %(lasting)s) THEN 'other' ELSE 'none' END,
    bool_or(fact = 'sample' AND value <> 'passed' AND day > %(look_back)s),
    CASE WHEN bool_or(fact = 'government' AND value = 'ccc' AND day > %(lasting)s) THEN 'ccc'
         WHEN bool_or(fact = 'government' AND value = 'local' AND day > %(lasting)s) THEN 'local'
         WHEN bool_or(fact = 'government' AND day > %(lasting)s) THEN 'other' ELSE 'none' END,
    bool_or(fact = 'government' AND day > %(look_back)s),
    bool_or(fact = 'refused' AND day > %(lasting)s),
    CASE WHEN bool_or(fact = 'exposed' AND value = 'serious' AND day > %(lasting)s) THEN 'serious'
         WHEN bool_or(fact = 'exposed' AND day > %(lasting)s) THEN 'ordinary' ELSE 'none' END,
    bool_or(fact = 'measure' AND day > %(lasting)s),
    CASE WHEN bool_or(fact = 'risk' AND value = 'D' AND day > %(lasting)s) THEN 'D'
         WHEN bool_or(fact = 'risk' AND day > %(lasting)s) THEN 'C' ELSE 'none' END,
    bool_or(fact IN ('other_bad', 'refused', 'exposed', 'measure', 'risk', 'type_test', 'not_authentic')
            AND day > %(look_back)s),
    bool_or(fact = 'inspection' AND value IN ('01', '02', '03') AND day > %(look_back)s),
    bool_or(fact = 'ability' AND day > %(ability)s),
    true
FROM ({evidence}) e
GROUP BY factory_id, product_code
"""
#: what sorts inspections by day and, of one day, always in one order; behind it whether product quality was
#: concerned (one digit) and the conclusion (two): a maximum, for which nothing needs to be sorted
_LATEST: Final = "(day - DATE '0001-01-01') || id::text || quality::int || value"
_ALL: Final = _FACTS.replace("{latest}", _LATEST).replace("{evidence}", ALL)
_ONE: Final = _FACTS.replace("{latest}", _LATEST).replace("{evidence}", OF_ONE)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts by factory and product; of whoever is not among them nothing is on record."""

    by_pair: Mapping[Pair, Facts]

    def of(self, pair: Pair) -> Facts:
        """Return the facts of a factory and product."""
        return self.by_pair.get(pair, UNKNOWN)


def named(facts: Facts) -> dict[str, str | bool]:
    """Return facts by the names of the table's inputs."""
    return dict(zip(DOMAINS, facts, strict=True))


def gather(seen: Windows) -> Gathered:
    """Compute the facts of every factory and product on record, as they were known on the windows' day; one
    query.
    """
    return Gathered(dict(_asked(_ALL, seen, {})))


def gather_one(factory: UUID, product_code: str, seen: Windows) -> Facts:
    """Compute the facts of one factory for one product, as they were known on the windows' day; one query."""
    narrowed = {"factory": factory, "product": product_code}
    return Gathered(dict(_asked(_ONE, seen, narrowed))).of((factory, product_code))


def gather_at(factory: UUID, product_code: str, seen: Windows, known: date) -> Facts:
    """Compute the facts that one factory will have on the windows' day when nothing new becomes known after
    ``known``; one query.
    """
    narrowed = {"factory": factory, "product": product_code, "on": known}
    return Gathered(dict(_asked(_ONE, seen, narrowed))).of((factory, product_code))


def _asked(sql: str, seen: Windows, more: Mapping[str, object]) -> list[tuple[Pair, Facts]]:
    starts = {name: seen.start(name) for name in ("look_back", "lasting", "ability")}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters(seen.on) | starts | dict(more))
        return [((row[0], row[1]), tuple(row[2:])) for row in cursor.fetchall()]
