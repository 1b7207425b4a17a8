"""The rules between fields: one function per kind of rule, chosen by a table. Pure.

In: a `CrossRule`, the record, and the record uploaded before (None for the first). Out: the fields that
break the rule. Which fields a rule is about stands in `rules/reporting/`; here is only what each kind
means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from shouze.outreach.reporting.records import PARTS, VALUES
from shouze.outreach.reporting.tables import CrossRule
from shouze.resources.organisations.identifiers import (
    CHINA_MAINLAND,
    Country,
    InvalidIdentifier,
    division_in,
    organisation_code,
)

Values = Mapping[str, str]
SUSPENDED, STATUS_CHANGED = "02", "05"


def broken_fields(rule: CrossRule, record: Values, previous: Values | None) -> Iterator[str]:
    """The fields of `record` that break `rule`, in the rule's order."""
    return _KINDS[rule.kind](rule, record, previous)


def _met(rule: CrossRule, record: Values) -> bool:
    return rule.when is None or rule.when.met(record.get(rule.when.field, ""))


def _iff(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    wanted = _met(rule, record)
    return (field for field in rule.fields if bool(record.get(field)) is not wanted)


def _needed(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    return (field for field in rule.fields if _met(rule, record) and not record.get(field))


def _only(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    return (field for field in rule.fields if record.get(field) and not _met(rule, record))


def _together(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    some = any(record.get(field) for field in rule.fields)
    return (field for field in rule.fields if some and not record.get(field))


def _one_of(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    if not any(record.get(field) for field in rule.fields):
        yield rule.fields[0]


def _order(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    earlier, later = (record.get(field, "") for field in rule.fields)
    if earlier and later and later < earlier:  # ISO dates sort as text
        yield rule.fields[1]


def _division(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    where, place = (record.get(field, "") for field in rule.fields)
    if _refuses(lambda: division_in(Country(where), place)):
        yield rule.fields[1]


def _organisation_code(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    where, code = (record.get(field, "") for field in rule.fields)
    abroad = where != CHINA_MAINLAND
    if bool(code) if abroad else _refuses(lambda: organisation_code(code)) or code != organisation_code(code):
        yield rule.fields[1]


def _refuses(read: Callable[[], object]) -> bool:
    try:
        read()
    except InvalidIdentifier:
        return True
    return False


def _main_language(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    main, second = (record.get(field, "") for field in rule.fields)
    if second and not re.search(r"[\u3400-\u9fff]", main):
        yield rule.fields[0]


def _team_order(rule: CrossRule, record: Values, _: Values | None) -> Iterator[str]:
    roles = [person.split(PARTS)[2] for person in record.get(rule.fields[0], "").split(VALUES)]
    if roles != sorted(roles) or roles.count("01") != 1:
        yield rule.fields[0]


def _prolonging(rule: CrossRule, record: Values, previous: Values | None) -> Iterator[str]:
    status, report, first, last = rule.fields
    was = previous or {}
    if was.get(status) != SUSPENDED or (record.get(status), record.get(report)) != (
        SUSPENDED,
        STATUS_CHANGED,
    ):
        return
    if record.get(first) != was.get(first):
        yield first
    elif record.get(last, "") <= was.get(last, ""):
        yield last


_KINDS: Mapping[str, Callable[[CrossRule, Values, Values | None], Iterator[str]]] = {
    "division": _division,
    "iff": _iff,
    "main_language": _main_language,
    "needed": _needed,
    "one_of": _one_of,
    "only": _only,
    "order": _order,
    "organisation_code": _organisation_code,
    "prolonging": _prolonging,
    "team_order": _team_order,
    "together": _together,
}
