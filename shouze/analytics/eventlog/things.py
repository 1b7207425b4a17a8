"""The kinds of things that events concern: how a room's rows become objects, with attributes and relations.

A table, one row per kind. Names of persons and firms are attributes apart, given to entitled readers alone.
"""

import hmac
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db.models import Model

from shouze.certification.certificates.models import Certificate
from shouze.certification.evidence.models import Inspection, TestOrder, TestReport
from shouze.kernel.files.models import StoredFile
from shouze.resources.cases.models import Case
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.organisations.models import Factory, Organisation
from shouze.resources.people.models import Person

#: qualifier, the kind of the other thing, the column that holds its id
Relation = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: its rows, the columns that everybody may read, those that name somebody, and the
    things that it belongs to.
    """

    model: type[Model]
    attributes: Mapping[str, str] = field(default_factory=dict)  # column -> type in OCEL
    named: Mapping[str, str] = field(default_factory=dict)
    relations: Sequence[Relation] = ()


_TEXT, _DAY = "string", "time"
KINDS: Final[Mapping[str, Kind]] = {
    "case": Kind(
        Case,
        {"number": _TEXT, "kind": _TEXT, "product_code": _TEXT, "scheme": _TEXT, "submitted_on": _DAY},
        relations=(
            ("applicant", "organisation", "applicant_id"),
            ("producer", "organisation", "producer_id"),
            ("factory", "factory", "factory_id"),
            ("laboratory", "laboratory", "laboratory_id"),
        ),
    ),
    "certificate": Kind(
        Certificate,
        {"number": _TEXT, "product_code": _TEXT, "state": _TEXT, "issued_on": _DAY, "valid_until": _DAY},
        relations=(
            ("issued in", "case", "case_id"),
            ("holder", "organisation", "applicant_id"),
            ("factory", "factory", "factory_id"),
        ),
    ),
    "organisation": Kind(Organisation, {"country": _TEXT, "division": _TEXT}, {"name": _TEXT, "uscc": _TEXT}),
    "factory": Kind(Factory, {"country": _TEXT, "division": _TEXT}, {"name": _TEXT, "code": _TEXT}),
    "laboratory": Kind(Laboratory, {"state": _TEXT}, {"name": _TEXT, "code": _TEXT}),
    "person": Kind(Person, {"kind": _TEXT}, {"name": _TEXT, "employee_number": _TEXT}),
    "order": Kind(
        TestOrder,
        {"number": _TEXT, "state": _TEXT, "ordered_on": _DAY},
        relations=(("ordered in", "case", "case_id"), ("laboratory", "laboratory", "laboratory_id")),
    ),
    "report": Kind(
        TestReport,
        {"number": _TEXT, "conforming": "boolean", "judgement": _TEXT, "issued_on": _DAY},
        relations=(("answers", "order", "order_id"), ("file", "file", "digest")),
    ),
    "inspection": Kind(
        Inspection,
        {"plan_code": _TEXT, "state": _TEXT, "conclusion": _TEXT, "planned_from": _DAY},
        relations=(("carried out in", "case", "case_id"), ("file", "file", "report")),
    ),
    "file": Kind(StoredFile, {"media_type": _TEXT, "size": "integer"}, {"name": _TEXT}),
    "rule": Kind(Model, {"rule": _TEXT, "in_force_from": _TEXT}),
}
#: labels of models, as entries name subjects and rows -> kind
BY_LABEL: Final[Mapping[str, str]] = {
    one.model._meta.label_lower: kind for kind, one in KINDS.items() if kind != "rule"
}
#: what an entry calls a considered fact -> kind
CONSIDERED: Final[Mapping[str, str]] = {"report": "report", "inspection": "inspection"}


def kind_of(label: str) -> str:
    """Return the kind of the rows of a model; one that is not in the table is called by its own label."""
    return BY_LABEL.get(label, label)


def object_id(kind: str, key: object) -> str:
    """Return the id of a thing in an export: a person's is a pseudonym, the same in every export of this
    house and of no use without its secret.
    """
    return _pseudonym(str(key)) if kind == "person" else f"{kind}:{key}"


@lru_cache(maxsize=10_000)
def _pseudonym(key: str) -> str:
    return f"person:{hmac.new(_secret(), key.encode(), sha256).hexdigest()[:20]}"


def _secret() -> bytes:
    return sha256(b"eventlog pseudonyms\x00" + settings.SECRET_KEY.encode()).digest()


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of the export with its attributes and relations (qualifier, kind, key)."""

    kind: str
    id: str
    attributes: Mapping[str, Any]
    relations: Sequence[tuple[str, str, str]] = ()


def attributes_of(kind: str, *, names: bool) -> dict[str, str]:
    """Return the attributes of a kind with their types, names with them when the reader is entitled."""
    found = KINDS.get(kind)
    return {} if found is None else {**found.attributes, **(found.named if names else {})}


def read(kind: str, keys: Sequence[str], *, names: bool) -> Iterator[Thing]:
    """Yield the things of one kind: those whose rows are there, with what the rows say; one query."""
    if kind == "rule":
        yield from map(_rule, keys)
        return
    found, asked = KINDS.get(kind), attributes_of(kind, names=names)
    if found is None:
        yield from (Thing(kind, object_id(kind, key), {}) for key in keys)
        return
    columns = ["pk", *asked, *(column for _, _, column in found.relations)]
    rows = found.model._default_manager.filter(pk__in=keys).values_list(*columns)
    there = {str(row[0]): row for row in rows}
    for key in keys:
        row = there.get(key)
        if row is None:
            yield Thing(kind, object_id(kind, key), {})
            continue
        values = dict(zip(asked, row[1:], strict=False))
        ends = zip(found.relations, row[1 + len(asked) :], strict=True)
        relations = [(word, other, str(end)) for (word, other, _), end in ends if end]
        yield Thing(kind, object_id(kind, key), values, relations)


def _rule(ref: str) -> Thing:
    stem, _, dated = ref.partition("@")
    return Thing("rule", object_id("rule", ref), {"rule": stem, "in_force_from": dated.partition("#")[0]})


def written(value: Any) -> str:
    """Return an attribute's value as text: dates at the start of their day in Shanghai."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{value.isoformat()}T00:00:00+08:00" if isinstance(value, date) else str(value)


def is_key(text: str) -> bool:
    """Say whether a text is the id of a row."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


Reader = Callable[[str, Sequence[str]], Iterator[Thing]]
