"""What somebody may ask about, and finding it from what he typed: a number, a name, a digest, a rule."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shouze.certification.certificates.models import Certificate
from shouze.certification.evidence.models import TestReport
from shouze.kernel import rulebook
from shouze.kernel.references import queries as references
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.organisations.models import Factory
from shouze.resources.people.models import Person

KINDS: Final[Mapping[str, Words]] = {
    "certificate": Words("证书", "Certificate"),
    "case": Words("案件", "Case"),
    "report": Words("检测报告", "Test report"),
    "person": Words("人员", "Person"),
    "laboratory": Words("实验室", "Laboratory"),
    "factory": Words("生产企业", "Factory"),
    "rule": Words("规则", "Rule"),
}
MOST: Final = 12
_DIGEST: Final = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be traced: ``key`` is what its address and the questions about it use, ``id`` its
    row (None for a rule), ``case`` the case that it belongs to.
    """

    kind: str
    key: str
    words: Words
    note: str = ""
    id: uuid.UUID | None = None
    case: uuid.UUID | None = None


class NoSuchThing(LookupError):
    """Nothing is known under that kind and key."""

    def __init__(self, kind: str, key: str) -> None:
        what = KINDS.get(kind, Words.same(kind))
        super().__init__(f"没有找到{what.zh} {key} (no {what.en.lower()} {key})")


def get_thing(kind: str, key: str) -> Thing:
    """Return the thing of a kind under its key. Raises NoSuchThing."""
    found = next(_BY_KIND[kind](key), None) if kind in _BY_KIND else None
    if found is None:
        raise NoSuchThing(kind, key)
    return found


def find_things(text: str) -> list[Thing]:
    """Return what may be meant by a text that somebody typed, at most twelve, the exact ones first."""
    text = text.strip()
    if not text:
        return []
    exact = [found for by_key in _BY_KIND.values() for found in by_key(text)]
    if exact:
        return exact[:MOST]
    if (digest := _DIGEST.fullmatch(text.lower())) is not None:
        return list(_reports(f"sha256:{digest[1]}"))
    return [found for by_text in (_people, _laboratories, _factories, _rules) for found in by_text(text)][
        :MOST
    ]


def _certificate(key: str) -> Iterator[Thing]:
    for one in Certificate.objects.filter(number=key):
        name = one.facts["product"]["name"]
        yield Thing("certificate", one.number, Words.same(one.number), str(name["zh"]), one.pk, one.case_id)


def _case(key: str) -> Iterator[Thing]:
    for one in Case.objects.filter(number=key):
        yield Thing("case", one.number, Words.same(one.number), one.product_name, one.pk, one.pk)


def _report(key: str) -> Iterator[Thing]:
    """By its number or its digest; two laboratories may use one number, so more than one may be meant."""
    yield from _reports(key) if key.startswith("sha256:") else _reports_of(number=key)


def _reports(digest: str) -> Iterator[Thing]:
    return _reports_of(digest=digest)


def _reports_of(**having: str) -> Iterator[Thing]:
    found = TestReport.objects.filter(**having).select_related("order").order_by("issued_on", "id")
    for one in found[:MOST]:
        yield Thing("report", one.digest, Words.same(one.number), one.order.number, one.pk, one.order.case_id)


def _person(key: str) -> Iterator[Thing]:
    yield from map(_of_person, Person.objects.filter(employee_number=key))


def _people(text: str) -> Iterator[Thing]:
    yield from map(_of_person, Person.objects.filter(name__contains=text).order_by("name")[:MOST])


def _of_person(one: Person) -> Thing:
    return Thing("person", one.employee_number, Words.same(one.name), one.employee_number, one.pk)


def _laboratory(key: str) -> Iterator[Thing]:
    yield from map(_of_laboratory, Laboratory.objects.filter(code=key))


def _laboratories(text: str) -> Iterator[Thing]:
    yield from map(_of_laboratory, Laboratory.objects.filter(name__contains=text).order_by("code")[:MOST])


def _of_laboratory(one: Laboratory) -> Thing:
    return Thing("laboratory", one.code, Words(one.name, one.name_en or one.name), one.code, one.pk)


def _factory(key: str) -> Iterator[Thing]:
    if key:
        yield from map(_of_factory, Factory.objects.filter(code=key))


def _factories(text: str) -> Iterator[Thing]:
    found = Factory.objects.filter(name__contains=text).exclude(code="").order_by("name")
    yield from map(_of_factory, found[:MOST])


def _of_factory(one: Factory) -> Thing:
    return Thing("factory", one.code, Words(one.name, one.name_en or one.name), one.code, one.pk)


def _rule(key: str) -> Iterator[Thing]:
    """By its id, or by the reference of one version."""
    name = key.partition("@")[0]
    known = {one.id: one for one in rulebook.everything()}
    if name in known:
        yield Thing("rule", key, known[name].words, key)
    elif references.versions_noted(name):
        yield Thing("rule", key, Words.same(key))


def _rules(text: str) -> Iterator[Thing]:
    for one in rulebook.everything():
        if text.lower() in one.id.lower() or text in one.words.zh or text.lower() in one.words.en.lower():
            yield Thing("rule", one.id, one.words, one.id)


_BY_KIND: Final[Mapping[str, Callable[[str], Iterator[Thing]]]] = {
    "certificate": _certificate,
    "case": _case,
    "report": _report,
    "person": _person,
    "laboratory": _laboratory,
    "factory": _factory,
    "rule": _rule,
}
